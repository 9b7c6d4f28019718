"""Deadlines: what a case waits for, said as met by a person, and calendars that calendar programs subscribe to.

A calendar's address holds a token that is signed with the installation's key and names a row: whoever takes the row
back, bars the person or takes their rights has ended it. It gives what that person may see now, and nothing else.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.module_loading import import_string

from unpromote.domain.case import Case
from unpromote.domain.deadlines import CaseDeadline, deadlines_of
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import DeadlineMet
from unpromote.domain.feed import KEPT_FOR, Entry, Noted, note, of_tray, shown
from unpromote.services import people, queries, tray
from unpromote.services.chasing import next_steps
from unpromote.services.paying import pay_days_of
from unpromote.services.people import Person
from unpromote.services.ports import CalendarWriter
from unpromote.services.record import record
from unpromote.store import calendar, cases

_SALT = "unpromote.calendar"
_HERE = "http://127.0.0.1:8000"  # where `unpromote serve` listens unless told otherwise


@dataclass(frozen=True)
class Feed:
    """A calendar that a person subscribed to; `reference` names its case, "" for all of theirs."""

    id: str
    token: str
    reference: str
    made_at: datetime


def deadlines(person: Person, case_id: str) -> tuple[CaseDeadline, ...]:
    """Return the deadlines of a case as they stand, the next first.

    Raises:
        NotAllowed: there is no such case for this person.
    """
    return _live(queries.case(person, case_id))


def upcoming(person: Person, now: datetime) -> tuple[tuple[Case, tuple[CaseDeadline, ...]], ...]:
    """Return every open case of the person with its deadlines that matter, and closed ones that still have some."""
    ids = calendar.recent_cases(list(person.rights), now - KEPT_FOR)
    found = [(case, tuple(one for one in _live(case) if not one.moot)) for case in map(cases.load, ids)]
    return tuple(found)


def meet(person: Person, case_id: str, deadline_id: str, note: str, *, now: datetime) -> Case:
    """Say that a deadline was met, and how.

    Raises:
        NotAllowed: the case has no such deadline, it is moot already, or nothing says how.
    """
    case = queries.case(person, case_id)
    if all(one.id != deadline_id or one.moot for one in _live(case)):
        raise NotAllowed(f"no deadline {deadline_id!r} is open in {case.reference}")
    return record(case.id, DeadlineMet(at=now, by=person.name, deadline_id=deadline_id, note=note))


def make_feed(person: Person, case_id: str | None = None, *, now: datetime) -> Feed:
    """Make a calendar of all of the person's cases, or of one, and return it with its secret token.

    Raises:
        NotAllowed: there is no such case for this person, or no such person.
    """
    if not person.rights:
        raise NotAllowed(f"{person.name} works for no client, so there is nothing to show")
    case = queries.case(person, case_id) if case_id else None
    feed_id = secrets.token_urlsafe(18)
    calendar.add_feed(feed_id, person.name, case.id if case else None, now)
    return Feed(feed_id, _token(feed_id), case.reference if case else "", now)


def feeds(person: Person) -> tuple[Feed, ...]:
    """Return the person's calendars that hold."""
    rows = calendar.feeds(person.name)
    return tuple(Feed(row.id, _token(row.id), row.case.reference if row.case else "", row.made_at) for row in rows)


def revoke_feed(person: Person, feed_id: str, *, now: datetime) -> None:
    """End a calendar: its address answers nothing any more.

    Raises:
        NotAllowed: the person has no such calendar.
    """
    if not calendar.revoke_feed(person.name, feed_id, now):
        raise NotAllowed(f"{person.name} has no calendar {feed_id!r}")


def written_feed(token: str, *, now: datetime) -> bytes:
    """Return the calendar behind a token as an iCalendar file.

    Raises:
        NotAllowed: the token is none of ours, was taken back, or its person may not see that case any more.
    """
    refusal = NotAllowed("there is no such calendar")
    try:
        row = calendar.feed(_signer().unsign(token))
    except signing.BadSignature:
        raise refusal from None
    if row is None:
        raise refusal
    person = people.person(row.user.get_username())
    if row.case is not None and row.case.client_id not in person.rights:
        raise refusal
    ids = [row.case.id] if row.case else calendar.recent_cases(list(person.rights), now - KEPT_FOR)
    name = f"{row.case.reference} deadlines" if row.case else "Unpromote deadlines"
    strays = () if row.case else tray.lately(person, now - KEPT_FOR)
    found = (*entries(ids, now), *filter(None, map(of_tray, strays)))
    writer = cast("CalendarWriter", import_string(settings.UNPROMOTE_PARTS["calendar_writer"]))
    return writer(name, found, pages_at())


def pages_at() -> str:
    """Return where people reach the pages, for links."""
    return str(settings.UNPROMOTE["public_url"]).rstrip("/") or _HERE


def entries(case_ids: Sequence[str], now: datetime) -> tuple[Entry, ...]:
    """Return what a calendar of these cases shows now. Nothing is saved by looking."""
    found = []
    for case in map(cases.load, case_ids):
        _, after = _renoted(case)
        found += [Entry(case.id, case.reference, case.title, one) for one in shown(after, now)]
    return tuple(found)


def note_deadlines(case_id: str) -> Case:
    """Note how the deadlines of a case stand, so that a calendar can tell what moved and what became moot."""
    with transaction.atomic():
        case = cases.load(case_id, lock=True)
        before, after = _renoted(case)
        calendar.save_noted(case.id, before, after)
    return case


def _renoted(case: Case) -> tuple[tuple[Noted, ...], tuple[Noted, ...]]:
    known = calendar.noted(case.id)
    return known, note(known, _live(case), case.version, calendar.last_event_at(case.id))


def _live(case: Case) -> tuple[CaseDeadline, ...]:
    timers = calendar.timers(case.id)
    return deadlines_of(case, timers, next_steps=next_steps(case), pay_days=pay_days_of(case))


def _token(feed_id: str) -> str:
    return _signer().sign(feed_id)


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep=".")
