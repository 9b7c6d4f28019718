"""Run, leave now, or leave later: the curve, its cliffs as instants, the dead zone, and what the rest must be worth.

Totals over the promotion's life are compared, never fees alone. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.cliffs import Cliff, cliffs
from unpromote.domain.curve import CurvePoint, Projection, daily_curve, points_json, projection
from unpromote.domain.money import exact, to_digits
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.quote import Quote
from unpromote.domain.situation import Situation
from unpromote.domain.terms import Terms

_DIGITS = 4


@dataclass(frozen=True)
class BreakEven:
    """What the delivery given up must be worth for leaving now to be wrong.

    Leave if it is worth less than `value`; per unit of undelivered media that is `per_unit`. With a harm h for each
    further day online, leave if it is worth less than value + h x `days_given_up`. A value of nothing: do not leave
    for money.
    """

    value: Money
    per_unit: str | None
    undelivered: Money
    days_given_up: int


@dataclass(frozen=True)
class Option:
    """A way on, with its cost over the promotion's life and what it leaves to pay or to avoid."""

    name: str
    on: date | None
    cost: Money
    exit_cost: Money | None = None
    saving: Money | None = None
    effective_at: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """What waiting to a day costs: delivery bought meanwhile, which has value, and the rest, which has none."""

    until: date
    cost: Money
    delivery: Money
    other: Money


@dataclass(frozen=True)
class Decision:
    """Everything side by side; `dead_zone_on` is the first day whose notice outlasts the flight."""

    promotion: str
    currency: str
    curve: tuple[CurvePoint, ...]
    cliffs: tuple[Cliff, ...]
    dead_zone_on: date | None
    break_even: BreakEven | None
    waiting: Waiting | None
    options: tuple[Option, ...]


def decide(terms: Terms, promotion: Promotion, request: Request) -> Decision:
    """Return the comparison as of the request."""
    along = projection(terms, promotion, request)
    curve = daily_curve(terms, promotion, request)
    now = along.quote_at(request.sent_at)
    cheapest = min((point for point in curve if point.permitted), key=lambda point: point.cost, default=None)
    return Decision(
        promotion=promotion.id,
        currency=terms.currency,
        curve=curve,
        cliffs=cliffs(along),
        dead_zone_on=next((point.date for point in curve if point.effect == "expires_first"), None),
        break_even=_break_even(now, along),
        waiting=_waiting(curve, cheapest),
        options=tuple(_options(curve, cheapest, along)),
    )


def decision_json(decided: Decision) -> dict[str, Any]:
    """Return the written form, amounts bare in `currency`."""
    written = dict(codec.encode(decided, currency=decided.currency))
    return {**written, "curve": points_json(decided.curve, decided.currency)}


def _break_even(now: Quote, along: Projection) -> BreakEven | None:
    if now.totals is None or now.undelivered_at_effective is None or now.last_service_day is None:
        return None
    rest, saving = now.undelivered_at_effective, now.totals.saving
    per_unit = f"{to_digits(exact(saving) / exact(rest), _DIGITS):f}" if rest else None
    situation = Situation(along.terms, along.promotion, along.request, along.request.sent_at)
    days = (situation.final_on - max(now.last_service_day, situation.first_on - timedelta(days=1))).days
    return BreakEven(saving, per_unit, rest, days)


def _waiting(curve: tuple[CurvePoint, ...], cheapest: CurvePoint | None) -> Waiting | None:
    today = curve[0] if curve else None
    if today is None or cheapest is None or today.delivery is None or cheapest.delivery is None:
        return None
    cost, delivery = cheapest.cost - today.cost, cheapest.delivery - today.delivery
    return Waiting(cheapest.date, cost, delivery, cost - delivery)


def _options(curve: tuple[CurvePoint, ...], cheapest: CurvePoint | None, along: Projection) -> Iterator[Option]:
    yield Option("run", None, along.run_total())
    if curve and curve[0].permitted:
        yield _leave("cancel_now", curve[0])
    if cheapest is not None:
        yield _leave("cancel_on_cheapest_day", cheapest)


def _leave(name: str, point: CurvePoint) -> Option:
    return Option(name, point.date, point.cost, point.exit_cost, point.saving, point.effective_at)
