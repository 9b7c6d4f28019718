"""Where a field of the terms comes from: the words it was read in, how sure the reading is, and whether they agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

Path = tuple[str | int, ...]

_STEP = re.compile(r"([A-Za-z_]+)|\[(\d+)\]")


def steps(path: str) -> Path:
    """Return the steps of a written path: `rights[0].notice` as ("rights", 0, "notice")."""
    return tuple(name or int(index) for name, index in _STEP.findall(path))


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
