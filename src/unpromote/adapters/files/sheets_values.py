"""What a table from a file is made of: cells as the spreadsheet program stored them, numbered lines, their source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol, TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | None
Lines: TypeAlias = list[tuple[Cell, ...]]

NO_TABLE = "save it in the spreadsheet program as XLSX, or as CSV (UTF-8)"  # what mends a file that is no table


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
