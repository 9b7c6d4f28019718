"""A page of a document as a person looks at it: its text and, for a PDF, its picture and where words stand on it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import raw

from unpromote.domain.errors import BadInput
from unpromote.domain.tracing import find_words
from unpromote.reading.intake import open_document
from unpromote.reading.pdf import ONE_AT_A_TIME
from unpromote.services.ports import Box, PageView

_SCALE, _WIDEST = 2, 2400  # dots a point; dots at most, whatever the paper
_FINE = 10  # device units a point, since PDFium gives whole ones
_MEND = "look at the file itself"


def view_page(path: Path, number: int, quotes: Sequence[str]) -> PageView:
    """Return the page with the places of each quote; raise BadInput where the document has no such page."""
    document = open_document(path)
    starts = document.page_starts or (0,)
    if not 1 <= number <= len(starts):
        raise _no_page(number, len(starts))
    text = document.text[starts[number - 1] : [*starts, len(document.text)][number]]
    view = PageView(number=number, of=len(starts), text=text.strip("\f\n"))
    if not _is_pdf(path):
        return view
    with _page(path, number) as page, closing(page.get_textpage()) as textpage:
        width, height = page.get_size()
        return PageView(
            number=number,
            of=view.of,
            text=view.text,
            width=round(width),
            height=round(height),
            places=_places(page, textpage, quotes),
        )


def draw_page(path: Path, number: int) -> bytes:
    """Return the page as a PNG; raise BadInput where it has no picture."""
    if not path.is_file() or not _is_pdf(path):
        raise BadInput("only the pages of a PDF have a picture", place=path.name, mend=_MEND)
    with _page(path, number) as page:
        scale = min(_SCALE, _WIDEST / max(page.get_size()))
        with closing(page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)) as bitmap:
            return _png(bitmap)


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _no_page(number: int, pages: int) -> BadInput:
    return BadInput(f"there is no page {number}", place="page", mend=f"the document has {pages}")


@contextmanager
def _page(path: Path, number: int) -> Iterator[pypdfium2.PdfPage]:
    try:
        with ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(path)) as pdf:
            if not 1 <= number <= len(pdf):
                raise _no_page(number, len(pdf))
            with closing(pdf[number - 1]) as page:
                yield page
    except pypdfium2.PdfiumError:
        raise BadInput("the PDF cannot be opened", place=path.name, mend=_MEND) from None


def _places(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, quotes: Sequence[str]
) -> tuple[tuple[Box, ...], ...]:
    """Return the boxes, one a line, of each quote's words on the page; none where they are not found."""
    letters = "".join(chr(raw.FPDFText_GetUnicode(textpage, nth)) for nth in range(textpage.count_chars()))
    return tuple(tuple(_boxes(page, textpage, find_words(letters, quote))) for quote in quotes)


def _boxes(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, found: tuple[int, int] | None) -> Iterator[Box]:
    if found is not None:
        start, end = found
        for nth in range(textpage.count_rects(start, end - start)):
            yield _box(page, textpage.get_rect(nth))


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
