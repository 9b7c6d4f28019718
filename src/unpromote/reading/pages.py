"""A page of a document as a person looks at it: its text and, for a PDF, its picture and where words stand on it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from unpromote.domain.errors import BadInput
from unpromote.domain.tracing import find_words
from unpromote.reading.boxes import boxes_on, letter_at
from unpromote.reading.intake import open_document
from unpromote.reading.pdf import is_pdf, opened
from unpromote.reading.scans import as_pdf, is_picture
from unpromote.reading.values import Document
from unpromote.services.papers import Box, PageView

_SCALE, _WIDEST = 2, 2400  # dots a point; dots at most, whatever the paper
_MEND = "look at the file itself"


def view_page(path: Path, number: int, quotes: Sequence[str]) -> PageView:
    """Return the page with the places of each quote; raise BadInput where the document has no such page."""
    document = open_document(path)
    starts = document.page_starts or (0,)
    if not 1 <= number <= len(starts):
        raise _no_page(number, len(starts))
    start, end = starts[number - 1], [*starts, len(document.text)][number]
    text = document.text[start:end]
    view = PageView(number=number, of=len(starts), text=text.strip("\f\n"))
    if not document.sources:
        return view
    spans = [find_words(text, quote) for quote in quotes]
    with _page(path, number) as page:
        width, height = page.get_size()
        places = tuple(_boxes(page, document, number, span) for span in spans)
        return replace(view, width=round(width), height=round(height), places=places)


def place_words(path: Path, start: int, end: int) -> dict[int, tuple[Box, ...]]:
    """Return the boxes of the letters [start, end) of the document's text, one a line, by page; none without pictures.

    Raises:
        BadInput: the file cannot be read.
    """
    document = open_document(path)
    found: dict[int, tuple[Box, ...]] = {}
    if not document.sources:
        return found
    for number, (first, last) in enumerate(pairwise([*document.page_starts, len(document.text)]), start=1):
        if start < last and first < end:
            with _page(path, number) as page:
                span = max(start, first) - first, min(end, last) - first
                found[number] = _boxes(page, document, number, span)
    return {number: boxes for number, boxes in found.items() if boxes}


def words_at(path: Path, number: int, left: float, top: float) -> int | None:
    """Return the offset of the letter at a place of the page's picture, in points; None where no letter stands.

    Raises:
        BadInput: the file cannot be read or has no such page.
    """
    document = open_document(path)
    if not document.sources:
        return None
    with _page(path, number) as page:
        place = letter_at(page, left, top, document.scans.get(number))
    sources = document.sources[number - 1]
    return document.page_starts[number - 1] + sources.index(place) if place >= 0 and place in sources else None


def _boxes(page: pypdfium2.PdfPage, document: Document, number: int, span: tuple[int, int] | None) -> tuple[Box, ...]:
    return boxes_on(page, document.sources[number - 1], span, document.scans.get(number))


def draw_page(path: Path, number: int) -> bytes:
    """Return the page as a PNG; raise BadInput where it has no picture."""
    if not path.is_file() or not _has_pictures(path.read_bytes()):
        raise BadInput("only the pages of a PDF or an image have a picture", place=path.name, mend=_MEND)
    with _page(path, number) as page:
        scale = min(_SCALE, _WIDEST / max(page.get_size()))
        with closing(page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)) as bitmap:
            return _png(bitmap)


def _has_pictures(data: bytes) -> bool:
    return is_pdf(data) or is_picture(data)


def _no_page(number: int, pages: int) -> BadInput:
    return BadInput(f"there is no page {number}", place="page", mend=f"the document has {pages}")


@contextmanager
def _page(path: Path, number: int) -> Iterator[pypdfium2.PdfPage]:
    data = path.read_bytes()
    with opened(as_pdf(data) if is_picture(data) else data) as pdf:
        if not 1 <= number <= len(pdf):
            raise _no_page(number, len(pdf))
        with closing(pdf[number - 1]) as page:
            yield page


def _png(bitmap: Any) -> bytes:
    """Return the bitmap as a PNG of eight bits a channel."""
    length = bitmap.width * bitmap.n_channels
    rows = memoryview(bitmap.buffer).cast("B")
    lines = (b"\0" + bytes(rows[at : at + length]) for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    colors = {1: 0, 3: 2, 4: 6}[bitmap.n_channels]  # PNG's numbers for gray, RGB and RGB with alpha
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, colors, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
