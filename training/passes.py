"""A labeller's pass over a contract as it is kept: one JSON file each in `labels/PASS/`, quotes but no other text.

Passes A and B are made apart from one another; C settles where they differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.contracts import HERE
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput

LABELS = HERE / "labels"
PASSES = ("A", "B", "C")


@dataclass(frozen=True)
class Label:
    """A stretch [start, end) of the contract's text, its very words, its category, and what they state."""

    category: str
    start: int
    end: int
    quote: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pass:
    """All labels that one reading of one contract gave; `sha256` is that of the text which the offsets count in."""

    contract_id: str
    name: str
    sha256: str
    labels: tuple[Label, ...]


def write_pass(made: Pass, folder: Path = LABELS) -> Path:
    """Write the pass in the order of the text, in place of an earlier one, and return its file."""
    path = folder / made.name / f"{made.contract_id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(encode(made), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def read_passes(folder: Path = LABELS) -> tuple[Pass, ...]:
    """Return every pass that the folder holds; raise BadInput, naming the file, where one is not of the form."""
    return tuple(_read_pass(path) for path in sorted(folder.glob("*/*.json")))


def _read_pass(path: Path) -> Pass:
    place = f"{path.parent.name}/{path.name}"
    try:
        found = decode(Pass, json.loads(path.read_text("utf-8")))
    except json.JSONDecodeError as problem:
        raise BadInput(str(problem), place=place, mend="write the file with training.label") from None
    except BadInput as problem:
        raise problem.within(place) from None
    if (found.name, found.contract_id) != (path.parent.name, path.stem):
        raise BadInput(f"holds pass {found.name} of {found.contract_id}", place=place, mend="name the file after both")
    return found
