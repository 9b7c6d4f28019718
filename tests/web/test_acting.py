"""Every button: what it does, what it says, and that a refusal changes nothing and says why."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders
from papers import locked
from unpromote.domain.case import State
from unpromote.domain.delivery import Route
from unpromote.domain.events import CommandGaveUp
from unpromote.domain.messages import ConversationState
from unpromote.domain.payout import SettlementState
from unpromote.services import queries
from unpromote.services.record import record
from web.pages import PAGE, words

SIGN = {"quote_hash": "a" * 64}


def now():
    return queries.case_at_work("case_1")


def refused(answer, status=409):
    assert answer.status_code == status
    return words(answer, "[role=alert]")


# --- approval


def test_ben_signs_and_is_told_that_a_second_person_is_needed(ben):
    builders.saved_case("quoted")
    answer = ben.post(PAGE + "approval/", SIGN, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert words(answer, "[role=status]") == "You have signed. A second person has to sign before anything is stopped."
    assert now().state is State.QUOTED


def test_bea_signs_as_the_second_and_delivery_is_stopped(at_desk):
    bea = at_desk("bea")
    builders.saved_case("signed once")
    answer = bea.post(PAGE + "approval/", SIGN, follow=True)
    assert "Delivery is being stopped." in words(answer, "[role=status]")
    assert now().state is State.STOPPING


def test_ben_cannot_be_both_people(ben):
    case = builders.saved_case("signed once")
    assert "Ben has signed already: a second person has to" in refused(ben.post(PAGE + "approval/", SIGN))
    assert now() == case


def test_ana_has_no_right_to_approve(ana):
    case = builders.saved_case("quoted")
    assert "Ana may not approve" in refused(ana.post(PAGE + "approval/", SIGN))
    assert now() == case


def test_a_quote_that_changed_meanwhile_is_not_signed(ben):
    builders.saved_case("quoted")
    why = refused(ben.post(PAGE + "approval/", {"quote_hash": "b" * 64}))
    assert why == "Not done. This signature is for another quote: look at the present one and sign that."


def test_signing_too_late_is_refused_not_broken(ben):
    builders.saved_case("stopping")
    assert "QuoteSigned cannot happen while the case is stopping" in refused(ben.post(PAGE + "approval/", SIGN))


# --- agreement and quote


def test_a_document_is_handed_in_and_waits_to_be_read(ana, data):
    builders.saved_case("opened")
    file = SimpleUploadedFile("agreement.pdf", b"%PDF-1.7 agreed")
    answer = ana.post(PAGE + "agreement/", {"file": file}, follow=True)
    assert "handed in" in words(answer, "[role=status]")
    assert now().state is State.READING
    assert [path.read_bytes() for path in data.rglob("*agreement.pdf")] == [b"%PDF-1.7 agreed"]


def test_a_locked_document_is_handed_in_with_its_password(ana, data, tmp_path):
    builders.saved_case("opened")
    deal = locked(tmp_path, "Either party may leave.", "sesame").read_bytes()
    wrong, right = (
        {"file": SimpleUploadedFile("deal.pdf", deal), "password": password} for password in ("open", "sesame")
    )
    assert "the password does not open the PDF" in refused(ana.post(PAGE + "agreement/", wrong), 422)
    ana.post(PAGE + "agreement/", right)
    assert now().documents[0].locked_sha256 == hashlib.sha256(deal).hexdigest()


@pytest.mark.parametrize(
    ("form", "why"),
    [({}, "no file was chosen"), ({"file": SimpleUploadedFile("empty.pdf", b"")}, "the file is empty")],
)
def test_a_document_that_is_none_is_refused(ana, data, form, why):
    builders.saved_case("opened")
    assert why in refused(ana.post(PAGE + "agreement/", form), 422)
    assert list(data.rglob("*.pdf")) == []


def test_proposed_terms_are_confirmed_as_the_page_shows_them(ana):
    builders.saved_case("review")
    shown = words(ana.get(PAGE), "textarea[name=terms]")
    answer = ana.post(PAGE + "terms/", {"terms": shown}, follow=True)
    assert words(answer, "[role=status]") == "The terms are confirmed."
    assert now().terms["rights"][0]["id"] == "conv"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ('{"currency": "USD",}', "Terms, line 1, column 20: this is no JSON"),
        ("[]", "Terms: terms are an object in braces"),
        ('{"currency": "XXZ"}', "Terms"),
    ],
)
def test_unusable_terms_are_refused_with_the_place_and_kept_for_mending(ana, typed, why):
    builders.saved_case("review")
    answer = ana.post(PAGE + "terms/", {"terms": typed})
    assert why in refused(answer, 422)
    assert words(answer, "textarea[name=terms]") == typed
    assert now().terms is None


def test_a_quote_is_taken_for_the_day_and_says_the_price(ana, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: builders.NOW)
    builders.saved_case("ready")
    answer = ana.post(PAGE + "quote/", {"method": "email", "effective": "asap"}, follow=True)
    assert "leaving costs $67,000.00" in words(answer, "[role=status]")
    assert now().state is State.QUOTED


def test_a_quote_over_unconfirmed_terms_is_refused(ana):
    builders.saved_case("review")
    form = {"method": "email", "effective": "asap"}
    assert "confirm the terms first" in refused(ana.post(PAGE + "quote/", form)).lower()


# --- delivery and messages


def test_what_was_stopped_by_hand_is_recorded_with_its_proof(ana):
    builders.saved_case("stopping", targets=(builders.target(1, route=Route.BY_HAND),))
    assert "Stop Arena autumn 1 by hand" in words(ana.get(PAGE), ".next")
    ana.post(PAGE + "delivery/", {"target": "t1", "proof": "screenshot 12"})
    assert "Proof: screenshot 12" in words(ana.get(PAGE), ".targets")


def test_a_stop_without_proof_is_refused(ana):
    case = builders.saved_case("stopping", targets=(builders.target(1, route=Route.BY_HAND),))
    assert "what proves" in refused(ana.post(PAGE + "delivery/", {"target": "t1", "proof": " "}))
    assert now() == case


def test_an_answer_is_judged(ana):
    builders.saved_case("support answered")
    assert "What the answer amounts to" in words(ana.get(PAGE), "article[aria-labelledby=talk-support]")
    ana.post(PAGE + "messages/", {"conversation": "support", "outcome": "confirmed"})
    assert now().conversations[0].state is ConversationState.CLOSED


@pytest.mark.parametrize(
    ("form", "status"),
    [({"conversation": "support", "outcome": "perhaps"}, 422), ({"conversation": "cleo", "outcome": "confirmed"}, 409)],
)
def test_a_judgement_that_makes_no_sense_is_refused(ana, form, status):
    case = builders.saved_case("support answered")
    refused(ana.post(PAGE + "messages/", form), status)
    assert now() == case


# --- settlement


def test_cleo_accepts_and_ben_releases(at_desk):
    builders.saved_case("emil judged")
    answer = {"creator": "cleo", "answer": "accepted", "note": "fine with me"}
    at_desk("ana").post(PAGE + "settlement/answer/", answer)
    assert now().settlements[0].answer == "fine with me"
    at_desk("ben").post(PAGE + "settlement/release/", {"creator": "cleo"})
    assert now().settlements[0].state is SettlementState.RELEASED


def test_an_objection_needs_a_reason(ana):
    builders.saved_case("emil judged")
    assert "reason" in refused(ana.post(PAGE + "settlement/answer/", {"creator": "cleo", "answer": "objected"}))


def test_ana_may_not_release_and_is_not_offered_to(ana):
    builders.saved_case("cleo agreed")
    assert "Release" not in words(ana.get(PAGE), "article[aria-labelledby=creator-cleo]")
    assert "Ana may not approve" in refused(ana.post(PAGE + "settlement/release/", {"creator": "cleo"}))


def test_releasing_without_a_yes_needs_an_explanation(ben):
    builders.saved_case("emil judged")
    assert "explanation" in refused(ben.post(PAGE + "settlement/release/", {"creator": "cleo"}))
    ben.post(PAGE + "settlement/release/", {"creator": "cleo", "why": "paid as agreed by phone"})
    assert "Released by ben: paid as agreed by phone" in words(ben.get(PAGE))


# --- audit


def test_an_alarm_is_answered_and_gone(ana):
    case = builders.saved_case("stopping")
    record(case.id, CommandGaveUp(at=builders.NOW, by="unpromote", command="StopBatch", problem="no token"))
    ana.post(PAGE + "alarm/", {"alarm": "StopBatch failed: no token", "note": "token renewed"})
    assert now().alarms == ()


def test_an_alarm_is_not_waved_away(ana):
    case = builders.saved_case("stopping")
    record(case.id, CommandGaveUp(at=builders.NOW, by="unpromote", command="StopBatch", problem="no token"))
    assert "what was done" in refused(ana.post(PAGE + "alarm/", {"alarm": "StopBatch failed: no token", "note": ""}))
    assert len(now().alarms) == 1


def test_a_case_with_nothing_open_is_closed(ana):
    builders.saved_case("emil settled")
    answer = ana.post(PAGE + "close/", follow=True)
    assert "The case is closed." in words(answer, "[role=status]")
    assert now().state is State.CLOSED


def test_a_case_with_something_open_says_what(ana):
    builders.saved_case("rechecked")
    assert "Cleo Marsh: not settled" in refused(ana.post(PAGE + "close/"))


def test_a_case_is_dropped_with_a_reason_only(ana):
    builders.saved_case("quoted")
    assert "say why" in refused(ana.post(PAGE + "drop/", {"why": ""})).lower()
    ana.post(PAGE + "drop/", {"why": "the client changed its mind"})
    assert "the client changed its mind" in words(ana.get(PAGE), "h1")


def test_an_evidence_pack_can_be_asked_for_at_any_time(ana):
    builders.saved_case("quoted")
    ana.post(PAGE + "pack/")
    assert "The evidence pack is written" in words(ana.get(PAGE), ".coming")
