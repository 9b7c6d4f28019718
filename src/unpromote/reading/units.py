"""Text to sentence units: the stretches of an agreement that are judged, and quoted, as a whole.

A unit is a sentence, a list item or a heading. It ends at a blank line, before a section number, at the end of a
sentence, and at the end of a page unless the sentence goes on there; abbreviations ("Inc.", "No.") and section numbers
do not end it. Only a long unit is cut at semicolons and list items. Leading numbering ("14.1 (a)") is cut off and kept
as the clause that the unit belongs to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

LONG_UNIT = 600  # characters: longer ones are cut at ";" and list items

_BREAK = re.compile(
    r"\n[ \t\r]*\n\s*"  # a blank line
    r"|\n(?=[ \t]*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\([a-z]{1,4}\)|\([A-Z]\)|[A-Z]\.|"
    r"(?i:article|section)[ ]+[\dIVX]+\b)[ \t]+[\"\u201c\u2018(]?[A-Z])"
    r"|(?<=[a-z)\]\"\u201d.;:])[ ]+(?=\d{1,2}\.\d{1,2}\.?[ ]+[A-Z\u201c\"])"  # a section number in the line
)
_SENTENCE_END = re.compile(r"[.?!][\"\u201d\u2019')]*\s+(?=[\"\u201c\u2018(\[]?[A-Z\d(])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:inc|corp|co|ltd|llc|no|nos|sec|art|par|st|mr|mrs|ms|dr|jr|sr|vs|v|"
    r"e\.g|i\.e|etc|al|approx|dept|ave|blvd|fla|cal|"
    r"u\.s|u\.k|p\.o|n\.a|n\.v|s\.a|l\.p|ph\.d|a\.m|p\.m)|(?:^|[\s(])[A-Z]|(?:^|\s)\(?\d{1,2}(?:\.\d{1,2})*)$",
    re.IGNORECASE,
)
_REFERENCE_BEFORE = re.compile(
    r"(?:sections?|clauses?|articles?|paragraphs?|schedules?|exhibits?|and|or|to|,)\s*$", re.IGNORECASE
)
_OPEN_END = re.compile(r"[^\W_][,\u2019\"\u201d)]?(?:-|[ \t]?\n|\s*\f)?\Z")  # no full stop, no blank line
_ITEM = re.compile(r";\s+|(?<=:)\s+(?=\((?:[a-z]|[ivx]{1,4})\)\s)")
_NUMBERING = re.compile(
    r"(?:(?i:(?:article|section)[ ]+)?(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}(?=[.]))[.):]*(?=[ \t(])[ \t]*)?"
    r"(?P<items>[A-Z]\.\s+|(?:\((?:[a-z]{1,4}|[A-Z]|\d{1,2})\)\s*)*)"
)


@dataclass(frozen=True)
class Unit:
    """A stretch [start, end) of the text, the 1-based page it begins on and, where numbered, its clause."""

    start: int
    end: int
    page: int
    clause: str
    words: str  # the stretch with every run of blanks made one space

    @property
    def lower(self) -> str:
        """The words as cues are matched: lower case, straight quotes."""
        return plain(self.words)


def plain(words: str) -> str:
    """Return words in lower case with straight quotes."""
    return words.lower().replace("\u2019", "'")


def split_units(text: str, page_starts: tuple[int, ...]) -> tuple[Unit, ...]:
    """Return the text's units in order; they do not overlap, and only a sentence that goes on crosses a page."""
    units: list[Unit] = []
    clause = ""
    for start, end in _stretches(text, page_starts):
        label, cut = _numbering(text, start, end)
        clause = _next_clause(clause, label)
        words = " ".join(text[cut:end].split())
        if any(letter.isalpha() for letter in words):
            units.append(Unit(cut, end, bisect_right(page_starts, cut), clause, words))
    return tuple(units)


def _stretches(text: str, page_starts: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    edges = [*(start for start in page_starts or (0,) if not _goes_on(text, start)), len(text)]
    for page_start, page_end in pairwise(edges):
        for start, end in _blocks(text, page_start, page_end):
            for sentence in _sentences(text, start, end):
                yield from _items(text, *sentence)


def _goes_on(text: str, page_start: int) -> bool:
    """Whether a sentence, or a single word, runs over the start of the page."""
    following = text[page_start : page_start + 1]  # none after the last page, where that is empty
    return following.islower() and bool(_OPEN_END.search(text, max(0, page_start - 12), page_start))


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _BREAK.finditer(text, start, end):
        inline = "\n" not in match[0]
        if inline and _REFERENCE_BEFORE.search(text[max(start, match.start() - 12) : match.start()]):
            continue
        yield start, match.start()
        start = match.end()
    yield start, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE_END.finditer(text, start, end):
        if text[match.start()] == "." and _ABBREVIATED.search(text[max(start, match.start() - 8) : match.start()]):
            continue
        yield start, match.end()
        start = match.end()
    yield start, end


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > LONG_UNIT:
        for match in _ITEM.finditer(text, start, end):
            yield stripped(text, start, match.end())
            start = match.end()
    yield stripped(text, start, end)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return [start, end) without the blanks at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _numbering(text: str, start: int, end: int) -> tuple[tuple[str, str], int]:
    match = _NUMBERING.match(text, start, end)
    if match is None or match.end() >= end:
        return ("", ""), start
    return (match["number"] or "", (match["items"] or "").replace(" ", "").rstrip(".\n")), match.end()


def _next_clause(clause: str, label: tuple[str, str]) -> str:
    number, items = label
    if number:
        return f"{number}{items}"
    return f"{clause.partition('(')[0]}{items}" if items.startswith("(") else clause
