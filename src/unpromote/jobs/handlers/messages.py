"""Sending letters, noticing silence, collecting what arrived."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from unpromote.domain.commands import RemindCounterpart, SendMessage, WatchTask
from unpromote.domain.conversing import conversation
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import Event
from unpromote.domain.following import TaskOverdue
from unpromote.domain.ladders import Chase
from unpromote.domain.messages import is_moot, is_rung
from unpromote.domain.offices import next_open
from unpromote.jobs import schedule
from unpromote.jobs.retry import Later
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import messages, queries

_NOBODY_KNOWS = "nobody can tell whether it went: look whether they have it, then log it, or send it again"


def send(job: Job, tools: Tools) -> Event | None:
    """Send one letter.

    Raises:
        OutsideFailed: the server failed; or nobody can know whether an earlier try went, and a person has to look.
    """
    command = cast("SendMessage", job.command)
    case = queries.case_at_work(command.case_id)
    now = tools.clock()
    if is_rung(conversation(case, command.conversation_id), command.step) and _read_first(job, now, tools):
        case = queries.case_at_work(command.case_id)
    draft = messages.draft(case, command.conversation_id, command.step, key=command.key, now=now)
    went = tools.outbox.was_sent(draft.envelope.message_id) if job.again else False
    if went is None:
        raise OutsideFailed(_NOBODY_KNOWS, permanent=True)
    if not went:
        talk = conversation(case, command.conversation_id)
        if is_moot(talk, command.step):
            return None
        if command.if_unsent and any(tools.outbox.was_sent(one) is not False for one in messages.ids_before(command)):
            raise OutsideFailed(_NOBODY_KNOWS, permanent=True)
        if draft.letter.automatic:
            _wait_for_hours(draft.chase, now)
    return messages.sent(draft, tools.outbox.send(draft.letter, draft.envelope), by=DESK)


def _wait_for_hours(chase: Chase, now: datetime) -> None:
    """Put the command off to their next opening, where they are closed now."""
    opens = next_open(chase.office, now)
    if opens > now:
        raise Later(opens)


def remind(job: Job, tools: Tools) -> Event | None:
    """Say that the other side's time is up; nobody is reminded outside their hours."""
    command = cast("RemindCounterpart", job.command)
    now = tools.clock()
    _read_first(job, now, tools)
    case = queries.case_at_work(command.case_id)
    due = messages.silence_over(case, command.conversation_id, command.nth, command.clock, now=now, by=DESK)
    if due and due.chase:
        _wait_for_hours(due.chase, now)
    return due


def _read_first(job: Job, now: datetime, tools: Tools) -> bool:
    """Read the mail before a step that comes late, as after an outage: their answer may lie there already."""
    late = now > job.command.due + tools.mail_every
    if late:
        _take_mail(now, tools)
    return late


def watch_task(job: Job, tools: Tools) -> Event | None:
    """Say that a person's time for a task is up."""
    command = cast("WatchTask", job.command)
    return TaskOverdue(
        at=tools.clock(),
        by=DESK,
        conversation_id=command.conversation_id,
        task_id=command.task_id,
        clock=command.clock,
    )


def collect(job: Job, tools: Tools) -> Event | None:  # noqa: ARG001 - one shape for all hands
    """Match what arrived to its cases.

    Raises:
        OutsideFailed: the mailbox cannot be read. The next look is ordered before, so this one is over.
    """
    now = tools.clock()
    schedule.order_mail(now, tools.mail_every)
    try:
        _take_mail(now, tools)
    except OutsideFailed as failure:
        raise OutsideFailed(str(failure), permanent=True, reference=failure.reference) from failure
    return None


def _take_mail(now: datetime, tools: Tools) -> None:
    """Take up all that arrived; a message that fails stays for the next look and holds up no other."""
    failures: list[Exception] = []
    for mail in tools.inbox.unread():
        try:
            messages.take_mail(mail, now=now, by=DESK)
        except Exception as error:  # noqa: BLE001 - raised below, when the others are safe
            failures.append(error)
        else:
            tools.inbox.mark_read(mail)
    if failures:
        raise failures[0]
