"""Where a field of the terms comes from: the words it was read in, how sure the reading is, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Path = tuple[str | int, ...]

NOWHERE = object()  # what stands at a path that leads nowhere; null is a value
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def steps(path: str) -> Path:
    """Return the steps of a written path: `rights[0].notice` as ("rights", 0, "notice")."""
    return tuple(int(nth) if nth else name for nth, name in _STEP.findall(path))


def found_at(data: Any, path: Iterable[str | int]) -> Any:
    """Return what stands there in data in JSON form, NOWHERE if nothing does."""
    for step in path:
        in_list = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not in_list and not (isinstance(data, Mapping) and step in data):
            return NOWHERE
        data = data[step]
    return data


def placed(data: Any, path: Path, value: Any) -> Any:
    """Return the data with the value at that path, the rest shared; what holds its last step is there already."""
    if not path:
        return value
    step, *rest = path
    if isinstance(data, list) and isinstance(step, int):
        return [*data[:step], placed(data[step], tuple(rest), value), *data[step + 1 :]]
    return {**data, step: placed(data.get(step), tuple(rest), value)}


def path_text(path: Path) -> str:
    """Return the written path of these steps."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


class FieldStatus(Enum):
    """How a value came about; a default is always shown, and money never rests on one unseen."""

    STATED = "stated"
    INFERRED = "inferred"
    DEFAULT = "default"
    CONFLICTING = "conflicting"
    ABSENT = "absent"


@dataclass(frozen=True)
class Source:
    """The words relied on: `[start, end)` are offsets into the document's text, pages count from 1."""

    document: str
    page: int | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Proposal:
    """A value proposed for a field of the terms, such as `rights[0].notice`, in its JSON form; confidence is 0 to 1."""

    path: str
    value: Any
    source: Source | None
    confidence: str
    status: FieldStatus
