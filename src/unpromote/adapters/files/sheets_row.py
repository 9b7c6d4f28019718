"""One row of a spreadsheet read by its columns' names: what is in doubt is noted, row, column, problem, mend."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from unpromote.adapters.files.sheets_table import Row
from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import Stage

T = TypeVar("T")

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class RowProblem:
    """Why a row, or a file of good rows, cannot be taken as it stands; `row` as the spreadsheet counts, header is 1."""

    row: int
    column: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.problem} ({self.mend})"


class Cells:
    """The cells of one row, read by name; collects what is wrong instead of stopping at the first problem."""

    def __init__(self, row: Row) -> None:
        self.row, self.problems = row, list[RowProblem]()
        if "" in row.cells:
            self.refuse("(none)", "a cell stands beside the columns", "give it a column, or clear it")

    def refuse(self, column: str, problem: str, mend: str) -> None:
        self.problems.append(RowProblem(self.row.number, column, problem, mend))

    def need(self, column: str, read: Callable[..., T], *more: object) -> T | None:
        if column not in self.row.cells:
            self.refuse(column, "the cell is blank", "fill it in")
            return None
        return self.may(column, read, *more)

    def may(self, column: str, read: Callable[..., T], *more: object) -> T | None:
        if column not in self.row.cells:
            return None
        try:
            return read(self.row.cells[column], *more)
        except BadInput as refusal:
            self.refuse(column, refusal.problem, refusal.mend or "correct the cell")
            return None


def address_of(cell: object) -> str:
    """Return a cell as an e-mail address."""
    written = str(cell).strip()
    if not _ADDRESS.fullmatch(written):
        raise BadInput(f"{written!r} is no e-mail address", mend="write it as name@example.com")
    return written


def stage_of(cell: object) -> Stage:
    """Return the stage that a cell names."""
    try:
        return Stage(str(cell).strip().lower().replace(" ", "_"))
    except ValueError:
        known = ", ".join(stage.value for stage in Stage)
        raise BadInput(f"unknown stage {str(cell)!r}", mend=f"known: {known}") from None


def language_of(cell: object) -> str:
    """Return the code of a language."""
    written = str(cell).strip()
    if not _LANGUAGE.fullmatch(written):
        raise BadInput(f"unknown language {written!r}", mend="write its code, such as en or pt-BR")
    return written


def zone_of(cell: object) -> str:
    """Return the name of a time zone."""
    written = str(cell).strip()
    try:
        return ZoneInfo(written).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"unknown time zone {written!r}", mend="write an IANA name such as Europe/Paris") from None
