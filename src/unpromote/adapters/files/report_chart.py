"""The cost of leaving by day as a drawing: everything is placed in a unit square, which the page scales.

Two lines: what the promotion costs over its life if it is left on that day (owed and forfeited), and the price of
leaving alone. The price can fall while the cost rises, so a page that showed only one of them would mislead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.adapters.files.report_text import bare, day, short_day
from unpromote.domain.codec import encode
from unpromote.domain.events import TakenQuote

_DOTTED_BELOW = 15
_MOST_CLIFFS = 4
_CLIFF = 3
_ENDED = frozenset({"ALREADY_ENDED", "ALREADY_CANCELLED"})
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_DATE_TICKS = 6
_MONEY_TICKS = 5


@dataclass(frozen=True)
class Day:
    """One day of the curve. `cost` is owed plus forfeited; both amounts are in the quote's currency."""

    on: date
    permitted: bool
    cost: Decimal
    exit_cost: Decimal | None
    saving: Decimal


def chart(taken: TakenQuote | None, zone: ZoneInfo) -> dict[str, Any] | None:
    """Return the drawing's geometry and labels, or None where there is no curve of at least two days."""
    run_total = _run_total(taken) if taken else None
    if taken is None or run_total is None:
        return None
    days = curve_days(taken, run_total)
    if len(days) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    plot, dead = _Plot(days, run_total), dead_zone(days)
    return {
        "cost": plot.line((found.on, found.cost) for found in days),
        "exit": [plot.line(part) for part in _unbroken(days)],
        "run_total": plot.y(run_total),
        "run_label": f"let it run: {bare(str(run_total))}",
        "money_ticks": [{"at": plot.y(tick), "label": f"{tick.normalize():,f}"} for tick in plot.ticks],
        "date_ticks": [{"at": plot.x(tick), "label": short_day(tick)} for tick in plot.dates()],
        "asked": _asked(taken, days, plot, zone),
        "dead": {"at": plot.x(dead), "label": f"from {short_day(dead)} leaving saves nothing"} if dead else None,
        "currency": taken.price.currency.code,
        "dots": len(days) < _DOTTED_BELOW,
        "key_days": _key_days(days, dead),
    }


def _asked(taken: TakenQuote, days: Sequence[Day], plot: _Plot, zone: ZoneInfo) -> dict[str, Any] | None:
    """Return the mark of the day that the quote is for, with its figures; None where the curve does not show it."""
    on = datetime.fromisoformat(taken.request["sent_at"]).astimezone(zone).date()
    asked = next((found for found in days if found.on == on), None)
    if asked is None:
        return None
    amounts = [asked.cost] if asked.exit_cost is None else [asked.cost, asked.exit_cost]
    figures = " and ".join(bare(str(amount)) for amount in amounts)
    return {
        "at": plot.x(on),
        "label": f"asked {short_day(on)}: {figures}",
        "values": [plot.y(amount) for amount in amounts],
    }


def _run_total(taken: TakenQuote) -> Decimal | None:
    """Return what the promotion costs if it runs; a refused quote has no totals, but a later day may have."""
    totals = taken.quote.get("totals")
    if totals:
        return Decimal(totals["run_total"])
    later = next((point for point in encode(taken.curve) if point["permitted"]), None)
    if later is None:
        return None
    return sum((Decimal(later.get(part, "0")) for part in ("total_owed", "forfeited", "saving")), Decimal(0))


def curve_days(taken: TakenQuote, run_total: Decimal) -> list[Day]:
    """Return the curve's days on which the promotion still runs, in order."""
    points = sorted(encode(taken.curve), key=lambda point: str(point["date"]))
    return [_day(point, run_total) for point in points if point.get("code") not in _ENDED]


def _day(point: dict[str, Any], run_total: Decimal) -> Day:
    on = date.fromisoformat(point["date"])
    if not point["permitted"]:
        return Day(on, permitted=False, cost=run_total, exit_cost=None, saving=Decimal(0))
    saving = Decimal(point["saving"])
    return Day(on, permitted=True, cost=run_total - saving, exit_cost=Decimal(point["exit_cost"]), saving=saving)


def dead_zone(days: Sequence[Day]) -> date | None:
    """Return the first day from which leaving avoids nothing any more, on whatever later day."""
    last = max((number for number, found in enumerate(days) if found.saving > 0), default=-1)
    return days[last + 1].on if last + 1 < len(days) else None


def _unbroken(days: Iterable[Day]) -> list[list[tuple[date, Decimal]]]:
    """Return the price of leaving as lines that stop where leaving is not permitted."""
    parts: list[list[tuple[date, Decimal]]] = [[]]
    for found in days:
        if found.exit_cost is None:
            parts.append([])
        else:
            parts[-1].append((found.on, found.exit_cost))
    return [part for part in parts if part]


def _key_days(days: Sequence[Day], dead: date | None) -> list[dict[str, str]]:
    """Return the days worth a row: the first, the cliffs with the day before each, the dead zone's first, the last."""
    cliffs = {number for jump in _cliffs(days) for number in (jump - 1, jump)}
    kept = {0, len(days) - 1, *cliffs, *(n for n, found in enumerate(days) if found.on == dead)}
    return [
        {
            "date": day(days[number].on),
            "cost": bare(str(days[number].cost)),
            "exit": bare(str(days[number].exit_cost)) if days[number].permitted else "not permitted",
            "saving": bare(str(days[number].saving)),
        }
        for number in sorted(kept)
    ]


def _cliffs(days: Sequence[Day]) -> list[int]:
    """Return the days whose cost jumps far more than on a usual day, the greatest jumps first."""
    jumps = [abs(later.cost - earlier.cost) for earlier, later in pairwise(days)]
    lively = [jump for jump, later in zip(jumps, days[1:], strict=True) if later.saving > 0] or [Decimal(0)]
    usual = sorted(lively)[len(lively) // 2]
    steep = [number + 1 for number, jump in enumerate(jumps) if jump > _CLIFF * usual and jump > 0]
    return sorted(steep, key=lambda number: -jumps[number - 1])[:_MOST_CLIFFS]


class _Plot:
    """Places days and amounts in the unit square, x to the right and y upwards."""

    def __init__(self, days: Sequence[Day], run_total: Decimal) -> None:
        self._first, self._last = days[0].on, days[-1].on
        amounts = [run_total, *(found.cost for found in days), *(found.exit_cost or Decimal(0) for found in days)]
        step = _step(max(amounts) or Decimal(1))
        count = int(max(amounts) / step) + 1
        self.ticks = [step * number for number in range(count + 1)]

    def x(self, on: date) -> float:
        return round((on - self._first).days / (self._last - self._first).days, 5)

    def y(self, amount: Decimal) -> float:
        return round(float(amount / self.ticks[-1]), 5)

    def line(self, points: Iterable[tuple[date, Decimal]]) -> list[list[float]]:
        return [[self.x(on), self.y(amount)] for on, amount in points]

    def dates(self) -> list[date]:
        span = (self._last - self._first).days
        count = min(_DATE_TICKS, span)
        return [self._first + (self._last - self._first) * number // count for number in range(count + 1)]


def _step(greatest: Decimal) -> Decimal:
    """Return a round step that gives about five ticks up to the greatest amount."""
    rough = greatest / _MONEY_TICKS
    power = Decimal(10) ** rough.adjusted()
    return next(power * factor for factor in _STEPS if power * factor >= rough)
