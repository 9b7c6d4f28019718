"""What runs along the margins of every page, headers, footers and page numbers, which is no part of any sentence.

A line runs where it stands in the margin, apart from the text, with nothing further out that does not run, and says the
same on other pages, up to a number that counts the pages along. Rows of a table that runs over pages differ in other
numbers, so they stay. What is taken out is kept once: headers on the first page and footers on the last, where no
sentence is broken by them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from unpromote.reading.flow import Sheet
from unpromote.reading.lines import Line

_MARGIN = 0.09  # of the page's height: where offices leave an inch, the first line of the text is further in
_APART = 1.8  # times its height
_SHARE, _ENOUGH = 0.2, 4  # of the pages, or so many of them
_NUMBER = re.compile(r"\d+")

_Said = tuple[str, tuple[int, ...]]  # a line's words with # for numbers, and its numbers
_Usual = tuple[int | None, int | None]  # the value of a number, and what it has beyond the page's


def without_margins(pages: Sequence[Sheet]) -> list[Sheet]:
    """Return the pages without the lines that run along their upper and lower edges."""
    left_out: list[set[int]] = [set() for _ in pages]
    first: dict[str, int] = {}
    originals = [first.setdefault(_all_words(page), number) for number, page in enumerate(pages)]
    for upper in (True, False):
        edges = [_edge(page, upper=upper) for page in pages]
        said = [[_said(page.lines[nth]) for nth in edge] for page, edge in zip(pages, edges, strict=True)]
        running = _running(said, originals)
        keeps = 0 if upper else len(pages) - 1
        for number, count in enumerate(running):
            if number != keeps:
                left_out[number] |= set(_apart(pages[number], edges[number][:count]))
    return [
        replace(page, lines=tuple(line for nth, line in enumerate(page.lines) if nth not in gone))
        for page, gone in zip(pages, left_out, strict=True)
    ]


def _apart(page: Sheet, running: list[int]) -> list[int]:
    """Return the lines that run if they stand apart from the rest of the page; else they are its first or last ones."""
    text = [_middle(line) for nth, line in enumerate(page.lines) if line and nth not in running]
    if not running or not text:
        return running
    innermost = page.lines[running[-1]]
    gap = min(abs(_middle(innermost) - at) for at in text)
    return running if gap > _APART * innermost[0].height else []


def _middle(line: Line) -> float:
    return (line[0].bottom + line[0].top) / 2


def _edge(page: Sheet, *, upper: bool) -> list[int]:
    """Return which lines stand in the margin on that side, from the edge inward."""
    deep = _MARGIN * (page.high - page.low)
    middles = {nth: _middle(line) for nth, line in enumerate(page.lines) if line}
    there = [nth for nth, at in middles.items() if (page.high - at if upper else at - page.low) < deep]
    return sorted(there, key=middles.__getitem__, reverse=upper)


def _said(line: Line) -> _Said:
    words = " ".join(piece.words for piece in line).lower()
    return _NUMBER.sub("#", "".join(words.split())), tuple(int(number[:9]) for number in _NUMBER.findall(words))


def _all_words(page: Sheet) -> str:
    return "".join(piece.words for line in page.lines for piece in line)


def _running(edges: Sequence[Sequence[_Said]], originals: Sequence[int]) -> list[int]:
    """Return for each page how many of its outermost lines run through the document.

    `originals` says for each page which one it is a copy of, mostly itself: what only copies share does not run.
    """
    groups: dict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for words, numbers in edge:
            groups[words].append((number, numbers))
    enough = max(2, min(_ENOUGH, round(_SHARE * len(edges))))
    usual = {
        words: _usual(found, enough)
        for words, found in groups.items()
        if len({originals[number] for number, _ in found}) >= enough
    }
    return [_count(number, edge, usual) for number, edge in enumerate(edges)]


def _usual(found: Sequence[tuple[int, tuple[int, ...]]], enough: int) -> list[_Usual]:
    """Return for each number of a line the value it has on enough pages, and has there beyond the page's own number."""
    columns = list(zip(*(numbers for _, numbers in found), strict=True))
    pages = [number for number, _ in found]
    return [
        (_mode(column, enough), _mode([value - page for value, page in zip(column, pages, strict=True)], enough))
        for column in columns
    ]


def _mode(values: Sequence[int], enough: int) -> int | None:
    ((value, count),) = Counter(values).most_common(1)
    return value if count >= enough else None


def _count(number: int, edge: Sequence[_Said], usual: dict[str, list[_Usual]]) -> int:
    for depth, (words, numbers) in enumerate(edge):
        along = usual.get(words)
        if along is None or not all(
            value == same or (beyond is not None and value == number + beyond)
            for value, (same, beyond) in zip(numbers, along, strict=True)
        ):
            return depth
    return len(edge)
