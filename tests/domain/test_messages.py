"""Whose turn it is, and that only a person's answer counts as one."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.domain import messages
from unpromote.domain.errors import NotAllowed
from unpromote.domain.messages import Conversation, ConversationState, Outcome

PLANNED = Conversation(id="support", contact=b.SUPPORT)
WAITING = messages.after_sent(PLANNED, b.message())
REPLY = b.message("support", "reply")
ANSWERED = messages.after_reply(WAITING, REPLY)


def test_the_first_message_is_a_request_to_support_and_a_notice_to_creators():
    assert messages.request_step(PLANNED) == "request"
    assert messages.request_step(Conversation(id="cleo", contact=b.CLEO)) == "notice"


def test_it_is_their_turn_once_we_wrote():
    assert WAITING.state is ConversationState.WAITING


def test_a_reminder_that_goes_out_after_their_answer_changes_nothing():
    late = b.message("support", messages.step_name("reminder", 1))
    assert messages.after_sent(ANSWERED, late).state is ConversationState.ANSWERED


def test_an_automatic_reply_is_kept_but_is_no_answer():
    after = messages.after_reply(WAITING, replace(REPLY, automatic=True))
    assert (after.state, len(after.messages)) == (ConversationState.WAITING, 2)


def test_the_same_message_is_taken_once():
    with pytest.raises(NotAllowed, match="already"):
        messages.after_reply(ANSWERED, REPLY)


def test_a_reply_does_not_open_what_is_closed():
    closed = messages.after_judgement(ANSWERED, Outcome.CONFIRMED, "")
    again = messages.after_reply(closed, b.message("support", "reply", message_id="<x@y>"))
    assert again.state is ConversationState.CLOSED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.CONFIRMED, ConversationState.CLOSED),
        (Outcome.REFUSED, ConversationState.WAITING),
        (Outcome.MORE_WANTED, ConversationState.WAITING),
    ],
)
def test_only_a_confirmation_closes(outcome, state):
    assert messages.after_judgement(ANSWERED, outcome, "").state is state


def test_there_is_nothing_to_judge_before_an_answer():
    with pytest.raises(NotAllowed, match="not answered"):
        messages.after_judgement(WAITING, Outcome.CONFIRMED, "")


def test_a_person_may_decide_without_an_answer_if_they_say_why():
    with pytest.raises(NotAllowed, match="explanation"):
        messages.after_judgement(WAITING, Outcome.DECIDED, " ")
    decided = messages.after_judgement(WAITING, Outcome.DECIDED, "confirmed by phone, 2 pm")
    assert decided.state is ConversationState.CLOSED


@pytest.mark.parametrize(("talk", "nth"), [(ANSWERED, 1), (WAITING, 2)])
def test_a_reminder_out_of_turn_is_moot(talk, nth):
    with pytest.raises(NotAllowed, match="moot"):
        messages.after_silence(talk, nth, talk.clock, b.CHASE, b.NOW)
