"""Which document of the agreement a term comes from, where there are several, and which ones it goes before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.provenance import Path, steps
from unpromote.services.agreement import standing
from unpromote.web import formats


def origin(case: Case, path: Path) -> str:
    """Return "from Order 118, before standard.pdf"; "" where the agreement is one document or nothing won there."""
    for clause in standing(case):
        known = steps(clause.path)
        if path and path[: len(known)] == known:
            lost = [name(case, other) for other in clause.over]
            before = f", before {formats.listed(lost)}" if lost else ""
            return f"from {name(case, clause.layer)}{before}"
    return ""


def documents(case: Case) -> list[str]:
    """Return the layers by precedence, where there are several."""
    return [_named(layer) for layer in _layers(case)] if case.layering else []


def name(case: Case, layer_id: str) -> str:
    """Return what people call the layer of that id."""
    return next((_named(layer) for layer in _layers(case) if layer["id"] == layer_id), layer_id)


def _layers(case: Case) -> list[Mapping[str, Any]]:
    return list((case.terms or {}).get("layers", ()))


def _named(layer: Mapping[str, Any]) -> str:
    if layer.get("preset"):
        return f"preset {layer['preset']['name']}"
    return str(layer.get("title") or layer["document"])
