"""What each event does to a conversation of a case: whose turn it is, which timer runs, what a person has to do.

The rules of one conversation are in `domain.messages`; here they meet the case and its commands. Every event that
starts the clock brings the office and the ladder it runs by, so that a later change of policy explains itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from unpromote.domain import bouncing, by_hand, messages
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import following as f
from unpromote.domain.aggregate import Case, State, with_alarm
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ladders import Chase, Snooze
from unpromote.domain.messages import Conversation, ConversationState
from unpromote.domain.offices import next_open
from unpromote.domain.parts import exchanged

Moved = tuple[Case, tuple[c.Command, ...]]
_WAITS, _MORE = " waits: ", "more letters wait: "


def note_sent(case: Case, event: e.MessageSent) -> Moved:
    talk = conversation(case, event.conversation_id)
    sent = messages.after_sent(talk, event.message)
    if bouncing.never_arrived(sent):  # it came back before we noted that it went
        return _other_way(_exchanged(case, talk, sent), event.conversation_id, event.at, event.chase)
    return _with_clock(case, talk, sent, event.at, event.chase)


def note_reply(case: Case, event: e.ReplyReceived) -> Moved:
    moved = _changed(case, event.conversation_id, lambda talk: messages.after_reply(talk, event.message))
    if case.state is State.CLOSED and not event.message.automatic:
        moved = with_alarm(moved, f"{event.message.sender} wrote after the case was closed")
    if event.message.bounce:
        contact = conversation(moved, event.conversation_id).contact
        moved = with_alarm(moved, f"a letter to {contact.name} <{contact.address}> came back: reach them another way")
        return _other_way(moved, event.conversation_id, event.at, event.chase)
    return moved, ()


def take_as_answer(case: Case, event: f.TakenAsAnswer) -> Moved:
    return _changed(case, event.conversation_id, lambda talk: bouncing.after_taking(talk, event.message_id)), ()


def note_stuck(case: Case, event: e.CommandGaveUp) -> Case:
    """Leave a letter that could not be sent to a person; anything else that gave up concerns no conversation."""
    if not event.step:
        return with_alarm(case, f"{event.command} failed: {event.problem}")
    moved = _changed(case, event.conversation_id, lambda talk: bouncing.after_getting_stuck(talk, event.step))
    more = f"{_MORE}{event.problem}"
    known = any(alarm == more or alarm.endswith(f"){_WAITS}{event.problem}") for alarm in case.alarms)
    told = f"{_letter(conversation(moved, event.conversation_id), event.step)}{_WAITS}{event.problem}"
    return with_alarm(moved, more if known and told not in case.alarms else told)


def _letter(talk: Conversation, step: str) -> str:
    return f"the letter to {talk.contact.name} <{talk.contact.address}> ({step})"


def _decided(case: Case, talk: Conversation) -> Case:
    """Take back the alarm over a stuck letter that a person has decided about; that over several, with the last."""
    stuck = any(one.stuck for one in case.conversations)
    mine = f"{_letter(talk, talk.stuck)}{_WAITS}"
    left = (alarm for alarm in case.alarms if not (talk.stuck and alarm.startswith(mine)))
    return replace(case, alarms=tuple(alarm for alarm in left if stuck or not alarm.startswith(_MORE)))


def repeat(case: Case, event: f.RepeatOrdered) -> Moved:
    before = conversation(case, event.conversation_id)
    moved = _changed(case, event.conversation_id, lambda talk: bouncing.after_repeating(talk, event.step))
    moved = _decided(moved, before)
    nth = conversation(moved, event.conversation_id).repeats + 1
    send = c.SendMessage(case_id=case.id, due=event.at, conversation_id=event.conversation_id, step=event.step, nth=nth)
    return moved, (send,)


def repeat_unsent(case: Case, event: f.UnsentRepeated) -> Moved:
    """Order every stuck letter once more; those in doubt come back to a person, with the alarm that says so."""
    stuck = [talk for talk in case.conversations if talk.stuck]
    if not stuck:
        raise NotAllowed("no letter waits for your decision")
    again = {talk.id: bouncing.after_repeating(talk, talk.stuck) for talk in stuck}
    over = (_MORE, *(f"{_letter(talk, talk.stuck)}{_WAITS}" for talk in stuck))
    moved = replace(
        case,
        conversations=tuple(again.get(talk.id, talk) for talk in case.conversations),
        alarms=tuple(alarm for alarm in case.alarms if not alarm.startswith(over)),
    )
    return moved, tuple(
        c.SendMessage(
            case_id=case.id,
            due=event.at,
            conversation_id=talk.id,
            step=talk.stuck,
            nth=again[talk.id].repeats + 1,
            if_unsent=True,
        )
        for talk in stuck
    )


def judge(case: Case, event: e.AnswerJudged) -> Moved:
    talk = conversation(case, event.conversation_id)
    judged = messages.after_judgement(talk, event.outcome, event.note)
    return _with_clock(case, talk, judged, event.at, event.chase)


def write_back(case: Case, event: f.ReplyWritten) -> Moved:
    written = messages.Written(event.step, event.subject, event.body)
    moved = _changed(case, event.conversation_id, lambda talk: by_hand.after_writing(talk, written))
    send = c.SendMessage(case_id=case.id, due=event.at, conversation_id=event.conversation_id, step=event.step)
    return moved, (send,)


def note_silence(case: Case, event: e.ReminderDue) -> Moved:
    """Take the ladder's next step: a letter in their hours, a task for a person, or, past the last step, an alarm."""
    chase = event.chase or Chase()
    here = messages.next_way(conversation(case, event.conversation_id), chase)
    moved = _changed(
        case,
        event.conversation_id,
        lambda talk: messages.after_silence(talk, event.nth, event.clock, chase, event.at),
    )
    talk = conversation(moved, event.conversation_id)
    if here >= len(chase.ladder.rungs):
        return with_alarm(moved, f"{talk.contact.name} stays silent at the end of the ladder: decide what to do"), ()
    return _taken(moved, talk, chase, event.at)


def _other_way(case: Case, conversation_id: str, at: datetime, chase: Chase | None) -> Moved:
    """Take the ladder's next way at once where our last letter never arrived; its end is an alarm already."""
    by = chase or Chase()
    moved = _changed(case, conversation_id, lambda talk: bouncing.after_bounce(talk, by, at))
    talk = conversation(moved, conversation_id)
    if talk == conversation(case, conversation_id) or talk.rung > len(by.ladder.rungs):
        return moved, ()
    return _taken(moved, talk, by, at)


def _taken(case: Case, talk: Conversation, chase: Chase, at: datetime) -> Moved:
    """Return what follows from the step of the ladder that was just taken."""
    if talk.open_task:
        return case, _timer(case, talk)
    if messages.is_flooded(talk, at):
        told = f"{talk.contact.name} was written to {messages.LETTERS_A_DAY} times in a day: look why"
        return with_alarm(case, told), ()
    step = messages.step_name(chase.ladder.rungs[talk.rung - 1].step, talk.reminders)
    due = next_open(chase.office, at)
    return case, (c.SendMessage(case_id=case.id, due=due, conversation_id=talk.id, step=step),)


def snooze(case: Case, event: f.SilenceSnoozed) -> Moved:
    put_off = Snooze(event.until_at, event.why, event.by)
    chase = event.chase or Chase()
    moved = _changed(case, event.conversation_id, lambda talk: by_hand.after_snooze(talk, put_off, event.at, chase))
    return moved, _timer(moved, conversation(moved, event.conversation_id))


def note_log(case: Case, event: f.ContactLogged) -> Moved:
    talk = conversation(case, event.conversation_id)
    logged = by_hand.after_log(talk, event.message, event.log, answered=event.answered)
    moved, timers = _with_clock(case, talk, logged, event.message.at, event.chase)
    return _decided(moved, talk), timers


def note_overdue(case: Case, event: f.TaskOverdue) -> Moved:
    talk = conversation(case, event.conversation_id)
    task = talk.open_task
    if task is None or task.id != event.task_id or event.clock != talk.clock:
        raise NotAllowed(f"the task {event.task_id} is moot")
    how = task.channel.value.replace("_", " ")
    return with_alarm(case, f"{talk.contact.name}: somebody should have reached them by {how} ({task.id})"), ()


def state_contact(case: Case, event: f.ContactStated) -> Moved:
    stated = event.contact
    if all((known.id, known.counterpart) != (stated.id, stated.counterpart) for known in case.contacts):
        raise NotAllowed(f"the case has no such contact {stated.id!r}")
    contacts = tuple(stated if known.id == stated.id else known for known in case.contacts)
    moved = replace(case, contacts=contacts)
    if all(talk.id != stated.id for talk in case.conversations):
        return moved, ()
    chase = event.chase or Chase()
    moved = _changed(moved, stated.id, lambda talk: messages.after_contact(talk, stated, chase))
    return moved, _timer(moved, conversation(moved, stated.id))


def conversation(case: Case, conversation_id: str) -> Conversation:
    """Return one conversation; raise NotAllowed where the case has none of this id."""
    for talk in case.conversations:
        if talk.id == conversation_id:
            return talk
    raise NotAllowed(f"the case has no conversation {conversation_id!r}")


def timer_of(case: Case, talk: Conversation) -> c.Command | None:
    """Return the one timer that counts for a conversation now; any other still open is moot."""
    if not talk.clock_runs or talk.due_at is None:
        return None
    task = talk.open_task
    if task:
        return c.WatchTask(case_id=case.id, due=task.due_at, conversation_id=talk.id, task_id=task.id, clock=talk.clock)
    nth = talk.reminders + 1
    return c.RemindCounterpart(case_id=case.id, due=talk.due_at, conversation_id=talk.id, nth=nth, clock=talk.clock)


def _timer(case: Case, talk: Conversation) -> tuple[c.Command, ...]:
    found = timer_of(case, talk)
    return (found,) if found else ()


def _with_clock(case: Case, before: Conversation, after: Conversation, at: datetime, chase: Chase | None) -> Moved:
    """Put the conversation after its event in the place of the one before; start the clock if it is their turn now."""
    if after.state is not ConversationState.WAITING:
        return _exchanged(case, before, after), ()
    started = messages.started(after, at, chase or Chase())
    return _exchanged(case, before, started), _timer(case, started)


def _changed(case: Case, conversation_id: str, change: Callable[[Conversation], Conversation]) -> Case:
    before = conversation(case, conversation_id)
    return _exchanged(case, before, change(before))


def _exchanged(case: Case, before: Conversation, after: Conversation) -> Case:
    return replace(case, conversations=exchanged(case.conversations, before, after))
