"""Sending letters, noticing silence, collecting what arrived."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import RemindCounterpart, SendMessage
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import Event, ReminderDue
from unpromote.jobs import schedule
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import messages, queries


def send(job: Job, tools: Tools) -> Event | None:
    """Send one letter.

    Raises:
        OutsideFailed: the server failed; or nobody can know whether an earlier try went, and a person has to look.
    """
    command = cast("SendMessage", job.command)
    case = queries.case_at_work(command.case_id)
    draft = messages.draft(case, command.conversation_id, command.step, key=command.key, now=tools.clock())
    if job.again and tools.outbox.was_sent(draft.envelope.message_id) is None:
        name = draft.letter.to_name
        raise OutsideFailed(f"nobody can tell whether the letter to {name} went: look, and log it", permanent=True)
    return messages.sent(draft, tools.outbox.send(draft.letter, draft.envelope), by=DESK)


def remind(job: Job, tools: Tools) -> Event | None:
    """Say that the other side's time is up."""
    command = cast("RemindCounterpart", job.command)
    return ReminderDue(at=tools.clock(), by=DESK, conversation_id=command.conversation_id, nth=command.nth)


def collect(job: Job, tools: Tools) -> Event | None:  # noqa: ARG001 - one shape for all hands
    """Match what arrived to its cases. The next look is ordered first: a mailbox that fails is looked at again."""
    now = tools.clock()
    schedule.order_mail(now, tools.mail_every)
    for mail in tools.inbox.unread():
        messages.take_mail(mail, now=now, by=DESK)
        tools.inbox.mark_read(mail)
    return None
