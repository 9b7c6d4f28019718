"""What each point of an agreement decides: how far the quote moves over its possible readings, the rest as it stands.

The quote is computed with the value as proposed, with each alternative, and with nothing there. The spread is the cost
over the promotion's life between the cheapest and the dearest of them (as in `ranges`), then the days by which the
effect moves, then how many rights carry it. What no quote can do without is stood in for, and said; an item that cannot
be read yet is left out of the figures, and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moneyed import Money

from unpromote.domain.agreement import Request, read_promotion, read_terms
from unpromote.domain.curve import projection
from unpromote.domain.errors import BadInput
from unpromote.domain.joining import DEFAULT_CALENDAR
from unpromote.domain.provenance import NOWHERE, Path, found_at, path_text, steps
from unpromote.domain.quote import quote
from unpromote.domain.review import Point, is_item, stated, without, without_items

Json = Any


@dataclass(frozen=True)
class Outcome:
    """The quote under one reading of a point; `absent` is the one with nothing there."""

    reading: Any
    absent: bool
    permitted: bool
    cost: Money
    right: str | None
    effective_at: datetime | None


@dataclass(frozen=True)
class Spread:
    """How far the quote moves: money, days of the effect, rights that carry it, and whether one may leave at all."""

    money: Money
    days: int = 0
    rights: int = 0
    permitted: bool = False
    outcomes: tuple[Outcome, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether anything about the quote depends on the point."""
        return bool(self.money) or bool(self.days) or bool(self.rights) or self.permitted


@dataclass(frozen=True)
class Ground:
    """What quotes are computed on: terms in which every item keeps its number, and those `dropped` before reading.

    `assumed` says what stands in for what nobody stated, `left_out` which items cannot be read yet, and why.
    """

    terms: Mapping[str, Any]
    promotion: Mapping[str, Any]
    request: Request
    dropped: tuple[Path, ...] = ()
    assumed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def computed(self, terms: Json, reading: Json, *, gone: tuple[Path, ...] = (), absent: bool = False) -> Outcome:
        """Return the quote over these terms without what is `gone`; raise BadInput where it cannot be computed."""
        read = read_terms(without_items(terms, (*self.dropped, *gone)))
        promotion = read_promotion(self.promotion, read)
        found = quote(read, promotion, self.request)
        cost = projection(read, promotion, self.request, lag_days=0).cost(found.totals)
        return Outcome(reading, absent, found.permitted, cost, found.right, found.effective_at)

    def outcome(
        self, terms: Json, reading: Json, *, gone: tuple[Path, ...] = (), absent: bool = False
    ) -> Outcome | None:
        """Return the same, or None where it cannot be computed."""
        try:
            return self.computed(terms, reading, gone=gone, absent=absent)
        except BadInput:
            return None

    def holds(self, path: Path) -> bool:
        """Tell whether the path stands in nothing that was dropped."""
        return not any(path[: len(item)] == item for item in self.dropped)


@dataclass(frozen=True)
class Drafted:
    """Terms as they stand with every item under its number, what is open in them, and which items were rejected."""

    terms: Mapping[str, Any]
    unclear: tuple[Mapping[str, Any], ...] = ()
    dropped: tuple[Path, ...] = ()


def grounded(drafted: Drafted, promotion: Mapping[str, Json], request: Request, currency: str) -> Ground:
    """Return the ground for quotes over terms as they stand, each open field at its first reading.

    Raises:
        BadInput: no quote can be computed over them, whatever is left out.
    """
    terms: Json = drafted.terms
    for one in drafted.unclear:
        terms = stated(terms, steps(one["path"]), one["readings"][0])
    filled, assumed = _filled(terms, currency)
    if promotion.get("creators") and not filled.get("creators"):
        promotion = {**promotion, "creators": []}
        assumed = (*assumed, "nothing for creators, of whom the terms say nothing")
    dropped, left_out = set(drafted.dropped), list[str]()
    while True:
        ground = Ground(filled, promotion, request, tuple(dropped), assumed, tuple(left_out))
        try:
            ground.computed(ground.terms, None)
        except BadInput as problem:
            path = _item_at_fault(steps(problem.place)[:2], filled, dropped)
            if not path:
                raise
            place = path_text((*path, *steps(problem.place)[2:]))
            left_out.append(str(BadInput(problem.problem, place=place, mend=problem.mend)))
            dropped.add(path)
        else:
            return ground


def _item_at_fault(place: Path, terms: Json, dropped: set[Path]) -> Path:
    """Return the item that a complaint is about under its own number, although others before it are out; or ()."""
    if not is_item(place):
        return ()
    kept = [(place[0], nth) for nth in range(len(terms[place[0]])) if (place[0], nth) not in dropped]
    return kept[int(place[1])]


def _filled(terms: Mapping[str, Json], currency: str) -> tuple[dict[str, Json], tuple[str, ...]]:
    """Return the terms with a stand-in for what no quote can do without, and what was stood in for."""
    stand_ins: dict[str, Json] = {"currency": currency, "time_zone": "UTC", "notice_receipt": {}, "rights": []}
    assumed = [
        f"{name.replace('_', ' ')} {value}" for name, value in stand_ins.items() if value and not terms.get(name)
    ]
    found = {**terms, **{name: value for name, value in stand_ins.items() if terms.get(name) is None}}
    known = {key: item for key, item in (terms.get("calendar") or {}).items() if item is not None}
    if DEFAULT_CALENDAR.keys() - {"source"} - known.keys():
        assumed.append("where the calendar is silent, Saturday and Sunday off, no holidays, 09:00 to 17:00")
    return {**found, "calendar": DEFAULT_CALENDAR | known}, tuple(assumed)


def spread(point: Point, ground: Ground) -> Spread | None:
    """Return what a point decides; None where it stands in an item that is left out of the figures."""
    outcomes = tuple(_outcomes(point, ground)) if ground.holds(steps(point.path)) else ()
    if not outcomes:
        return None
    costs = sorted(one.cost for one in outcomes)
    effects = [one.effective_at for one in outcomes if one.effective_at is not None]
    return Spread(
        money=costs[-1] - costs[0],
        days=(max(effects) - min(effects)).days if effects else 0,
        rights=len({one.right for one in outcomes}) - 1,
        permitted=len({one.permitted for one in outcomes}) > 1,
        outcomes=outcomes,
    )


def _outcomes(point: Point, ground: Ground) -> Iterator[Outcome]:
    """Yield the quote as the terms stand, under each alternative, and with nothing there, where that can be read."""
    path = steps(point.path)
    now = found_at(ground.terms, path)
    shown = [] if now is NOWHERE else [point.value if is_item(path) else now]
    others = () if point.path == "currency" else point.alternatives  # sums compare in one currency only
    for reading in (*shown, *(one for one in others if one not in shown)):
        found = ground.outcome(stated(ground.terms, path, reading), reading)
        if found is not None:
            yield found
    gone = _gone(path, now, ground)
    if gone is not None:
        yield gone


def _gone(path: Path, now: Json, ground: Ground) -> Outcome | None:
    """Return the quote with nothing at the path; what has to be stated may only say that nothing is agreed."""
    if is_item(path):
        return ground.outcome(ground.terms, None, gone=(path,), absent=True)
    if now is NOWHERE:
        return ground.outcome(ground.terms, None, absent=True)
    left = ground.outcome(without(ground.terms, path), None, absent=True)
    return left or (ground.outcome(stated(ground.terms, path, None), None, absent=True) if now is not None else None)


def together(points: Iterable[Point], ground: Ground) -> Money:
    """Return how far the cost moves if none of these were there: what each alone does not decide, all may.

    What cannot be left out stays.
    """
    as_it_stands = ground.computed(ground.terms, None)
    terms, gone, last = ground.terms, tuple[Path, ...](), as_it_stands
    for path in (steps(point.path) for point in points):
        left = terms if is_item(path) else without(terms, path)
        out = (*gone, path) if is_item(path) else gone
        found = ground.outcome(left, None, gone=out, absent=True)
        if found is not None:
            terms, gone, last = left, out, found
    return abs(last.cost - as_it_stands.cost)
