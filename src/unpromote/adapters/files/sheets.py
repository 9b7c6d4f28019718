"""Spreadsheets of promotions and of creators to values, row by row; CSV and XLSX, template in `samples/promotions.csv`.

A row with any doubt is left out and said to be: row, column, problem, mend. Nothing is half read, nothing is guessed.

Promotions   kind, advertiser_id, campaign_id, name, budget, spent, currency, start, end; may be blank: spent_through,
             prepaid. `end` is the first day on which the promotion no longer runs.
Creators     creator_id, name, email, deliverable, price, stage, advance_paid; may be blank: language, time_zone.
             One row a deliverable; `advance_paid` is what was paid in advance for that row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moneyed import Currency, Money

from unpromote.adapters.files.sheets_cells import amount_of, currency_of, day_of, id_of, text_of
from unpromote.adapters.files.sheets_table import Row, Table, open_table
from unpromote.domain.codec import amount_text
from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import Stage

T = TypeVar("T")

PROMOTION_COLUMNS = ("kind", "advertiser_id", "campaign_id", "name", "budget", "spent", "currency", "start", "end")
PROMOTION_BLANKS = ("spent_through", "prepaid")  # columns that may be missing or blank
CREATOR_COLUMNS = ("creator_id", "name", "email", "deliverable", "price", "stage", "advance_paid")
CREATOR_BLANKS = ("language", "time_zone")

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


@dataclass(frozen=True)
class PromotionRow:
    """One promotion: the days it runs are [start, end); `spent_through` is the last day fully in `spent`."""

    row: int
    kind: str
    advertiser_id: str
    campaign_id: str
    name: str
    budget: Money
    spent: Money
    start: date
    end: date
    spent_through: date | None
    prepaid: Money


@dataclass(frozen=True)
class SheetReading:
    """The promotions that were read, and every row that was not, with the reason."""

    rows: tuple[PromotionRow, ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True)
class CreatorRow:
    """One deliverable of a creator, at the stage it has reached. A creator may have several rows."""

    row: int
    creator_id: str
    name: str
    email: str
    deliverable: str
    price: Money
    stage: Stage
    advance_paid: Money
    language: str | None
    time_zone: str | None


@dataclass(frozen=True)
class CreatorReading:
    """The creators' deliverables that were read, and every row that was not, with the reason."""

    rows: tuple[CreatorRow, ...]
    problems: tuple[RowProblem, ...]


def read_promotions(path: Path) -> SheetReading:
    """Return the promotions of a file; raise BadInput where the file as a whole cannot be read."""
    table = _with_columns(path, "promotions", PROMOTION_COLUMNS)
    problems = list(_unknown(table, (*PROMOTION_COLUMNS, *PROMOTION_BLANKS)))
    rows: list[PromotionRow] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        cells = _Cells(row)
        promotion = _promotion(cells)
        if promotion is not None and promotion.campaign_id in seen:
            before = seen[promotion.campaign_id]
            cells.refuse(
                "campaign_id", f"campaign {promotion.campaign_id} stands in row {before} too", "keep one of them"
            )
        problems += cells.problems
        if promotion is not None and not cells.problems:
            seen[promotion.campaign_id] = row.number
            rows.append(promotion)
    return SheetReading(tuple(rows), (*problems, *_disagreements(rows)))


def read_creators(path: Path, *, currency: str) -> CreatorReading:
    """Return the creators' deliverables of a file, amounts in that currency; raise BadInput for a file that is none.

    In a workbook they stand on the sheet "creators".
    """
    table = _with_columns(path, "creators", CREATOR_COLUMNS)
    known = currency_of(currency)
    problems = list(_unknown(table, (*CREATOR_COLUMNS, *CREATOR_BLANKS)))
    rows: list[CreatorRow] = []
    for row in table.rows:
        cells = _Cells(row)
        creator = _creator(cells, known)
        problems += cells.problems
        if creator is not None and not cells.problems:
            rows.append(creator)
    return CreatorReading(tuple(rows), (*problems, *_name_clashes(rows)))


class _Cells:
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


def _promotion(cells: _Cells) -> PromotionRow | None:
    kind, name = cells.need("kind", text_of), cells.need("name", text_of)
    advertiser, campaign = cells.need("advertiser_id", id_of), cells.need("campaign_id", id_of)
    start, end, through = cells.need("start", day_of), cells.need("end", day_of), cells.may("spent_through", day_of)
    currency = cells.need("currency", currency_of)
    if currency is None:
        return None
    budget, spent = cells.need("budget", amount_of, currency), cells.need("spent", amount_of, currency)
    prepaid = cells.may("prepaid", amount_of, currency)
    if not (kind and name and advertiser and campaign and start and end) or budget is None or spent is None:
        return None
    row = PromotionRow(
        cells.row.number,
        kind.lower(),
        advertiser,
        campaign,
        name,
        budget,
        spent,
        start,
        end,
        through,
        prepaid or Money(0, currency),
    )
    _check_promotion(cells, row)
    return row


def _check_promotion(cells: _Cells, row: PromotionRow) -> None:
    if row.budget < row.spent:
        problem = f"budget {amount_text(row.budget)} is below spent {amount_text(row.spent)}"
        cells.refuse("budget", problem, "check both against TikTok Ads Manager")
    if row.end <= row.start:
        mend = "end is the first day on which it no longer runs"
        cells.refuse("end", f"the end {row.end} is not after the start {row.start}", mend)
    elif row.spent_through and not row.start <= row.spent_through < row.end:
        cells.refuse(
            "spent_through", f"{row.spent_through} is outside the promotion", "give the last day fully in spent"
        )


def _creator(cells: _Cells, currency: Currency) -> CreatorRow | None:
    creator, name, deliverable = (cells.need(column, text_of) for column in ("creator_id", "name", "deliverable"))
    email, stage = cells.need("email", _address_of), cells.need("stage", _stage_of)
    price, advance = cells.need("price", amount_of, currency), cells.need("advance_paid", amount_of, currency)
    language, zone = cells.may("language", _language_of), cells.may("time_zone", _zone_of)
    if not (creator and name and deliverable and email and stage) or price is None or advance is None:
        return None
    return CreatorRow(cells.row.number, creator, name, email, deliverable, price, stage, advance, language, zone)


def _address_of(cell: object) -> str:
    written = str(cell).strip()
    if not _ADDRESS.fullmatch(written):
        raise BadInput(f"{written!r} is no e-mail address", mend="write it as name@example.com")
    return written


def _stage_of(cell: object) -> Stage:
    try:
        return Stage(str(cell).strip().lower().replace(" ", "_"))
    except ValueError:
        known = ", ".join(stage.value for stage in Stage)
        raise BadInput(f"unknown stage {str(cell)!r}", mend=f"known: {known}") from None


def _language_of(cell: object) -> str:
    written = str(cell).strip()
    if not _LANGUAGE.fullmatch(written):
        raise BadInput(f"unknown language {written!r}", mend="write its code, such as en or pt-BR")
    return written


def _zone_of(cell: object) -> str:
    written = str(cell).strip()
    try:
        return ZoneInfo(written).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"unknown time zone {written!r}", mend="write an IANA name such as Europe/Paris") from None


def _with_columns(path: Path, sheet: str, needed: tuple[str, ...]) -> Table:
    table = open_table(path, sheet)
    missing = [column for column in needed if column not in table.columns]
    if missing:
        mend = f"the first row has to hold: {', '.join(needed)}"
        raise BadInput(f"columns are missing: {', '.join(missing)}", place=f"{path}: header", mend=mend)
    return table


def _unknown(table: Table, known: tuple[str, ...]) -> Iterator[RowProblem]:
    for column in table.columns:
        if column and column not in known:
            yield RowProblem(
                1, column, "the column is unknown and was not read", f"remove it, or use: {', '.join(known)}"
            )


def _disagreements(rows: list[PromotionRow]) -> Iterator[RowProblem]:
    for row in rows[1:]:
        first = rows[0]
        if row.budget.currency != first.budget.currency:
            problem = f"{row.budget.currency} here, {first.budget.currency} in row {first.row}"
            yield RowProblem(row.row, "currency", problem, "hand over one currency a case")
        if (row.start, row.end) != (first.start, first.end):
            problem = f"runs {row.start} to {row.end}, row {first.row} from {first.start} to {first.end}"
            yield RowProblem(row.row, "start", problem, "hand over one flight a case, or say which one counts")


def _name_clashes(rows: list[CreatorRow]) -> Iterator[RowProblem]:
    first: dict[str, CreatorRow] = {}
    for row in rows:
        known = first.setdefault(row.creator_id, row)
        if (row.name, row.email) != (known.name, known.email):
            problem = f"creator {row.creator_id} has another name or address in row {known.row}"
            yield RowProblem(row.row, "creator_id", problem, "use one id a person")
