"""A case's deadlines as a calendar shows them over time: moved under the same name, cancelled when moot, then gone.

`sequence` is the version of the case at which the deadline last changed: it only rises, and is the same on every
machine and after every restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from unpromote.domain.deadlines import CaseDeadline
from unpromote.domain.tray import TRAY, StrayMail, deadline_of

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Noted:
    """A deadline as it was last noted; `moot_at` is when it became moot, null while it matters."""

    deadline: CaseDeadline
    sequence: int
    changed_at: datetime
    moot_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar: a noted deadline, and the case that it belongs to.

    `path` leads to its page, "" to its case's; a stray message belongs to no case yet.
    """

    case_id: str
    reference: str
    title: str
    noted: Noted
    path: str = ""


def of_tray(mail: StrayMail) -> Entry | None:
    """Return the entry of a stray message, None where it waits without a day."""
    deadline = deadline_of(mail)
    if deadline is None:
        return None
    noted = Noted(deadline, int(deadline.moot), mail.settled_at or mail.received_at, mail.settled_at)
    return Entry("", TRAY, mail.subject, noted, f"/tray/{mail.id}/")


def note(known: Sequence[Noted], live: Sequence[CaseDeadline], version: int, at: datetime) -> tuple[Noted, ...]:
    """Return every deadline of a case as it is to be noted at this version; `at` is the instant of its last event."""
    before = {one.deadline.id: one for one in known}
    found = [_noted(before.pop(one.id, None), one, version, at) for one in live]
    gone = [one if one.moot_at else _noted(one, _mooted(one), version, at) for one in before.values()]
    return tuple(one for one in (*found, *gone) if one is not None)


def _noted(known: Noted | None, live: CaseDeadline, version: int, at: datetime) -> Noted | None:
    if known is None:
        return None if live.moot else Noted(live, version, at)
    if known.deadline == live:
        return known
    moot_at = (known.moot_at or at) if live.moot else None
    return Noted(live, version, at, moot_at)


def _mooted(known: Noted) -> CaseDeadline:
    return replace(known.deadline, moot=True)


def shown(noted: Sequence[Noted], now: datetime) -> tuple[Noted, ...]:
    """Return what a calendar still shows: everything but what has been moot for thirty days."""
    return tuple(one for one in noted if one.moot_at is None or now - one.moot_at < KEPT_FOR)
