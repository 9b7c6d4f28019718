"""Telling the desk's own people: looking for what is to be told, and telling each once.

A mail can be looked for before it is repeated, as every letter can. A webhook cannot be asked: its row is marked before
the call, so that a call which was cut off is found as unknown and never repeated.
"""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import SendNotice
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.domain.events import Event
from unpromote.domain.notices import Channel, hook_payload
from unpromote.jobs import schedule
from unpromote.jobs.retry import Later
from unpromote.jobs.tools import Job, Tools
from unpromote.services import notices
from unpromote.store import notices as rows
from unpromote.store.notices import Notice

_UNKNOWN = "unknown"
_CUT_OFF = "the call was cut off: look whether it is there"


def watch(job: Job, tools: Tools) -> Event | None:  # noqa: ARG001 - one shape for all hands
    """Look for what is to be told. The next look is ordered first."""
    now = tools.clock()
    schedule.order_watch(now, tools.mail_every)
    notices.watch(now)
    return None


def send(job: Job, tools: Tools) -> Event | None:
    """Send one notice, once; in quiet hours, later.

    Raises:
        OutsideFailed: it did not go, and may be tried again.
        Later: it is quiet.
    """
    command, now = cast("SendNotice", job.command), tools.clock()
    notice = rows.notice(command.notice)
    if notice.status not in (rows.WAITING, rows.SENDING) or notice.due_at != command.due:
        return None
    at = notices.quiet_until(notice, now)
    if at > now and notice.status == rows.WAITING:
        raise Later(at)
    try:
        status = _mail(notice, tools) if notice.channel is Channel.MAIL else _post(notice, tools)
        rows.move(notice.key, status, tools.clock(), problem=_CUT_OFF if status == rows.UNKNOWN else "")
    except OutsideFailed as failure:
        _note(notice, failure, tools)
        raise
    return None


def _note(notice: Notice, failure: OutsideFailed, tools: Tools) -> None:
    # A mail is looked for before it is repeated; a call that was refused can simply be made again.
    unsure = rows.SENDING if notice.channel is Channel.MAIL else rows.WAITING
    after = rows.FAILED if failure.permanent else unsure
    rows.move(notice.key, after, tools.clock(), problem=str(failure))


def _mail(notice: Notice, tools: Tools) -> str:
    found = notices.mail_of(notice, tools.clock(), domain=tools.mail_domain)
    if notice.status == rows.SENDING:
        known = tools.outbox.was_sent(notices.message_id(notice, tools.mail_domain))
        if known is not False:
            return rows.SENT if known else rows.UNKNOWN
    if found is None:
        return rows.NOTHING
    letter, envelope = found
    rows.move(notice.key, rows.SENDING, tools.clock(), words=letter.body)
    tools.outbox.send(letter, envelope)
    return rows.SENT


def _post(notice: Notice, tools: Tools) -> str:
    if notice.status == rows.SENDING:
        return rows.UNKNOWN
    try:
        url = notices.hook_of(notice)
    except BadInput as problem:
        raise OutsideFailed(str(problem), permanent=True) from None
    words = notices.words_for_hook(notice, tools.clock())
    if not (url and words) or tools.hooks is None:
        return rows.NOTHING
    rows.move(notice.key, rows.SENDING, tools.clock(), words=words)
    try:
        tools.hooks.post(url, hook_payload(notice.channel, words))
    except OutsideFailed as failure:
        if failure.reference == _UNKNOWN:
            return rows.UNKNOWN
        raise
    return rows.SENT
