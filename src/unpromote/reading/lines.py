"""Lines of a page as they stand on it, and the order in which a person reads them: columns, tables, rows.

Nothing here knows a file format: a piece is a stretch of a page's letters with the box around it, in points, in the
frame of the words themselves (left to right, bottom to top), whatever the page's turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

COLUMN_ROWS = 5  # rows with words on both sides before a gutter is believed
CELL = " | "

_WIDE = 0.75  # times the height of the letters: a wider gap parts columns or cells
_NEAR = 4.0  # points: cells that begin as near as that stand under one another
_PROSE = 4  # words a line on each side of a gutter; cells of a table have fewer
_NUMBERING = re.compile(r"\W*(?:(?i:section|article)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})?\W*")


class Piece(NamedTuple):
    """Letters [start, end) of a page that stand together in one line, and the box around them."""

    start: int
    end: int
    words: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


Line = tuple[Piece, ...]  # what stands on one height, from left to right; nothing: a blank line


def split_line(words: Iterable[Piece]) -> Line:
    """Return the words of a line put together, apart where a wide gap stands between them."""
    pieces: list[Piece] = []
    for word in words:
        last = pieces[-1] if pieces else None
        if (
            last is not None
            and last.end <= word.start
            and word.left - last.right <= _WIDE * max(last.height, word.height)
        ):
            pieces[-1] = _joined(last, word)
        else:
            pieces.append(word)
    return tuple(pieces)


def _joined(one: Piece, other: Piece) -> Piece:
    return Piece(
        one.start,
        other.end,
        f"{one.words} {other.words}",
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
    )


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of a page in the order of reading: a row that runs over two columns is two lines.

    The order of the file is kept wherever it does not jump from one column of prose into another.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return tuple(lines)
    ordered: list[Line] = []
    block: list[Line] = []
    for line in lines:
        if any(piece.left < gutter < piece.right for piece in line):
            ordered += _by_column(block, gutter)
            block = []
            ordered.append(line)
        else:
            block.append(line)
    return (*ordered, *_by_column(block, gutter))


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where the page is parted into two columns of prose whose rows the file has side by side."""
    gaps = [(one, other) for line in lines for one, other in pairwise(line) if _is_prose(one, other)]
    best: list[tuple[Piece, Piece]] = []
    for _, right in gaps:
        along = [(one, other) for one, other in gaps if one.right < right.left - 1 <= other.left]
        best = max(best, along, key=len)
    if len(best) < COLUMN_ROWS:
        return None
    return (max(one.right for one, _ in best) + min(other.left for _, other in best)) / 2


def _is_prose(*pieces: Piece) -> bool:
    return all(piece.words.count(" ") + 1 >= _PROSE for piece in pieces)


def _by_column(block: Sequence[Line], gutter: float) -> Iterator[Line]:
    if sum(len(line) > 1 for line in block) < COLUMN_ROWS:
        yield from block
        return
    for is_right in (False, True):
        for line in block:
            side = tuple(piece for piece in line if (piece.left > gutter) is is_right)
            if side or not line:
                yield side


def rows_of_tables(lines: Sequence[Line]) -> frozenset[int]:
    """Return which lines are rows of a table: their cells begin under those of the row before or after."""
    return frozenset(
        place
        for nth, other in pairwise(nth for nth, line in enumerate(lines) if _has_cells(line))
        if other - nth <= 3 and _aligned(lines[nth], lines[other])  # noqa: PLR2004  # a cell of three lines
        for place in (nth, other)
    )


def _has_cells(line: Line) -> bool:
    return len(line) > 1 and not _NUMBERING.fullmatch(line[0].words)


def _aligned(one: Line, other: Line) -> bool:
    return len(one) == len(other) and all(
        min(abs(a.left - b.left), abs(a.right - b.right)) < _NEAR for a, b in zip(one, other, strict=True)
    )


def is_wrapped(row: Line, line: Line) -> bool:
    """Whether a line only goes on with cells of a row, other than its first."""
    return len(row) > 1 and len(line) > 0 and line[0].left >= row[1].left - _NEAR
