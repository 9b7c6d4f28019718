"""The points of a case's proposed terms: every value that its documents propose or leave open, each once.

Where two documents say different things of one field, the one handed in first is proposed, and what the other says is
an alternative. A right, a fee or another item of a list is a point of its own beside its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.joining import DEFAULT_CALENDAR
from unpromote.domain.papers import Reading
from unpromote.domain.provenance import NOWHERE, FieldStatus, Source, found_at, steps
from unpromote.domain.review import ITEMS, NAMING, NEEDED, Point, is_item
from unpromote.domain.vocabulary import Role
from unpromote.services.proposed_terms import merged_path, proposed_terms

Json = Any

_UNSURE = frozenset({FieldStatus.INFERRED.value, FieldStatus.DEFAULT.value})
_NOTES: Mapping[str, str] = {"rights": "no right to leave was found: state one, or that there is none"}
_CLOSED: Mapping[str, tuple[str, ...]] = {"count": ("exclusive", "inclusive")}


def points_of(case: Case) -> tuple[Point, ...]:
    """Return the points, those of the first document first, each item before its fields."""
    proposed = proposed_terms(case)
    order = [document.id for document in case.documents]
    found: dict[str, Point] = {}
    for reading in sorted(case.readings, key=lambda reading: order.index(reading.document_id)):
        for point in _points(reading, proposed):
            known = found.get(point.path)
            found[point.path] = point if known is None else _both(known, point)
    items = {item.path: item for item in _items(proposed, found) if item.path not in found}
    fields = [point for point in found.values() if steps(point.path)[-1] not in NAMING]
    wanted = (*NEEDED, "creators") if case.promotion.get("creators") else NEEDED
    needed = [_needed(path, case, found.get(path)) for path in wanted if not _states(proposed, path)]
    rest = [point for point in (*items.values(), *fields) if point.path not in {one.path for one in needed}]
    return (*needed, *(_doubted(point, proposed) for point in sorted(rest, key=_place)))


def _doubted(point: Point, proposed: Mapping[str, Json]) -> Point:
    """Return a point whose value was not simply stated with the other values that it might well have."""
    if point.status not in _UNSURE:
        return point
    name = steps(point.path)[-1]
    usual: tuple[Json, ...] = _CLOSED.get(str(name), ())
    if name == "holders":
        usual = ([Role.MEDIA.value],) if Role.ADVERTISER.value in point.value else ([Role.ADVERTISER.value],)
    if name == "fees" and not point.value:
        usual = tuple([fee["id"]] for fee in proposed.get("fees", ()))
    more = tuple(one for one in usual if one != point.value and one not in point.alternatives)
    return replace(point, alternatives=(*point.alternatives, *more))


def _place(point: Point) -> tuple[str, int, int]:
    path = steps(point.path)
    nth = path[1] if len(path) > 1 and isinstance(path[1], int) else -1
    return ("" if nth < 0 else str(path[0]), nth, len(path) if nth >= 0 else 0)


def _points(reading: Reading, proposed: Mapping[str, Json]) -> Iterator[Point]:
    """Yield what one document proposes; of an item that it only leaves open nothing stands in the terms."""
    for one in reading.proposals:
        lacking = is_item(steps(one["path"])[:2]) and found_at(reading.terms, steps(one["path"])[:2]) is NOWHERE
        path = one["path"] if lacking else merged_path(one["path"], reading.terms, proposed)
        point = Point(
            path=path or _namesake(one["path"], reading.terms, proposed),
            value=one["value"],
            status=str(one["status"]),
            confidence=str(one["confidence"]),
            note=str(one.get("note") or ""),
            alternatives=tuple(one.get("alternatives", ())),
            source=decode(Source, one["source"]) if one["source"] else None,
        )
        if path or point.is_open or found_at(proposed, steps(point.path)) is not NOWHERE:
            yield point
        else:  # only the other document says it: nothing stands there unless a person takes it over
            yield replace(point, value=None, status="absent", alternatives=(point.value,), note=_otherwise(point))


def _namesake(path: str, read: Mapping[str, Json], proposed: Mapping[str, Json]) -> str:
    """Return the path in the item of the same id, of another document, that took this one's place."""
    name, nth = path.partition("[")[0], steps(path)[1]
    id_ = read[name][nth]["id"]
    known = next(n for n, other in enumerate(proposed[name]) if other["id"] == id_)
    return path.replace(f"[{nth}]", f"[{known}]", 1)


def _otherwise(point: Point) -> str:
    return f"{point.source.document} says otherwise" if point.source else "another document says otherwise"


def _both(first: Point, second: Point) -> Point:
    """Return one point of two documents' words: a value goes before a gap, another value is an alternative."""
    if second.is_open or second.value == first.value:
        return first
    if first.is_open:
        return second
    others = [*first.alternatives, second.value]
    told = _otherwise(second)
    alternatives = tuple(one for nth, one in enumerate(others) if one not in others[:nth])
    return replace(first, alternatives=alternatives, note=f"{first.note}; {told}" if first.note else told)


def _items(proposed: Mapping[str, Json], found: Mapping[str, Point]) -> Iterator[Point]:
    """Yield a point for each item of a list as such, on the words of the first of its fields that has any."""
    for name in sorted(ITEMS & proposed.keys()):
        for nth, item in enumerate(proposed[name]):
            inner = [point for path, point in found.items() if path.startswith(f"{name}[{nth}].") and point.source]
            first = next((point for point in inner if not point.is_open and point.status != "default"), None)
            yield Point(
                path=f"{name}[{nth}]",
                value={key: item[key] for key in NAMING if key in item},
                status=first.status if first else "default",
                confidence=first.confidence if first else "",
                note=first.note if first else "",
                source=first.source if first else None,
            )


def _states(proposed: Mapping[str, Json], path: str) -> bool:
    return found_at(proposed, steps(path)) not in (NOWHERE, None)


def _needed(path: str, case: Case, known: Point | None) -> Point:
    """Return the point of what no quote can do without and no document states, with what is usual to choose from."""
    usual = _usual(path, case)
    point = known or Point(path, None, "absent", note=_NOTES.get(path, "the agreement does not say it"))
    offered = [*point.alternatives, *(one for one in usual if one not in point.alternatives)]
    return replace(point, alternatives=tuple(offered), needed=True)


def _usual(path: str, case: Case) -> list[Json]:
    if path == "currency":
        return [currency_of(case)]
    if path == "rights":
        return [[]]
    name, _, part = path.partition(".")
    return [DEFAULT_CALENDAR[part]] if name == "calendar" else []


def currency_of(case: Case) -> str:
    """Return the currency in which the platform bills what is to be stopped."""
    return case.targets[0].budget.currency.code
