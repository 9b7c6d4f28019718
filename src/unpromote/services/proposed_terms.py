"""The terms that all readings of a case propose together, and what they leave open, for a person to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.provenance import NOWHERE, found_at, steps


def proposed_terms(case: Case) -> dict[str, Any]:
    """Return one proposal out of every document's; where two differ, the document handed in first goes before."""
    readings = {reading.document_id: reading.terms for reading in case.readings}
    proposed: dict[str, Any] = {}
    for document in case.documents:
        proposed = _completed(proposed, readings.get(document.id, {}))
    return proposed


def proposed_agreement(case: Case) -> dict[str, Any]:
    """Return what a person is asked to confirm: the terms alone, or {terms, unclear} where they leave fields open."""
    terms, unclear = proposed_terms(case), proposed_unclear(case)
    return {"terms": terms, "unclear": unclear} if unclear else terms


def proposed_unclear(case: Case) -> list[dict[str, Any]]:
    """Return what is open in the proposed terms, as a quote takes it; what any document states is settled."""
    proposed = proposed_terms(case)
    order = [document.id for document in case.documents]
    found: dict[str, dict[str, Any]] = {}
    for reading in sorted(case.readings, key=lambda reading: order.index(reading.document_id)):
        for one in reading.unclear:
            path = merged_path(one["path"], reading.terms, proposed)
            if path and found_at(proposed, steps(path)) in (NOWHERE, None):
                found.setdefault(path, {**one, "path": path})
    return list(found.values())


def merged_path(path: str, read: Mapping[str, Any], proposed: Mapping[str, Any]) -> str:
    """Return where a field of one reading stands among all; empty where another document's item took its place."""
    name, *rest = steps(path)
    if not rest or not isinstance(name, str) or not isinstance(rest[0], int):
        return path
    item = found_at(read, (name, rest[0]))
    nth = next((n for n, other in enumerate(proposed[name]) if other is item), None)
    return "" if nth is None else path.replace(f"[{rest[0]}]", f"[{nth}]", 1)


def _completed(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _joined(first.get(key), second.get(key)) for key in (*first, *(k for k in second if k not in first))}


def _joined(first: Any, second: Any) -> Any:
    if first is None:
        return second
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return _completed(first, second)
    if isinstance(first, list) and isinstance(second, list):
        known = {_name(item) for item in first}
        return [*first, *(item for item in second if _name(item) not in known)]
    return first


def _name(item: Any) -> str:
    return str(item.get("id", item) if isinstance(item, Mapping) else item)
