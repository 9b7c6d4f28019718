"""A counterpart's office: when somebody there can read what we wrote, and how long they have been silent.

Silence is counted in their business days or their business hours, on their wall clock, so it neither shrinks nor grows
where clocks change. Holidays are dates that somebody else looked up; an office knows no country.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from unpromote.domain.dates import (
    WEEKDAYS,
    Calendar,
    Weekday,
    civil_date,
    step_business_days,
    wall_instant,
)
from unpromote.domain.errors import BadInput

FIVE_DAYS = Calendar((Weekday.SAT, Weekday.SUN), (), time(9), time(17))


@dataclass(frozen=True)
class Place:
    """Where a counterpart works, as a person states it.

    `zone` is an IANA name, `country` ISO 3166-1, `region` the part of it whose holidays count (ISO 3166-2, without the
    country). What is left empty follows from the zone, the country and the policy.
    """

    zone: str
    country: str = ""
    region: str = ""
    opens: time | None = None
    closes: time | None = None
    weekend: tuple[Weekday, ...] | None = None


@dataclass(frozen=True)
class Office:
    """An office as the clock needs it: its zone, and which hours of which days are worked: `[open, close)`.

    `holidays_of` says whose holidays are in it, "" where nobody's are known.
    """

    zone: str = "UTC"
    worked: Calendar = FIVE_DAYS
    holidays_of: str = ""

    def __post_init__(self) -> None:
        if self.worked.open >= self.worked.close:
            mend = "give an opening time before the closing time, both of one day"
            raise BadInput(f"{self.worked.open:%H:%M} to {self.worked.close:%H:%M}", place="office", mend=mend)
        if set(self.worked.weekend) == set(WEEKDAYS):
            raise BadInput("no day of the week is worked", place="office.weekend", mend="leave a day to work on")


ANYWHERE = Office()
"""The office of somebody of whom nothing is known."""


def is_open(office: Office, at: datetime) -> bool:
    """Return whether the instant lies in their hours."""
    return next_open(office, at) == at.astimezone(UTC)


def next_open(office: Office, at: datetime) -> datetime:
    """Return the instant itself where it lies in their hours, else the next opening."""
    day = civil_date(at, ZoneInfo(office.zone))
    if office.worked.is_business(day):
        opened, closed = hours(office, day)
        if at < closed:
            return max(opened, at.astimezone(UTC))
    return hours(office, step_business_days(day, 1, office.worked))[0]


def hours(office: Office, day: date) -> tuple[datetime, datetime]:
    """Return the instants between which a worked day's hours lie."""
    zone = ZoneInfo(office.zone)
    return wall_instant(day, office.worked.open, zone), wall_instant(day, office.worked.close, zone)


def after_days(office: Office, since: datetime, n: int) -> datetime:
    """Return when n of their business days of silence are over: the same hour of the n-th business day.

    What reaches them outside their hours is with them from the next opening on.
    """
    zone = ZoneInfo(office.zone)
    there = next_open(office, since).astimezone(zone)
    day = step_business_days(there.date(), n, office.worked)
    return next_open(office, wall_instant(day, there.time().replace(fold=0), zone))


def after_hours(office: Office, since: datetime, length: timedelta) -> datetime:
    """Return when so many of their business hours of silence are over."""
    at = next_open(office, since)
    _, closed = hours(office, civil_date(at, ZoneInfo(office.zone)))
    while at + length >= closed:
        length -= closed - at
        at = next_open(office, closed)
        _, closed = hours(office, civil_date(at, ZoneInfo(office.zone)))
    return at + length


def answer_day(office: Office, due: datetime, zone: ZoneInfo) -> date:
    """Return the last whole business day before an instant, in a letter's zone: by its end an answer is in time."""
    return step_business_days(civil_date(due, zone), -1, office.worked)
