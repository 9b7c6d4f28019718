"""From the words of a clause to a proposed term; what the words leave open is asked, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from unpromote.reading.cues import Category
from unpromote.reading.rights import propose_rights
from unpromote.reading.values import Fact, Finding, Reading

OPENING = 'This agreement is between Acme Inc. ("Sponsor") and Beta LLC ("Publisher").\n'


def proposal(reading: Reading, path: str) -> dict[str, Any]:
    return next((shown for shown in reading.proposals if shown["path"] == path), None)


def rights(reading: Reading) -> list[dict[str, Any]]:
    return reading.terms.get("rights", [])


def test_words_and_figures_that_differ_are_conflicting(read: Callable[[str], Reading]) -> None:
    reading = read(OPENING + "5. The Sponsor may terminate for any reason upon thirty (20) days' written notice.")
    notice = proposal(reading, "rights[0].notice")
    assert notice["status"] == "conflicting"
    assert notice["note"] == "the words say 30, the figure 20 days: which one counts?"
    assert [period["n"] for period in notice["alternatives"]] == [30, 20]
    assert "notice" not in rights(reading)[0], "neither is taken for granted"


def test_a_notice_that_is_not_named_is_asked_for(read: Callable[[str], Reading]) -> None:
    reading = read(OPENING + "5. The Sponsor may terminate for any reason by written notice.")
    assert proposal(reading, "rights[0].notice")["status"] == "absent"
    assert "notice" not in rights(reading)[0]


def test_at_once_is_no_notice(read: Callable[[str], Reading]) -> None:
    reading = read(OPENING + "5. The Sponsor may terminate for convenience immediately.")
    assert rights(reading)[0]["notice"] is None
    assert proposal(reading, "rights[0].notice")["status"] == "stated"


def test_a_holder_whose_part_is_unknown_is_asked_for(read: Callable[[str], Reading]) -> None:
    reading = read("5. Zeta may terminate this order for any reason upon 5 days' notice.")
    holders = proposal(reading, "rights[0].holders")
    assert holders["status"] == "absent"
    assert 'the words say "Zeta"' in holders["note"]


def test_a_breach_that_either_may_invoke_is_a_right_against_each(read: Callable[[str], Reading]) -> None:
    reading = read(
        OPENING + "6. Either party may terminate if the other fails to cure a breach within 10 days of notice."
    )
    sides = [(right["holders"], right["needs"]["by"]) for right in rights(reading)]
    assert sides == [(["advertiser"], "media"), (["media"], "advertiser")]


def test_morals_open_a_right_at_once(read: Callable[[str], Reading]) -> None:
    reading = read(OPENING + "7. The Sponsor may terminate if the Publisher falls into public disrepute or scandal.")
    (right,) = rights(reading)
    assert (right["ground"], right["needs"], right["notice"]) == ("morals", {"fact": "misconduct"}, None)


def test_conduct_in_a_list_opens_a_right_too() -> None:
    lead, item = "Acme may terminate this Agreement if:", "Beta is caught in a public scandal"
    shown = (
        Finding(Category.CAUSE, 0, len(lead), 1, "5", lead, 0.9),
        Finding(Category.MORALS, 40, 40 + len(item), 1, "5(a)", item, 0.9),
    )
    proposals = propose_rights((Fact("terminate_for_event", {"who": "Acme", "grounds": ["morals"]}, shown),), {})
    assert [one.value for one in proposals if one.path.endswith(".ground")] == ["morals"]


def test_force_majeure_opens_a_right_only_where_it_says_so(read: Callable[[str], Reading]) -> None:
    reading = read(OPENING + "8. If a force majeure event lasts, the Sponsor may terminate upon 3 days' notice.")
    assert [right["ground"] for right in rights(reading)] == ["force_majeure"]


def test_a_right_that_force_majeure_opens_in_the_next_sentence_is_one(read: Callable[[str], Reading]) -> None:
    lasting = "If any such event lasts for 30 days, either party may terminate this Agreement."
    (right,) = rights(read(f"{OPENING}8. Neither party is liable for acts of God. {lasting}"))
    assert (right["ground"], right["holders"]) == ("force_majeure", ["advertiser", "media"])


def test_force_majeure_on_which_nobody_may_leave_opens_none(read: Callable[[str], Reading]) -> None:
    assert not rights(read(f"{OPENING}8. Neither party may terminate this Agreement for a force majeure event."))


def test_insolvency_is_a_fact_and_no_ground_for_a_promotion(read: Callable[[str], Reading]) -> None:
    reading = read(OPENING + "9. The Sponsor may terminate this Agreement if the Publisher becomes insolvent.")
    assert not rights(reading)
    assert [fact.kind for fact in reading.facts] == ["terminate_for_event"]


FEE = "4. If the Sponsor terminates early, it shall pay a termination fee of "


@pytest.mark.parametrize(
    ("words", "calc"),
    [
        ("25% of the remaining media budget.", {"rate": "0.25", "base": "undelivered_at_effective"}),
        ("ten percent (10%) of the total contract price.", {"rate": "0.1", "base": "budget"}),
        ("one third, that is 33.3% of the deposit.", {"rate": "0.333", "base": "prepaid"}),
        ("US$1,500.00.", {"flat": "1500.00"}),
    ],
)
def test_a_fee_is_read_with_its_base(read: Callable[[str], Reading], words: str, calc: dict[str, str]) -> None:
    (fee,) = read(FEE + words).terms["fees"]
    assert (fee["calc"], fee["clause"]) == (calc, "4")


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("25% of the invoices due.", "25 % of what? The base is none that can be computed: ask for it"),
        ("25% at first, then 50%.", "several shares are named: ask which one counts when"),
        ("$500.", '"500" in which currency? Ask which dollars are meant'),
        (
            "US$500. Prices are in EUR.",
            "500 USD is not in the currency of the agreement: ask for the amount in that one",
        ),
    ],
)
def test_a_fee_that_cannot_be_computed_is_an_item_whose_figure_is_asked_for(
    read: Callable[[str], Reading], words: str, note: str
) -> None:
    reading = read(FEE + words)
    calc = proposal(reading, "fees[0].calc")
    assert (calc["status"], calc["value"], calc["note"]) == ("absent", None, note)
    assert reading.terms["fees"] == [{"id": "fee-1", "clause": "4"}]


def test_a_bare_dollar_is_the_currency_that_the_agreement_names(read: Callable[[str], Reading]) -> None:
    reading = read("All sums are in US dollars.\n" + FEE + "$500.")
    assert reading.terms["fees"][0]["calc"] == {"flat": "500"}


def test_a_fee_whose_words_and_figures_differ_is_conflicting(read: Callable[[str], Reading]) -> None:
    assert proposal(read(FEE + "ten percent (15%) of the total budget."), "fees[0].calc")["status"] == "conflicting"


def test_damages_keep_their_name(read: Callable[[str], Reading]) -> None:
    reading = read(
        "4. On termination the Sponsor shall pay 50% of the remaining budget as liquidated damages and not a penalty."
    )
    assert reading.terms["fees"][0]["label"] == "liquidated_damages"


def test_no_fee_is_no_fee(read: Callable[[str], Reading]) -> None:
    assert "fees" not in read("4. Any cancellation is without charge: no termination fee shall be due.").terms


def test_kill_fees_without_a_ladder_are_asked_for(read: Callable[[str], Reading]) -> None:
    assert proposal(read("4. A kill fee is due when the Sponsor cancels."), "creators.kill.brand")["status"] == "absent"


def test_kill_fees_that_contradict_themselves_are_conflicting(read: Callable[[str], Reading]) -> None:
    reading = read("4. The kill fee is twenty percent (25%) once briefed.")
    ladder = proposal(reading, "creators.kill.brand")
    assert ladder["status"] == "conflicting"
    assert ladder["alternatives"] == [{"briefed": "0.2"}, {"briefed": "0.25"}]


def test_a_fee_told_in_other_words_is_asked_for_and_no_term(read: Callable[[str], Reading]) -> None:
    reading = read("4. If the Sponsor terminates, it shall pay the exit charge that the Publisher determines.")
    reading = read(
        "4. On termination the Sponsor shall pay a compensation fee, and a penalty as the Publisher determines."
    )
    assert all(not shown.get("alternatives") for shown in reading.proposals if shown["path"].startswith("fees"))


def test_several_currencies_are_a_conflict(read: Callable[[str], Reading]) -> None:
    reading = read("Prices are in EUR, costs in GBP. The Sponsor may cancel for any reason on 3 days' notice.")
    assert proposal(reading, "currency")["alternatives"] == ["EUR", "GBP"]
    assert "currency" not in reading.terms


@pytest.mark.parametrize(
    ("words", "method", "rule", "status"),
    [
        ("Notices by courier are deemed received on delivery.", "courier", {"rule": "on_send"}, "inferred"),
        (
            "Notices sent by mail are deemed received three (3) business days after posting.",
            "post",
            {"rule": "plus_business_days", "n": 3},
            "stated",
        ),
        (
            "All notices shall be in writing and sent by e-mail to the address below.",
            "email",
            None,
            "absent",
        ),
        (
            "Notices must be in writing and are deemed given when delivered by hand.",
            "hand",
            {"rule": "on_send"},
            "inferred",
        ),
    ],
)
def test_receipt_of_notices(
    read: Callable[[str], Reading], words: str, method: str, rule: dict[str, Any], status: str
) -> None:
    shown = proposal(read(words), f"notice_receipt.{method}")
    assert (shown["value"], shown["status"]) == (rule, status)


def test_a_refund_without_its_way_is_inferred(read: Callable[[str], Reading]) -> None:
    shown = proposal(read("On termination the Publisher shall refund the unused prepaid fee."), "refund.method")
    assert (shown["value"], shown["status"]) == ("original", "inferred")


def test_a_party_whose_part_is_not_shown_is_asked_for(read: Callable[[str], Reading]) -> None:
    reading = read('This agreement is between Acme Inc. ("Acme") and Beta LLC ("Beta").')
    notes = [shown["note"] for shown in reading.proposals if shown["path"] == "parties"]
    assert notes == [
        f"which part does {name} play: advertiser, agency, media, platform or creator?" for name in ("Acme", "Beta")
    ]
    assert "parties" not in reading.terms


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The Sponsor may terminate upon a merger of the Publisher.", "terminate_for_event"),
        ("Upon termination the Publisher shall remove all videos.", "post_termination_duty"),
        ("The term shall automatically renew for one year unless either gives 30 days' notice.", "auto_renewal"),
        ("The Sponsor has the option to renew this Agreement for one year.", "renewal_option"),
        ("The deposit is non-refundable.", "non_refundable"),
        ("Sections 4 and 5 survive termination.", "survival"),
        ("On termination all fees accrued shall be due.", "payment_on_termination"),
        ("On termination unused fees shall be refunded.", "refund"),
        ("This order is non-cancelable.", "non_cancellable_window"),
        ("Neither party is liable for acts of God.", "force_majeure"),
    ],
)
def test_facts_have_their_kinds(read: Callable[[str], Reading], words: str, kind: str) -> None:
    assert kind in [fact.kind for fact in read(OPENING + "3. " + words).facts]


def test_a_heading_states_no_fact(read: Callable[[str], Reading]) -> None:
    assert not read("Termination For Convenience By Either Side\n").facts


def test_words_that_say_that_no_fee_is_due_propose_none(read: Callable[[str], Reading]) -> None:
    due = "If the Company terminates this Agreement, the Company shall pay to Beta a termination fee of USD 5,000."
    none = (
        "If the amount of the Termination Payment is found to be less than zero, then no Termination Payment shall be"
        " due to Beta nor shall Beta be required to make any termination payment to the Company."
    )
    assert len(read(f"{OPENING}8. {due}").terms["fees"]) == 1
    assert len(read(f"{OPENING}8. {due} {none}").terms["fees"]) == 1
    assert "fees" not in read(f"{OPENING}8. {none}").terms
