"""A long workbook as numbered lines, for `sheets_lines`: its rows are copied to the disk once and read from there.

Of a cell that was merged over several rows every row gets the value, and is told that it shares it.
"""

from __future__ import annotations

import pickle
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, cast

from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from unpromote.adapters.files.sheets_book import WorkbookWithTextOnDisk, open_book
from unpromote.adapters.files.sheets_values import NO_TABLE, Cell, Line
from unpromote.domain.errors import BadInput

UNPACKED_LIMIT = 2_000_000_000  # bytes: a workbook of a million rows unpacks to less

_SEEN = "visible"
_CHUNK = 1 << 20
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')


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
        raise BadInput("the file is no workbook that can be read", mend=NO_TABLE) from None
