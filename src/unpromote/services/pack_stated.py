"""Does a pack keep what it states of itself: in its manifest, in its list of hashes, of its curve and of its key.

A key that a forger holds signs anything; what is stated in two places still has to agree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from unpromote.domain.audit import fingerprint
from unpromote.services.pack_content import MOST_JSON, PackProblem, part, read_json
from unpromote.services.pack_layout import CASE, CURVE, MANIFEST, PUBLIC_KEY, QUOTE, SUMS
from unpromote.services.pack_source import PackSource, read

Json = Any


def stated_problems(source: PackSource, manifest: Json) -> Iterator[PackProblem]:
    """Find where a pack is not what it states of itself, although each file has the hash that the manifest says."""
    case_file = read_json(source, CASE)
    if isinstance(case_file, dict):
        yield from _case_problems(manifest, case_file)
        yield from _curve_problems(source, case_file)
    if SUMS in source.names and _sums(source) != _hashes(manifest):
        yield PackProblem(SUMS, f"lists other hashes than {MANIFEST}")
    if PUBLIC_KEY in source.names and _key(source) != part(manifest, "public_key"):
        yield PackProblem(PUBLIC_KEY, f"is not the key that {MANIFEST} names")


def _case_problems(manifest: Json, case_file: Json) -> Iterator[PackProblem]:
    for name in ("id", "reference", "title", "client"):
        stated, found = part(manifest, "case", name), part(case_file, "case", name)
        if stated != found:
            yield PackProblem(MANIFEST, f"says that the case's {name} is {stated!r}, {CASE} has {found!r}")
    events = part(case_file, "events")
    last = events[-1] if isinstance(events, list) and events else None
    if last is not None and part(manifest, "created_at") != part(last, "at"):
        yield PackProblem(MANIFEST, f"is of {part(manifest, 'created_at')}, the last event of {part(last, 'at')}")


def _curve_problems(source: PackSource, case_file: Json) -> Iterator[PackProblem]:
    curve = part(case_file, "quote", "curve")
    stated = part(case_file, "quote", "quote", "decision", "curve_sha256")
    if stated is not None and stated != fingerprint(curve):
        yield PackProblem(CASE, f"has another curve than {QUOTE} was signed with: its hash is {fingerprint(curve)}")
    if CURVE in source.names and not _tells(_rows(source), curve):
        yield PackProblem(CURVE, f"differs from the curve in {CASE}")


def _rows(source: PackSource) -> list[dict[str, str]]:
    text = read(source, CURVE, MOST_JSON).decode("utf-8", errors="replace")
    try:
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return [{}]


def _tells(rows: list[dict[str, str]], curve: Json) -> bool:
    """Return whether the rows are the curve's points; a column of which no point knows says what holds for all."""
    points = curve if isinstance(curve, list) else []
    known = {name for point in points if isinstance(point, dict) for name in point}
    return len(rows) == len(points) and all(
        cell == _cell(part(point, name))
        for row, point in zip(rows, points, strict=True)
        for name, cell in row.items()
        if name in known
    )


def _cell(value: Json) -> str:
    return "" if value is None else str(value)


def _sums(source: PackSource) -> dict[str, str]:
    lines = read(source, SUMS, MOST_JSON).decode("utf-8", errors="replace").splitlines()
    return {path: sha256 for sha256, _, path in (line.partition("  ") for line in lines)}


def _hashes(manifest: Json) -> dict[str, Json]:
    files = part(manifest, "files") or {}
    return {path: part(listed, "sha256") for path, listed in files.items() if path != SUMS}


def _key(source: PackSource) -> str | None:
    try:
        key = load_pem_public_key(read(source, PUBLIC_KEY, MOST_JSON))
    except ValueError:
        return None
    return key.public_bytes_raw().hex() if isinstance(key, Ed25519PublicKey) else None
