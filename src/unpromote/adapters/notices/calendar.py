"""Deadlines as an iCalendar file (RFC 5545). The same entries always give the same bytes.

A deadline that is a day is an all-day event in the agreement's own days; an instant is in UTC. Neither takes time
(TRANSPARENT). What became moot stays as CANCELLED, so that calendars that copied it take it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event  # type: ignore[import-untyped]  # icalendar ships no types

from unpromote.domain.feed import Entry

_A_DAY_BEFORE = timedelta(days=-1)
_THE_MORNING_BEFORE = timedelta(hours=-15)  # nine o'clock of the day before an all-day event
_REFRESHED = timedelta(hours=1)


def write_calendar(name: str, entries: Sequence[Entry], address: str) -> bytes:
    """Return the calendar; `address` is where the pages are reached, for the links to the cases."""
    calendar = Calendar()
    calendar.add("prodid", "-//Unpromote//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    for entry in sorted(entries, key=lambda one: (one.noted.deadline.over_at, one.case_id, one.noted.deadline.id)):
        calendar.add_component(_event(entry, address))
    return bytes(calendar.to_ical())


def _event(entry: Entry, address: str) -> Event:
    noted, deadline = entry.noted, entry.noted.deadline
    event = Event()
    event.add("uid", f"{sha256(f'{entry.case_id}/{deadline.id}'.encode()).hexdigest()[:32]}@unpromote")
    event.add("dtstamp", _utc(noted.changed_at))
    event.add("last-modified", _utc(noted.changed_at))
    event.add("sequence", noted.sequence)
    event.add("dtstart", deadline.on or _utc(deadline.over_at))
    event.add("summary", f"{entry.reference}: {deadline.what}")
    event.add("description", _description(entry))
    event.add("categories", [deadline.kind.value.replace("_", " ")])
    event.add("url", address + (entry.path or f"/cases/{entry.reference}/"))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if noted.moot_at else "CONFIRMED")
    if noted.moot_at is None:
        event.add_component(_alarm(deadline.what, deadline.on))
    return event


def _description(entry: Entry) -> str:
    deadline = entry.noted.deadline
    clause = f"\nClause: {deadline.clause}" if deadline.clause else ""
    return f"{entry.title}\n{deadline.what}\nTo act: {deadline.owner}{clause}"


def _alarm(what: str, on: date | None) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", what)
    alarm.add("trigger", _THE_MORNING_BEFORE if on else _A_DAY_BEFORE)
    return alarm


def _utc(at: datetime) -> datetime:
    """Return the instant in UTC, to the second: the format has no smaller ones, and none may be shown too late."""
    return at.astimezone(UTC).replace(microsecond=0)
