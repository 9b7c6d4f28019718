"""A CSV file or a workbook as numbered lines, one after the other: however long it is, one line is in memory.

Lines are numbered as the spreadsheet program numbers them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.utils.module_loading import import_string

from unpromote.adapters.files.sheets_values import NO_TABLE, Line, Source
from unpromote.domain.errors import BadInput

HEAD = 65_536  # bytes from which the encoding is told
LONGEST_CELL = 1_000_000  # letters
UNICODE = "utf-8-sig"
LEGACY = ("cp1252", "cp932", "gb18030")  # what older programs write: Western, Japanese, Chinese
DELIMITERS = (",", ";", "\t", "|")
WORKBOOKS = "unpromote.adapters.files.sheets_copy.workbook"

_CHUNK = 1 << 20


def is_workbook(path: Path) -> bool:
    """Tell a workbook from a CSV file.

    Raises:
        BadInput: the file cannot be opened, or is a workbook of the old kind.
    """
    head = _head(path, 8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("the file is a workbook of the old kind (XLS)", mend=NO_TABLE)
    return head.startswith(b"PK\x03\x04")


def encodings(path: Path) -> tuple[str, ...]:
    """Return in which encodings a CSV file may be written, the surest first.

    Raises:
        BadInput: the file is empty, or holds no text.
    """
    head = _head(path, HEAD)
    if not head.strip():
        raise BadInput("the file is empty", mend="hand in the export itself")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if head.count(b"\x00") > len(head) // 4:
        return ("utf-16-le",) if head[1::2].count(b"\x00") > head[::2].count(b"\x00") else ("utf-16-be",)
    if b"\x00" in head:
        raise BadInput("the file is neither CSV nor XLSX", mend=NO_TABLE)
    return (UNICODE,) if _is_unicode(path) else LEGACY


def _is_unicode(path: Path) -> bool:
    try:
        with path.open(encoding=UNICODE, newline="") as file:
            while file.read(_CHUNK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _head(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise BadInput(f"the file cannot be opened ({error.strerror})", mend="check the path") from None


@dataclass(frozen=True)
class CsvSource:
    """A CSV file in one encoding, with one delimiter."""

    path: Path
    encoding: str
    delimiter: str
    sheets: tuple[str, ...] = ("",)

    def lines(self, sheet: str) -> Iterator[Line]:  # noqa: ARG002 - a CSV file is its only sheet
        """Give the lines.

        Raises:
            BadInput: from some row on it cannot be read.
        """
        csv.field_size_limit(LONGEST_CELL)
        number = 0
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                for number, cells in enumerate(csv.reader(file, delimiter=self.delimiter), start=1):
                    yield Line(number, tuple(cells))
        except (UnicodeError, csv.Error):
            mend = "save it again as CSV (UTF-8)"
            raise BadInput("it cannot be read further", place=f"after row {number}", mend=mend) from None


def workbook(path: Path) -> AbstractContextManager[Source]:
    """Open a workbook for as long as the block lasts; what opens workbooks takes long to load, and most files are CSV.

    Raises:
        BadInput: it is none that can be read, or unpacks to an absurd size.
    """
    opened = cast("Callable[[Path], AbstractContextManager[Source]]", import_string(WORKBOOKS))
    return opened(path)


@contextmanager
def source(path: Path, encoding: str, delimiter: str) -> Iterator[Source]:
    """Open a file of either kind; a workbook has no encoding."""
    if not encoding:
        with workbook(path) as book:
            yield book
    else:
        yield CsvSource(path, encoding, delimiter)
