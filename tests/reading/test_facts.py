"""Facts about leaving: their kind, who, notice and cure; lists, provisos and cut sentences are one fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from unpromote.reading.agreement import read_document
from unpromote.reading.values import Fact, Reading

OPENING = 'This agreement is between Acme Inc. ("Sponsor") and Beta LLC ("Publisher").\n\n'
LIST = (
    OPENING + "5.1 Either party may terminate this Agreement at once upon notice if the other party:\n\n"
    "(a) materially breaches this Agreement and fails to cure the breach within ten days of notice; or\n\n"
    "(b) becomes insolvent; or\n\n(c) makes an assignment for the benefit of creditors.\n\n"
    "6.1 The law of Spain governs this Agreement."
)


def facts_of(reading: Reading, kind: str) -> list[Fact]:
    return [fact for fact in reading.facts if fact.kind == kind]


def the(reading: Reading, kind: str) -> dict[str, Any]:
    (fact,) = facts_of(reading, kind)
    return fact.values


def test_a_list_is_one_right_with_who_and_notice_from_its_lead_in(read: Callable[[str], Reading]) -> None:
    reading = read(LIST)
    breach = the(reading, "terminate_for_breach")
    assert breach == {"who": "Either party", "grounds": ["breach", "insolvency"], "cure_days": 10, "notice_days": 0}
    assert not facts_of(reading, "terminate_for_event")


def test_a_right_is_shown_by_its_lead_in_and_all_its_items(read: Callable[[str], Reading]) -> None:
    (right,) = facts_of(read(LIST), "terminate_for_breach")
    assert [finding.words[:12] for finding in right.findings] == [
        "Either party",
        "materially b",
        "becomes inso",
        "makes an ass",
    ]


def test_a_breach_further_down_makes_the_whole_list_a_right_for_breach(read: Callable[[str], Reading]) -> None:
    text = (
        "5. Either party may terminate this Agreement if the other party:\n\n(a) becomes insolvent; or\n\n"
        "(b) fails to pay an invoice within five days after notice; or\n\n"
        "(c) breaches any other duty and does not cure the breach within forty days after notice."
    )
    breach = the(read(text), "terminate_for_breach")
    assert (breach["grounds"], breach["cure_days"]) == (["insolvency", "non_payment", "breach"], 40)


def test_an_item_of_a_list_that_names_no_known_ground_is_one_all_the_same(read: Callable[[str], Reading]) -> None:
    text = "5. Acme may terminate this Agreement if:\n\n(a) Beta breaches a duty; or\n\n(b) Beta moves to another town."
    assert the(read(text), "terminate_for_breach")["grounds"] == ["breach", "other"]


def test_the_lead_in_of_grounds_is_no_right_without_one(read: Callable[[str], Reading]) -> None:
    text = (
        "5. Acme may terminate this Agreement at any time upon written notice if:\n\n(a) Beta breaches a duty; or\n\n"
    )
    assert not facts_of(read(f"{text}(b) Beta is wound up."), "terminate_without_cause")


def test_the_pieces_of_one_long_sentence_are_one_right(read: Callable[[str], Reading]) -> None:
    long = "made to the Sponsor in the course of the campaign and of every event that belongs to it " * 7
    text = (
        f"5. The Sponsor may terminate this Agreement if (a) Beta breaches a promise {long}and does not cure it;"
        " or (b) Beta makes an assignment for the benefit of creditors."
    )
    (right,) = facts_of(read(text), "terminate_for_breach")
    assert (right.values["who"], right.values["grounds"], len(right.findings)) == (
        "Sponsor",
        ["breach", "insolvency"],
        2,
    )


def test_an_item_with_a_party_of_its_own_is_that_partys(read: Callable[[str], Reading]) -> None:
    text = "5. This Agreement may be terminated:\n\n(a) by Acme if Beta breaches; or\n\n(b) by Beta if Acme breaches."
    assert [fact.values["who"] for fact in facts_of(read(text), "terminate_for_breach")] == ["Acme", "Beta"]


def test_a_proviso_belongs_to_its_sentence(read: Callable[[str], Reading]) -> None:
    conduct = "engages in conduct that brings the Sponsor into public disrepute or scandal " * 8
    dismissed = "if Racing, within fifteen (15) days after receipt of notice, dismisses the driver."
    text = (
        f"5. The Sponsor may terminate this Agreement on notice if any driver {conduct};\n\n"
        f"provided, however, the Sponsor shall not have the right to terminate this Agreement {dismissed}"
    )
    fact = the(read(text), "terminate_for_event")
    assert (fact["who"], fact["grounds"], fact["cure_days"]) == ("Sponsor", ["morals"], 15)


def test_a_sentence_that_a_page_cut_is_one_fact(make_pdf: Callable[..., Any]) -> None:
    from_page_one = (
        "5.1 Either Party may terminate this Agreement at any time for a breach of any term or condition of it"
    )
    document = make_pdf(from_page_one, "that is not cured, so terminate, within ten days of notice of the breach.")
    (fact,) = facts_of(read_document(document), "terminate_for_breach")
    assert fact.values["cure_days"] == 10
    assert [" ".join(finding.words.split()[-2:]) for finding in fact.findings] == ["the breach."]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (
            "Acme may terminate this order for any reason within 60 days of the Effective Date.",
            "non_cancellable_window",
        ),
        ("Upon termination Beta shall refund to Acme what was paid in advance.", "refund"),
        ("Upon termination Acme shall pay all fees and unreimbursed expenses due to Beta.", "payment_on_termination"),
        ("If Beta is convicted of a felony, Acme may terminate this Agreement.", "terminate_for_event"),
        ("Upon a change of control of Beta, Acme may terminate this Agreement.", "terminate_for_event"),
        ("Beta may terminate this Agreement if Acme fails to pay an invoice.", "terminate_for_breach"),
    ],
)
def test_words_tell_the_kind(read: Callable[[str], Reading], words: str, kind: str) -> None:
    assert facts_of(read(f"5.1 {words}"), kind)


def test_the_items_of_a_duty_are_its_holders(read: Callable[[str], Reading]) -> None:
    text = "5. Upon termination of this Agreement, Beta shall:\n\n(a) pay all amounts due to Acme;"
    assert the(read(text), "payment_on_termination")["who"] == "Beta"


def test_what_outlives_the_end_binds_whom_it_names(read: Callable[[str], Reading]) -> None:
    assert the(read("6. This duty survives termination."), "survival")["who"] == "both"
    assert (
        the(read("6. Beta shall pay what is due, and that duty shall survive termination."), "survival")["who"]
        == "Beta"
    )


def test_a_right_within_force_majeure_has_its_holder_and_notice(read: Callable[[str], Reading]) -> None:
    text = (
        "9. If a force majeure event lasts for a month, either party can terminate this Agreement on ten days' notice."
    )
    fact = the(read(text), "force_majeure")
    assert (fact["who"], fact["notice_days"]) == ("either party", 10)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ('"Force Majeure" has the meaning given to it in Section 9.', "force_majeure"),
        (
            "This Agreement shall renew for a year unless either party gives thirty days' notice of non-renewal.",
            "terminate_without_cause",
        ),
        (
            "Any claim arising out of this Agreement, its termination or breach, is settled by a court in Spain.",
            "terminate_for_breach",
        ),
    ],
)
def test_what_only_mentions_it_is_no_fact(read: Callable[[str], Reading], words: str, kind: str) -> None:
    assert not facts_of(read(f"9.1 {words}"), kind)


def test_what_is_refunded_after_all_belongs_to_what_is_not(read: Callable[[str], Reading]) -> None:
    text = "5. The deposit is non-refundable except as follows:\n\n(a) Beta shall refund one dollar for each unit sold."
    (fact,) = facts_of(read(text), "non_refundable")
    assert [finding.words[:11] for finding in fact.findings] == ["The deposit", "Beta shall "]
    assert not facts_of(read(text), "refund")


def test_what_follows_from_acts_of_god_is_about_them_too(read: Callable[[str], Reading]) -> None:
    text = (
        "9.1 Neither party is liable for acts of God. If any such event lasts for 30 days, either party may terminate."
        " Notices are sent by post."
    )
    found = facts_of(read(text), "force_majeure")
    assert [fact.findings[0].words[:7] for fact in found] == ["Neither", "If any "]
    assert the(read(text), "terminate_for_event")["grounds"] == ["force_majeure"]


def test_what_is_owed_at_once_after_the_end_is_no_notice(read: Callable[[str], Reading]) -> None:
    text = "9.1 Upon termination of this Agreement the Brand shall immediately pay all fees for posts made until then."
    assert "notice_days" not in the(read(text), "payment_on_termination")
