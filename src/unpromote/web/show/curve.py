"""The cost curve: what everything costs in the end, by the day on which the cancellation is sent.

The chart's script gets exact decimal text with the amounts as they are to be shown; it turns text into numbers for
drawing only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.events import TakenQuote
from unpromote.web import formats
from unpromote.web.show.answer import zone
from unpromote.web.show.decision import CliffShown, cliffs

_NONE = "\N{EN DASH}"


@dataclass(frozen=True)
class Point:
    """One day: amounts as exact text (None where there is none) and as they are shown."""

    date: str
    day: str
    permitted: bool
    total: str | None
    exit: str | None
    saving: str
    total_shown: str
    exit_shown: str
    saving_shown: str


@dataclass(frozen=True)
class Curve:
    """The curve with what it is compared to, letting the promotion run; `dead_zone` is its first day, if any."""

    currency: str
    run: str | None
    run_shown: str
    summary: str
    points: list[Point]
    cliffs: list[CliffShown]
    dead_zone: str | None


def curve(case: Case) -> Curve | None:
    """Return the curve of the case's quote, or None where there is no quote or it has no curve."""
    taken = case.quote
    if taken is None or not taken.curve:
        return None
    currency = taken.price.currency.code
    run = (taken.quote.get("totals") or {}).get("run_total")
    points = [_point(point, run, currency) for point in taken.curve]
    decided = taken.quote.get("decision")
    return Curve(
        currency=currency,
        run=run,
        run_shown=formats.amount(run, currency) if run else _NONE,
        summary=_summary(points, taken, currency),
        points=points,
        cliffs=cliffs({**decided, "currency": currency}, zone(case)) if decided else [],
        dead_zone=decided["dead_zone_on"] if decided else None,
    )


def _point(point: Mapping[str, Any], run: str | None, currency: str) -> Point:
    permitted = point["permitted"]
    total = point.get("cost") or point.get("total_owed") or run
    cost = point.get("exit_cost")
    saving = point.get("saving", "0")
    return Point(
        date=point["date"],
        day=formats.day(point["date"]),
        permitted=permitted,
        total=total,
        exit=cost,
        saving=saving,
        total_shown=_shown(total, currency),
        exit_shown=_shown(cost, currency),
        saving_shown=_shown(saving, currency),
    )


def _shown(value: str | None, currency: str) -> str:
    return _NONE if value is None else formats.amount(value, currency)


def _summary(points: list[Point], taken: TakenQuote, currency: str) -> str:
    """Say in a few sentences what the line shows, also for those who do not see it."""
    known = [point for point in points if point.total is not None]
    if not known:
        return "On none of these days can anything be said about the cost."
    first, last = known[0], known[-1]
    told = f"From {first.day} to {last.day} the cost in all goes from {first.total_shown} to {last.total_shown}."
    return " ".join(part for part in (told, _cheapest(known, taken, currency), _dead_zone(known)) if part)


def _cheapest(known: list[Point], taken: TakenQuote, currency: str) -> str:
    least = min(known, key=lambda point: Decimal(point.total or 0))
    if least is not known[0]:
        return f"The cheapest day is {least.day}: {formats.amount(least.total or '0', currency)}."
    return "The first day is the cheapest." if taken.permitted else ""


def _dead_zone(known: list[Point]) -> str:
    """Name the first of the last days on which leaving saves nothing; "" where every day saves, or none does."""
    saving = [index for index, point in enumerate(known) if Decimal(point.saving) > 0]
    dead = saving[-1] + 1 if saving else 0
    return f"From {known[dead].day} on, leaving saves nothing." if 0 < dead < len(known) else ""
