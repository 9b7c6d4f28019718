"""One request to cancel, set into its calendar: when it was received, and how the flight's days stand to that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from unpromote.domain.dates import (
    Anchor,
    Count,
    Period,
    Unit,
    anchored,
    civil_date,
    date_before,
    first_instant,
    flight_days,
    last_day,
    period_end,
    wall_instant,
)
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import BY_BID, Effective

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DaysOff:
    """The first and the last day of a pause, both inclusive."""

    from_: date
    to: date


@dataclass(frozen=True)
class Situation:
    """Terms, promotion, request, and the instant of receipt (UTC). Flight days: the civil dates the flight touches.

    `off` are days of a pause that is weighed: they deliver nothing.
    """

    terms: Terms
    promotion: Promotion
    request: Request
    received_at: datetime
    off: DaysOff | None = None

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of every civil date."""
        return self.terms.zone

    @cached_property
    def received_on(self) -> date:
        """Return the civil date of receipt, the trigger of every period."""
        return civil_date(self.received_at, self.zone)

    @property
    def start_at(self) -> datetime:
        """Return the flight's start in UTC."""
        return self.promotion.flight.start.astimezone(UTC)

    @property
    def end_at(self) -> datetime:
        """Return the flight's end in UTC, exclusive."""
        return self.promotion.flight.end.astimezone(UTC)

    @cached_property
    def _flight_on(self) -> tuple[date, date]:
        return flight_days(self.promotion.flight, self.zone)

    @property
    def first_on(self) -> date:
        """Return the first flight day."""
        return self._flight_on[0]

    @property
    def final_on(self) -> date:
        """Return the last flight day."""
        return self._flight_on[1]

    @property
    def flight_days(self) -> int:
        """Return how many flight days there are."""
        return (self.final_on - self.first_on).days + 1

    @property
    def remaining_days(self) -> int:
        """Return over how many flight days what is left is spread.

        Those after `spent_through`; a pause that does not move the end loses what was planned for its days, so they
        still take their share, and nobody catches up on it.
        """
        return self.days_up_to(self.final_on) + (0 if self._moves_end else len(self._off))

    def days_up_to(self, day: date) -> int:
        """Return how many flight days after `spent_through` deliver, or are owed, up to and including that day."""
        through = self.promotion.spent_through
        first = self.first_on if through is None else max(self.first_on, through + _DAY)
        last = min(day, self.final_on)
        days = max(0, (last - first).days + 1)
        return days - sum(first <= off <= last for off in self._off) if self._off else days

    def clock_at(self, period: Period, trigger_at: datetime) -> datetime:
        """Return when a notice or cure period is over; clocks that stop in a pause go on after it."""
        pause = self.terms.pause
        if not self._days_off or pause is None or pause.clock != "stops":
            return self.over_at(period, trigger_at)
        day = civil_date(trigger_at, self.zone)
        whole = period.count is Count.INCLUSIVE or period.unit is Unit.HOURS
        while day in self._days_off and (whole or day + _DAY in self._days_off):
            day += _DAY
            trigger_at = first_instant(day, self.zone)
        if period.unit is Unit.BUSINESS_DAYS:
            worked = replace(self.terms.calendar, holidays=(*self.terms.calendar.holidays, *self._days_off))
            return period_end(period, trigger_at, worked, self.zone)
        over_at = self.over_at(period, trigger_at)
        return self._put_off(over_at, day)

    def _put_off(self, over_at: datetime, day: date) -> datetime:
        """Return the end of a period moved on by the days off between that day and its last one."""
        last, added = date_before(over_at, self.zone), 0
        while day < last + added * _DAY:
            day += _DAY
            added += day in self._days_off
        local = over_at.astimezone(self.zone)
        return wall_instant(local.date() + added * _DAY, local.time(), self.zone) if added else over_at

    @cached_property
    def _days_off(self) -> frozenset[date]:
        """Return the flight days of the pause."""
        if self.off is None:
            return frozenset()
        first, last = max(self.off.from_, self.first_on), min(self.off.to, self.final_on)
        return frozenset(first + n * _DAY for n in range((last - first).days + 1))

    @cached_property
    def _moves_end(self) -> bool:
        return self.terms.pause is not None and self.terms.pause.extends_end is True

    @cached_property
    def _off(self) -> frozenset[date]:
        """Return the days off that are not owed: a booked order whose end stays owes them as if delivered."""
        owed = self.promotion.reservation not in BY_BID and not self._moves_end
        return frozenset() if owed else self._days_off

    def over_at(self, period: Period, trigger_at: datetime) -> datetime:
        """Return when a period is over that the instant set off."""
        return period_end(period, trigger_at, self.terms.calendar, self.zone)

    def at(self, anchor: Anchor) -> datetime:
        """Return the instant an anchor stands for in this flight."""
        return anchored(anchor, self.promotion.flight, self.terms.calendar, self.zone)


@dataclass(frozen=True)
class Timeline:
    """When a notice takes effect; `expires`: the flight ends first; `in_lieu`: the fee that bought the notice off."""

    effective_at: datetime
    notice_last_day: date | None
    last_service_day: date
    expires: bool
    in_lieu: str | None


def timeline(notice: Period | None, situation: Situation) -> Timeline:
    """Return when a notice received then takes effect."""
    immediate = situation.request.effective is Effective.IMMEDIATE
    in_lieu = notice.in_lieu if notice and immediate else None
    at, last = _end_of_notice(None if in_lieu else notice, situation)
    expires = at >= situation.end_at
    if expires:
        at, last, in_lieu = situation.end_at, None, None
    return Timeline(at, last, date_before(at, situation.zone), expires, in_lieu)


def _end_of_notice(notice: Period | None, situation: Situation) -> tuple[datetime, date | None]:
    if notice is None:
        return situation.received_at, None
    if notice.unit is Unit.HOURS or situation.off is not None:
        last, over_at = None, situation.clock_at(notice, situation.received_at)
    else:
        last = last_day(notice, situation.received_on, situation.terms.calendar)
        over_at = first_instant(last + _DAY, situation.zone)
    at = max(over_at, situation.received_at)
    floor = situation.at(notice.not_before) if notice.not_before else at
    if floor > at:
        return floor, civil_date(floor, situation.zone) - _DAY
    if situation.off is not None and notice.unit is not Unit.HOURS:
        return at, date_before(at, situation.zone)
    return at, last
