"""A claim is compared with the case's own quote, and objected to in a letter that a person can check by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

import agreed
import builders as b
from unpromote.domain.claims import Claim, ClaimLine
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import TermsConfirmed
from unpromote.services import queries
from unpromote.services.agreement import confirm_terms
from unpromote.services.approval import sign_quote
from unpromote.services.audit import case_file
from unpromote.services.claims import claim_from, compare_claim, draft_objection, keep_claim, kept_claim
from unpromote.services.people import person
from unpromote.services.quote import take_quote
from unpromote.services.readings import settle_reading
from unpromote.services.record import record

pytestmark = pytest.mark.django_db

ARRIVED = date(2026, 11, 23)
SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")
NOW = datetime.fromisoformat("2026-11-24T09:00:00-08:00")
DISPUTED = b.TERMS | {"dispute": {"objection": {"n": 30, "unit": "days"}}}
CLAIM = Claim(
    ARRIVED,
    (
        ClaimLine(b.usd("20000.00"), code="delivered"),
        ClaimLine(b.usd("61000.00"), "Sixty days of notice", "notice_delivery"),
        ClaimLine(b.usd("4800.00"), "Early exit charge"),
        ClaimLine(b.usd("1500.00"), "Set-up"),
    ),
    "INV-7",
    matches={"Early exit charge": "fee:early-exit", "Set-up": "none"},
)
CREATORS = Claim(ARRIVED, (ClaimLine(b.usd("2400.00"), code="video"),), claimant="emil")


@pytest.fixture
def ana():
    return b.cast()["ana"]


@pytest.fixture
def quoted(ana):
    b.saved_case("ready")
    record("case_1", TermsConfirmed(at=b.NOW, by="ana", terms=DISPUTED))
    return take_quote(ana, "case_1", method="email", sent_at=SENT, now=b.NOW)


def test_the_quotes_own_lines_stand_beside_theirs(ana, quoted):
    found = compare_claim(ana, "case_1", CLAIM, NOW)
    assert [(one.code, one.verdict.value) for one in found.lines] == [
        ("delivered", "agreed"),
        ("notice_delivery", "agreed"),
        ("fee:early-exit", "too_high"),
        ("none", "not_owed"),
        ("prepaid", "not_claimed"),
    ]
    assert (found.claimed, found.owed, found.objected) == (b.usd("87300"), b.usd("24900"), b.usd("62400"))
    assert (found.object_by, found.warnings) == (date(2026, 12, 23), ())


def test_a_look_at_a_claim_leaves_the_case_as_it_was(ana, quoted):
    compare_claim(ana, "case_1", CLAIM, NOW)
    draft_objection(ana, "case_1", CLAIM, NOW)
    assert queries.case(ana, "case_1") == quoted


def test_the_objection_goes_to_the_claimant_within_the_term(ana, quoted):
    letter = draft_objection(ana, "case_1", CLAIM, NOW)
    assert (letter.to_address, letter.language, letter.automatic) == ("support@platform.example", "en", False)
    for said in [
        "It comes to 87,300.00 USD. We object to 62,400.00 USD of it.",
        "which ends with Wednesday, December 23, 2026 (America/Los_Angeles).",
        (
            "- Early exit charge: you claim 4,800.00 USD, and 3,900.00 USD is owed; 900.00 USD is too much.\n"
            "  How: 0.1 x 39000 = 3900 (clause Order 3)\n"
        ),
        "- Paid in advance: 60,000.00 USD is to be taken off",
        "a corrected claim for 24,900.00 USD by the end of Tuesday, December 8, 2026",
    ]:
        assert said in letter.body


def test_it_is_a_letter_of_the_very_conversation_with_them(ana, quoted):
    assert draft_objection(ana, "case_1", CLAIM, NOW).subject.startswith("[UP-")
    assert draft_objection(ana, "case_1", CLAIM, NOW) == draft_objection(ana, "case_1", CLAIM, NOW)


def test_a_late_objection_does_not_say_that_it_is_in_time(ana, quoted):
    late = NOW + timedelta(days=30)
    assert compare_claim(ana, "case_1", CLAIM, late).warnings[0].startswith("too_late")
    assert "within the time" not in draft_objection(ana, "case_1", CLAIM, late).body


def test_the_last_day_is_counted_in_the_agreements_zone(ana, quoted):
    still_the_23rd = datetime.fromisoformat("2026-12-24T07:59:00+00:00")
    assert compare_claim(ana, "case_1", CLAIM, still_the_23rd).warnings == ()
    assert compare_claim(ana, "case_1", CLAIM, still_the_23rd + timedelta(minutes=1)).warnings != ()


def test_without_a_term_the_letter_is_written_all_the_same(ana):
    b.saved_case("quoted")
    assert compare_claim(ana, "case_1", CLAIM, NOW).object_by is None
    assert "within the time" not in draft_objection(ana, "case_1", CLAIM, NOW).body


def test_a_creator_is_answered_in_their_language_from_their_settlement(ana, quoted):
    letter = draft_objection(ana, "case_1", CREATORS, NOW)
    assert (letter.language, letter.to_name) == ("de", "Emil Roth")
    assert "- video: Sie fordern 2.400,00 USD, geschuldet sind 600,00 USD; 1.800,00 USD sind zu viel.\n" in letter.body
    assert "  So gerechnet: 2400 x 0.25 (briefed, as briefed) (Ziffer Order 4)\n" in letter.body
    assert "Aus dieser Forderung ist nichts mehr zu zahlen." in letter.body


def test_as_long_as_a_line_is_unmatched_no_letter_is_written(ana, quoted):
    with pytest.raises(NotAllowed, match="first say what these lines are: 'Early exit charge', 'Set-up'"):
        draft_objection(ana, "case_1", replace(CLAIM, matches={}), NOW)


def test_a_claim_that_is_right_is_not_objected_to(ana, quoted):
    exact = replace(CLAIM, lines=(ClaimLine(b.usd("-60000.00"), code="prepaid"),), matches={})
    with pytest.raises(NotAllowed, match="nothing to object to"):
        draft_objection(ana, "case_1", exact, NOW)


def test_somebody_the_case_does_not_know_claims_nothing(ana, quoted):
    with pytest.raises(BadInput, match=r"no contact 'zoe' \(known here: support, cleo, emil\)") as refused:
        compare_claim(ana, "case_1", replace(CLAIM, claimant="zoe"), NOW)
    assert refused.value.place == "claimant"


def test_a_creator_without_a_settlement_waits_for_a_new_quote(ana):
    b.saved_case("quoted", contacts=(b.SUPPORT, replace(b.CLEO, id="zoe")))
    with pytest.raises(NotAllowed, match="zoe has no settlement in the present quote"):
        compare_claim(ana, "case_1", replace(CREATORS, claimant="zoe"), NOW)


@pytest.mark.parametrize("moment", ["opened", "ready"])
def test_before_a_quote_there_is_nothing_to_compare_with(ana, moment):
    b.saved_case(moment)
    with pytest.raises(NotAllowed, match="take one first"):
        compare_claim(ana, "case_1", CLAIM, NOW)


def test_a_kept_claim_stays_with_the_case_as_it_compared_that_day(ana, quoted):
    kept = keep_claim(ana, "case_1", CLAIM, NOW)
    assert queries.case(ana, "case_1").claims == (kept,)
    assert (kept.claim, kept.quote_hash, kept.kept_by) == (CLAIM, quoted.quote.hash, "ana")
    assert kept.comparison == compare_claim(ana, "case_1", CLAIM, NOW)
    assert kept_claim(ana, "case_1", kept.id) == kept
    assert queries.timeline(ana, "case_1")[-1]["kind"] == "ClaimReceived"
    assert case_file("case_1").claims == (kept,)


def test_the_same_invoice_again_takes_the_place_of_the_one_before(ana, quoted):
    keep_claim(ana, "case_1", replace(CLAIM, matches={}), NOW)
    keep_claim(ana, "case_1", CREATORS, NOW)
    matched = keep_claim(ana, "case_1", CLAIM, NOW)
    assert [one.claim.claimant for one in queries.case(ana, "case_1").claims] == ["emil", "support"]
    assert queries.case(ana, "case_1").claims[-1] == matched


def test_a_claim_that_nobody_kept_is_not_there(ana, quoted):
    with pytest.raises(NotAllowed, match="no claim 'claim_9'"):
        kept_claim(ana, "case_1", "claim_9")


def test_as_long_as_terms_are_unclear_nothing_says_what_is_owed(ana):
    b.saved_case("review")
    confirm_terms(ana, "case_1", agreed.unclear(agreed.KILL), now=b.NOW)
    take_quote(ana, "case_1", method="email", sent_at=SENT, now=b.NOW)
    with pytest.raises(NotAllowed, match=r"settle first how these are read: creators\.kill"):
        compare_claim(ana, "case_1", CREATORS, NOW)


def test_after_a_late_reading_the_quote_anew_says_what_is_owed(ana):
    b.saved_case("review")
    confirm_terms(ana, "case_1", agreed.unclear(agreed.KILL), now=b.NOW)
    quote_hash = take_quote(ana, "case_1", method="email", sent_at=SENT, now=b.NOW).quote.hash
    for name in ("ben", "bea"):
        sign_quote(person(name), "case_1", quote_hash, now=b.NOW)
    settle_reading(ana, "case_1", agreed.KILL["path"], "0.75", because="their mail", now=b.NOW)
    cleo = replace(CREATORS, claimant="cleo")
    assert compare_claim(ana, "case_1", cleo, NOW).owed == b.usd("1250.00")


def test_dan_keeps_nothing(quoted):
    with pytest.raises(NotAllowed, match="no case"):
        keep_claim(person("dan"), "case_1", CLAIM, NOW)


def test_dan_compares_nothing(quoted):
    with pytest.raises(NotAllowed, match="no case"):
        compare_claim(person("dan"), "case_1", CLAIM, NOW)


def test_a_claim_is_read_in_the_agreements_currency(ana, quoted):
    line = {"code": "delivered", "amount": "20000.00"}
    read = claim_from(ana, "case_1", {"received_on": "2026-11-23", "lines": [line]})
    rows = claim_from(ana, "case_1", None, [(2, line | {"received_on": "2026-11-23"})])
    assert read == rows == Claim(ARRIVED, (ClaimLine(b.usd("20000.00"), code="delivered"),))
