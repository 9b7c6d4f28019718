"""Civil time: days of a zone, business days, periods of notice, anchors and the moment a notice counts as received.

Instants come back in UTC, because Python compares and adds by the wall clock where two times share a zone. `in_zone`
turns one into local time for people. Rules: a day begins at the first instant that has its date; day units move
dates; hours are elapsed.
"""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_TICK = timedelta(microseconds=1)
_MONTHS_A_YEAR = 12
_MIDNIGHT = time()


class Weekday(Enum):
    """A day of the week, in the order of `date.weekday`."""

    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"


WEEKDAYS: tuple[Weekday, ...] = tuple(Weekday)


class Unit(Enum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    YEARS = "years"


class Count(Enum):
    """Whether the day of the trigger is day 1 (inclusive) or not counted (exclusive)."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


class Roll(Enum):
    """Where a last day goes that is no business day."""

    NONE = "none"
    FOLLOWING = "following"
    PRECEDING = "preceding"


class Edge(Enum):
    """An end of the flight."""

    START = "start"
    END = "end"


class ReceiptKind(Enum):
    """When a notice counts as received."""

    ON_SEND = "on_send"
    BUSINESS_HOURS = "business_hours"
    PLUS_BUSINESS_DAYS = "plus_business_days"


@dataclass(frozen=True)
class Calendar:
    """Which days are worked, and from when to when; a business day is no weekend and no holiday."""

    weekend: tuple[Weekday, ...]
    holidays: tuple[date, ...]
    open: time
    close: time
    source: str | None = None

    @cached_property
    def _closed(self) -> tuple[frozenset[int], frozenset[date]]:
        return frozenset(WEEKDAYS.index(day) for day in self.weekend), frozenset(self.holidays)

    def is_business(self, day: date) -> bool:
        """Return whether that day is worked."""
        weekend, holidays = self._closed
        return day.weekday() not in weekend and day not in holidays


@dataclass(frozen=True)
class Anchor:
    """A moment told from an end of the flight; at most one offset, `at` only beside business days."""

    anchor: Edge
    offset_days: int | None = None
    offset_hours: int | None = None
    offset_business_days: int | None = None
    at: time | None = None


@dataclass(frozen=True)
class Period:
    """A length of time as a clause states it; `in_lieu` names the fee that buys it off."""

    n: int
    unit: Unit
    count: Count = Count.EXCLUSIVE
    roll: Roll = Roll.NONE
    not_before: Anchor | None = None
    in_lieu: str | None = None


@dataclass(frozen=True)
class ReceiptRule:
    """The rule of one way of giving notice; `n` counts business days."""

    rule: ReceiptKind
    n: int | None = None


@dataclass(frozen=True)
class Flight:
    """When a promotion runs: `[start, end)`."""

    start: datetime
    end: datetime


def in_zone(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in the zone's offset of that moment, safe to compare and to subtract."""
    offset = at.astimezone(zone).utcoffset() or timedelta()
    return at.astimezone(timezone(offset))


def civil_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the date on the zone's wall calendar at that instant."""
    return at.astimezone(zone).date()


def date_before(at: datetime, zone: ZoneInfo) -> date:
    """Return the civil date of the moment just before the instant."""
    return civil_date(at.astimezone(UTC) - _TICK, zone)


@lru_cache(maxsize=4096)
def flight_days(flight: Flight, zone: ZoneInfo) -> tuple[date, date]:
    """Return the first and the last civil date that the flight touches."""
    return civil_date(flight.start, zone), date_before(flight.end, zone)


def wall_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the instant of that wall time: the first where it comes twice, moved on by the gap where it is skipped."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant with that date (01:00 where midnight is skipped; of the next date where the day is)."""
    candidate = wall_instant(day, _MIDNIGHT, zone)
    if candidate.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, _MIDNIGHT):
        return candidate
    before, after = int(candidate.timestamp()) - 2 * 86_400, int(candidate.timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        reached = civil_date(datetime.fromtimestamp(middle, UTC), zone) >= day
        before, after = (before, middle) if reached else (middle, after)
    return datetime.fromtimestamp(after, UTC)


def add_months(day: date, n: int) -> date:
    """Return the same day number n months on, clamped to the month's end."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + n, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def step_business_days(day: date, n: int, worked: Calendar) -> date:
    """Return the n-th business day after the day, or before it where n is negative; the day itself where n is 0."""
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while not worked.is_business(day):
            day += step
    return day


def business_days_between(start: date, end: date, worked: Calendar) -> int:
    """Return how many business days lie in `[start, end)`."""
    days = (end - start).days
    return sum(worked.is_business(start + timedelta(days=n)) for n in range(days))


def last_day(period: Period, trigger: date, worked: Calendar) -> date:
    """Return the last day of a period counted in days or more (hours have no last day)."""
    eve = trigger - _DAY
    inclusive = period.count is Count.INCLUSIVE
    match period.unit:
        case Unit.BUSINESS_DAYS:
            found = step_business_days(eve if inclusive else trigger, period.n, worked)
        case Unit.MONTHS | Unit.YEARS:
            factor = _MONTHS_A_YEAR if period.unit is Unit.YEARS else 1
            found = add_months(trigger, period.n * factor) - (_DAY if inclusive else timedelta())
        case _:
            factor = 7 if period.unit is Unit.WEEKS else 1
            found = (eve if inclusive else trigger) + timedelta(days=period.n * factor)
    return rolled(found, period.roll, worked)


def rolled(day: date, roll: Roll, worked: Calendar) -> date:
    """Return the day, or the next or previous business day where the roll asks for one."""
    if roll is Roll.NONE or worked.is_business(day):
        return day
    return step_business_days(day, 1 if roll is Roll.FOLLOWING else -1, worked)


def period_end(period: Period, trigger_at: datetime, worked: Calendar, zone: ZoneInfo) -> datetime:
    """Return the instant at which a period is over: after n hours, or at the start of the day after its last day."""
    if period.unit is Unit.HOURS:
        return trigger_at.astimezone(UTC) + timedelta(hours=period.n)
    return first_instant(last_day(period, civil_date(trigger_at, zone), worked) + _DAY, zone)


def anchored(anchor: Anchor, flight: Flight, worked: Calendar, zone: ZoneInfo) -> datetime:
    """Return the instant an anchor stands for."""
    edge = (flight.start if anchor.anchor is Edge.START else flight.end).astimezone(UTC)
    local = edge.astimezone(zone)
    if anchor.offset_hours is not None:
        return edge + timedelta(hours=anchor.offset_hours)
    if anchor.offset_business_days is not None:
        day = step_business_days(local.date(), anchor.offset_business_days, worked)
        return wall_instant(day, anchor.at or _MIDNIGHT, zone)
    if not anchor.offset_days:
        return edge
    return wall_instant(local.date() + timedelta(days=anchor.offset_days), local.time().replace(fold=0), zone)


def received(rule: ReceiptRule, sent_at: datetime, worked: Calendar, zone: ZoneInfo) -> datetime:
    """Return the instant at which a notice sent then counts as received."""
    local = sent_at.astimezone(zone)
    day = local.date()
    match rule.rule:
        case ReceiptKind.ON_SEND:
            return sent_at.astimezone(UTC)
        case ReceiptKind.PLUS_BUSINESS_DAYS:
            return wall_instant(step_business_days(day, rule.n or 0, worked), worked.open, zone)
        case _:
            if worked.is_business(day) and local.time() <= worked.close:
                opened = wall_instant(day, worked.open, zone)
                return max(opened, sent_at.astimezone(UTC))
            return wall_instant(step_business_days(day, 1, worked), worked.open, zone)
