"""Pages that are pictures: what stands on them, line by line, and pictures made a PDF of them."""

from __future__ import annotations

import importlib
import io
import math
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from unpromote.domain.errors import BadInput
from unpromote.reading.lines import Line, Piece
from unpromote.reading.ocr import Words, can_scan, words_on

INSTALL = 'OCR is needed: pip install "unpromote[ocr]", or run it through an OCR program and read the result'
PAGES = 60  # of a document; a page takes seconds

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"RIFF")
_DOTS = 130 / 72  # a point: small print on a bad scan needs them, and more do not help
_WIDTH = 595.0  # points that a picture is made wide, as A4 is
_LARGEST = 3500  # dots a side of a picture
_MOST_SURE = 0.99  # nobody looked at the paper itself
_SLANTED = 0.1  # radians: no sheet is put on a scanner so badly, and steeper lines are a seal or a mark
_LONG = 5  # times its height: a line as long as that shows how the sheet lay


@dataclass(frozen=True)
class Scan:
    """A page as it was read from its picture: letters, lines, how sure the reader is (0 to 1), its height in points.

    The lines are those of the sheet put straight: turned by `slant` radians, counterclockwise, about its lower left
    corner they lie on the picture.
    """

    letters: str
    lines: tuple[Line, ...]
    confidence: float
    height: float
    slant: float = 0.0


def is_picture(data: bytes) -> bool:
    """Whether the content begins as a picture does, whatever its name."""
    return data.startswith(_PICTURES)


def scan_page(page: pypdfium2.PdfPage) -> Scan:
    """Return what stands on the page's picture; boxes are in points of the page, from its lower left corner."""
    with closing(page.render(scale=_DOTS, rev_byteorder=False, prefer_bgrx=False)) as bitmap:
        pixels = bitmap.to_numpy()
        colors = pixels[:, :, :3].copy() if pixels.ndim > 2 else pixels[:, :, None].repeat(3, axis=2)  # noqa: PLR2004  # gray
    return _scanned(words_on(colors), page.get_height())


def turned(x: float, y: float, angle: float) -> tuple[float, float]:
    """Return a point of the page turned counterclockwise, in radians, about the lower left corner."""
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _scanned(found: Sequence[Words], height: float) -> Scan:
    boxes = [[(x / _DOTS, height - y / _DOTS) for x, y in corners] for _, _, corners in found]
    slant = _slant(boxes)
    letters, pieces = "", []
    for (text, _, _), box in zip(found, boxes, strict=True):
        straight = [turned(x, y, -slant) for x, y in box]
        across, down = [x for x, _ in straight], [y for _, y in straight]
        place = len(letters)
        letters += text + "\n"
        pieces.append(Piece(place, place + len(text), text, min(across), min(down), max(across), max(down)))
    sure = sum(score * len(text) for text, score, _ in found) / max(1, sum(len(text) for text, _, _ in found))
    return Scan(letters, _in_lines(pieces), min(round(sure, 2), _MOST_SURE), height, slant)


def _slant(boxes: Sequence[Sequence[tuple[float, float]]]) -> float:
    """Return by what angle most long lines rise, in radians."""
    tops = [(right[0] - left[0], right[1] - left[1], math.dist(left, low)) for left, right, _, low in boxes]
    angles = [math.atan2(up, along) for along, up, tall in tops if along > _LONG * tall]
    angle = median(angles) if angles else 0.0
    return angle if abs(angle) < _SLANTED else 0.0


def _in_lines(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """Return the pieces line by line from the top, those on one height from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.top):
        if lines and _on_one_height(lines[-1][0], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return tuple(tuple(sorted(line, key=lambda one: one.left)) for line in lines)


def _on_one_height(one: Piece, other: Piece) -> bool:
    return min(one.top, other.top) - max(one.bottom, other.bottom) > min(one.height, other.height) / 2


def as_pdf(picture: bytes) -> bytes:
    """Return a picture, each of its pages, as a PDF of pictures.

    Raises:
        BadInput: the extra is not installed, or the picture cannot be opened.
    """
    if not can_scan():
        raise BadInput("the file is an image without text", mend=INSTALL)
    images = importlib.import_module("PIL.Image")
    pdf = pypdfium2.PdfDocument.new()
    try:
        with images.open(io.BytesIO(picture)) as opened:
            for nth in range(min(getattr(opened, "n_frames", 1), PAGES)):
                opened.seek(nth)
                _add_page(pdf, opened)
    except (OSError, ValueError, SyntaxError, images.DecompressionBombError):
        mend = "save it anew as PNG or PDF"
        raise BadInput("the image is damaged or larger than any page", mend=mend) from None
    content = io.BytesIO()
    pdf.save(content)
    pdf.close()
    return content.getvalue()


def _add_page(pdf: pypdfium2.PdfDocument, opened: Any) -> None:
    frame = opened.convert("RGB")
    frame.thumbnail((_LARGEST, _LARGEST))
    width, height = _WIDTH, _WIDTH * frame.height / frame.width
    page, image = pdf.new_page(width, height), pypdfium2.PdfImage.new(pdf)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(frame))
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    page.gen_content()
