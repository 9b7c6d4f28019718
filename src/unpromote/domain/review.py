"""What a person has to look at in an agreement that was read, point by point, and what they made of each.

A point is one value that was proposed, or found open, for a field of the terms ("rights[0].notice") or for an item of
their lists as such ("rights[0]"). Decisions are kept beside the proposed terms, never in them: what was proposed, what
the person made of it, and the words that either rests on. Paths are those of the proposed terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from unpromote.domain.correcting import left_open
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.provenance import NOWHERE, Path, Source, found_at, steps

Json = Any

ITEMS = frozenset({"rights", "fees", "windows", "credits", "parties", "duties"})
NAMING = ("id", "clause", "ground", "kind")  # what an item is known by: its point holds these, the others their own
NEEDED: tuple[str, ...] = (
    "currency",
    "time_zone",
    "calendar.weekend",
    "calendar.holidays",
    "calendar.open",
    "calendar.close",
    "rights",
)
_OPEN = frozenset({"absent", "conflicting"})
_FIGURE = "calc"  # of a fee: what it comes to
_ITEM_DEPTH = 2  # the list, and the number in it


class Decided(Enum):
    """What a person made of a point; append-only."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    LEFT_OPEN = "left_open"


@dataclass(frozen=True)
class Words:
    """Words that a person marked on a page of a document, cut from its text; offsets count in that page's text."""

    document: str
    page: int | None
    quote: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Point:
    """A value to look at; where it is open there is none, but perhaps alternatives. `source` is where it was read.

    `needed` marks what no quote can do without and nobody has stated.
    """

    path: str
    value: Any
    status: str
    confidence: str = ""
    note: str = ""
    alternatives: tuple[Any, ...] = ()
    source: Source | None = None
    needed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is proposed that could be accepted."""
        return self.status in _OPEN

    @property
    def can_stay_open(self) -> bool:
        """Whether a quote can give the range over its readings."""
        return self.is_open and len(self.alternatives) > 1 and self.path != "currency"


@dataclass(frozen=True)
class PointDecision:
    """What a person made of a point: what was proposed and by which reader, what counts now, on whose words.

    `source` is where the reader had it, `words` what the person marked; without them a correction is by hand.
    """

    path: str
    decided: Decided
    by: str
    value: Any = None
    proposed: Any = None
    status: str = ""
    source: Source | None = None
    words: Words | None = None
    note: str = ""
    reader: str = ""


def is_item(path: Path) -> bool:
    """Tell whether the path is that of an item of a list, which is rejected as a whole."""
    return len(path) == _ITEM_DEPTH and path[0] in ITEMS and isinstance(path[1], int)


def accepted(point: Point, by: str, reader: str = "") -> PointDecision:
    """Return the decision that a point counts as proposed, or that the agreement says nothing there.

    Raises:
        NotAllowed: nothing is proposed, and several readings or no quote without it ask for more than a yes.
    """
    if point.needed:
        raise NotAllowed(f"nothing is proposed for {point.path}, and no quote can do without it: state it")
    if point.is_open and point.alternatives:
        raise NotAllowed(f"{point.path} can be read in several ways: choose one, or leave it open")
    return PointDecision(point.path, Decided.ACCEPTED, by, point.value, **_of(point, reader))


def corrected(point: Point, value: Json, by: str, *, words: Words | None = None, reader: str = "") -> PointDecision:
    """Return the decision that something else counts, on words that the person marked, or by hand.

    A value that is as proposed is accepted; one that a person chose of several readings rests on the reader's words.
    """
    if value == point.value and not point.is_open and words is None:
        return accepted(point, by, reader)
    return PointDecision(point.path, Decided.CORRECTED, by, value, words=words, **_of(point, reader))


def rejected(point: Point, by: str, reader: str = "") -> PointDecision:
    """Return the decision that the value, or the whole item, does not count.

    Raises:
        NotAllowed: no quote can do without it, or no fee.
    """
    if point.needed or point.path in NEEDED:
        raise NotAllowed(f"no quote can do without {point.path}: correct it")
    item, field = point.path.rpartition(".")[::2]
    if field == _FIGURE and is_item(steps(item)):
        raise NotAllowed(f"no fee can do without {point.path}: correct it, or reject {item}")
    return PointDecision(point.path, Decided.REJECTED, by, **_of(point, reader))


def kept_open(point: Point, by: str, reader: str = "") -> PointDecision:
    """Return the decision that it stays open, to be quoted as a range with the question to ask.

    Raises:
        NotAllowed: there are no readings to quote.
    """
    if not point.can_stay_open:
        raise NotAllowed(f"{point.path} has no readings to quote over: correct it, or reject it")
    return PointDecision(point.path, Decided.LEFT_OPEN, by, **_of(point, reader))


def _of(point: Point, reader: str) -> dict[str, Any]:
    return {
        "proposed": point.value,
        "status": point.status,
        "source": point.source,
        "note": point.note,
        "reader": reader,
    }


def with_decisions(known: tuple[PointDecision, ...], new: Iterable[PointDecision]) -> tuple[PointDecision, ...]:
    """Return all decisions, a later one in place of the same path's, and of those within what it changed."""
    found = known
    for one in new:
        inner = one.decided in (Decided.CORRECTED, Decided.REJECTED) and not is_item(steps(one.path))
        gone = one.decided is Decided.REJECTED or inner
        found = tuple(d for d in found if d.path != one.path and not (gone and within(d.path, one.path)))
        found = (*found, one)
    return found


def within(path: str, outer: str) -> bool:
    """Tell whether a path lies inside what stands at another."""
    inner, along = steps(path), steps(outer)
    return len(inner) > len(along) and inner[: len(along)] == along


def pending(points: Iterable[Point], decisions: Iterable[PointDecision]) -> tuple[Point, ...]:
    """Return the points that nobody decided yet, but for those that went with what they stand in."""
    known = tuple(decisions)
    gone = [
        one.path
        for one in known
        if one.decided is Decided.REJECTED or (one.decided is Decided.CORRECTED and not is_item(steps(one.path)))
    ]
    decided = {one.path for one in known}
    return tuple(p for p in points if p.path not in decided and not any(within(p.path, path) for path in gone))


def as_decided(
    terms: Mapping[str, Json], unclear: Iterable[Mapping[str, Json]], decisions: Iterable[PointDecision]
) -> tuple[dict[str, Json], list[Mapping[str, Json]]]:
    """Return the terms as they stand after the decisions, and what stays open; rejected items are out of both."""
    made = tuple(decisions)
    dropped = dropped_items(made)
    found = without_items(in_place(terms, made), dropped)
    _, still = left_open(still_open(unclear, made), found, {}, dropped)
    return found, still


def in_place(terms: Mapping[str, Json], decisions: Iterable[PointDecision]) -> dict[str, Json]:
    """Return the terms with corrections and rejected fields worked in, every item still under its number."""
    found: dict[str, Json] = dict(terms)
    for one in sorted(decisions, key=lambda one: len(steps(one.path))):
        if one.decided is Decided.CORRECTED:
            found = stated(found, steps(one.path), one.value)
        elif one.decided is Decided.REJECTED and not is_item(steps(one.path)):
            found = without(found, steps(one.path))
    return found


def dropped_items(decisions: Iterable[PointDecision]) -> tuple[Path, ...]:
    """Return the paths of the items that were rejected."""
    rejected_ = (steps(one.path) for one in decisions if one.decided is Decided.REJECTED)
    return tuple(path for path in rejected_ if is_item(path))


def still_open(unclear: Iterable[Mapping[str, Json]], decisions: Iterable[PointDecision]) -> list[Mapping[str, Json]]:
    """Return what is unclear and was not decided, or was left open on purpose."""
    closed = {one.path for one in decisions if one.decided is not Decided.LEFT_OPEN}
    return [one for one in unclear if one["path"] not in closed]


def without_items(terms: Mapping[str, Json], dropped: Iterable[Path]) -> dict[str, Json]:
    """Return the terms without these items, taken out from the back, so that the numbers before each stay."""
    found: dict[str, Json] = dict(terms)
    for path in sorted(set(dropped), reverse=True):
        found = without(found, path)
    return found


def stated(terms: Json, path: Path, value: Json) -> Json:
    """Return terms (JSON form) with the value at the path; what an item is known by is laid over the item."""
    held = found_at(terms, path)
    if is_item(path) and isinstance(held, Mapping) and isinstance(value, Mapping):
        value = {**held, **value}
    return _put(terms, path, value)


def _put(data: Json, path: Path, value: Json) -> Json:
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        known = data if isinstance(data, list) else []
        return [_put(one, tuple(rest), value) if nth == step else one for nth, one in enumerate(known)]
    known_ = data if isinstance(data, Mapping) else {}
    return {**known_, step: _put(known_.get(step), tuple(rest), value)}


def without(terms: Json, path: Path) -> Json:
    """Return terms (JSON form) without what stands at the path; a fee that is gone is charged by no right."""
    gone = found_at(terms, path)
    if gone is NOWHERE:
        return terms
    left = _cut(terms, path)
    if is_item(path) and path[0] == "fees" and isinstance(gone, Mapping) and isinstance(left.get("rights"), list):
        return {**left, "rights": [_uncharged(right, gone.get("id")) for right in left["rights"]]}
    return left


def _uncharged(right: Json, fee: Json) -> Json:
    charged = right.get("fees") if isinstance(right, Mapping) else None
    return {**right, "fees": [one for one in charged if one != fee]} if isinstance(charged, list) else right


def _cut(data: Json, path: Path) -> Json:
    step, *rest = path
    if isinstance(data, list):
        changed = [_cut(one, tuple(rest)) if nth == step and rest else one for nth, one in enumerate(data)]
        return changed if rest else [one for nth, one in enumerate(data) if nth != step]
    return {key: _cut(one, tuple(rest)) if key == step else one for key, one in data.items() if key != step or rest}


def named(points: Iterable[Point], path: str) -> Point:
    """Return the point of that path.

    Raises:
        BadInput: there is none.
    """
    for point in points:
        if point.path == path:
            return point
    raise BadInput(f"there is no point {path!r}", place="path", mend="take the path of a point of the queue")
