"""Words out of pictures (OCR), by RapidOCR where the extra `ocr` is installed; nothing leaves the machine.

RapidOCR is asked for by name, because it is no part of every installation and takes a second to start.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from unpromote.domain.errors import BadInput
from unpromote.reading.lines import Line, Piece

INSTALL = 'OCR is needed: pip install "unpromote[ocr]", or run it through an OCR program and read the result'
PAGES = 60  # of a document; a page takes seconds

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"RIFF")
_DOTS = 100 / 72  # a point: with more the words come out no better, and finding them takes longer
_WIDTH = 595.0  # points that a picture is made wide, as A4 is
_LARGEST = 3500  # dots a side of a picture
_MOST_SURE = 0.99  # nobody looked at the paper itself
_SETTINGS = {
    "Global.use_cls": False,  # lines upside down
    "Global.log_level": "error",
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    "Rec.rec_batch_num": 1,  # lines differ in length, and a batch is as long as its longest
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # a second one mostly waits for the first, and burns its core
}


@dataclass(frozen=True)
class Scan:
    """A page as it was read from its picture: letters, lines, how sure the reader is (0 to 1), its height in points."""

    letters: str
    lines: tuple[Line, ...]
    confidence: float
    height: float


_known: dict[str, Scan] = {}  # by the picture's hash: whoever looks at a page after reading does not wait again


def is_picture(data: bytes) -> bool:
    """Whether the content begins as a picture does, whatever its name."""
    return data.startswith(_PICTURES)


def can_scan() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None


def scan_page(page: pypdfium2.PdfPage) -> Scan:
    """Return what stands on the page's picture; boxes are in points of the page, from its lower left corner."""
    height = page.get_height()
    with closing(page.render(scale=_DOTS, rev_byteorder=False, prefer_bgrx=False)) as bitmap:
        pixels = bitmap.to_numpy().copy()
    key = hashlib.sha256(pixels.tobytes()).hexdigest()
    if key not in _known:
        _known[key] = _scanned(_reader()(pixels[:, :, :3] if pixels.ndim > 2 else pixels), height)  # noqa: PLR2004  # gray
    return _known[key]


@cache
def _reader() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return importlib.import_module("rapidocr").RapidOCR(params=_SETTINGS)


def _scanned(found: Any, height: float) -> Scan:
    if found.boxes is None:
        return Scan("", (), 0.0, height)
    words = list(zip(found.txts, found.boxes.tolist(), strict=True))
    letters, pieces = "", []
    for text, corners in words:
        across, down = [x / _DOTS for x, _ in corners], [height - y / _DOTS for _, y in corners]
        place = len(letters)
        letters += text + "\n"
        pieces.append(Piece(place, place + len(text), text, min(across), min(down), max(across), max(down)))
    sure = sum(score * len(text) for score, text in zip(found.scores, found.txts, strict=True))
    confidence = round(sure / max(1, sum(map(len, found.txts))), 2)
    return Scan(letters, _in_lines(pieces), min(confidence, _MOST_SURE), height)


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
