"""A CSV or XLSX file as a table: a header and numbered rows, cells as the program stored them.

Rows are counted as the spreadsheet program counts them, header included, so that a person finds them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.utils.module_loading import import_string

from unpromote.adapters.files.sheets_values import Cell, Lines
from unpromote.domain.errors import BadInput

WORKBOOKS = "unpromote.adapters.files.sheets_workbook.first_lines"

SIZE_LIMIT = 20_000_000  # bytes
ROW_LIMIT = 10_000


@dataclass(frozen=True)
class Row:
    """A row by the number that the spreadsheet program shows; `cells` by column name, blank cells left out."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """The column names in lower case, and the rows that hold anything."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def open_table(path: Path, sheet: str) -> Table:
    """Return the file's table; of a workbook the sheet of that name, else its first; raise BadInput naming the file."""
    try:
        data = _bytes_of(path)
        lines = _workbook_lines(data, sheet) if data.startswith(b"PK\x03\x04") else _csv_lines(data)
        return _table(lines)
    except BadInput as refusal:
        raise refusal.within(str(path)) from None


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            mend = f"the limit is {SIZE_LIMIT // 1_000_000} MB: hand over the rows of this promotion alone"
            raise BadInput(f"the file has {size / 1_000_000:.0f} MB", mend=mend)
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"the file cannot be opened ({error.strerror})", mend="check the path") from None


def _workbook_lines(data: bytes, sheet: str) -> Lines:
    """Return the workbook's lines; what opens workbooks takes long to load, and most tables are CSV."""
    read = cast("Callable[[bytes, str, int], Lines]", import_string(WORKBOOKS))
    return read(data, sheet, ROW_LIMIT + 1)


def _csv_lines(data: bytes) -> Lines:
    if b"\x00" in data:
        raise BadInput("the file is neither CSV nor XLSX", mend="save it as CSV (UTF-8) or XLSX")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what older spreadsheet programs write
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    return [tuple(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _table(lines: Iterable[tuple[Cell, ...]]) -> Table:
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if any(not _blank(cell) for cell in line)]
    if not numbered:
        raise BadInput("the file holds no rows", mend="fill in the template: a header, then one row each")
    if numbered[-1][0] > ROW_LIMIT:
        raise BadInput(f"the file has more than {ROW_LIMIT} rows", mend="hand over the rows of this promotion alone")
    (_, header), *body = numbered
    columns = tuple("" if _blank(cell) else str(cell).strip().lower() for cell in header)
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise BadInput(f"the column {min(twice)!r} stands twice", place="header", mend="keep one of them")
    return Table(columns, tuple(_rows(columns, body)))


def _rows(columns: tuple[str, ...], body: Iterable[tuple[int, tuple[Cell, ...]]]) -> Iterator[Row]:
    for number, line in body:
        named = zip((*columns, *("",) * len(line)), line, strict=False)
        yield Row(number, {column: cell for column, cell in named if not _blank(cell)})


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
