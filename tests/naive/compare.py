"""Where two quotes differ, field by field: lines by code, without those of nothing; formulas are not looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from naive.dates import Dict

REMARKS = frozenset({"formula", "why", "note", "warnings", "assumptions"})


def differences(expected: Any, found: Any, place: str = "quote") -> Iterator[str]:
    """Yield every field of the expected quote that the found one lacks or has otherwise."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in expected.keys() - REMARKS:
            wanted, item = expected[key], found.get(key, "nothing")
            whole = key == "lines" and isinstance(wanted, dict)
            yield from _one(wanted, item, f"{place}.{key}") if whole else _field(key, wanted, item, f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for n, (wanted, item) in enumerate(zip(expected, found, strict=True)):
            yield from differences(wanted, item, f"{place}[{n}]")
    else:
        yield from _one(expected, found, place)


def _field(key: str, wanted: Any, item: Any, place: str) -> Iterator[str]:
    if key == "lines" and isinstance(item, list):
        wanted, item = _by_code(wanted), _by_code(item)
        yield from _one(sorted(wanted), sorted(item), place)
    yield from differences(wanted, item, place)


def _one(wanted: Any, item: Any, place: str) -> Iterator[str]:
    if wanted != item:
        yield f"{place}: {wanted!r} and {item!r}"


def _by_code(lines: list[Dict]) -> Dict:
    return {line["code"]: line for line in lines if line["amount"].strip("-0.")}
