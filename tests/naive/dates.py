"""Days and instants by stepping: no sums with dates, one day after the other. Shares nothing with the product."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

Dict = dict[str, Any]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def written(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat()


def wall(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@cache
def first_instant(day: date, zone: str) -> datetime:
    """The first minute whose local date is the day (or later, for a day that a zone skipped)."""
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    hours = [midnight + timedelta(hours=n) for n in range(-36, 37)]
    moment = midnight - max(hour.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for hour in hours)
    while day_of(moment, zone) < day:
        moment += MINUTE
    return moment


def is_business_day(day: date, calendar: Dict) -> bool:
    return NAMES[day.weekday()] not in calendar["weekend"] and day.isoformat() not in calendar["holidays"]


def nth_day(start: date, n: int, step: timedelta, counts: Callable[[date], bool]) -> date:
    """The n-th day that counts, walking from the day beside the start."""
    day = start
    while n > 0:
        day += step
        if counts(day):
            n -= 1
    return day


def every_day(_day: date) -> bool:
    return True


def months_on(start: date, n: int) -> date:
    """The same day number n months on; where the month is too short, its last day."""
    first = start.replace(day=1)
    for _ in range(n):
        month = first.month
        while first.month == month:
            first += DAY
    day = first
    while day.day < start.day and (day + DAY).month == first.month:
        day += DAY
    return day


def last_day(trigger: date, period: Dict, calendar: Dict) -> date:
    """The last day of a period of days, weeks, business days, months or years (terms 3.2.3)."""
    return _rolled(_counted(trigger, period, calendar), period.get("roll"), calendar)


def _counted(trigger: date, period: Dict, calendar: Dict) -> date:
    inclusive = period.get("count") == "inclusive"
    before = trigger - DAY
    n, unit = period["n"], period["unit"]
    if unit == "business_days":
        return nth_day(before if inclusive else trigger, n, DAY, lambda day: is_business_day(day, calendar))
    if unit in ("days", "weeks"):
        for _ in range(7 if unit == "weeks" else 1):
            trigger = nth_day(trigger, n, DAY, every_day)
    if unit in ("months", "years"):
        trigger = months_on(trigger, n * (12 if unit == "years" else 1))
    return trigger - DAY if inclusive else trigger


def _rolled(day: date, roll: str | None, calendar: Dict) -> date:
    while roll in ("following", "preceding") and not is_business_day(day, calendar):
        day = day + DAY if roll == "following" else day - DAY
    return day


def period_end(trigger: datetime, period: Dict, terms: Dict) -> datetime:
    """The instant at which a period is over: exact for hours, else the start of the day after the last day."""
    if period["unit"] == "hours":
        moment = trigger
        for _ in range(period["n"]):
            moment += timedelta(hours=1)
        return moment
    zone = terms["time_zone"]
    return first_instant(last_day(day_of(trigger, zone), period, terms["calendar"]) + DAY, zone)


def anchored(anchor: Dict, flight: Dict, terms: Dict) -> datetime:
    """The instant an anchor names: days at the same wall time, hours exact, business days at a given time."""
    zone = terms["time_zone"]
    base = instant(flight[anchor["anchor"]])
    if "offset_hours" in anchor:
        return base + timedelta(hours=anchor["offset_hours"])
    local = base.astimezone(ZoneInfo(zone))
    if "offset_business_days" in anchor:
        n = anchor["offset_business_days"]
        day = nth_day(local.date(), abs(n), DAY if n > 0 else -DAY, lambda d: is_business_day(d, terms["calendar"]))
        return wall(day, time.fromisoformat(anchor["at"]), zone)
    n = anchor.get("offset_days", 0)
    return wall(nth_day(local.date(), abs(n), DAY if n > 0 else -DAY, every_day), local.time(), zone)


def flight_days(flight: Dict, zone: str) -> list[date]:
    """Every civil date the flight touches; its end is not part of it."""
    day, days = day_of(instant(flight["start"]), zone), []
    while day <= day_of(instant(flight["end"]) - timedelta.resolution, zone):
        days.append(day)
        day += DAY
    return days
