"""Fee ladders in tables: lines of "15 - 30 days … 25 %" under a heading that speaks of cancelling.

A table's lines are put into the words of a tariff ("25 % between 15 and 30 days before the start"), so that prose and
table are read by one rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from unpromote.reading.cues import Category
from unpromote.reading.tariffs import Tariff, read_tariff
from unpromote.reading.units import Unit
from unpromote.reading.values import Document, Finding, cut

_UNIT = r"(?:(?:calendar|business|working|banking) )?(?:hours?|days?|weeks?)"
_NUMBER = r"\d{1,3}"
_SPAN = re.compile(
    rf"(?P<from>{_NUMBER}) ?(?:{_UNIT})? ?(?:-|\u2013|\u2014|to|and|through) ?(?P<to>{_NUMBER})\b ?(?P<u1>{_UNIT})?"
    rf"|(?P<more>(?:more than|over|above|>) ?)(?P<m>{_NUMBER})\b ?(?P<u2>{_UNIT})?"
    rf"|(?P<most>(?:up to|within|\u2264|<=) ?)(?P<a>{_NUMBER})\b ?(?P<u3>{_UNIT})?"
    rf"|(?P<less>(?:less than|under|fewer than|below|<) ?)(?P<l>{_NUMBER})\b ?(?P<u4>{_UNIT})?"
    rf"|(?:at least |\u2265 ?|>= ?)?(?P<least>{_NUMBER})(?P<plus>\+| ?(?:{_UNIT} )?or (?:more|longer"
    rf"|earlier))? ?(?P<u5>{_UNIT})?"
    rf"(?P<behind> or (?:more|longer|earlier|less|fewer))?",
)
_RATE = re.compile(
    r"(?<![\d.])(?P<figure>\d{1,3}(?:\.\d+)?) ?(?:%|per ?cent)|\b(?P<nothing>none|nil|free|no (?:charge|fee))\b"
)
_LEAVES = re.compile(r"cancel|terminat|withdraw|notice")
_AHEAD = re.compile(r"\b(?:before|prior|ahead|in advance|notice)\b")
_ROWS = 2  # lines that make a table
_ABOVE = 4  # lines above the first row that may name what the columns are


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    words: str
    step: str  # the line in the words of a tariff; empty where it is no row


def find_ladders(document: Document, units: Iterable[Unit]) -> Iterator[Finding]:
    """Yield the fee tables of a document, each from the lines that name its columns to its last row."""
    lines = [
        _line(document.text, match.start(), match.end()) for match in re.finditer(r"[^\n]*\S[^\n]*", document.text)
    ]
    row = 0
    while row < len(lines):
        last = row
        while last < len(lines) and lines[last].step:
            last += 1
        if last - row >= _ROWS and (finding := _table(document, lines, row, last)) is not None:
            before = (unit.clause for unit in reversed(tuple(units)) if unit.start < finding.end)
            yield replace(finding, clause=next(before, ""))
        row = last + 1


def read_ladder(quote: str) -> Tariff | None:
    """Return the tariff that the rows of a table state, None where they are none or leave a hole."""
    unit = next((match[0] for match in re.finditer(_UNIT, quote.lower())), "days")
    steps = [line.step for words in quote.splitlines() if (line := _line(words, 0, len(words), unit)).step]
    return read_tariff("; ".join(steps)) if len(steps) >= _ROWS else None


def _table(document: Document, lines: list[_Line], row: int, last: int) -> Finding | None:
    page = document.page_at(lines[row].start)
    top = row
    while top > max(0, row - _ABOVE) and document.page_at(lines[top - 1].start) == page:
        top -= 1
        if re.search(r"cancel|terminat", lines[top].words):
            break
    head = " ".join(line.words for line in lines[top:row])
    if not (_LEAVES.search(head) and _AHEAD.search(head + " ".join(line.words for line in lines[row:last]))):
        return None
    end = lines[last].end if last < len(lines) and lines[last].words.startswith("of the") else lines[last - 1].end
    finding = cut(document, Category.FEE, lines[top].start, end, 0.8)
    return finding if read_ladder(finding.quote) is not None else None


def _line(text: str, start: int, end: int, unit: str = "days") -> _Line:
    words = " ".join(text[start:end].lower().replace("|", " ").split())
    return _Line(start, end, words, _step(words, unit))


def _step(words: str, unit: str) -> str:
    rates = list(_RATE.finditer(words))
    if len(rates) != 1:
        return ""
    rest = f"{words[: rates[0].start()]} {words[rates[0].end() :]}"
    spans = list(_SPAN.finditer(rest))
    if len(spans) != 1 or not _is_bounded(spans[0]):
        return ""
    figure = rates[0]["figure"] or "0"
    return f"{figure}% {_when(spans[0], unit)} before the start"


def _is_bounded(span: re.Match[str]) -> bool:
    """Tell whether a number has a side: a lone one is a day, or no time at all."""
    return not span["least"] or bool(span["plus"] or span["behind"] or re.match(r"at least|[\u2265>]", span[0]))


def _when(span: re.Match[str], unit: str) -> str:
    named = next((span[name] for name in ("u1", "u2", "u3", "u4", "u5") if span[name]), unit)
    named = named if named.endswith("s") else f"{named}s"
    if span["from"]:
        return f"between {span['from']} and {span['to']} {named}"
    if span["more"] or span["less"]:
        return f"more than {span['m']} {named}" if span["more"] else f"less than {span['l']} {named}"
    if span["most"]:
        inside = span["most"].startswith("within")  # which leaves open whether the day itself is within
        return f"within {span['a']} {named}" if inside else f"{span['a']} {named} or less"
    return f"{span['least']} {named} {_side(span)}"


def _side(span: re.Match[str]) -> str:
    return "or less" if span["behind"] and span["behind"].endswith(("less", "fewer")) else "or more"
