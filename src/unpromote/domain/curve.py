"""What leaving costs on each later day, if nothing changes but the date: the cost curve.

On day d the same request is sent at the same local time; spend is projected along the plan up to d less the reporting
lag, and facts stay as known today. The life cost C(d) is what is owed plus what is forfeited; where leaving is not
permitted it is the cost of letting it run. exit_cost can fall while C rises, so both are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.currencies import in_settlement
from unpromote.domain.dates import civil_date, in_zone, wall_instant
from unpromote.domain.money import exact, part_of, round_half_up
from unpromote.domain.pricing import Route, Totals, earned_back, run_total
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.quote import OK, Quote, best_route, quote
from unpromote.domain.situation import DaysOff, Situation
from unpromote.domain.terms import Terms

Day = date  # a field called `date` would hide the type
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CurveRequest:
    """Which days to quote, at what local time (the request's if null), with what lag of reported spend in days."""

    dates: tuple[date, ...]
    local_time: time | None = None
    lag_days: int | None = None


@dataclass(frozen=True)
class CurvePoint:
    """One day: `cost` is C(d), `delivery` all of it up to the effect; amounts but `cost` are null unless permitted."""

    date: Day
    permitted: bool
    code: str
    cost: Money
    right: str | None = None
    effect: str | None = None
    effective_at: datetime | None = None
    total_owed: Money | None = None
    forfeited: Money | None = None
    exit_cost: Money | None = None
    saving: Money | None = None
    delivery: Money | None = None


@dataclass(frozen=True)
class Projection:
    """The request moved along the calendar, everything else as known at `request`."""

    terms: Terms
    promotion: Promotion
    request: Request
    lag_days: int
    off: DaysOff | None = None

    @cached_property
    def today(self) -> Situation:
        """Return the situation in which the request is sent, as if it were received at once."""
        return Situation(self.terms, self.promotion, self.request, self.request.sent_at, self.off)

    @cached_property
    def now(self) -> Quote:
        """Return the quote for the request itself, with the spend as it is stated."""
        return quote(self.terms, self.promotion, self.request, self.off)

    @cached_property
    def _spent(self) -> Fraction:
        return exact(self.promotion.spent)

    @cached_property
    def _rest(self) -> tuple[Money, int]:
        """Return what is left of the budget, and over how many days it is spread."""
        return self.promotion.budget - self.promotion.spent, self.today.remaining_days

    def promotion_on(self, day: date) -> Promotion:
        """Return the promotion as the plan has it on that day."""
        today = self.today
        through = min(day - self.lag_days * _DAY, today.final_on)
        known = self.promotion.spent_through
        if through < today.first_on or (known is not None and through <= known):
            return self.promotion
        rest, days = self._rest
        gone = part_of(rest, today.days_up_to(through), days)
        projected = round_half_up(self._spent + gone, self.promotion.budget.currency)
        return replace(self.promotion, spent=projected, spent_through=through)

    def quote_at(self, sent_at: datetime) -> Quote:
        """Return the quote for the same request sent at that instant."""
        known = self.promotion_on(civil_date(sent_at, self.terms.zone))
        return quote(self.terms, known, replace(self.request, sent_at=sent_at), self.off)

    def route_at(self, sent_at: datetime) -> Route | str:
        """Return the route that this quote takes, or the code with which it refuses."""
        return self._route(self.promotion_on(civil_date(sent_at, self.terms.zone)), sent_at)

    def _route(self, known: Promotion, sent_at: datetime) -> Route | str:
        return best_route(self.terms, known, replace(self.request, sent_at=sent_at), self.off)

    @cached_property
    def run_total(self) -> Money:
        """Return the cost of letting it run."""
        return run_total(self.today)

    def cost(self, totals: Totals | None) -> Money:
        """Return C: what is owed and forfeited over the promotion's life; letting it run where nothing is permitted."""
        return totals.total_owed + totals.forfeited if totals else self.run_total

    def point(self, day: date, clock: time) -> CurvePoint:
        """Return the curve's point on that day."""
        sent_at = wall_instant(day, clock, self.terms.zone)
        known = self.promotion_on(civil_date(sent_at, self.terms.zone))
        route = self._route(known, sent_at)
        if isinstance(route, str):
            return CurvePoint(day, permitted=False, code=route, cost=self.run_total)
        totals = route.totals
        return CurvePoint(
            day,
            permitted=True,
            code=OK,
            cost=self.cost(totals),
            right=route.right.id,
            effect=route.effect,
            effective_at=in_zone(route.times.effective_at, self.terms.zone),
            total_owed=totals.total_owed,
            forfeited=totals.forfeited,
            exit_cost=totals.exit_cost,
            saving=totals.saving,
            delivery=known.spent + totals.notice_delivery,
        )


def projection(terms: Terms, promotion: Promotion, request: Request, lag_days: int | None = None) -> Projection:
    """Return the projection; the lag is today less `spent_through`, unless given; 1 before the start or if unknown."""
    promotion = in_settlement(promotion, terms)
    if lag_days is None:
        today = Situation(terms, promotion, request, request.sent_at)
        through, started = promotion.spent_through, today.received_on >= today.first_on
        lag_days = max((today.received_on - through).days, 0) if through and started else 1
    return Projection(terms, promotion, request, lag_days)


def local_clock(terms: Terms, request: Request) -> time:
    """Return the wall time at which the request was sent."""
    return in_zone(request.sent_at, terms.zone).time()


def cost_curve(terms: Terms, promotion: Promotion, request: Request, ask: CurveRequest) -> tuple[CurvePoint, ...]:
    """Return the points on the days asked for, in the order asked."""
    along = projection(terms, promotion, request, ask.lag_days)
    clock = ask.local_time or local_clock(terms, request)
    return tuple(along.point(day, clock) for day in ask.dates)


def daily_curve(terms: Terms, promotion: Promotion, request: Request) -> tuple[CurvePoint, ...]:
    """Return one point for every civil date from the request's to the flight's end."""
    return cost_curve(terms, promotion, request, CurveRequest(_days_ahead(terms, promotion, request)))


def _days_ahead(terms: Terms, promotion: Promotion, request: Request) -> tuple[date, ...]:
    first, last = civil_date(request.sent_at, terms.zone), civil_date(promotion.flight.end, terms.zone)
    return tuple(first + n * _DAY for n in range((last - first).days + 1))


def cheapest(points: Iterable[CurvePoint]) -> CurvePoint | None:
    """Return the first of the days on which leaving is permitted and costs least over the life, or None."""
    return min((point for point in points if point.permitted), key=lambda point: point.cost, default=None)


def cheapest_ahead(along: Projection) -> CurvePoint | None:
    """Return the cheapest of the days to the flight's end, as of the daily curve, or None.

    What is spent by a day has to be paid whatever else is due, less the credits earned so far: from the day on which
    that alone is no less than the cheapest found, no later one can be cheaper, and none is priced.
    """
    best: CurvePoint | None = None
    clock, back = local_clock(along.terms, along.request), earned_back(along.today)
    for day in _days_ahead(along.terms, along.promotion, along.request):
        if best is not None and along.promotion_on(day).spent - back >= best.cost:
            break
        point = along.point(day, clock)
        if point.permitted and (best is None or point.cost < best.cost):
            best = point
    return best


def points_json(points: Iterable[CurvePoint], currency: str) -> list[dict[str, Any]]:
    """Return the written form: amounts bare in that currency, days without permission without amounts but `cost`."""
    written = (codec.encode(point, currency=currency) for point in points)
    return [{key: item for key, item in point.items() if item is not None} for point in written]


def daily_curve_json(terms: Terms, promotion: Promotion, request: Request) -> list[dict[str, Any]]:
    """Return the daily curve in its written form."""
    return points_json(daily_curve(terms, promotion, request), terms.currency)
