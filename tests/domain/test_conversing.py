"""Up the ladder: letters that go by themselves, tasks for a person, and everything that stops or restarts the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain.case import Case, State, advance
from unpromote.domain.codec import decode, encode
from unpromote.domain.conversing import timer_of
from unpromote.domain.dates import Calendar, Weekday
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.ladders import Channel, Log, TaskState, Way
from unpromote.domain.messages import Conversation, ConversationState, Outcome, is_moot
from unpromote.domain.offices import Office, Place

DAY = timedelta(days=1)


def support(case: Case) -> Conversation:
    return case.conversations[0]


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def told() -> Case:
    return b.case_after("support told")


def reminded() -> Case:
    sent = b.message("support", "reminder-1", at=b.NOW + 3 * DAY)
    went = e.MessageSent(at=sent.at, by="x", conversation_id="support", message=sent, chase=b.CHASE)
    return after(told(), b.reminder_due(), went)


def called_for() -> Case:
    """Nobody answered the reminder either: Ana has to call."""
    return after(reminded(), b.reminder_due(2, clock=3, at=b.NOW + 7 * DAY))


def judged(outcome: Outcome, **changes) -> e.AnswerJudged:
    at = b.late()
    return e.AnswerJudged(at=at, by="ana", conversation_id="support", outcome=outcome, chase=b.CHASE, **changes)


def test_silence_is_first_reminded_by_letter():
    case, (send,) = advance(told(), b.reminder_due())
    assert (send.key, send.due) == ("case_1/SendMessage/support/reminder-1", b.NOW + 3 * DAY)
    assert (support(case).due_at, timer_of(case, support(case))) == (None, None)


def test_a_clock_that_rings_at_night_sends_nothing_before_they_open():
    _, (send,) = advance(told(), b.reminder_due(at=b.NOW + timedelta(days=3, hours=12)))
    assert send.due == b.NOW + timedelta(days=3, hours=23)  # 09:00 in Los Angeles


def test_every_letter_starts_the_clock_again_and_the_timer_before_is_moot():
    case = reminded()
    assert support(case).due_at == b.NOW + 7 * DAY  # two business days, a weekend between
    with pytest.raises(NotAllowed, match="moot"):
        advance(case, b.reminder_due(2, clock=1))


def test_what_software_cannot_do_becomes_a_task_with_a_deadline():
    case, (watch,) = advance(reminded(), b.reminder_due(2, clock=3, at=b.NOW + 7 * DAY))
    task = support(case).open_task
    assert (support(case).state, task.id, task.channel) == (
        ConversationState.BY_HAND,
        "second_channel-2",
        Channel.PHONE,
    )
    assert (type(watch), watch.due) == (c.WatchTask, b.NOW + 8 * DAY)


def test_a_task_that_nobody_does_becomes_an_alarm():
    case = called_for()
    overdue = f.TaskOverdue(
        at=b.NOW + 8 * DAY,
        by="x",
        conversation_id="support",
        task_id="second_channel-2",
        clock=support(case).clock,
    )
    assert "reached them by phone" in after(case, overdue).alarms[0]
    with pytest.raises(NotAllowed, match="moot"):
        advance(case, replace(overdue, clock=1))
    with pytest.raises(NotAllowed, match="moot"):
        advance(reminded(), overdue)


def test_a_call_that_is_logged_counts_as_sent_and_starts_the_clock():
    case, (remind,) = advance(called_for(), b.logged(at=b.NOW + 7 * DAY))
    assert support(case).tasks[0].state is TaskState.DONE
    assert support(case).messages[-1].log.promised == "an answer by Friday"
    assert (support(case).state, remind.nth, remind.due) == (ConversationState.WAITING, 3, b.NOW + 14 * DAY)


def test_what_is_answered_on_the_phone_waits_to_be_judged():
    case, commands = advance(called_for(), b.logged(answered=True))
    assert (support(case).state, commands) == (ConversationState.ANSWERED, ())
    assert support(case).tasks[0].state is TaskState.DONE


def test_another_channel_than_the_task_asks_for_leaves_the_task_open():
    ticket = Log(Channel.PORTAL, reference="T-77")
    case, commands = advance(called_for(), b.logged(log=ticket))
    assert (support(case).open_task.id, commands) == ("second_channel-2", ())


def test_an_unasked_call_starts_the_clock_too():
    _, (remind,) = advance(told(), b.logged(at=b.NOW + DAY))
    assert (remind.nth, remind.due) == (1, b.NOW + 4 * DAY)


@pytest.mark.parametrize("moment", ["off", "support judged"])
def test_there_is_nothing_to_log_before_the_first_letter_and_after_the_end(moment):
    with pytest.raises(NotAllowed, match=r"planned|closed"):
        advance(b.case_after(moment), b.logged())


@pytest.mark.parametrize(
    "log",
    [
        {"channel": Channel.PORTAL, "said": "pasted"},
        {"channel": Channel.PHONE, "said": "hello"},
        {"channel": Channel.CHAT, "with_whom": "Kim"},
        {"channel": Channel.REGISTERED_POST},
    ],
)
def test_a_log_without_what_proves_it_is_refused(log):
    with pytest.raises(BadInput, match="missing"):
        Log(**log)


def test_an_answer_stops_the_clock_and_makes_the_task_moot():
    reply = e.ReplyReceived(
        at=b.NOW + 7 * DAY, by="x", conversation_id="support", message=b.message("support", "reply")
    )
    case = after(called_for(), reply)
    assert (support(case).state, support(case).tasks[0].state) == (ConversationState.ANSWERED, TaskState.MOOT)
    assert (support(case).due_at, support(case).open_task) == (None, None)


def test_a_reminder_about_to_go_is_moot_once_they_answered():
    case = after(told(), b.reminder_due())
    assert not is_moot(support(case), "reminder-1")
    reply = e.ReplyReceived(
        at=b.NOW + 3 * DAY, by="x", conversation_id="support", message=b.message("support", "reply")
    )
    answered = after(case, reply)
    assert is_moot(support(answered), "reminder-1")
    assert is_moot(support(after(answered, judged(Outcome.REFUSED))), "reminder-1")
    assert not is_moot(support(answered), "request")


def climbed_and_answered() -> Case:
    reply = e.ReplyReceived(at=b.late(), by="x", conversation_id="support", message=b.message("support", "reply"))
    return after(reminded(), reply)


@pytest.mark.parametrize("outcome", [Outcome.MORE_WANTED, Outcome.FEE_CLAIMED])
def test_who_wants_more_or_a_fee_is_alive_and_the_ladder_begins_anew(outcome):
    case, (remind,) = advance(climbed_and_answered(), judged(outcome))
    assert (support(case).rung, remind.nth) == (0, 2)
    _, (send,) = advance(case, b.reminder_due(2, clock=remind.clock, at=remind.due))
    assert send.step == "reminder-2"


def test_a_refusal_leaves_the_ladder_where_it_stands():
    case, _ = advance(climbed_and_answered(), judged(Outcome.REFUSED))
    assert support(case).rung == 1


def test_a_role_with_an_address_is_written_to_and_one_without_is_a_task():
    known = replace(b.SUPPORT, ways=(Way("finance", "Accounts", "accounts@platform.example"),))
    for contact, kind in ((known, c.SendMessage), (b.SUPPORT, c.WatchTask)):
        case = after(called_for(), b.logged(at=b.NOW + 7 * DAY), f.ContactStated(at=b.NOW, by="ana", contact=contact))
        talk = support(case)
        _, (command,) = advance(case, b.reminder_due(3, clock=talk.clock, at=talk.due_at))
        assert type(command) is kind


def test_past_the_last_step_a_person_has_to_decide():
    case = told()
    case = replace(case, conversations=(replace(support(case), rung=3), *case.conversations[1:]))
    case, commands = advance(case, b.reminder_due())
    assert (commands, "end of the ladder" in case.alarms[0]) == ((), True)


def test_without_any_ladder_known_a_person_is_asked_after_a_week():
    sent = e.MessageSent(at=b.NOW, by="x", conversation_id="support", message=b.message("support"))
    case, (remind,) = advance(b.case_after("off"), sent)
    assert remind.due == b.NOW + timedelta(days=7, hours=16)  # 17:00 is closing time: Tuesday 09:00 counts
    case = after(case, b.reminder_due(chase=None, at=remind.due))
    assert "decide" in case.alarms[0]


def test_a_snooze_puts_the_clock_off_to_their_next_opening():
    case, (remind,) = advance(told(), b.snoozed(until_at=b.NOW + timedelta(days=12, hours=3)))
    assert remind.due == b.NOW + timedelta(days=14, hours=-1)  # a Saturday asked for, Monday 09:00 given
    assert support(case).snooze.by == "ana"
    with pytest.raises(NotAllowed, match="moot"):
        advance(case, b.reminder_due())


def test_a_snooze_outlives_another_letter_but_no_answer():
    sent = e.MessageSent(
        at=b.NOW + DAY, by="x", conversation_id="support", message=b.message("support", "answer-1"), chase=b.CHASE
    )
    case = after(told(), b.snoozed(), sent)
    assert support(case).due_at == b.NOW + 10 * DAY
    reply = e.ReplyReceived(at=b.NOW, by="x", conversation_id="support", message=b.message("support", "reply"))
    assert support(after(case, reply)).snooze is None


def test_a_snoozed_task_has_its_deadline_put_off():
    case, (watch,) = advance(called_for(), b.snoozed(at=b.NOW + 7 * DAY, until_at=b.NOW + 21 * DAY))
    assert (type(watch), watch.due, support(case).open_task.due_at) == (c.WatchTask, *[b.NOW + 21 * DAY] * 2)


@pytest.mark.parametrize(
    ("moment", "changes", "problem"),
    [
        ("support told", {"until_at": b.NOW}, "gone by"),
        ("support told", {"why": " "}, "reason"),
        ("support answered", {}, "no clock"),
    ],
)
def test_a_snooze_that_makes_no_sense_is_refused(moment, changes, problem):
    with pytest.raises(NotAllowed, match=problem):
        advance(b.case_after(moment), b.snoozed(**changes))


def test_while_a_letter_goes_out_there_is_no_clock_to_put_off():
    with pytest.raises(NotAllowed, match="no clock"):
        advance(after(told(), b.reminder_due()), b.snoozed())


def stated(**changes) -> f.ContactStated:
    place = Place("Africa/Cairo", "EG")
    office = Office(
        "Africa/Cairo", Calendar((Weekday.FRI, Weekday.SAT), (), b.OFFICE.worked.open, b.OFFICE.worked.close)
    )
    chase = replace(b.CHASE, office=office)
    return f.ContactStated(at=b.NOW, by="ana", contact=replace(b.SUPPORT, place=place, **changes), chase=chase)


def test_other_hours_set_a_running_clock_anew_from_the_same_silence():
    case, (remind,) = advance(told(), stated())
    assert support(case).silent_since == b.NOW
    assert remind.due == b.NOW + timedelta(days=5, hours=13)  # from Tuesday 09:00 in Cairo to Sunday 09:00
    assert case.contacts[0].place.country == "EG"


def test_a_contact_may_be_stated_before_anybody_is_told_and_must_be_known():
    case, commands = advance(b.case_after("quoted"), stated())
    assert (case.contacts[0].place.zone, commands) == ("Africa/Cairo", ())
    with pytest.raises(NotAllowed, match="no such contact"):
        advance(case, stated(id="nobody"))
    _, commands = advance(b.case_after("support answered"), stated())
    assert commands == ()


def test_what_a_person_writes_goes_as_it_stands():
    written = f.ReplyWritten(
        at=b.late(), by="ana", conversation_id="support", step="answer-1", subject="Our view", body="No fee is owed."
    )
    case, (send,) = advance(b.case_after("support answered"), written)
    assert (send.step, support(case).written[0].body) == ("answer-1", "No fee is owed.")
    assert not is_moot(support(case), "answer-1")
    with pytest.raises(NotAllowed, match="already"):
        advance(case, written)
    with pytest.raises(BadInput, match="empty"):
        advance(case, replace(written, step="answer-2", body=" "))
    with pytest.raises(NotAllowed, match="closed"):
        advance(b.case_after("support judged"), written)


def test_a_conversation_of_before_there_were_ladders_goes_on():
    old = encode(support(told()))
    for name in ("rung", "clock", "silent_since", "due_at", "snooze", "tasks", "written"):
        del old[name]
    case = told()
    case = replace(case, conversations=(replace(decode(Conversation, old), reminders=1), *case.conversations[1:]))
    assert support(after(case, b.snoozed())).rung == 1
    _, (watch,) = advance(case, b.reminder_due(2, clock=0))
    assert (type(watch), watch.task_id) == (c.WatchTask, "second_channel-2")


def test_a_timer_keeps_the_key_it_had_before_there_were_ladders():
    old = c.RemindCounterpart(case_id="case_1", due=b.NOW, conversation_id="support", nth=1)
    assert old.key == "case_1/RemindCounterpart/support/1"
    assert replace(old, clock=4).key == "case_1/RemindCounterpart/support/1/4"


def test_a_case_that_is_closed_takes_no_more_steps():
    assert b.case_after("closed").state is State.CLOSED
    with pytest.raises(NotAllowed):
        advance(b.case_after("closed"), b.snoozed())


def test_a_settlement_told_anew_is_no_reminder_and_makes_what_waited_moot():
    case = called_for()
    assert not is_moot(support(case), "revision-2")
    assert is_moot(support(case), "reminder-1")
