"""The instants at which waiting a moment longer changes the outcome: tiers, windows, deadlines, cures, the dead zone.

Candidates are every midnight ahead and every instant the terms point at; a cliff is a candidate at which the route,
its band or its permission differs on the two sides. Delivery that merely goes on is no cliff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from moneyed import Money

from unpromote.domain.clauses import Calc, Right, Tiers
from unpromote.domain.curve import Projection
from unpromote.domain.dates import ReceiptKind, first_instant, in_zone, wall_instant
from unpromote.domain.pricing import Route
from unpromote.domain.quote import OK
from unpromote.domain.rights import needed_fact
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import Measure

_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cliff:
    """A change of outcome at an instant. `still`: a notice sent at the very instant still has the outcome before it.

    `jump` is null where the agreement does not say what is then owed.
    """

    at: datetime
    still: bool
    cost_before: Money
    cost_after: Money | None
    jump: Money | None
    permitted_after: bool
    why: str


Outcome = Mapping[str, str]


def cliffs(along: Projection) -> tuple[Cliff, ...]:
    """Return the cliffs after the request and before the flight's end, in time order."""
    now, end_at = along.request.sent_at.astimezone(UTC), along.promotion.flight.end.astimezone(UTC)
    found = []
    for at in sorted({at for at in _candidates(along) if now < at < end_at}):
        moments = (at - _TICK, at, at + _TICK)
        sides = [_side(along, moment) for moment in moments]
        for before, after, still in ((sides[0], sides[1], False), (sides[1], sides[2], True)):
            if cliff := _cliff(in_zone(at, along.terms.zone), before, after, still=still):
                found.append(cliff)
    return tuple(found)


@dataclass(frozen=True)
class _Side:
    """What a notice sent at one instant leads to: as people tell it, for everybody's part in turn, and its cost."""

    permitted: bool
    cost: Money
    outcome: tuple[Outcome, ...]


def _side(along: Projection, moment: datetime) -> _Side:
    route = along.route_at(in_zone(moment, along.terms.zone))
    if isinstance(route, str):
        nothing: Outcome = {}
        return _Side(
            permitted=False,
            cost=along.cost(None),
            outcome=({"answer": route, "right": "none", "effect": "none"}, nothing, nothing),
        )
    # the creators who stand still have the very same rates at every instant, so that theirs are seldom compared
    told = (_told(route), route.crowd.still.rates, route.crowd.moving.rates)
    return _Side(permitted=True, cost=along.cost(route.totals), outcome=told)


def _told(route: Route) -> Outcome:
    """Return what a person would call another outcome; amounts that grow day by day are left out."""
    bands = {f"{item.code} band": item.inputs["band"] for item in route.lines if "band" in item.inputs}
    return {"answer": OK, "right": route.right.id, "effect": route.effect, **bands}


def _cliff(at: datetime, before: _Side, after: _Side, *, still: bool) -> Cliff | None:
    if before.cost == after.cost and before.permitted == after.permitted:
        return None
    changed = [told for sides in zip(before.outcome, after.outcome, strict=True) for told in _differences(*sides)]
    if not changed:
        return None
    cost = after.cost - before.cost
    return Cliff(at, still, before.cost, after.cost, cost, after.permitted, "; ".join(changed))


def _differences(before: Outcome, after: Outcome) -> list[str]:
    if before is after:
        return []
    keys = [key for key in {**before, **after} if before.get(key, "none") != after.get(key, "none")]
    return [f"{key}: {before.get(key, 'none')} -> {after.get(key, 'none')}" for key in keys]


def _candidates(along: Projection) -> Iterator[datetime]:
    terms = along.terms
    situation = along.today
    yield from _days(along, situation)
    for window in terms.windows:
        yield from (situation.at(window.from_), situation.at(window.to))
    for right in terms.rights:
        yield from _of_right(right, situation)
    for fee in terms.fees:
        yield from _of_calc(fee.calc, situation)


def _days(along: Projection, situation: Situation) -> Iterator[datetime]:
    """Yield every midnight, and office hours where receipt depends on them."""
    rule = along.terms.notice_receipt.get(along.request.method)
    by_hours = rule is not None and rule.rule is ReceiptKind.BUSINESS_HOURS
    day = situation.received_on
    while day <= situation.final_on:
        yield first_instant(day, situation.zone)
        if by_hours:
            yield wall_instant(day, along.terms.calendar.close, situation.zone)
        day += _DAY


def _of_right(right: Right, situation: Situation) -> Iterator[datetime]:
    if right.available:
        yield from (situation.at(edge) for edge in (right.available.from_, right.available.until) if edge)
    name = needed_fact(right)
    fact = situation.promotion.proven(name) if name else None
    if fact is None:
        return
    if right.cure and fact.notice_received_at:
        yield situation.clock_at(right.cure, fact.notice_received_at)
    if right.needs and right.needs.lasting and fact.began_at:
        yield situation.over_at(right.needs.lasting, fact.began_at)


def _of_calc(calc: Calc, situation: Situation) -> Iterator[datetime]:
    if calc.tiers is not None and calc.tiers.by is Measure.HOURS_BEFORE_START:
        yield from _hours(calc.tiers, situation)
    for part in calc.greater_of or calc.lesser_of or calc.sum or ():
        yield from _of_calc(part, situation)


def _hours(tiers: Tiers, situation: Situation) -> Iterator[datetime]:
    for band in tiers.bands:
        if band.min is not None:
            yield situation.start_at - timedelta(microseconds=int(band.min * 3_600_000_000))
