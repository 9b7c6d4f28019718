"""PDF to text, page by page, by PDFium. Nothing is drawn and nothing inside the file is run.

A file that ends before its own end mark is refused although PDFium could mend it: half an agreement would pass for a
whole one.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from operator import attrgetter
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import raw

from unpromote.domain.errors import BadInput
from unpromote.reading.flow import Sheet, flowing
from unpromote.reading.lines import Line, Piece, in_reading_order, split_line
from unpromote.reading.margins import without_margins
from unpromote.reading.ocr import can_scan
from unpromote.reading.scans import INSTALL, PAGES, Scan, scan_page
from unpromote.reading.values import Problem, Text

_END_MARK, _TAIL, _HEAD = b"%%EOF", 4096, 1024
_LINE = re.compile(r"[^\r\n\ufffe\x02]*(?:\ufffe|\x02|\r\n|\r|\n|$)")
_WORD = re.compile(r"\S+")
_ASKED = 8  # letters of a page that are asked which way they run
_QUARTER = math.pi / 2
PAGE_LIMIT = 2000
_FEW = 100  # letters: a stamp on a scan has fewer
_SHARE = 0.3  # of a page: the print of a sheet with wide margins; logos and drawings take less
ONE_AT_A_TIME = Lock()  # PDFium may not be used by two threads at once


def read_pdf(data: bytes, password: str = "") -> Text:
    """Return the text, the offset of each page's start, and what stayed unread.

    Raises:
        BadInput: the PDF is broken, or does not open with the password.
    """
    if _END_MARK not in data[-_TAIL:]:
        raise BadInput("the PDF is cut off: its end is missing", mend="fetch the whole file again")
    with opened(data, password) as pdf:
        if len(pdf) > PAGE_LIMIT:
            mend = "hand over the agreement alone, without its annexes"
            raise BadInput(f"the PDF has {len(pdf)} pages, more than {PAGE_LIMIT}", mend=mend)
        sheets = [_sheet(page) for page in pdf]
        scans = _scans(pdf, sheets)
    sheets = [_scanned(scans[nth]) if nth in scans else sheet for nth, sheet in enumerate(sheets, start=1)]
    bodies = without_margins(sheets)
    blank = tuple(number for number, body in enumerate(bodies, start=1) if not _is_written(body.lines))
    if len(blank) == len(sheets):
        mend = "hand over a better scan, or the text itself" if can_scan() else INSTALL
        raise BadInput(f"the PDF has no text on any of its {len(sheets)} pages; it is a scan", mend=mend)
    text, starts, sources = flowing(bodies)
    problems = sorted((*map(_unread, blank), *_doubts(scans)), key=lambda one: int(one.place.split()[-1]))
    return Text(text, starts, tuple(problems), sources, scans)


def _scans(pdf: pypdfium2.PdfDocument, sheets: Sequence[Sheet]) -> dict[int, Scan]:
    """Return what stands on the pages, by number, that are pictures, as far as the extra and the time allow."""
    if not can_scan():
        return {}
    pictures = [nth for nth, sheet in enumerate(sheets) if _letters(sheet) < _FEW and _is_picture(pdf, nth)]
    found = {nth + 1: _scan(pdf, nth) for nth in pictures[:PAGES]}
    return {number: scan for number, scan in found.items() if scan.letters}


def _scan(pdf: pypdfium2.PdfDocument, nth: int) -> Scan:
    with closing(pdf[nth]) as page:
        return scan_page(page)


def _letters(sheet: Sheet) -> int:
    return sum(map(str.isalnum, sheet.letters))


def _is_picture(pdf: pypdfium2.PdfDocument, nth: int) -> bool:
    """Whether pictures cover so much of the page that the words may be on them."""
    with closing(pdf[nth]) as page:
        covered = sum(map(_surface, page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])))
        return bool(covered >= page.get_width() * page.get_height() * _SHARE)


def _surface(image: pypdfium2.PdfObject) -> float:
    """Return how much of the page an image takes, in square points; its bounds are those within its container."""
    left, bottom, right, top = image.get_bounds()
    surface, container = (right - left) * (top - bottom), image.container
    while container is not None:
        a, b, c, d, _, _ = container.get_matrix().get()
        surface, container = surface * abs(a * d - b * c), container.container
    return float(surface)


def _scanned(scan: Scan) -> Sheet:
    return Sheet(scan.letters, in_reading_order(scan.lines), 0.0, scan.height)


def _doubts(scans: Mapping[int, Scan]) -> Iterator[Problem]:
    for number, scan in scans.items():
        problem = f"read from its picture by OCR, sure to {scan.confidence:.0%}"
        yield Problem(problem, place=f"page {number}", mend="compare the words with the picture")


@contextmanager
def opened(data: bytes, password: str = "") -> Iterator[pypdfium2.PdfDocument]:
    """Give the PDF for as long as no other thread needs PDFium.

    Raises:
        BadInput: it is broken, or does not open with the password.
    """
    try:
        with ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data, password=password or None)) as pdf:
            yield pdf
    except pypdfium2.PdfiumError as error:
        if "password" not in str(error).lower():
            mend = "fetch the file again or print it to a new PDF"
            raise BadInput("the PDF is damaged and cannot be opened", mend=mend) from None
        if password:
            mend = "ask whoever sent it; capital letters count"
            raise BadInput("the password does not open the PDF", place="password", mend=mend) from None
        mend = "hand it over with its password, or save a copy without one and read that"
        raise BadInput("the PDF is encrypted and asks for a password", mend=mend) from None


def unlock_pdf(data: bytes, password: str) -> bytes:
    """Return a copy of the PDF that opens without a password.

    Raises:
        BadInput: it is no PDF, it is broken, or the password is not its own.
    """
    if not is_pdf(data):
        raise BadInput("only a PDF is opened with a password", place="password", mend="leave the password out")
    copy = io.BytesIO()
    with opened(data, password) as pdf:
        pdf.save(copy, flags=raw.FPDF_REMOVE_SECURITY)
    return copy.getvalue()


def is_locked(data: bytes) -> bool:
    """Whether the content is a PDF that asks for a password."""
    try:
        with ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)):
            return False
    except pypdfium2.PdfiumError as error:
        return is_pdf(data) and "password" in str(error).lower()


def is_pdf(data: bytes) -> bool:
    """Whether the content begins as a PDF does, whatever its name."""
    return b"%PDF-" in data[:_HEAD]


def _is_written(lines: tuple[Line, ...]) -> bool:
    return any(letter.isalnum() for line in lines for piece in line for letter in piece.words)


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    with closing(page), closing(page.get_textpage()) as textpage:
        letters = letters_of(textpage)
        quarters = _quarters(textpage, letters)
        boxes = _Boxes(textpage, quarters, is_turned=page.get_rotation() != 0)
        left, bottom, right, top = page.get_bbox()
        ends = ((bottom, top), (left, right), (-top, -bottom), (-right, -left))[quarters]
        lines = [split_line(boxes.words(letters, *line.span())) for line in _LINE.finditer(letters)]
    return Sheet(letters, in_reading_order(lines), *ends)


def letters_of(textpage: pypdfium2.PdfTextPage) -> str:
    """Return the page's letters, each at the place that PDFium counts it at."""
    letters: str = textpage.get_text_range()
    count = textpage.count_chars()
    if len(letters) == count:
        return letters
    codes = (raw.FPDFText_GetUnicode(textpage, nth) for nth in range(count))
    return "".join(chr(code) if code < 0xD800 or code > 0xDFFF else "\ufffd" for code in codes)  # noqa: PLR2004


def _quarters(textpage: pypdfium2.PdfTextPage, letters: str) -> int:
    """Return by how many quarter turns clockwise most words run against the page's own frame."""
    written = [word.start() for word in _WORD.finditer(letters)]
    asked = written[:: len(written) // _ASKED + 1]
    turns = Counter(round(raw.FPDFText_GetCharAngle(textpage, place) / _QUARTER) % 4 for place in asked)
    return turns.most_common(1)[0][0] if turns else 0


_left = attrgetter("left")


class _Boxes:
    """Where letters stand, in the frame of the words."""

    def __init__(self, textpage: pypdfium2.PdfTextPage, quarters: int, *, is_turned: bool) -> None:
        self._textpage, self._quarters = textpage, quarters
        self._is_turned = is_turned or quarters > 0
        self._one, self._other = raw.FS_RECTF(), raw.FS_RECTF()

    def words(self, letters: str, start: int, end: int) -> list[Piece]:
        """Return the words among the letters [start, end) from left to right."""
        words = [self._around(*word.span(), word[0]) for word in _WORD.finditer(letters, start, end)]
        # PDFium puts the words of a turned line in the order of the turned page
        return sorted(words, key=_left) if self._is_turned else words

    def _around(self, start: int, end: int, words: str) -> Piece:
        raw.FPDFText_GetLooseCharBox(self._textpage, start, self._one)
        raw.FPDFText_GetLooseCharBox(self._textpage, end - 1, self._other)
        one, other = self._one, self._other
        left, right = min(one.left, other.left), max(one.right, other.right)
        low, high = min(one.bottom, other.bottom), max(one.top, other.top)
        if self._quarters == 0:
            return Piece(start, end, words, left, low, right, high)
        if self._quarters == 1:
            return Piece(start, end, words, -high, left, -low, right)
        if self._quarters == 2:  # noqa: PLR2004  # half a turn
            return Piece(start, end, words, -right, -high, -left, -low)
        return Piece(start, end, words, low, -right, high, -left)


def _unread(number: int) -> Problem:
    mend = "look at the page; a clause on it was not read" if can_scan() else f"{INSTALL}, if the page holds a scan"
    return Problem("the page has no text", place=f"page {number}", mend=mend)
