"""Where letters of the text stand on a PDF's page, as its picture shows it, and which letter stands at a place."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import raw

from unpromote.reading.scans import Scan, turned
from unpromote.services.papers import Box

_FINE = 10  # device units a point, since PDFium gives whole ones
_NEAR = 2.0  # points: as far from a letter as a place still means it


def boxes_on(
    page: pypdfium2.PdfPage, sources: array[int], span: tuple[int, int] | None, scan: Scan | None = None
) -> tuple[Box, ...]:
    """Return the boxes, one a line, of the letters [start, end) of the page's text; none for None."""
    if span is None:
        return ()
    if scan is not None:
        return tuple(_merged([_box(page, rect) for rect in _on_scan(scan, set(sources[slice(*span)]))]))
    with closing(page.get_textpage()) as textpage:
        boxes = [
            _box(page, textpage.get_rect(nth))
            for start, count in _runs(sources[slice(*span)])
            for nth in range(textpage.count_rects(start, count))
        ]
    return tuple(_merged(boxes))


def _on_scan(scan: Scan, places: set[int]) -> Iterator[tuple[float, float, float, float]]:
    """Yield the part of each line that the letters take, as if all letters were equally wide."""
    for piece in (piece for line in scan.lines for piece in line):
        asked = [place - piece.start for place in range(piece.start, piece.end) if place in places]
        if asked:
            letter = (piece.right - piece.left) / (piece.end - piece.start)
            left, right = piece.left + asked[0] * letter, piece.left + (asked[-1] + 1) * letter
            yield _leaning((left, piece.bottom, right, piece.top), scan.slant)


def _leaning(box: tuple[float, float, float, float], slant: float) -> tuple[float, float, float, float]:
    """Return the box around a box of the sheet put straight as it lies on the picture."""
    left, bottom, right, top = box
    corners = [turned(x, y, slant) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _letter_on_scan(scan: Scan, left: float, bottom: float) -> int:
    x, y = turned(left, bottom, -scan.slant)
    for piece in (piece for line in scan.lines for piece in line):
        if piece.left <= x < piece.right and piece.bottom <= y <= piece.top:
            return piece.start + int((x - piece.left) / (piece.right - piece.left) * (piece.end - piece.start))
    return -1


def _merged(boxes: Sequence[Box]) -> Sequence[Box]:
    """Return one box for those that touch in one line: PDFium gives one for each stroke of the file's pen."""
    if sum(box.height for box in boxes) > sum(box.width for box in boxes):  # the words run up or down the picture
        return [_flipped(box) for box in _along([_flipped(box) for box in boxes])]
    return _along(boxes)


def _flipped(box: Box) -> Box:
    return Box(box.top, box.left, box.height, box.width)


def _along(boxes: Iterable[Box]) -> list[Box]:
    merged: list[Box] = []
    for box in boxes:
        if merged and _touch(merged[-1], box):
            box = _around(merged.pop(), box)  # noqa: PLW2901  # it takes the place of both
        merged.append(box)
    return merged


def _touch(one: Box, other: Box) -> bool:
    """Whether two boxes lie in one line, no more than a letter apart."""
    letter = min(one.height, other.height)
    apart = max(one.left, other.left) - min(one.left + one.width, other.left + other.width)
    shared = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return shared > letter / 2 and apart < letter


def _around(one: Box, other: Box) -> Box:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    return Box(left, top, right - left, max(one.top + one.height, other.top + other.height) - top)


def letter_at(page: pypdfium2.PdfPage, left: float, top: float, scan: Scan | None = None) -> int:
    """Return the place among the page's letters of the one that stands there; less than 0 where none does."""
    width, height = (round(side * _FINE) for side in page.get_size())
    x, y = raw.c_double(), raw.c_double()
    raw.FPDF_DeviceToPage(page, 0, 0, width, height, 0, round(left * _FINE), round(top * _FINE), x, y)
    if scan is not None:
        return _letter_on_scan(scan, x.value, y.value)
    with closing(page.get_textpage()) as textpage:
        place: int = raw.FPDFText_GetCharIndexAtPos(textpage, x.value, y.value, _NEAR, _NEAR)
    return place


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, how many) of each run of letters that follow one another on the page."""
    known = sorted({place for place in places if place >= 0})
    for _, run in groupby(enumerate(known), key=lambda counted: counted[1] - counted[0]):
        together = [place for _, place in run]
        yield together[0], len(together)


def _box(page: pypdfium2.PdfPage, corners: tuple[float, float, float, float]) -> Box:
    """Return a box of the page's own coordinates as it lies on the picture, whatever the page's turn and cut."""
    left, bottom, right, top = corners
    (one, other), (above, below) = zip(_on_picture(page, left, top), _on_picture(page, right, bottom), strict=True)
    return Box(min(one, other), min(above, below), abs(other - one), abs(below - above))


def _on_picture(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    width, height = (round(side * _FINE) for side in page.get_size())
    across, down = raw.c_int(), raw.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE
