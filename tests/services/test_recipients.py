"""Of everybody who is to be told, how far they are; one whose letter fails is listed and stops nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import CommandGaveUp, ReplyReceived
from unpromote.domain.messages import Direction, Outcome
from unpromote.services import messages, recipients
from unpromote.services.people import person
from unpromote.services.recipients import Told
from unpromote.services.record import record, settle
from unpromote.store import cases, work

pytestmark = pytest.mark.django_db
LATER = b.NOW + timedelta(days=400)


@pytest.fixture
def ana():
    return b.cast()["ana"]


def states(ana):
    return {one.id: one.state for one in recipients.recipients(ana, "case_1")}


def claim(conversation):
    while (claimed := work.claim("w", LATER, timedelta(minutes=1))) is not None:
        if claimed.payload.get("conversation_id") == conversation and claimed.kind == "SendMessage":
            return claimed
    raise AssertionError(conversation)


def replied(**changes):
    theirs = b.message("cleo", "reply", **{"direction": Direction.IN, "message_id": "<r@cleo>"} | changes)
    record("case_1", ReplyReceived(at=b.NOW, by="x", conversation_id="cleo", message=theirs))


def test_before_anybody_is_told_everybody_is_planned(ana):
    b.saved_case("quoted")
    assert set(states(ana).values()) == {Told.PLANNED}


def test_whoever_was_told_has_the_time_of_the_first_letter(ana):
    case = b.saved_case("rechecked")
    found = {one.id: one for one in recipients.recipients(ana, "case_1")}
    for talk in case.conversations:
        ours = [one for one in talk.messages if one.direction is Direction.OUT]
        assert (found[talk.id].sent_at, found[talk.id].letters) == (ours[0].at if ours else None, len(ours))


def test_a_failed_address_is_listed_with_its_problem_and_stops_nobody_else(ana):
    b.saved_case("off")
    problem = "the mail server said 550 no such user"
    settle(claim("cleo"), CommandGaveUp(at=b.NOW, by="x", command="SendMessage", problem=problem))
    found = {one.id: one for one in recipients.recipients(ana, "case_1")}
    assert (found["cleo"].state, found["cleo"].problem) == (Told.FAILED, problem)
    assert {found[who].state for who in found if who != "cleo"} == {Told.PLANNED}
    assert claim("emil").payload["conversation_id"] == "emil"


def test_answers_bounces_and_ends_are_told_apart(ana):
    b.saved_case("off")
    record("case_1", b.e.MessageSent(at=b.NOW, by="x", conversation_id="cleo", message=b.message("cleo", "notice")))
    assert states(ana)["cleo"] is Told.SENT
    replied(automatic=True, bounce=True, message_id="<b@cleo>")
    assert states(ana)["cleo"] is Told.BOUNCED
    replied()
    assert states(ana)["cleo"] is Told.ANSWERED
    messages.judge_answer(ana, "case_1", "cleo", Outcome.CONFIRMED, now=b.NOW)
    assert states(ana)["cleo"] is Told.CLOSED


def test_a_reminder_that_failed_is_a_failure_though_the_first_letter_went(ana):
    b.saved_case("off")
    claimed = claim("cleo")
    record("case_1", b.e.MessageSent(at=b.NOW, by="x", conversation_id="cleo", message=b.message("cleo", "notice")))
    settle(claimed, CommandGaveUp(at=b.NOW, by="x", command="SendMessage", problem="the mailbox is full"))
    assert states(ana)["cleo"] is Told.FAILED


def test_progress_counts_everybody_once(ana):
    b.saved_case("rechecked")
    found = recipients.recipients(ana, "case_1")
    assert sum(recipients.progress(found).values()) == len(found)


def test_another_client_sees_nobody():
    b.cast()
    b.saved_case("rechecked")
    with pytest.raises(NotAllowed, match="there is no case"):
        recipients.recipients(person("dan"), "case_1")


def test_every_letter_is_previewed_as_it_would_go(ana):
    b.saved_case("off")
    found = {one.conversation_id: one for one in messages.previews(ana, "case_1", now=b.NOW)}
    assert {one.step for one in found.values()} == {"request", "notice"}
    assert found["cleo"].letter == messages.preview(ana, "case_1", "cleo", "notice", now=b.NOW)


def test_a_letter_that_cannot_be_written_stops_no_other(ana):
    b.saved_case("opened")
    found = list(messages.previews(ana, "case_1", now=b.NOW))
    assert len(found) == 3
    assert {(one.letter, "take one first" in one.problem) for one in found} == {(None, True)}


def test_past_the_last_step_a_person_decides_and_no_letter_is_next(ana):
    case = b.saved_case("support told")
    over = replace(case.conversations[0], rung=99)
    cases.save(case, replace(case, conversations=(over, *case.conversations[1:]), version=case.version + 1))
    assert "support" not in {one.conversation_id for one in messages.previews(ana, "case_1", now=b.NOW)}
