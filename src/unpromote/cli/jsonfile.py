"""Files of JSON or of JSON lines as documents: exact numbers, and what JSON cannot mean named by its path.

A NaN or a field written twice spoils only the part it stands in, so it is kept until that part is asked for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from unpromote.domain.errors import BadInput
from unpromote.domain.shapes import joined

_MEND = "write one JSON object, or one a line"


class _Twice(dict[str, Any]):
    """An object with a field written twice, of which nobody knows which is meant."""

    key = ""


def text_of(name: str) -> str:
    """Return the text of a file, or of standard input for `-`."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as problem:
        raise BadInput(
            f"cannot be read: {problem.strerror}", mend="name a readable file, or - for standard input"
        ) from None
    except UnicodeDecodeError:
        raise BadInput("is no UTF-8 text", mend=_MEND) from None


def documents(text: str) -> list[tuple[str, str]]:
    """Return the documents in a text, each with the line it stands on where there are several."""
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise BadInput("the file is empty", mend=_MEND)
    if len(lines) > 1 and _is_lines([line for _, line in lines], text):
        return [(f"line {n}: ", line) for n, line in lines]
    return [("", text)]


def parsed(text: str) -> Any:
    """Return what a document says; `check` finds what must not be used in it."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_once)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise BadInput(f"is no JSON ({problem.msg})", place=where, mend=_MEND) from None
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"is no usable JSON ({problem})", mend=_MEND) from None


def check(part: Any) -> None:
    """Raise BadInput, with the path, for a NaN, an Infinity or a field written twice."""
    for problem in _problems(part, ""):
        raise problem


def check_outside(document: Any) -> None:
    """Raise BadInput for a field that the document itself has twice: what is in it is not known then."""
    if isinstance(document, _Twice):
        raise _twice(document, "")


def _problems(part: Any, place: str) -> Iterator[BadInput]:
    if isinstance(part, _Twice):
        yield _twice(part, place)
    if isinstance(part, dict):
        for key, item in part.items():
            yield from _problems(item, joined(place, key))
    elif isinstance(part, list):
        for n, item in enumerate(part):
            yield from _problems(item, f"{place}[{n}]")
    elif isinstance(part, Decimal) and not part.is_finite():
        yield BadInput(f"{part} is no number", place=place, mend="write amounts and rates as text")


def _twice(part: _Twice, place: str) -> BadInput:
    return BadInput(f"the field {part.key!r} is written twice", place=place, mend="keep one of them")


def _is_lines(lines: list[str], text: str) -> bool:
    """Return whether each line is a document: the first or last is, or some ask is while the whole is none."""
    if _is_whole(lines[0]) or _is_whole(lines[-1]):
        return True
    return any('"promotion"' in line and _is_whole(line) for line in lines) and not _is_json(text)


def _is_whole(line: str) -> bool:
    try:
        return isinstance(parsed(line), dict)
    except BadInput:
        return False


def _is_json(text: str) -> bool:
    try:
        parsed(text)
    except BadInput:
        return False
    return True


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    keys = [key for key, _ in pairs]
    twice = _Twice(found)
    twice.key = next(key for key in keys if keys.count(key) > 1)
    return twice
