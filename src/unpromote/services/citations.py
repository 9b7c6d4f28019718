"""Which words of the agreement stand behind each confirmed term.

A proposal stands behind a term only while the person left it as it was read: same place, same value. Members of lists
(rights, fees) are found by their id, because a person may leave some out or put them in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unpromote.domain.events import Citation, Reading

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_MISSING = object()


def cited(
    terms: Mapping[str, Any], readings: Sequence[Reading], given: Sequence[Mapping[str, Any]] = ()
) -> tuple[Citation, ...]:
    """Return the citations of the confirmed terms: those that a person handed in with them, else those that were read."""
    found: dict[str, Citation] = {}
    for path, proposal in (*_given(terms, given), *_read(terms, readings)):
        found.setdefault(path, _citation(path, proposal))
    return tuple(found.values())


def _given(terms: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for proposal in given:
        if proposal.get("source") and _at(terms, _steps(proposal["path"])) is not _MISSING:
            yield proposal["path"], proposal


def _read(terms: Mapping[str, Any], readings: Sequence[Reading]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for reading in readings:
        for proposal in reading.proposals:
            steps = _moved(_steps(proposal["path"]), reading.terms, terms)
            if proposal.get("source") and steps and _at(terms, steps) == proposal["value"]:
                yield _path(steps), proposal


def _steps(path: str) -> tuple[str | int, ...]:
    return tuple(name or int(index) for name, index in _STEP.findall(path))


def _path(steps: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def _at(data: Any, steps: Sequence[str | int]) -> Any:
    for step in steps:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return data


def _moved(steps: tuple[str | int, ...], read: Any, confirmed: Any) -> tuple[str | int, ...]:
    """Return the same place in the confirmed terms, or () where the member of a list is gone."""
    moved: list[str | int] = []
    for step in steps:
        here = step
        if isinstance(step, int):
            here = _index_of(_at(read, (step,)), confirmed)
            if here is None:
                return ()
        moved.append(here)
        read, confirmed = _at(read, (step,)), _at(confirmed, (here,))
    return tuple(moved)


def _index_of(member: Any, confirmed: Any) -> int | None:
    wanted = member.get("id") if isinstance(member, Mapping) else None
    others = confirmed if isinstance(confirmed, Sequence) else ()
    ids = [other.get("id") if isinstance(other, Mapping) else None for other in others]
    return ids.index(wanted) if wanted is not None and wanted in ids else None


def _citation(path: str, proposal: Mapping[str, Any]) -> Citation:
    source = proposal["source"]
    return Citation(
        path=path,
        page=source["page"],
        quote=source["quote"],
        status=str(proposal["status"]),
        confidence=str(proposal["confidence"]),
        document=source["document"],
    )
