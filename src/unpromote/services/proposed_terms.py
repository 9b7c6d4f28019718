"""The terms that all readings of a case propose together, for a person to complete and confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unpromote.domain.case import Case


def proposed_terms(case: Case) -> dict[str, Any]:
    """Return one proposal out of every document's; where two differ, the document handed in first goes before."""
    readings = {reading.document_id: reading.terms for reading in case.readings}
    proposed: dict[str, Any] = {}
    for document in case.documents:
        proposed = _completed(proposed, readings.get(document.id, {}))
    return proposed


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
