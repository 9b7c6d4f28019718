"""Run, leave now, or leave later: the curve, its cliffs as instants, the dead zone, and what the rest must be worth.

Totals over the promotion's life are compared, never fees alone. Nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.choices import DecisionAsked, HedgeAsked, Option
from unpromote.domain.cliffs import Cliff, cliffs
from unpromote.domain.curve import CurvePoint, Projection, cheapest, daily_curve, points_json, projection
from unpromote.domain.money import exact, to_digits
from unpromote.domain.options import options_json, weighed
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.quote import Quote
from unpromote.domain.terms import Terms

_DIGITS = 4
NOTHING_MORE = DecisionAsked()


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
class Harm:
    """What staying online does: leave if what is given up is worth less than `value` = break-even + per day x days."""

    per_day: Money
    days: int
    value: Money


@dataclass(frozen=True)
class Waiting:
    """What waiting to a day costs: delivery bought meanwhile, which has value, and the rest, which has none."""

    until: date
    cost: Money
    delivery: Money
    other: Money


@dataclass(frozen=True)
class Decision:
    """Everything side by side; `dead_zone_on` is the first day whose notice outlasts the flight.

    `harm` is null unless a harm per day was given.
    """

    promotion: str
    currency: str
    curve: tuple[CurvePoint, ...]
    cliffs: tuple[Cliff, ...]
    dead_zone_on: date | None
    break_even: BreakEven | None
    waiting: Waiting | None
    options: tuple[Option, ...]
    harm: Harm | None = None


def decide(terms: Terms, promotion: Promotion, request: Request, asked: DecisionAsked = NOTHING_MORE) -> Decision:
    """Return the comparison as of the request, with what else was asked to be weighed."""
    along = projection(terms, promotion, request)
    curve = daily_curve(terms, promotion, request)
    now = along.now
    even = _break_even(now, along)
    ahead = cliffs(along)
    if asked.pause_then_cancel is None:
        asked = replace(asked, pause_then_cancel=HedgeAsked())
    return Decision(
        promotion=promotion.id,
        currency=terms.currency,
        curve=curve,
        cliffs=_with_renewal(ahead, now, along),
        dead_zone_on=next((point.date for point in curve if point.effect == "expires_first"), None),
        break_even=even,
        waiting=_waiting(curve, cheapest(curve)),
        options=weighed(along, curve, asked, ahead),
        harm=_harm(even, asked),
    )


def decision_json(decided: Decision) -> dict[str, Any]:
    """Return the written form, amounts bare in `currency`."""
    written = dict(codec.encode(decided, currency=decided.currency))
    curve = points_json(decided.curve, decided.currency)
    return {**written, "curve": curve, "options": options_json(decided.options, decided.currency)}


def _with_renewal(ahead: tuple[Cliff, ...], now: Quote, along: Projection) -> tuple[Cliff, ...]:
    """Return the cliffs with the deadline to refuse the agreement's renewal among them, though the flight be over."""
    due = now.renewal
    if due is None or due.missed:
        return ahead
    cost = along.cost(now.totals)
    after = None if due.cost is None else cost + due.cost
    why = f"renewal: refusable -> renewed on {due.renews_on.isoformat()}; {due.formula}"
    renewed = Cliff(due.deadline_at, due.still, cost, after, due.cost, now.permitted, why)
    return tuple(sorted((*ahead, renewed), key=lambda cliff: cliff.at))


def waiting_until(curve: tuple[CurvePoint, ...], day: date) -> Waiting | None:
    """Return what waiting from the curve's first day to that day costs, None where one may not leave on both."""
    return _waiting(curve, next((point for point in curve if point.date == day), None))


def _break_even(now: Quote, along: Projection) -> BreakEven | None:
    if now.totals is None or now.undelivered_at_effective is None or now.last_service_day is None:
        return None
    rest, saving = now.undelivered_at_effective, now.totals.saving
    per_unit = f"{to_digits(exact(saving) / exact(rest), _DIGITS):f}" if rest else None
    situation = along.today
    days = (situation.final_on - max(now.last_service_day, situation.first_on - timedelta(days=1))).days
    return BreakEven(saving, per_unit, rest, days)


def _harm(even: BreakEven | None, asked: DecisionAsked) -> Harm | None:
    if even is None or asked.harm_per_day is None:
        return None
    return Harm(asked.harm_per_day, even.days_given_up, even.value + asked.harm_per_day * even.days_given_up)


def _waiting(curve: tuple[CurvePoint, ...], then: CurvePoint | None) -> Waiting | None:
    today = curve[0] if curve else None
    if today is None or then is None or today.delivery is None or then.delivery is None:
        return None
    cost, delivery = then.cost - today.cost, then.delivery - today.delivery
    return Waiting(then.date, cost, delivery, cost - delivery)
