"""A workbook opened for reading row by row, its texts on disk: openpyxl alone keeps every text of a workbook in memory.

A workbook with 100,000 promotions has some 300,000 texts. They are written to a temporary file, and looked up there by
their number, the latest ones kept at hand.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast
from xml.etree.ElementTree import iterparse

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from unpromote.adapters.files.sheets_values import Cell

AT_HAND = 4096  # how many texts are kept
_ONE, _TEXT = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"


class TextsOnDisk:
    """A sequence of texts, written once in order, read in any."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the book
        self._starts = array("Q", [0])
        self._at_hand = lru_cache(AT_HAND)(self._read)

    def append(self, text: str) -> None:
        """Write one more text."""
        self._starts.append(self._starts[-1] + self._file.write(text.encode("utf-8", "surrogatepass")))

    def __getitem__(self, number: int) -> str:
        return self._at_hand(number)

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()

    def _read(self, number: int) -> str:
        self._file.seek(self._starts[number])
        return self._file.read(self._starts[number + 1] - self._starts[number]).decode("utf-8", "surrogatepass")


class WorkbookWithTextOnDisk:
    """A workbook that was opened; `close` when done."""

    def __init__(self, book: Workbook, texts: TextsOnDisk) -> None:
        self._book, self._texts = book, texts

    @property
    def worksheets(self) -> list[Any]:
        """The sheets with cells."""
        return list(self._book.worksheets)

    def rows(self, name: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Give the rows of a sheet that hold cells, with their numbers; a wrong size in the file is not believed."""
        book = cast("Any", self._book)
        with book._archive.open(self.part_of(name)) as source:  # noqa: SLF001 - as openpyxl's own sheets do
            parser = _Cells(
                source,
                self._texts,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,  # noqa: SLF001
                timedelta_formats=book._timedelta_formats,  # noqa: SLF001
            )
            for row in _elements(source, ROW_TAG):
                number, cells = parser.parse_row(row)
                yield number, _in_place(cells)

    def part_of(self, name: str) -> str:
        """Return the name of the part in which the sheet is written."""
        # openpyxl tells of merged cells only where it holds a whole sheet in memory, so the part is read once more
        return cast("str", cast("Any", self._book[name])._worksheet_path)  # noqa: SLF001

    def close(self) -> None:
        """Close the file, and give the disk back."""
        self._book.close()
        self._texts.close()


class _Cells(WorkSheetParser):
    """Reads cells; a plain text in its cell is read at once, not through openpyxl's model of formatted text."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        if element.get("t") == "inlineStr" and len(element) == 1 and len(element[0]) == 1:
            text = element[0].findtext(_TEXT)
            if text is not None:
                element.set("t", "str")
                element[0].tag, element[0].text = VALUE_TAG, text
        return super().parse_cell(element)


def _elements(source: IO[bytes], wanted: str) -> Iterator[Any]:
    """Give the elements of that name, each gone once the next is asked for.

    The parser in C takes half the time of the one that openpyxl chooses beside defusedxml. It fetches nothing, and its
    expat (2.4.1 and later) gives up on entities that multiply.
    """
    events = iterparse(source, events=("start", "end"))  # noqa: S314 - see above
    _, root = next(events)
    for event, node in events:
        if event == "end" and node.tag == wanted:
            yield node
            node.clear()
            root.clear()


def _in_place(cells: Sequence[Mapping[str, Any]]) -> tuple[Cell, ...]:
    row: list[Cell] = [None] * (cells[-1]["column"] if cells else 0)
    for cell in cells:
        row[cell["column"] - 1] = cell["value"]
    return tuple(row)


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        self.texts = TextsOnDisk()
        self.shared_strings = cast("list[str]", self.texts)
        part = cast("Any", self.package).find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for node in _elements(source, _ONE):
                self.texts.append(cast("Any", Text.from_tree(node)).content.replace("x005F_", ""))


def open_book(path: Path) -> WorkbookWithTextOnDisk:
    """Open a workbook: values alone, no formulas, no links, row by row."""
    reader = _Reader(str(path), read_only=True, data_only=True, keep_links=False)
    try:
        reader.read()
    except BaseException:
        reader.archive.close()
        raise
    return WorkbookWithTextOnDisk(reader.wb, reader.texts)
