"""A path to a document: looks at the size before it reads and at the first bytes before it believes a file's name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from unpromote.domain.errors import BadInput
from unpromote.reading.hypertext import read_html
from unpromote.reading.pdf import is_pdf, read_pdf
from unpromote.reading.values import Document, Text
from unpromote.reading.word import read_docx

SIZE_LIMIT = 50_000_000  # bytes
KINDS = (
    ".pdf",
    ".docx",
    ".html",
    ".htm",
    ".txt",
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
)  # what a folder is searched for

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"RIFF")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEND_KIND = "hand over a PDF, DOCX, HTML or TXT file"


def open_document(path: Path, password: str = "") -> Document:
    """Return the file's text with its pages; raise BadInput, naming the file, where it cannot be read as a whole."""
    try:
        data = _bytes_of(path)
        text = _text_of(data, path.suffix.lower(), password)
    except BadInput as refusal:
        raise refusal.within(str(path)) from None
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(path, sha256, text.text, text.page_starts, text.problems, text.sources)


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            mend = f"the limit is {SIZE_LIMIT // 1_000_000} MB: hand over the agreement alone, without its annexes"
            raise BadInput(f"the file has {size / 1_000_000:.0f} MB", mend=mend)
        if size == 0:
            raise BadInput("the file is empty", mend="fetch it again")
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput("there is no such file", mend="check the path") from None
    except (PermissionError, IsADirectoryError) as error:
        raise BadInput(
            f"the file cannot be opened ({error.strerror})", mend="check the path and its permissions"
        ) from None


def _text_of(data: bytes, suffix: str, password: str) -> Text:
    if is_pdf(data):
        return read_pdf(data, password)
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return _written(read_docx(data))
    if data.startswith(_IMAGES):
        mend = "OCR is needed: run the image through an OCR program and read the result"
        raise BadInput("the file is an image without text", mend=mend)
    if data.startswith(_OLD_OFFICE):
        raise BadInput(
            "the file is an old or a password-protected Office document", mend="save it as DOCX or PDF without password"
        )
    text = _decoded(data)
    if suffix in (".html", ".htm") or text.lstrip("\ufeff \t\r\n")[:15].lower().startswith(("<!doctype html", "<html")):
        return _written(Text(read_html(text)))
    if suffix == ".pdf":
        raise BadInput("the file is called .pdf and is none", mend="fetch it again")
    return Text(text, _page_starts(text))


def _written(text: Text) -> Text:
    if not any(map(str.isalnum, text.text)):
        raise BadInput("the document holds no text", mend="OCR is needed if it holds a scan")
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise BadInput("the file is no document", mend=_MEND_KIND)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what older Windows programs write


def _page_starts(text: str) -> tuple[int, ...]:
    """Return where pages begin in plain text: at the start and after each form feed."""
    return (0, *(place + 1 for place, letter in enumerate(text) if letter == "\f" and place + 1 < len(text)))
