"""Spreadsheets of promotions and of creators to values, row by row; CSV and XLSX, template in `samples/promotions.csv`.

A row with any doubt is left out and said to be: row, column, problem, mend. Nothing is half read, nothing is guessed.

Promotions   kind, advertiser_id, campaign_id, name, budget, spent, currency, start, end; may be blank: spent_through,
             prepaid, budget_type (daily or total), level (campaign, adgroup or ad: what campaign_id is of), stage
             and submitted_on (of a TikTok One order). `end` is the first day on which the promotion no longer runs.
Creators     creator_id, name, email, deliverable, price, stage, advance_paid; may be blank: language, time_zone, and
             the columns of `sheets_deals`. One row a deliverable, expense, right, gift, code or link; `advance_paid` is
             what was paid in advance for that row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from moneyed import Money

from unpromote.adapters.files.sheets_cells import amount_of, currency_of, day_of, id_of, level_of, text_of
from unpromote.adapters.files.sheets_deals import DEAL_BLANKS, CreatorRow, creator_row
from unpromote.adapters.files.sheets_row import Cells, RowProblem
from unpromote.adapters.files.sheets_table import Table, open_table
from unpromote.domain.budgets import Mode, over_days
from unpromote.domain.codec import amount_text
from unpromote.domain.delivery import Level
from unpromote.domain.errors import BadInput
from unpromote.services.policies import budget_mode

PROMOTION_COLUMNS = ("kind", "advertiser_id", "campaign_id", "name", "budget", "spent", "currency", "start", "end")
PROMOTION_BLANKS = (
    "spent_through",
    "prepaid",
    "budget_type",
    "level",
    "stage",
    "submitted_on",
)  # columns that may be missing or blank
CREATOR_COLUMNS = ("creator_id", "name", "email", "deliverable", "price", "stage", "advance_paid")
CREATOR_BLANKS = ("language", "time_zone", *DEAL_BLANKS)


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
    level: Level = Level.CAMPAIGN
    stage: str = ""
    submitted_on: date | None = None


@dataclass(frozen=True)
class SheetReading:
    """The promotions that were read, and every row that was not, with the reason."""

    rows: tuple[PromotionRow, ...]
    problems: tuple[RowProblem, ...]


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
        cells = Cells(row)
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
        cells = Cells(row)
        creator = creator_row(cells, known)
        problems += cells.problems
        if creator is not None and not cells.problems:
            rows.append(creator)
    return CreatorReading(tuple(rows), (*problems, *_name_clashes(rows)))


def _promotion(cells: Cells) -> PromotionRow | None:
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
        cells.may("level", level_of) or Level.CAMPAIGN,
        cells.may("stage", text_of) or "",
        cells.may("submitted_on", day_of),
    )
    whole = _with_days(cells, row)
    _check_promotion(cells, whole)
    return whole


def _with_days(cells: Cells, row: PromotionRow) -> PromotionRow:
    """Return the row with its whole budget where the sheet states one by the day."""
    words = cells.may("budget_type", text_of) or ""
    mode = budget_mode(words)
    if words and not mode:
        cells.refuse("budget_type", f"nobody knows what a budget {words!r} is for", "write daily, or total")
    by_day = mode == Mode.DAY.value and row.start < row.end
    return replace(row, budget=over_days(row.budget, row.start, row.end)) if by_day else row


def _check_promotion(cells: Cells, row: PromotionRow) -> None:
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
        if row.price.currency != known.price.currency:
            problem = f"{row.price.currency} here, {known.price.currency} in row {known.row}"
            yield RowProblem(row.row, "currency", problem, "state one currency a creator")
        if (row.language or known.language, row.time_zone or known.time_zone) != (known.language, known.time_zone):
            problem = f"creator {row.creator_id} has another language or time zone in row {known.row}"
            yield RowProblem(row.row, "time_zone", problem, "state them alike, or in the first row alone")
    yield from _twice(rows)


def _twice(rows: list[CreatorRow]) -> Iterator[RowProblem]:
    """Yield what stands twice: one name for two works of a creator, a second usage or exclusivity."""
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        alone = row.item in ("usage", "exclusivity")
        key = (f"{row.creator_id}/{row.name}", row.item, "" if alone else row.code or row.deliverable)
        if key in seen:
            column, mend = ("item", "state one") if alone else ("deliverable", "name them apart")
            yield RowProblem(row.row, column, f"this {row.item} stands in row {seen[key]} too", mend)
        seen.setdefault(key, row.row)
