"""Terms corrected field by field: what a person typed put in its place, and what they rejected taken out.

Typed text takes the form that its field has: a list is written with commas ("none" for an empty one), a whole number as
one, yes and no as such. An empty field states nothing.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from unpromote.domain.provenance import NOWHERE, Path, found_at, path_text, placed, steps

Json = Any

NONE = "none"
_LISTS = frozenset({"rights", "holders", "fees", "weekend", "holidays", "reservation", "notice_methods"})
_WHOLE = frozenset({"n", "offset_days", "net"})
_YES_NO = {"yes": True, "no": False}


def corrected(terms: Mapping[str, Json], typed: Mapping[Path, str], rejected: Iterable[Path] = ()) -> dict[str, Json]:
    """Return the terms (JSON form) with each typed field in its place, without the rejected items of lists."""
    found: dict[str, Json] = copy.deepcopy(dict(terms))
    for path, text in typed.items():
        _put(found, path, text.strip())
    for path in sorted(rejected, reverse=True):  # from the back, so that the numbers before it stay
        *outer, last = path
        holder = _at(found, tuple(outer))
        if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
            del holder[last]
    return found


def left_open(
    unclear: Iterable[Mapping[str, Json]],
    terms: Mapping[str, Json],
    chosen: Mapping[str, int],
    rejected: Iterable[Path] = (),
) -> tuple[dict[str, Json], list[Mapping[str, Json]]]:
    """Return corrected terms with the chosen readings in place, and what stays open.

    A field that is stated now is settled, and one within a rejected item is gone; the others' paths follow their items.
    """
    found, gone = dict(terms), frozenset(rejected)
    still: list[Mapping[str, Json]] = []
    for one in unclear:
        path = steps(one["path"])
        if path[:2] in gone:
            continue
        at = moved(path, gone)
        if one["path"] in chosen:
            found = placed(found, at, one["readings"][chosen[one["path"]]])
        elif found_at(found, at) in (NOWHERE, None):
            still.append({**one, "path": path_text(at)})
    return found, still


def moved(path: Path, gone: frozenset[Path]) -> Path:
    """Return where a path stands once those items are gone."""
    if len(path) < 2 or not isinstance(path[1], int):  # noqa: PLR2004 - the list and the number in it
        return path
    before = sum(1 for other in gone if other[0] == path[0] and isinstance(other[1], int) and other[1] < path[1])
    return (path[0], path[1] - before, *path[2:])


def written(value: Json) -> str:
    """Return a simple value or a list of them as a person types it; what states nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or NONE
    return str(value)


def _put(terms: dict[str, Json], path: Path, text: str) -> None:
    *outer, last = path
    holder: Json = terms
    for step in outer:
        holder = _inside(holder, step, make=bool(text))
        if holder is None:
            return
    if isinstance(holder, dict) and isinstance(last, str):
        _state(holder, last, text)


def _state(holder: dict[str, Json], name: str, text: str) -> None:
    before = holder.get(name)
    if written(before) == text:
        return
    if not text:
        holder.pop(name, None)
    elif name in _LISTS or isinstance(before, list):
        holder[name] = [] if text == NONE else [part.strip() for part in text.split(",") if part.strip()]
    elif isinstance(before, bool):
        holder[name] = _YES_NO.get(text, text)
    else:
        holder[name] = int(text) if name in _WHOLE and text.isdecimal() else text


def _inside(holder: Json, step: str | int, *, make: bool) -> Json:
    """Return what stands at the step; an object is made where nothing stands and something is to be stated in it."""
    if isinstance(holder, list):
        return holder[step] if isinstance(step, int) and step < len(holder) else None
    if not isinstance(holder, dict) or not isinstance(step, str):
        return None
    if holder.get(step) is None and make:
        holder[step] = {}
    return holder.get(step)


def _at(terms: Json, path: Path) -> Json:
    for step in path:
        terms = _inside(terms, step, make=False)
    return terms
