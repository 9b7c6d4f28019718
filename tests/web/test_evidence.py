"""Facts and evidence on the page of a case: stated, shown, confirmed, withdrawn, and what proving would save."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from unpromote.domain import events as e
from unpromote.domain.case import State
from unpromote.services import queries
from unpromote.services.people import person
from unpromote.services.quote import take_quote
from unpromote.services.record import record
from web.pages import PAGE, every, words

SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")
TERMS = {**b.TERMS, "rights": [*b.TERMS["rights"], b.BREACH_RIGHT]}
STATED = {"fact": "breach", "by": "media", "notice_received_at": "2026-09-14T10:00"}
SECTION = "section[aria-labelledby=evidence]"


def now():
    return queries.case_at_work("case_1")


def page(desk):
    return words(desk.get(PAGE), SECTION)


def letter():
    return SimpleUploadedFile("notice.pdf", b"You breached clause 13.")


def added(**changes):
    return {"file": letter(), "proves": "breach", "kind": "letter", "description": "Our notice"} | changes


@pytest.fixture
def with_right(cast, data):
    """A case whose terms give a right on breach, for a reason that may invoke it."""

    def save(kind="counterparty_breach", right=b.BREACH_RIGHT):
        case = b.saved_case("ready", reason=replace(b.opened().reason, kind=kind))
        record(case.id, e.TermsConfirmed(at=b.NOW, by="ana", terms={**TERMS, "rights": [TERMS["rights"][0], right]}))

    return save


def quoted():
    return take_quote(person("ana"), "case_1", method="email", now=b.NOW, sent_at=SENT)


def test_without_facts_the_page_says_what_needs_one(ana):
    b.saved_case("opened")
    assert "No fact is stated. Convenience needs none" in page(ana)


def test_ana_states_a_breach_in_the_time_of_the_agreement(ana):
    b.saved_case("ready")
    answer = ana.post(PAGE + "fact/", STATED, follow=True)
    assert words(answer, "[role=status]") == "The fact is stated."
    assert now().promotion["facts"]["breach"] == b.BREACH
    told = page(ana)
    assert "Breach Asserted, not shown" in told
    assert "Notice received 14 Sep 2026, 10:00 PDT" in told
    assert "No evidence yet: ending the agreement on a bad ground can itself be breach." in told
    assert "Would prove it: the notice of the breach" in told


def test_every_field_of_the_form_is_taken(ana):
    b.saved_case("ready")
    ana.post(PAGE + "fact/", {"fact": "outage", "cause": "platform", "hours": "36.5", "began_at": "2026-09-14T10:00"})
    ana.post(PAGE + "fact/", {"fact": "misconduct", "creators": ["cleo", "emil", ""], "curable": "no", "clause": "9"})
    facts = now().promotion["facts"]
    assert facts["outage"] == {"cause": "platform", "hours": "36.5", "began_at": "2026-09-14T10:00:00-07:00"}
    assert facts["misconduct"] == {"creators": ["cleo", "emil"], "curable": False, "clause": "9"}
    assert "Creators cleo, emil" in page(ana)
    assert "Curable no" in page(ana)


def test_what_has_no_field_of_its_own_is_written_a_line_each(ana):
    b.saved_case("ready")
    more = "authority: the district court\r\n\r\nIssued at: 2026-09-14T10:00:00-07:00"
    ana.post(PAGE + "fact/", {"fact": "legal_order", "more": more})
    order = {"authority": "the district court", "issued_at": "2026-09-14T10:00:00-07:00"}
    assert now().promotion["facts"]["legal_order"] == order
    assert "Issued 14 Sep 2026, 10:00 PDT" in page(ana)
    answer = ana.post(PAGE + "fact/", {"fact": "legal_order", "more": "the court"})
    assert "'the court' names no particular" in words(answer, "[role=alert]")


def test_a_particular_that_is_no_instant_is_shown_as_written(ana):
    b.saved_case("ready")
    for written in ("last week", "2026-13-40T10:00:00-07:00", "2026-09-14"):
        ana.post(PAGE + "fact/", {"fact": "legal_order", "more": f"issued at: {written}"})
        assert f"Issued at {written}" in page(ana)


def test_a_fact_that_cannot_be_used_is_told_and_what_was_typed_stays(ana):
    b.saved_case("ready")
    answer = ana.post(PAGE + "fact/", STATED | {"began_at": "soon", "clause": "13"})
    assert answer.status_code == 422
    assert "Began_at: 'soon' is no day and time" in words(answer, "[role=alert]")
    assert 'value="13"' in answer.content.decode()


def test_a_file_is_kept_and_shows_the_fact(ana, data):
    b.saved_case("ready")
    record("case_1", b.fact_stated())
    answer = ana.post(PAGE + "evidence/", added(), follow=True)
    assert words(answer, "[role=status]") == "The evidence is kept."
    told = page(ana)
    assert "Breach Shown by evidence" in told
    assert "Our notice ev1: Letter, notice.pdf" in told
    assert "No evidence yet" not in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"file": ""}, "no file was chosen"), ({"kind": "hearsay"}, "unknown value"), ({"proves": "x"}, "no fact 'x'")],
)
def test_evidence_that_cannot_be_used_is_told_and_the_words_stay(ana, data, changes, told):
    b.saved_case("ready")
    answer = ana.post(PAGE + "evidence/", added(**changes))
    assert (answer.status_code, now().evidence) == (422, ())
    assert told in words(answer, "[role=alert]")
    assert 'value="Our notice"' in answer.content.decode()


def test_evidence_for_what_nobody_states_is_listed_apart(ana, data):
    b.saved_case("stopping")
    ana.post(PAGE + "evidence/", added())
    told = page(ana)
    assert "Evidence for what nobody states Our notice ev1: for breach" in told
    assert "State a fact" not in told


def test_ben_confirms_over_the_evidence_and_his_name_stands_beside_it(ana, ben, data):
    b.saved_case("ready")
    ana.post(PAGE + "fact/", STATED)
    assert ben.post(PAGE + "fact/confirm/", {"fact": "breach"}).status_code == 409
    ana.post(PAGE + "evidence/", added())
    ben.post(PAGE + "fact/confirm/", {"fact": "breach"})
    told = page(ana)
    assert "Breach Confirmed by ben" in told
    assert "Confirm “Breach”" not in told


def test_a_fact_is_taken_back(ana):
    b.saved_case("ready")
    record("case_1", b.fact_stated())
    answer = ana.post(PAGE + "fact/withdraw/", {"fact": "breach"}, follow=True)
    assert words(answer, "[role=status]") == "The fact is withdrawn."
    assert now().promotion["facts"] == {"breach": None}


def test_a_fact_stated_after_the_quote_voids_it_and_the_page_says_so_before(ana):
    b.saved_case("quoted")
    assert "State a fact: this voids the quote" in page(ana)
    ana.post(PAGE + "fact/", STATED)
    assert (now().state, now().quote) == (State.READY, None)


def test_the_page_says_what_proving_would_save(ana, with_right):
    with_right()
    quoted()
    told = page(ana)
    assert "What proving it would save A breach of the agreement by media" in told
    assert "open from 27 Sep 2026, 00:00 PDT; leaving then costs" in told
    assert "less over the life than now" in told
    assert "only if they are true" not in told


def test_another_reason_is_a_hint_folded_away(ana, with_right):
    with_right(kind="strategy_change")
    quoted()
    told = page(ana)
    assert "Other reasons, only if they are true" in told
    assert "Only if it is true: never state a reason that is not yours" in told


def test_what_costs_more_is_told_as_more(ana, with_right):
    with_right(right={**b.BREACH_RIGHT, "cure": {"n": 80, "unit": "days"}})
    quoted()
    assert "more over the life than now" in page(ana)


def test_facts_that_cannot_be_read_do_not_hide_the_page(ana):
    b.saved_case("opened", promotion={**b.PROMOTION, "facts": {"breach": {"began_at": "soon"}}})
    assert "Not stated: what can be read: promotion.facts.breach.began_at: 'soon' is no instant" in page(ana)


def test_a_closed_case_only_shows(ana):
    b.saved_case("closed")
    answer = ana.get(PAGE)
    assert every(answer, f"{SECTION} form") == []


def test_a_fact_of_the_agreements_own_can_be_chosen(ana, with_right):
    with_right(right={**b.BREACH_RIGHT, "needs": {"fact": "change_of_control"}})
    assert "Change of control" in every(ana.get(PAGE), "#fact option")
