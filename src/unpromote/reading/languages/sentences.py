"""A stretch in another language to sentence units, each with its page and the clause that it stands in.

A unit ends at a blank line, at a page, before a numbered clause and at the end of a sentence as that language writes
it: "Abs. 2" and "1. März" end none in German, "。" does in Japanese and Chinese without a blank behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from unpromote.reading.languages.detection import Stretch
from unpromote.reading.languages.tongues import Tongue
from unpromote.reading.units import Unit, stripped
from unpromote.reading.values import Document

_ITEM = r"(?P<item>\((?:\d{1,2}|[a-z])\)|\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}[.)])(?=\s)"
_GAP = re.compile(r"\n[ \t\r]*\n\s*")
_SENTENCE_END = re.compile(r"[.?!][\"\u201c\u201d\u2019»)]*\s+(?=[\"\u201e\u201c«(\[¿¡]?\s?[A-Z0-9\u00c0-\u00de§])")
_IDEOGRAPHIC_END = re.compile(r"[。!?][」』)]?\s*")
_LETTER = re.compile(r"(?:^|[\s(.])\w$")
_ORDINAL = re.compile(r"(?:^|[\s(])\d{1,2}$")
_TITLE_WORDS, _TITLE_LENGTH = 7, 60  # a first line up to this size is a clause's heading


def units_of(document: Document, stretch: Stretch, tongue: Tongue) -> tuple[Unit, ...]:
    """Return the units of a stretch of the document's text, in order; they do not overlap and none crosses a page."""
    units: list[Unit] = []
    clause = ""
    for start, end in _blocks(document, stretch, tongue):
        text = tongue.folded(document.text[start:end])
        clause, at = _clause(text, clause, tongue)
        for begins, ends in _sentences(text, at, tongue):
            words = " ".join(document.text[start + begins : start + ends].split())
            if any(map(str.isalpha, words)):
                page = bisect_right(document.page_starts, start + begins)
                units.append(Unit(start + begins, start + ends, page, clause, words))
    return tuple(units)


def _blocks(document: Document, stretch: Stretch, tongue: Tongue) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs and numbered clauses of a stretch."""
    folded = tongue.folded(document.text[stretch.start : stretch.end])
    opens = re.compile(rf"\n[ \t]*(?={tongue.says['clause'].pattern}|{_ITEM})", re.IGNORECASE)
    cuts = {stretch.start, stretch.end}
    cuts |= {page for page in document.page_starts if stretch.start < page < stretch.end}
    for pattern in (_GAP, opens):
        cuts |= {stretch.start + match.end() for match in pattern.finditer(folded)}
    yield from pairwise(sorted(cuts))


def _clause(text: str, before: str, tongue: Tongue) -> tuple[str, int]:
    """Return the clause that a block stands in, and where its words begin."""
    lead = len(text) - len(text.lstrip())
    headed = re.compile(tongue.says["clause"].pattern, re.IGNORECASE).match(text, lead)
    if headed:
        number = " ".join(headed["number"].split()).rstrip(".-")
        return number, headed.end()
    item = re.compile(_ITEM).match(text, lead)
    if item is None:
        return before, lead
    number = item["item"].rstrip(".")
    if number.startswith("("):
        return f"{before.partition(' (')[0]} {number}".strip(), item.end()
    return number.rstrip(")"), item.end()


def _sentences(text: str, at: int, tongue: Tongue) -> Iterator[tuple[int, int]]:
    start = _title_end(text, at, tongue)
    if start > at:
        yield stripped(text, at, start)
    ends = _SENTENCE_END if tongue.spaced else _IDEOGRAPHIC_END
    for match in ends.finditer(text, start):
        if tongue.spaced and text[match.start()] == "." and _goes_on(text, match, tongue):
            continue
        yield stripped(text, start, match.end())
        start = match.end()
    yield stripped(text, start, len(text))


def _title_end(text: str, at: int, tongue: Tongue) -> int:
    """Return where a clause's heading on a line of its own ends: at the line's end, or at `at` if there is none."""
    if at == 0:
        return at
    end = text.find("\n", at)
    line = text[at:end].strip() if end >= 0 else ""
    short = len(line.split()) <= _TITLE_WORDS if tongue.spaced else "。" not in line and "、" not in line
    ended = line.endswith((".", ":", ";", ",", "。"))
    begins_anew = not text[end + 1 :].lstrip()[:1].islower()
    return end + 1 if line and short and not ended and begins_anew and len(line) <= _TITLE_LENGTH else at


def _goes_on(text: str, match: re.Match[str], tongue: Tongue) -> bool:
    """Tell whether a full stop belongs to an abbreviation, an initial or an ordinal ("1. März")."""
    before = text[max(0, match.start() - 14) : match.start()]
    if tongue.says["abbreviated"].search(before.lower()) or _LETTER.search(before):
        return True
    following = text[match.end() :].lower()
    return bool(_ORDINAL.search(before)) and following.startswith((*tongue.months, "("))
