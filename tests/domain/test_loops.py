"""A reply never opens a loop: nothing automatic is answered, and timers cannot flood anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import builders as b
from unpromote.domain import events as e
from unpromote.domain.case import Case, advance
from unpromote.domain.commands import Command, RemindCounterpart, SendMessage
from unpromote.domain.ladders import Channel, Chase, Ladder, Rung
from unpromote.domain.messages import LETTERS_A_DAY, ConversationState, Direction, is_flooded

BY_MAIL = Rung("reminder", 3, Channel.EMAIL, "reminder")
CHASE = Chase(b.OFFICE, Ladder((BY_MAIL, BY_MAIL, BY_MAIL)))


def robot_answer(nth: int, at: datetime, *, automatic: bool) -> e.ReplyReceived:
    reply = b.message("support", "reply", message_id=f"<robot.{nth}@platform.example>", automatic=automatic, at=at)
    return e.ReplyReceived(at=at, by="unpromote", conversation_id="support", message=reply)


def exchange(case: Case, *, automatic: bool) -> tuple[Case, list[str]]:
    """Let our timers and their robot answer each other for as long as anything is due; return what we sent."""
    sent: list[str] = []
    at = b.NOW
    due: list[Command] = [SendMessage(case_id=case.id, due=at, conversation_id="support", step="request")]
    while due and len(sent) < 100:
        command = due.pop(0)
        at = max(at, command.due)
        if isinstance(command, SendMessage):
            sent.append(command.step)
            went = b.message("support", command.step, message_id=f"<ours.{len(sent)}@desk.invalid>", at=at)
            case, more = advance(
                case, e.MessageSent(at=at, by="unpromote", conversation_id="support", message=went, chase=CHASE)
            )
            due += more
            case, more = advance(case, robot_answer(len(sent), at, automatic=automatic))
        elif isinstance(command, RemindCounterpart) and case.conversations[0].state is ConversationState.WAITING:
            silence = e.ReminderDue(
                at=at, by="unpromote", conversation_id="support", nth=command.nth, clock=command.clock, chase=CHASE
            )
            case, more = advance(case, silence)
        else:
            more = ()
        due += more
    return case, sent


def test_two_robots_that_answer_each_other_come_to_an_end():
    case, sent = exchange(b.case_after("off"), automatic=True)
    assert sent == ["request", "reminder-1", "reminder-2", "reminder-3"]
    assert "decide what to do" in case.alarms[-1]


def test_a_robot_that_poses_as_a_person_gets_one_letter_and_then_a_person():
    case, sent = exchange(b.case_after("off"), automatic=False)
    assert sent == ["request"]
    assert case.conversations[0].state is ConversationState.ANSWERED


def test_timers_write_no_more_than_a_few_letters_a_day():
    case = b.case_after("support told")
    letters = [b.message("support", f"reminder-{nth}", message_id=f"<{nth}@d>") for nth in range(LETTERS_A_DAY)]
    talk = replace(case.conversations[0], messages=(*case.conversations[0].messages, *letters))
    flooded = replace(case, conversations=(talk, *case.conversations[1:]))
    moved, commands = advance(flooded, b.reminder_due(at=b.NOW))
    assert commands == ()
    assert "look why" in moved.alarms[-1]
    assert not is_flooded(talk, b.NOW + timedelta(days=1))


def test_what_came_in_and_what_people_sent_does_not_count():
    talk = b.case_after("support answered").conversations[0]
    mine = [b.message("support", "request", message_id=f"<{nth}@d>") for nth in range(5)]
    theirs = [replace(one, direction=Direction.IN, step="reminder-1") for one in mine]
    assert not is_flooded(replace(talk, messages=(*mine, *theirs)), b.NOW)


def test_a_letter_that_came_back_is_an_alarm_and_no_answer():
    case = b.case_after("cleo told")
    back = b.message("cleo", "reply", automatic=True, bounce=True)
    moved, commands = advance(case, e.ReplyReceived(at=b.NOW, by="unpromote", conversation_id="cleo", message=back))
    assert commands == ()
    assert moved.alarms == ("a letter to Cleo Marsh <cleo@creators.example> came back: reach them another way",)
    assert moved.conversations[1].state is ConversationState.WAITING
