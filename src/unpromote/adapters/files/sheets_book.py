"""A workbook opened for reading row by row, its texts on disk: openpyxl alone keeps every text of a workbook in memory.

A workbook with 100,000 promotions has some 300,000 texts. They are written to a temporary file, and looked up there by
their number, the latest ones kept at hand.
"""

from __future__ import annotations

import tempfile
from array import array
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

AT_HAND = 4096  # how many texts are kept
_ONE = f"{{{SHEET_MAIN_NS}}}si"


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

    def __getitem__(self, name: str) -> Any:
        return self._book[name]

    def part_of(self, name: str) -> str:
        """Return the name of the part in which the sheet is written."""
        # openpyxl tells of merged cells only where it holds a whole sheet in memory, so the part is read once more
        return cast("str", cast("Any", self._book[name])._worksheet_path)  # noqa: SLF001

    def close(self) -> None:
        """Close the file, and give the disk back."""
        self._book.close()
        self._texts.close()


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        self.texts = TextsOnDisk()
        self.shared_strings = cast("list[str]", self.texts)
        part = cast("Any", self.package).find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            events = iterparse(source, events=("start", "end"))
            _, root = next(events)
            for event, node in events:
                if event == "end" and node.tag == _ONE:
                    self.texts.append(cast("Any", Text.from_tree(node)).content.replace("x005F_", ""))
                    root.clear()  # else the tree of all texts is built after all


def open_book(path: Path) -> WorkbookWithTextOnDisk:
    """Open a workbook: values alone, no formulas, no links, row by row."""
    reader = _Reader(str(path), read_only=True, data_only=True, keep_links=False)
    try:
        reader.read()
    except BaseException:
        reader.archive.close()
        raise
    return WorkbookWithTextOnDisk(reader.wb, reader.texts)
