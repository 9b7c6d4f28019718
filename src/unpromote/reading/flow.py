"""Lines to running text, with the way back: for every letter of the text the letter of the page that it stands for.

A word that was parted at a line's or a page's end is put together, a sentence goes on over the page's end, and the rows
of a table stand for themselves, their cells apart by " | ".
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from unpromote.reading.lines import CELL, Line, is_wrapped, rows_of_tables

INSERTED = -1  # stands for no letter of the page
PARAGRAPH = "\n\n"

_HYPHENS = "\ufffe\x02\u00ad\u2010-"  # PDFium writes U+FFFE for a hyphen at a line's end, formerly U+0002
_WORD_END = re.compile(rf"(?P<stem>[^\W\d_]+(?:-[^\W\d_]+)*)[{_HYPHENS}]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BONDS = frozenset(
    ["all", "anti", "co", "cross", "ex", "half", "inter", "mid", "multi", "non", "post", "pre", "quasi", "self", "semi"]
)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_PLAIN = {"\ufffe": "-", "\x02": "-", "\u00ad": "-", "\x00": " "} | _LIGATURES
_SPECIAL = re.compile("[" + "".join(map(re.escape, _PLAIN)) + "]")
_OPEN_END = re.compile(r"[^\W_][,\u2019\"\u201d)]?$")  # neither a full stop nor a colon: the sentence goes on


@dataclass(frozen=True)
class Sheet:
    """A page's letters as the file has them, its lines in the order of reading, and where it ends below and above."""

    letters: str
    lines: tuple[Line, ...]
    low: float = 0.0
    high: float = 0.0


@dataclass
class Flow:
    """The text so far; `sources` holds for each page the place on it of every letter, INSERTED where there is none."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    page_starts: list[int] = field(default_factory=list)
    sources: list[array[int]] = field(default_factory=list)

    def add(self, words: str, sources: Sequence[int]) -> None:
        self.parts.append(words)
        self.length += len(words)
        self.sources[-1].extend(sources)

    def insert(self, words: str) -> None:
        self.add(words, [INSERTED] * len(words))

    def drop_last(self) -> None:
        """Take back the last letter, a hyphen."""
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1
        self.sources[-1].pop()


def flowing(sheets: Sequence[Sheet]) -> tuple[str, tuple[int, ...], tuple[array[int], ...]]:
    """Return the text of all pages, where each begins, and for each page the sources of its letters."""
    flow = Flow()
    sheets = [replace(sheet, lines=_without_blank_ends(sheet.lines)) for sheet in sheets]
    words = _Words(sheets)
    last = ""
    for sheet in sheets:
        _begin_page(flow, sheet, last, words)
        _add_lines(flow, sheet, words)
        last = sheet.lines[-1][-1].words if sheet.lines else ""
    if sheets:
        flow.insert(PARAGRAPH)
    return "".join(flow.parts), tuple(flow.page_starts), tuple(flow.sources)


def _without_blank_ends(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    written = [nth for nth, line in enumerate(lines) if line]
    return lines[written[0] : written[-1] + 1] if written else ()


def _begin_page(flow: Flow, sheet: Sheet, last: str, words: _Words) -> None:
    """Begin a page, after a blank line unless the sentence goes on; `last` are the last words of the page before."""
    first = sheet.lines[0][0].words if sheet.lines else ""
    if flow.page_starts and words.parted(last, first):
        _mend(flow, last, first, words)
    elif flow.page_starts:
        flow.insert("\n" if _OPEN_END.search(last) and first[:1].islower() else PARAGRAPH)
    flow.page_starts.append(flow.length)
    flow.sources.append(array("i"))


def _add_lines(flow: Flow, sheet: Sheet, words: _Words) -> None:
    rows = rows_of_tables(sheet.lines)
    before: Line = ()
    row: Line = ()
    for nth, line in enumerate(sheet.lines):
        is_row, wrapped = nth in rows, is_wrapped(row, line)
        if nth and before and line and not is_row and words.parted(before[-1].words, line[0].words):
            _mend(flow, before[-1].words, line[0].words, words)
        elif nth:
            flow.insert(PARAGRAPH if is_row or (row and not wrapped) else "\n")
        for place, piece in enumerate(line):
            if place:
                flow.insert(CELL if is_row else " ")
            _add_letters(flow, sheet.letters, piece.start, piece.end)
        before, row = line, line if is_row else row if wrapped else ()


def _mend(flow: Flow, before: str, after: str, words: _Words) -> None:
    if not words.bound(before, after):
        flow.drop_last()


def _add_letters(flow: Flow, letters: str, start: int, end: int) -> None:
    for special in _SPECIAL.finditer(letters, start, end):
        place = special.start()
        if start < place:
            flow.add(letters[start:place], range(start, place))
        plain = _PLAIN[special[0]]
        flow.add(plain, [place] * len(plain))
        start = place + 1
    if start < end:
        flow.add(letters[start:end], range(start, end))


class _Words:
    """The words of the document, which say how a word was written before it was parted at a line's end."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._known: frozenset[str] | None = None

    def parted(self, before: str, after: str) -> bool:
        """Whether a word goes on in the next line."""
        return bool(_WORD_END.search(before)) and after[:1].islower()

    def bound(self, before: str, after: str) -> bool:
        """Whether the hyphen at the line's end belongs to the word."""
        if self._known is None:
            self._known = frozenset(_whole_words(self._sheets))
        head, tail = _WORD_END.search(before), _WORD.match(after)
        stem, rest = (head["stem"].lower() if head else "", tail[0].lower() if tail else "")
        if stem + rest in self._known or f"{stem}-{rest}" in self._known:
            return stem + rest not in self._known
        return stem.rpartition("-")[2] in _BONDS or (stem in self._known and rest in self._known)


def _whole_words(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield the words that stand within a line; those at its ends may be halves."""
    for sheet in sheets:
        for line in sheet.lines:
            for piece in line:
                yield from _WORD.findall(piece.words.lower())[1:-1]
