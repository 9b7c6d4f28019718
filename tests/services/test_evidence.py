"""Facts and their evidence in a case: kept by hash, read by the quote, confirmed by a person."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

import pytest

import builders as b
from unpromote.domain.case import State
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.evidence import EvidenceKind, FactStatus
from unpromote.services import evidence, queries
from unpromote.services.evidence import NewEvidence
from unpromote.services.quote import take_quote
from unpromote.services.record import record

pytestmark = pytest.mark.django_db

SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")
TERMS = {**b.TERMS, "rights": [*b.TERMS["rights"], b.BREACH_RIGHT]}
ARENA = {**b.PROMOTION, "creators": []}


@pytest.fixture
def cast():
    return b.cast()


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "notice.pdf"
    path.write_text("You breached clause 13.")
    return NewEvidence(path, ["breach"], " Our notice ", EvidenceKind.LETTER)


@pytest.fixture
def ready(cast, data):
    """A case whose agreement also gives a right on breach, for the reason that needs it."""
    reason = replace(b.opened().reason, kind="counterparty_breach")
    case = b.saved_case("ready", reason=reason, promotion=ARENA)
    return record(case.id, replace(b.story()[2][1], terms=TERMS))


def stated(cast, case, **fact):
    return evidence.state_fact(cast["ana"], case.id, "breach", fact or b.BREACH, now=b.NOW)


def quoted(cast, case):
    return take_quote(cast["ana"], case.id, method="email", now=b.NOW, sent_at=SENT).quote


def test_a_file_is_kept_by_its_hash_with_who_added_it_and_what_it_proves(cast, ready, letter, data):
    (item,) = evidence.add_evidence(cast["ana"], ready.id, letter, now=b.NOW).evidence
    assert item.sha256 == hashlib.sha256(b"You breached clause 13.").hexdigest()
    assert (item.id, item.description, item.by, item.at, item.proves) == (
        "ev1",
        "Our notice",
        "ana",
        b.NOW,
        ("breach",),
    )
    assert (data / item.path).read_text() == "You breached clause 13."
    assert queries.case(cast["ana"], ready.id).evidence == (item,)


def test_the_second_item_has_its_own_number_and_a_fact_named_twice_counts_once(cast, ready, letter):
    evidence.add_evidence(cast["ana"], ready.id, letter, now=b.NOW)
    twice = replace(letter, proves=["breach", "breach", "outage"])
    item = evidence.add_evidence(cast["ana"], ready.id, twice, now=b.NOW).evidence[1]
    assert (item.id, item.proves) == ("ev2", ("breach", "outage"))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"description": "  "}, "description: the evidence has no description"),
        ({"proves": []}, "proves: it proves nothing"),
        ({"proves": ["breech"]}, "fact: there is no fact 'breech'"),
    ],
)
def test_evidence_that_says_too_little_is_refused_and_nothing_kept(cast, ready, letter, data, changes, problem):
    with pytest.raises(BadInput) as refused:
        evidence.add_evidence(cast["ana"], ready.id, replace(letter, **changes), now=b.NOW)
    assert str(refused.value).startswith(problem)
    assert not (data / "cases").exists()


def test_dan_adds_states_and_confirms_nothing(cast, ready, letter):
    for verb, given in (
        (evidence.add_evidence, (letter,)),
        (evidence.state_fact, ("breach", b.BREACH)),
        (evidence.withdraw_fact, ("breach",)),
        (evidence.confirm_fact, ("breach",)),
    ):
        with pytest.raises(NotAllowed, match="no case"):
            verb(cast["dan"], ready.id, *given, now=b.NOW)


def test_a_breach_that_was_stated_opens_its_right_and_warns_until_evidence_is_attached(cast, ready, letter):
    assert quoted(cast, ready).quote["right"] == "conv"
    stated(cast, ready)
    bare = quoted(cast, ready)
    assert (bare.quote["right"], bare.price) == ("breach", b.usd("1000.00"))
    assert "breach rests on no evidence yet" in bare.quote["warnings"][0]
    evidence.add_evidence(cast["ana"], ready.id, letter, now=b.NOW)
    shown = quoted(cast, ready)
    assert (shown.quote["warnings"], shown.price) == ([], bare.price)
    assert [dict(one)["status"] for one in shown.evidence] == ["evidenced"]


def test_the_quote_keeps_what_proving_the_breach_would_save(cast, ready):
    (one,) = quoted(cast, ready).if_proven
    assert (one["right"], one["from"], one["exit_cost"]) == ("breach", "2026-09-27T00:00:00-07:00", "0.00")
    assert (one["cost"], one["saves"]) == ("26000.00", "58900.00")


def test_a_changed_fact_makes_the_quote_stale_and_the_same_one_does_not(cast, ready):
    stated(cast, ready)
    quoted(cast, ready)
    assert stated(cast, ready).state is State.QUOTED
    case = evidence.state_fact(cast["ana"], ready.id, "breach", {"curable": False}, now=b.NOW, amend=True)
    assert (case.state, case.quote) == (State.READY, None)
    assert case.promotion["facts"]["breach"] == {**b.BREACH, "curable": False}


def test_a_fact_is_withdrawn_once(cast, ready, letter):
    stated(cast, ready)
    evidence.add_evidence(cast["ana"], ready.id, letter, now=b.NOW)
    case = evidence.withdraw_fact(cast["ana"], ready.id, "breach", now=b.NOW)
    assert (case.promotion["facts"], len(case.evidence)) == ({"breach": None}, 1)
    assert quoted(cast, ready).quote["right"] == "conv"
    with pytest.raises(BadInput, match="nobody states the fact 'breach'"):
        evidence.withdraw_fact(cast["ana"], ready.id, "breach", now=b.NOW)


def test_ben_confirms_what_he_looked_at_and_stating_the_same_again_keeps_that(cast, ready, letter):
    stated(cast, ready)
    evidence.add_evidence(cast["ana"], ready.id, letter, now=b.NOW)
    evidence.confirm_fact(cast["ben"], ready.id, "breach", now=b.NOW)
    (fact,) = evidence.facts_of(stated(cast, ready))
    assert (fact.status, fact.evidence, fact.rights) == (FactStatus.CONFIRMED, ("ev1",), ("breach",))


@pytest.mark.parametrize(
    ("name", "fact", "problem"),
    [
        ("breech", {}, "fact: there is no fact 'breech'"),
        ("breach", {"cureable": True}, "facts.breach: unknown field 'cureable' ('curable' may be meant)"),
        ("breach", {"confirmed_by": "ana"}, "facts.breach: a fact is not confirmed by stating it"),
        ("breach", {"notice_received_at": "yesterday"}, "facts.breach.notice_received_at: 'yesterday' is no instant"),
        ("misconduct", {"creators": ["zoe"]}, "facts.misconduct.creators: there is no creator 'zoe'"),
        ("breach", {"began_at": "0001-01-01T00:00:00+00:00"}, "promotion.facts.breach.began_at: the year 1"),
    ],
)
def test_a_fact_that_does_not_fit_is_named_by_its_field(cast, ready, name, fact, problem):
    with pytest.raises(BadInput) as refused:
        evidence.state_fact(cast["ana"], ready.id, name, fact, now=b.NOW)
    assert str(refused.value).startswith(problem)


def test_before_there_are_terms_facts_are_taken_in_the_currency_of_the_targets(cast, data):
    case = b.saved_case("opened", promotion={**b.PROMOTION, "facts": {"outage": True, "resale": None}})
    case = evidence.state_fact(cast["ana"], case.id, "outage", {"hours": 5}, now=b.NOW, amend=True)
    assert case.promotion["facts"]["outage"] == {"hours": 5}
    case = evidence.state_fact(cast["ana"], case.id, "resale", {"proceeds": "5.00"}, now=b.NOW)
    assert [(fact.fact, fact.rights) for fact in evidence.facts_of(case)] == [("outage", ()), ("resale", ())]


def test_facts_that_cannot_be_read_are_shown_with_the_place_to_mend(cast, data):
    facts = {"breach": {"by": "media", "began_at": "soon"}, "outage": None}
    (fact,) = evidence.facts_of(b.saved_case("opened", promotion={**b.PROMOTION, "facts": facts}))
    assert (fact.fact, fact.status) == ("breach", FactStatus.ASSERTED)
    assert "promotion.facts.breach.began_at: 'soon' is no instant" in fact.lacks[0]


def test_misconduct_names_a_creator_of_the_promotion(cast, data):
    case = b.saved_case("opened")
    case = evidence.state_fact(cast["ana"], case.id, "misconduct", {"creators": ["cleo"]}, now=b.NOW)
    assert case.promotion["facts"] == {"misconduct": {"creators": ["cleo"]}}


def test_a_fact_that_only_this_agreement_names_can_be_stated(cast, data):
    sold = {**b.BREACH_RIGHT, "id": "sold", "cure": None, "needs": {"fact": "change_of_control"}}
    case = record(b.saved_case("ready").id, replace(b.story()[2][1], terms={**TERMS, "rights": [sold]}))
    case = evidence.state_fact(cast["ana"], case.id, "change_of_control", {"to": "Contoso"}, now=b.NOW)
    assert "change_of_control" in evidence.fact_names(case)
