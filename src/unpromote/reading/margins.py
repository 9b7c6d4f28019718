"""What runs along the margins of every page, headers, footers and page numbers, which is no part of any sentence.

A line runs where it is the outermost of its page and says the same on other pages, up to a number that counts the
pages along. Rows of a table that runs over pages differ in other numbers, so they stay. What is taken out is kept once:
headers on the first page and footers on the last, where no sentence is broken by them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from unpromote.reading.lines import Line

_DEEPEST = 4  # lines from the edge
_SHARE, _ENOUGH = 0.2, 4  # of the pages, or so many of them
_NUMBER = re.compile(r"\d+")

Page = tuple[Line, ...]
_Said = tuple[str, tuple[int, ...]]  # a line's words with # for numbers, and its numbers
_Usual = tuple[int | None, int | None]  # the value of a number, and what it has beyond the page's


def without_margins(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages without the lines that run along their upper and lower edges."""
    left_out: list[set[int]] = [set() for _ in pages]
    for upper in (True, False):
        edges = [_edge(page, upper=upper) for page in pages]
        running = _running([[_said(page[nth]) for nth in edge] for page, edge in zip(pages, edges, strict=True)])
        keeps = 0 if upper else len(pages) - 1
        for number, count in enumerate(running):
            if number != keeps:
                left_out[number] |= set(edges[number][:count])
    return tuple(
        tuple(line for nth, line in enumerate(page) if nth not in gone)
        for page, gone in zip(pages, left_out, strict=True)
    )


def _edge(page: Page, *, upper: bool) -> list[int]:
    """Return which lines are the outermost on that side, from the edge inward."""
    written = [nth for nth, line in enumerate(page) if line]
    return sorted(written, key=lambda nth: page[nth][0].bottom, reverse=upper)[:_DEEPEST]


def _said(line: Line) -> _Said:
    words = " ".join(piece.words for piece in line).lower()
    return _NUMBER.sub("#", "".join(words.split())), tuple(int(number[:9]) for number in _NUMBER.findall(words))


def _running(edges: Sequence[Sequence[_Said]]) -> list[int]:
    """Return for each page how many of its outermost lines run through the document."""
    groups: dict[str, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for words, numbers in edge:
            groups[words].append((number, numbers))
    enough = max(2, min(_ENOUGH, round(_SHARE * len(edges))))
    usual = {
        words: _usual(found, enough)
        for words, found in groups.items()
        if len({number for number, _ in found}) >= enough
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
