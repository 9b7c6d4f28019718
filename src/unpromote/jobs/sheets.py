"""Spreadsheets from the disk into the port of `services.booking`: every row or none, and each bad row is named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from unpromote.adapters.files.sheets import read_creators, read_promotions
from unpromote.adapters.files.sheets_deals import CreatorRow
from unpromote.adapters.files.sheets_row import RowProblem
from unpromote.domain.errors import BadInput
from unpromote.services.booking import Sheets
from unpromote.services.deal_rows import new_deals
from unpromote.services.deals import NewDeal

HEADER = 1
MOST_ROWS = 10


def read_sheets(promotions: Path, creators: Path | None) -> tuple[Sheets, tuple[str, ...]]:
    """Return the rows of both files, and what was said about their headers.

    Raises:
        BadInput: a file cannot be read, has no rows, or some row of it is in doubt; every such row is named.
    """
    booked = read_promotions(promotions)
    _refuse(promotions, booked.problems)
    if not booked.rows:
        raise BadInput("there is no promotion in it", place=str(promotions), mend="add a row for each promotion")
    notes = _noted(promotions, booked.problems)
    if creators is None:
        return Sheets(booked.rows), notes
    made, more = read_creator_rows(creators, currency=booked.rows[0].budget.currency.code)
    return Sheets(booked.rows, made), notes + more


def read_creator_rows(path: Path, *, currency: str) -> tuple[tuple[CreatorRow, ...], tuple[str, ...]]:
    """Return the creators' rows of a file, and what was said about its header.

    Raises:
        BadInput: the file cannot be read, or some row of it is in doubt; every such row is named.
    """
    made = read_creators(path, currency=currency)
    _refuse(path, made.problems)
    return made.rows, _noted(path, made.problems)


def read_deals(path: Path, *, currency: str) -> tuple[tuple[NewDeal, ...], tuple[str, ...]]:
    """Return the creators' deals of a file, and what was said about its header.

    Raises:
        BadInput: the file cannot be read, has no rows, or some row of it is in doubt; every such row is named.
    """
    made = read_creators(path, currency=currency)
    _refuse(path, made.problems)
    if not made.rows:
        raise BadInput("there is no deal in it", place=str(path), mend="add a row for each thing of a deal")
    return new_deals(made.rows, currency), _noted(path, made.problems)


def _refuse(path: Path, problems: Iterable[RowProblem]) -> None:
    alike: dict[tuple[str, str, str], list[int]] = {}
    for problem in problems:
        if problem.row != HEADER:
            alike.setdefault((problem.column, problem.problem, problem.mend), []).append(problem.row)
    if alike:
        said = "; ".join(
            f"{_rows(rows)}, column {where}: {what} ({mend})" for (where, what, mend), rows in alike.items()
        )
        raise BadInput(said, place=str(path), mend="mend these rows and open the case again")


def _rows(rows: list[int]) -> str:
    """Name rows with one problem in common: all of them, or the first ten and how many more."""
    named = ", ".join(map(str, rows[:MOST_ROWS])) + (f" and {len(rows) - MOST_ROWS} more" if rows[MOST_ROWS:] else "")
    return f"row{'s' if rows[1:] else ''} {named}"


def _noted(path: Path, problems: Iterable[RowProblem]) -> tuple[str, ...]:
    return tuple(f"{path}: {problem}" for problem in problems if problem.row == HEADER)
