"""A CSV file or a workbook as numbered lines, one after the other: however long it is, one line is in memory.

Lines are numbered as the spreadsheet program numbers them. Of a cell that was merged over several rows every row gets
the value, and is told that it shares it.
"""

from __future__ import annotations

import csv
import pickle
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from unpromote.adapters.files.sheets_book import WorkbookWithTextOnDisk, open_book
from unpromote.adapters.files.sheets_table import Cell
from unpromote.domain.errors import BadInput

UNPACKED_LIMIT = 2_000_000_000  # bytes: a workbook of a million rows unpacks to less
HEAD = 65_536  # bytes from which the encoding is told
LONGEST_CELL = 1_000_000  # letters
UNICODE = "utf-8-sig"
LEGACY = ("cp1252", "cp932", "gb18030")  # what older programs write: Western, Japanese, Chinese
DELIMITERS = (",", ";", "\t", "|")

_SEEN = "visible"
_CHUNK = 1 << 20
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_NO_TABLE = "save it in the spreadsheet program as XLSX, or as CSV (UTF-8)"


@dataclass(frozen=True)
class Line:
    """One line; `shared` are the positions of cells that stand for several rows."""

    number: int
    cells: tuple[Cell, ...]
    shared: frozenset[int] = frozenset()


class Source(Protocol):
    """A file that was opened: its sheets by name (one, named "", of a CSV file), and the lines of each."""

    @property
    def sheets(self) -> tuple[str, ...]: ...

    def lines(self, sheet: str) -> Iterator[Line]: ...


def is_workbook(path: Path) -> bool:
    """Tell a workbook from a CSV file.

    Raises:
        BadInput: the file cannot be opened, or is a workbook of the old kind.
    """
    head = _head(path, 8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("the file is a workbook of the old kind (XLS)", mend=_NO_TABLE)
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
        raise BadInput("the file is neither CSV nor XLSX", mend=_NO_TABLE)
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


class BookSource:
    """A workbook's visible sheets, copied line by line to a temporary file: reading them again costs nearly nothing."""

    def __init__(self, path: Path, book: WorkbookWithTextOnDisk, spool: IO[bytes]) -> None:
        self._spool = spool
        self._starts = {one.title: self._copied(path, book, one) for one in book.worksheets if one.sheet_state == _SEEN}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets that a person sees."""
        return tuple(self._starts)

    def lines(self, sheet: str) -> Iterator[Line]:
        """Give the lines."""
        at, end = self._starts[sheet]
        while at < end:
            self._spool.seek(at)
            number, cells, shared = pickle.load(self._spool)  # noqa: S301 - nobody but this process has written it
            at = self._spool.tell()
            yield Line(number, cells, shared)

    def _copied(self, path: Path, book: WorkbookWithTextOnDisk, sheet: Any) -> tuple[int, int]:
        """Return where the sheet begins and ends in the copy."""
        start = self._spool.tell()
        merged = _merged(path, book.part_of(sheet.title))
        held: dict[int, tuple[int, Cell]] = {}
        for number, cells in book.rows(sheet.title):
            line = _line(number, cells, merged, held) if merged else Line(number, cells)
            if any(cell is not None for cell in line.cells):
                pickle.dump((number, line.cells, line.shared), self._spool, pickle.HIGHEST_PROTOCOL)
        return start, self._spool.tell()


def _line(
    number: int,
    cells: tuple[Cell, ...],
    merged: Mapping[tuple[int, int], int],
    held: dict[int, tuple[int, Cell]],
) -> Line:
    filled = list(cells)
    for at in [at for at, (last, _) in held.items() if number > last]:
        del held[at]
    for at, cell in enumerate(cells):
        if last := merged.get((number, at)):
            held[at] = (last, cell)
    for at, (_, cell) in held.items():
        filled += [None] * (at + 1 - len(filled))
        filled[at] = cell
    return Line(number, tuple(filled), frozenset(held))


def _merged(path: Path, part: str) -> dict[tuple[int, int], int]:
    """Return the last row of each cell merged over several rows, by its first row and its position.

    They stand at the end of a sheet, after its rows, and the program that reads row by row does not tell of them.
    """
    found: dict[tuple[int, int], int] = {}
    rest = b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as sheet:
        while chunk := sheet.read(_CHUNK):
            text = rest + chunk
            for reference in _MERGED.findall(text):
                left, top, right, bottom = cast("tuple[int, int, int, int]", range_boundaries(reference.decode()))
                if bottom > top:
                    found.update({(top, at - 1): bottom for at in range(left, right + 1)})
            rest = text[-200:]
    return found


@contextmanager
def workbook(path: Path) -> Iterator[BookSource]:
    """Open a workbook for as long as the block lasts.

    Raises:
        BadInput: it is none that can be read, or unpacks to an absurd size.
    """
    with tempfile.TemporaryFile() as spool:
        yield _copy(path, spool)


def _copy(path: Path, spool: IO[bytes]) -> BookSource:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
                raise BadInput("the workbook unpacks to an absurd size", mend="save its values alone as CSV")
        with closing(open_book(path)) as book:
            return BookSource(path, book, spool)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError, SyntaxError):
        raise BadInput("the file is no workbook that can be read", mend=_NO_TABLE) from None


@contextmanager
def source(path: Path, encoding: str, delimiter: str) -> Iterator[Source]:
    """Open a file of either kind; a workbook has no encoding."""
    if not encoding:
        with workbook(path) as book:
            yield book
    else:
        yield CsvSource(path, encoding, delimiter)
