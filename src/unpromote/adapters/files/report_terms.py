"""The report's page on the terms: each confirmed value by a readable name, with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from unpromote.adapters.files.report_text import said
from unpromote.domain.audit import CaseFile
from unpromote.domain.codec import encode
from unpromote.domain.papers import Citation

Row = dict[str, Any]


def terms_rows(case_file: CaseFile) -> list[Row]:
    """Return each confirmed term with its value and, where it was read from a document, the words it rests on."""
    if case_file.terms is None:
        return []
    cited = {citation.path: citation for citation in sorted(case_file.citations, key=_confidence)}
    terms = encode(case_file.terms)
    rows = [
        {"term": _named(path, terms), "value": value, "source": _source(cited.get(path))}
        for path, value in _flat(terms, "", cited)
    ]
    return _quoted_once(rows)


def _confidence(citation: Citation) -> Fraction:
    return Fraction(citation.confidence or 0)


def _quoted_once(rows: list[Row]) -> list[Row]:
    """Quote the same words once, and name the term where they stand from then on."""
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        source = row["source"]
        if source is None:
            continue
        key = source["place"], source["quote"]
        source["as_at"] = first.get(key, "")
        first.setdefault(key, row["term"])
    return rows


def _flat(data: Any, path: str, cited: Mapping[str, Citation]) -> list[tuple[str, str]]:
    """Take the terms apart down to single values, but keep whole what is cited as a whole."""
    if isinstance(data, dict) and data and path not in cited and not _is_period(data):
        return [row for key, item in data.items() for row in _flat(item, f"{path}.{key}".lstrip("."), cited)]
    if isinstance(data, list) and any(isinstance(item, dict) for item in data) and path not in cited:
        return [row for nth, item in enumerate(data) for row in _flat(item, f"{path}[{nth}]", cited)]
    return [(path, _value(data))]


def _is_period(data: Any) -> bool:
    return isinstance(data, dict) and {"n", "unit"} <= set(data)


def _named(path: str, terms: Any) -> str:
    """Return a path as words, with an item's own id instead of its number: "right conv, notice"."""
    steps: list[str] = []
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(terms, list):
            terms = terms[int(step)]
            name = terms.get("id", int(step) + 1) if isinstance(terms, dict) else int(step) + 1
            steps[-1] = f"{steps[-1].removesuffix('s')} {name}"
        else:
            terms = terms[step]
            steps.append(said(step))
    return ", ".join(steps)


def _value(data: Any) -> str:
    if _is_period(data):
        rest = {key: item for key, item in data.items() if key not in {"n", "unit"}}
        return "; ".join([f"{data['n']} {said(data['unit'])}", *([_value(rest)] if rest else [])])
    match data:
        case None:
            return "none"
        case bool():
            return "yes" if data else "no"
        case list():
            return ", ".join(map(_value, data)) or "none"
        case dict():
            return "; ".join(f"{said(key)}: {_value(item)}" for key, item in data.items()) or "none"
        case _:
            return said(str(data)) if re.fullmatch("[a-z_]+", str(data)) else str(data)


def _source(citation: Citation | None) -> Row | None:
    if citation is None:
        return None
    return {
        "place": f"{citation.document}, p. {citation.page}" if citation.page else citation.document,
        "quote": " ".join(citation.quote.split()),
        "status": said(citation.status),
        "confidence": citation.confidence,
    }
