"""Files inside messages: which are kept, under which harmless name, what they are by their first bytes.

What a file is called and what its sender says it is, is the sender's word. So the name is made harmless, the media type
comes from the content, and whatever a computer might run is marked. Nothing here opens a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unpromote.domain.letters import Enclosure

MOST_FILES = 40
LARGEST = 25 * 1024 * 1024
LARGEST_TOGETHER = 50 * 1024 * 1024
TOO_MANY = f"not kept: more than {MOST_FILES} files in one message; they lie in the message itself"
TOO_LARGE = "not kept: too large; it lies in the message itself"
RUNS = "may run a program when opened: look at it in a safe place only"
_NAME_LIMIT = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_PLAIN_TYPE = "application/octet-stream"

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"#!", "text/x-script"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
)
_IN_ZIP = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_RUNNING_TYPES = frozenset(
    {
        "application/vnd.microsoft.portable-executable",
        "application/x-elf",
        "application/java-vm",
        "application/x-mach-binary",
        "application/x-ms-shortcut",
        "text/x-script",
        "text/html",
        "image/svg+xml",
    }
)
_RUNNING_NAME = re.compile(
    r"ade|adp|apk|app|appx|bat|chm|cmd|com|cpl|desktop|dll|dmg|exe|hta|html?|img|ins|iso|jar|jse?|lib|lnk|mde|ms[cipt]|pif"
    r"|pkg|ps1|py|reg|rpm|deb|scr|sct|sh|shb|shtml|svg|sys|url|vb[es]?|vhd|vxd|ws[cfh]|xhtml|xll|do[ct]m|p[op]tm|pptm"
    r"|xl[ast]m|xltm"
)
_MACROS = b"vbaProject.bin"
_TEXT_READ = 1024


@dataclass(frozen=True)
class KeptFile:
    """A file of a message: `path` is "" where it was not kept, and `warning` says why, or what to beware of."""

    name: str
    sha256: str
    size: int
    media_type: str
    path: str = ""
    warning: str = ""


def sorted_files(files: Iterable[Enclosure]) -> Iterator[tuple[Enclosure, str]]:
    """Give each file with why it is not kept, "" for those that are."""
    together = 0
    for nth, file in enumerate(files):
        size = len(file.content)
        if nth >= MOST_FILES:
            yield file, TOO_MANY
        elif size > LARGEST or together + size > LARGEST_TOGETHER:
            yield file, TOO_LARGE
        else:
            together += size
            yield file, ""


def harmless_name(name: str) -> str:
    """Return a name that is one plain name on every disk: no folder, no leading dot, nothing that turns text around."""
    last = re.split(r"[/\\:]", unicodedata.normalize("NFKC", name))[-1]
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in last)
    plain = re.sub(r"_{2,}", "_", plain).strip("._-")
    short = plain.encode()[-_NAME_LIMIT:].decode(errors="ignore").lstrip("._-")
    return f"file-{short}" if _RESERVED.fullmatch(short.partition(".")[0]) else short or "unnamed"


def media_type_of(content: bytes) -> str:
    """Return what the content is by its first bytes; what they do not tell is plain bytes."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return _zip_type(content) if kind == "application/zip" else kind
    head = content[:_TEXT_READ].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<script")):
        return "text/html"
    if b"<svg" in head:
        return "image/svg+xml"
    return "text/plain" if _is_text(content[:_TEXT_READ]) else _PLAIN_TYPE


def warning_about(name: str, content: bytes) -> str:
    """Return what to beware of before the file is opened, "" where nothing speaks for it."""
    named = any(_RUNNING_NAME.fullmatch(end.strip().lower()) for end in name.split(".")[1:])
    runs = named or media_type_of(content) in _RUNNING_TYPES or _MACROS in content
    return RUNS if runs else ""


def _zip_type(content: bytes) -> str:
    return next((kind for folder, kind in _IN_ZIP if folder in content), "application/zip")


def _is_text(head: bytes) -> bool:
    return not any(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)  # noqa: PLR2004 - control characters
