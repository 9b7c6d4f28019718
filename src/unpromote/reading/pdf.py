"""PDF to text, page by page, by PDFium. Nothing is drawn and nothing inside the file is run.

A file that ends before its own end mark is refused although PDFium could mend it: half an agreement would pass for a
whole one.
"""

from __future__ import annotations

import re
from contextlib import closing
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]  # it ships no types

from unpromote.domain.errors import BadInput
from unpromote.reading.values import Problem

_END_MARK, _TAIL = b"%%EOF", 4096
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\x00": " "})  # PDFium marks a hyphen at a line's end with these
_PAGE_BREAK = "\n\n"
ONE_AT_A_TIME = Lock()  # PDFium may not be used by two threads at once


def read_pdf(data: bytes) -> tuple[str, tuple[int, ...], tuple[Problem, ...]]:
    """Return the text, the offset of each page's start, and what stayed unread; raise BadInput for a broken PDF."""
    if _END_MARK not in data[-_TAIL:]:
        raise BadInput("the PDF is cut off: its end is missing", mend="fetch the whole file again")
    pages = _page_texts(data)
    blank = tuple(number for number, page in enumerate(pages, start=1) if not any(map(str.isalnum, page)))
    if len(blank) == len(pages):
        mend = "OCR is needed: run the scan through an OCR program and read the result"
        raise BadInput(f"the PDF has no text on any of its {len(pages)} pages; it is a scan", mend=mend)
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += page + _PAGE_BREAK
    return text, tuple(starts), tuple(_unread(number) for number in blank)


def _page_texts(data: bytes) -> list[str]:
    try:
        with ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(data)) as pdf:
            return [_text_of(page) for page in pdf]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            mend = "save a copy without the password and read that"
            raise BadInput("the PDF is encrypted and asks for a password", mend=mend) from None
        raise BadInput(
            "the PDF is damaged and cannot be opened", mend="fetch the file again or print it to a new PDF"
        ) from None


def _text_of(page: pypdfium2.PdfPage) -> str:
    with closing(page), closing(page.get_textpage()) as textpage:
        raw: str = textpage.get_text_range()
    return re.sub(r"[ \t]+\n", "\n", raw.replace("\r\n", "\n").replace("\r", "\n").translate(_HYPHENS))


def _unread(number: int) -> Problem:
    mend = "OCR is needed if the page holds a scan; a clause on it was not read"
    return Problem("the page has no text", place=f"page {number}", mend=mend)
