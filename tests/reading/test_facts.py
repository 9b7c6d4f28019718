"""Facts about leaving: their kind, who, notice and cure; lists, provisos and cut sentences are one fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from unpromote.reading.agreement import read_document
from unpromote.reading.values import Fact, Reading

DUTY = "post_termination_duty"
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


def test_a_list_gives_a_right_for_breach_and_one_for_events_with_who_and_notice_from_its_lead_in(
    read: Callable[[str], Reading],
) -> None:
    reading = read(LIST)
    breach = the(reading, "terminate_for_breach")
    assert breach == {"who": "Either party", "grounds": ["breach"], "cure_days": 10, "notice_days": 0}
    event = the(reading, "terminate_for_event")
    assert event == {"who": "Either party", "grounds": ["insolvency"], "notice_days": 0}


@pytest.mark.parametrize(
    ("kind", "items"),
    [("terminate_for_breach", ["materially b"]), ("terminate_for_event", ["becomes inso", "makes an ass"])],
)
def test_a_right_is_shown_by_its_lead_in_and_its_items(
    read: Callable[[str], Reading], kind: str, items: list[str]
) -> None:
    (right,) = facts_of(read(LIST), kind)
    assert [finding.words[:12] for finding in right.findings] == ["Either party", *items]


def test_the_days_to_cure_are_those_of_other_breaches_than_of_paying(read: Callable[[str], Reading]) -> None:
    text = (
        "5. Either party may terminate this Agreement if the other party:\n\n(a) becomes insolvent; or\n\n"
        "(b) fails to pay an invoice within five days after notice; or\n\n"
        "(c) breaches any other duty and does not cure the breach within forty days after notice."
    )
    breach = the(read(text), "terminate_for_breach")
    assert (breach["grounds"], breach["cure_days"]) == (["non_payment", "breach"], 40)


def test_an_item_of_a_list_that_names_no_known_ground_is_one_all_the_same(read: Callable[[str], Reading]) -> None:
    text = "5. Acme may terminate this Agreement if:\n\n(a) Beta breaches a duty; or\n\n(b) Beta moves to another town."
    reading = read(text)
    assert the(reading, "terminate_for_breach")["grounds"] == ["breach"]
    assert the(reading, "terminate_for_event")["grounds"] == ["other"]


IN_LINE = (
    "5. Acme may terminate this Agreement upon ten (10) days prior written notice to Beta if (1) Beta is adjudicated"
    " insolvent; (2) Beta does not pay the fee within three (3) days of notice that it is late; or (3) Beta breaches"
    " any other duty and fails to cure the breach within seven (7) days of receipt of notice."
)


def test_a_sentence_with_a_list_gives_each_right_by_its_own_items(read: Callable[[str], Reading]) -> None:
    reading = read(IN_LINE)
    breach, event = the(reading, "terminate_for_breach"), the(reading, "terminate_for_event")
    assert (breach["grounds"], breach["cure_days"], breach["notice_days"]) == (["non_payment", "breach"], 7, 10)
    assert (event["grounds"], event.get("cure_days"), event["notice_days"]) == (["insolvency"], None, 10)
    (shown,) = facts_of(reading, "terminate_for_event")
    assert [one.words for one in shown.findings] == [
        "Acme may terminate this Agreement upon ten (10) days prior written notice to Beta if",
        "(1) Beta is adjudicated insolvent;",
    ]


def test_a_breach_that_no_item_names_is_a_right_all_the_same(read: Callable[[str], Reading]) -> None:
    text = (
        "5. Acme may terminate this Agreement if Beta breaches this Agreement or if (a) Beta becomes insolvent, or (b)"
        " a receiver is appointed for Beta."
    )
    reading = read(text)
    assert the(reading, "terminate_for_breach")["grounds"] == ["breach"]
    assert the(reading, "terminate_for_event")["grounds"] == ["insolvency"]


def test_a_sentence_without_a_list_gives_both_rights_by_the_same_words(read: Callable[[str], Reading]) -> None:
    reading = read("5. Acme may terminate this Agreement if Beta breaches a duty or becomes insolvent.")
    (breach,), (event,) = facts_of(reading, "terminate_for_breach"), facts_of(reading, "terminate_for_event")
    assert breach.findings == event.findings
    assert (breach.values["grounds"], event.values["grounds"]) == (["breach"], ["insolvency"])


def test_what_keeps_a_renewal_off_has_its_notice(read: Callable[[str], Reading]) -> None:
    text = (
        "5. This Agreement shall renew automatically for successive one year periods unless either party delivers"
        " written notice of its intent not to renew no later than thirty (30) days prior to the end of the year."
    )
    assert the(read(text), "auto_renewal") == {"who": "both", "notice_days": 30}


def test_the_lead_in_of_grounds_is_no_right_without_one(read: Callable[[str], Reading]) -> None:
    text = (
        "5. Acme may terminate this Agreement at any time upon written notice if:\n\n(a) Beta breaches a duty; or\n\n"
    )
    assert not facts_of(read(f"{text}(b) Beta is wound up."), "terminate_without_cause")


def test_the_pieces_of_one_long_sentence_have_its_beginning(read: Callable[[str], Reading]) -> None:
    long = "made to the Sponsor in the course of the campaign and of every event that belongs to it " * 7
    text = (
        f"5. The Sponsor may terminate this Agreement if (a) Beta breaches a promise {long}and does not cure it;"
        " or (b) Beta makes an assignment for the benefit of creditors."
    )
    reading = read(text)
    (breach,), (event,) = facts_of(reading, "terminate_for_breach"), facts_of(reading, "terminate_for_event")
    assert (breach.values["who"], breach.values["grounds"], len(breach.findings)) == ("Sponsor", ["breach"], 1)
    assert (event.values["who"], event.values["grounds"]) == ("Sponsor", ["insolvency"])
    assert event.findings[0] == breach.findings[0]


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
        ("This Agreement shall terminate upon a change of control of Beta.", "terminate_for_event"),
        ("Either party may end it by giving notice of non-renewal 120 days before the renewal term.", "auto_renewal"),
        (
            "During the Term of this Agreement and for a period of six months thereafter Beta shall not disclose it.",
            DUTY,
        ),
        ("The duty of secrecy shall survive termination of this Agreement.", "survival"),
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
    (found,) = facts_of(read(text), "force_majeure")
    assert [finding.words[:7] for finding in found.findings] == ["Neither", "If any "]
    assert the(read(text), "terminate_for_event")["grounds"] == ["force_majeure"]


def test_what_is_owed_at_once_after_the_end_is_no_notice(read: Callable[[str], Reading]) -> None:
    text = "9.1 Upon termination of this Agreement the Brand shall immediately pay all fees for posts made until then."
    assert "notice_days" not in the(read(text), "payment_on_termination")


def test_a_party_that_is_guilty_of_a_breach_has_broken_it_and_not_morals(read: Callable[[str], Reading]) -> None:
    words = (
        "5. Either party may terminate this Agreement in the event either party is guilty of a material breach of it,"
        " having been given notice of such breach and the breach not being rectified within a reasonable time."
    )
    assert the(read(words), "terminate_for_breach")["grounds"] == ["breach"]
