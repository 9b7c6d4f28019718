"""One request to cancel, set into its calendar: when it was received, and how the flight's days stand to that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from unpromote.domain.dates import (
    Anchor,
    Period,
    Unit,
    anchored,
    civil_date,
    date_before,
    first_instant,
    flight_days,
    last_day,
    period_end,
)
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Effective

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Situation:
    """Terms, promotion, request, and the instant of receipt (UTC). Flight days: the civil dates the flight touches."""

    terms: Terms
    promotion: Promotion
    request: Request
    received_at: datetime

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
        """Return how many flight days come after `spent_through`."""
        return self.days_up_to(self.final_on)

    def days_up_to(self, day: date) -> int:
        """Return how many flight days after `spent_through` there are up to and including that day."""
        through = self.promotion.spent_through
        first = self.first_on if through is None else max(self.first_on, through + _DAY)
        return max(0, (min(day, self.final_on) - first).days + 1)

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
    if notice.unit is Unit.HOURS:
        last, over_at = None, situation.over_at(notice, situation.received_at)
    else:
        last = last_day(notice, situation.received_on, situation.terms.calendar)
        over_at = first_instant(last + _DAY, situation.zone)
    at = max(over_at, situation.received_at)
    floor = situation.at(notice.not_before) if notice.not_before else at
    if floor > at:
        return floor, civil_date(floor, situation.zone) - _DAY
    return at, last
