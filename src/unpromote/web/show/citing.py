"""Where a term comes from: the words of the agreement that a reader found for exactly this value, and no others.

Terms that a person confirmed need not stand in the order in which they were read. A right or a fee is the one that was
read if both name the same clause (or, where one names none, bear the same id), and its words are cited only for a value
that agrees with what was read in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unpromote.domain.events import Reading

Path = tuple[str | int, ...]

_STEP = re.compile(r"([A-Za-z_]+)|\[(\d+)\]")
_SECTION = re.compile(r"\d+(?:\.\d+)*(?:\([a-z]+\))*")


@dataclass(frozen=True)
class Cited:
    """Words of the agreement, where they stand, and how sure the value in them is: stated, inferred, default ..."""

    place: str
    quote: str
    status: str


def steps(path: str) -> Path:
    """Return the steps of a written path: `rights[0].notice` as ("rights", 0, "notice")."""
    return tuple(name or int(index) for name, index in _STEP.findall(path))


def citations(readings: Iterable[Reading], terms: Mapping[str, Any], path: Path) -> list[Cited]:
    """Return the words that were read for the value that stands at this path of the terms."""
    return [
        _cited(proposal)
        for reading in readings
        for proposal in reading.proposals
        if proposal.get("source") and _says(reading, proposal, terms, path)
    ]


def _cited(proposal: Mapping[str, Any]) -> Cited:
    source = proposal["source"]
    place = f"{source['document']}, page {source['page']}" if source.get("page") else str(source["document"])
    return Cited(place=place, quote=" ".join(source["quote"].split()), status=proposal["status"])


def _says(reading: Reading, proposal: Mapping[str, Any], terms: Mapping[str, Any], path: Path) -> bool:
    """Tell whether a proposal was made for the value at this path, or for what holds it, and agrees with it."""
    read = steps(proposal["path"])
    if not _same_place(reading.terms, read, terms, path):
        return False
    try:
        return _agree(_at(terms, path), _at(proposal["value"], path[len(read) :]))
    except (KeyError, IndexError, TypeError):
        return False


def _same_place(read_terms: Mapping[str, Any], read: Path, terms: Mapping[str, Any], path: Path) -> bool:
    if len(read) > 1 and isinstance(read[1], int):
        listed = path[:1] == read[:1] and path[2 : len(read)] == read[2:]
        return listed and _same_item(_at(read_terms, read[:2]), _at(terms, path[:2]))
    return path[: len(read)] == read


def _same_item(read: Any, known: Any) -> bool:
    if not isinstance(read, Mapping) or not isinstance(known, Mapping):
        return bool(read == known)
    theirs, ours = _section(read), _section(known)
    if theirs and ours:
        return theirs == ours and read.get("ground") == known.get("ground")
    return read.get("id") is not None and read.get("id") == known.get("id")


def _section(item: Mapping[str, Any]) -> str:
    """Return the number of an item's clause: "Agreement 14.2" and "14.2" are the same."""
    found = _SECTION.findall(str(item.get("clause") or ""))
    return found[-1] if found else ""


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _agree(known: Any, read: Any) -> bool:
    """Tell whether what counts is what was read."""
    if isinstance(known, Mapping) and isinstance(read, Mapping):
        ours, theirs = _without_default(known), _without_default(read)
        return ours.keys() == theirs.keys() and all(_agree(ours[key], theirs[key]) for key in ours)
    if _is_list(known) and _is_list(read):
        return len(known) == len(read) and all(map(_agree, known, read))
    return bool(known == read) or (
        _is_clause(known, read) and _section({"clause": known}) == _section({"clause": read})
    )


def _without_default(value: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out how days are counted where it is the usual way, which is written out or not."""
    return {key: inner for key, inner in value.items() if (key, inner) != ("count", "exclusive")}


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_clause(known: Any, read: Any) -> bool:
    return isinstance(known, str) and isinstance(read, str) and known.endswith(f" {read}")
