"""Money by the clock, in exact fractions: a budget is spent evenly over its day or flight by the ads that deliver.

Spend is no counter that something has to tick. A campaign keeps who delivered from when on, and what was spent
between two instants follows from that, so a report may ask for any window at any time and gets the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction

from unpromote.emulator.objects import Budget, Campaign, Segment, Session

CORRECTED_AT = time(8)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """From one instant up to another, which is not part of it."""

    starts_at: datetime
    ends_at: datetime

    def cut(self, other: Window) -> Window | None:
        """Return what both have in common, if anything."""
        starts_at, ends_at = max(self.starts_at, other.starts_at), min(self.ends_at, other.ends_at)
        return Window(starts_at, ends_at) if starts_at < ends_at else None

    def share_of(self, whole: Window) -> Fraction:
        """Return which part of the whole this window makes up."""
        return Fraction(
            (self.ends_at - self.starts_at) // _MICROSECOND, (whole.ends_at - whole.starts_at) // _MICROSECOND
        )


def record_delivery(spender: Campaign | Session, now: datetime, tail: timedelta) -> None:
    """Note who delivers from now on; where that is fewer than before, only once the tail is over."""
    ad_ids, last = spender.delivering, spender.delivery[-1] if spender.delivery else None
    if last and (ad_ids, spender.budget) == (last.ad_ids, last.budget):
        return
    fewer = last and spender.budget == last.budget and set(ad_ids) < set(last.ad_ids)
    starts_at = now + tail if fewer else now
    kept = [segment for segment in spender.delivery if segment.starts_at < starts_at]
    spender.delivery[:] = [*kept, Segment(starts_at, ad_ids, spender.budget)]


def spent(spender: Campaign | Session, zone: tzinfo, window: Window, counts: Callable[[str], bool]) -> Fraction:
    """Return what the ads that count, or the session, spent inside the window."""
    total = Fraction(0)
    flight = Window(spender.flight.starts_at, spender.flight.ends_at)
    for segment, lasting in _stretches(spender, window.ends_at):
        part = lasting.cut(window)
        part = part and part.cut(flight)
        counted = sum(1 for ad_id in segment.ad_ids if counts(ad_id))
        if part and counted:
            total += Fraction(counted, len(segment.ad_ids)) * _budgeted(segment.budget, part, flight, zone)
    return total


def corrected_until(now: datetime) -> datetime:
    """Return up to when the last daily correction reaches: the midnight (UTC) before it ran."""
    utc = now.astimezone(UTC)
    midnight = utc.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if utc.time() >= CORRECTED_AT else midnight - _DAY


def whole_units(amount: Fraction, digits: int) -> Decimal:
    """Return the amount cut to the currency's digits, as the platform shows it."""
    return Decimal(int(amount * 10**digits)).scaleb(-digits)


def local_days(window: Window, zone: tzinfo) -> Iterator[Window]:
    """Walk the local days that touch the window; a day may have 23 or 25 hours."""
    day = window.starts_at.astimezone(zone).date()
    while True:
        starts_at = datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
        if starts_at >= window.ends_at:
            return
        day += _DAY
        yield Window(starts_at, datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC))


def _stretches(spender: Campaign | Session, until_at: datetime) -> Iterator[tuple[Segment, Window]]:
    ends = [segment.starts_at for segment in spender.delivery[1:]]
    ends.append(max(until_at, spender.delivery[-1].starts_at))
    for segment, ends_at in zip(spender.delivery, ends, strict=True):
        yield segment, Window(segment.starts_at, ends_at)


def _budgeted(budget: Budget, part: Window, flight: Window, zone: tzinfo) -> Fraction:
    amount = Fraction(budget.amount)
    if not budget.daily:
        return amount * part.share_of(flight)
    days = ((day, day.cut(part)) for day in local_days(part, zone))
    return amount * sum((cut.share_of(day) for day, cut in days if cut), Fraction(0))
