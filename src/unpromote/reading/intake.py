"""A path to a document: looks at the size before it reads and at the first bytes before it believes a file's name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path, PurePath

from unpromote.domain.errors import BadInput
from unpromote.reading.hypertext import read_html
from unpromote.reading.mails import SUFFIX, enclosed_in, read_mail
from unpromote.reading.pdf import is_locked, is_pdf, read_pdf, unlock_pdf
from unpromote.reading.precedence import by_precedence
from unpromote.reading.scans import as_pdf, is_picture
from unpromote.reading.values import Document, Problem, Text
from unpromote.reading.word import read_docx
from unpromote.services.papers import FiledPart

SIZE_LIMIT = 50_000_000  # bytes
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEND_KIND = "hand over a PDF, DOCX, HTML, EML or TXT file"


def open_agreement(path: Path, password: str = "") -> tuple[Document, ...]:
    """Return the file's document or, of a mail, its own words and those files in it that can be read.

    What prevails comes first, and what a mail encloses bears the mail's name before its own. The password is that of
    any PDF among them.

    Raises:
        BadInput: the file, or the mail itself, cannot be read.
    """
    document = open_document(path, password)
    if path.suffix.lower() != SUFFIX:
        return (document,)
    parts, unread = [], []
    for name, content in enclosed_in(path.read_bytes()):
        try:
            parts.append(_enclosed(path, name, content, password))
        except BadInput as refusal:
            unread.append(Problem(f"not read: {refusal.problem}", place=name, mend=refusal.mend))
    return by_precedence((replace(document, problems=(*document.problems, *unread)), *parts))


def parts_of(path: Path, password: str = "") -> tuple[FiledPart, ...]:
    """Return the documents that a file hands in, as `services.ports.AgreementOpener` wants them.

    A mail is itself the first of its documents or follows what prevails over it; what cannot be read comes last.

    Raises:
        BadInput: the file cannot be opened, is no mail although it is called one, or the password is not its own.
    """
    try:
        data = _bytes_of(path)
        if path.suffix.lower() != SUFFIX:
            return (_part(path.name, data, password),)
        content = {path: data} | {path / name: inner for name, inner in enclosed_in(data)}
    except BadInput as refusal:
        raise refusal.within(path.name) from None
    order = [document.file for document in open_agreement(path, password)]
    order += [file for file in content if file not in order]
    return tuple(_part(file.name, content[file], password) for file in order)


def _part(name: str, data: bytes, password: str) -> FiledPart:
    if not password or not is_locked(data):
        return FiledPart(name, data)
    return FiledPart(name, unlock_pdf(data, password), hashlib.sha256(data).hexdigest())


def _enclosed(path: Path, name: str, content: bytes, password: str) -> Document:
    text = _text_of(content, PurePath(name).suffix.lower(), password)
    return _document(path / name, content, text)


def open_document(path: Path, password: str = "") -> Document:
    """Return the file's text with its pages; raise BadInput, naming the file, where it cannot be read as a whole."""
    try:
        data = _bytes_of(path)
        text = _text_of(data, path.suffix.lower(), password)
    except BadInput as refusal:
        raise refusal.within(str(path)) from None
    return _document(path, data, text)


def _document(path: Path, data: bytes, text: Text) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(path, sha256, text.text, text.page_starts, text.problems, text.sources, text.scans)


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
    if is_picture(data):
        return read_pdf(as_pdf(data))
    if data.startswith(_OLD_OFFICE) and suffix == ".msg":
        raise BadInput("the file is a mail of Outlook's own", mend="save the mail as .eml")
    if data.startswith(_OLD_OFFICE):
        raise BadInput(
            "the file is an old or a password-protected Office document", mend="save it as DOCX or PDF without password"
        )
    if suffix == SUFFIX:
        return _written(read_mail(data))
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
