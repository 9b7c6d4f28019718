"""A file's rows under a plan, one after the other: each a promotion, or refused with every reason, or no promotion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Self

from moneyed import Currency, Money

from unpromote.adapters.files.sheets_amounts import currency_stated, money_of
from unpromote.adapters.files.sheets_cells import currency_of, id_of, text_of
from unpromote.adapters.files.sheets_headers import NOT_NEEDED, every_word, is_blank
from unpromote.adapters.files.sheets_row import Cells, RowProblem
from unpromote.adapters.files.sheets_styles import moment_of
from unpromote.adapters.files.sheets_table import Row
from unpromote.adapters.files.sheets_values import Cell, Line, Source
from unpromote.domain.budgets import Mode
from unpromote.domain.errors import BadInput
from unpromote.domain.imports import FileRow, Finding, Listed, Plan, SheetPlan
from unpromote.domain.orders import TIKTOK_ONE, check_order
from unpromote.services.policies import budget_mode, plain, sheet_words, stop_routes

OF_ONE_ROW = ("campaign_id", "name", "budget", "spent", "prepaid")  # what several rows cannot share
LONGEST = 200  # letters of a text
_DAYS = ("start", "end", "end_time", "spent_through", "submitted_on")
_NO_CHARACTERS = dict.fromkeys((*range(32), 127), " ")


def shape_of(fields: Sequence[str]) -> dict[str, int]:
    """Return the position of each field that has a column."""
    return {name: at for at, name in reversed(list(enumerate(fields))) if name not in ("", NOT_NEEDED)}


@dataclass(frozen=True)
class Words:
    """The words that make a cell say nothing, a budget endless, or a row no promotion; as they are compared."""

    blank: frozenset[str]
    unlimited: frozenset[str]
    totals: tuple[str, ...]

    @classmethod
    @cache
    def known(cls) -> Self:
        """Return the words of the policy."""
        known = sheet_words()
        blank = frozenset(word.casefold() for words in known.blank.values() for word in words)
        return cls(
            blank,
            every_word(known.unlimited),
            tuple(sorted(every_word(known.totals))),
        )

    def is_blank(self, cell: Cell) -> bool:
        """Tell whether a cell says that there is nothing."""
        return isinstance(cell, str) and cell.strip().casefold() in self.blank

    def is_unlimited(self, cell: Cell) -> bool:
        """Tell whether a budget's cell says that there is no limit."""
        return isinstance(cell, str) and plain(cell) in self.unlimited

    def mode(self, cell: Cell) -> str:
        """Return what a budget's type means, "" where that is not known."""
        return budget_mode(cell) if isinstance(cell, str) else ""

    def cell(self, line: Line, at: int | None) -> Cell:
        """Return a line's cell, None where it is missing or says that there is nothing."""
        cell = line.cells[at] if at is not None and at < len(line.cells) else None
        return None if is_blank(cell) or self.is_blank(cell) else cell

    def is_none(self, line: Line, shape: Mapping[str, int], names: Sequence[str]) -> str:
        """Return why a line lists no promotion, "" where it should."""
        cells = [cell for cell in line.cells if not is_blank(cell)]
        if not cells:
            return "the row is blank"
        key = self.cell(line, shape.get("campaign_id"))
        if isinstance(key, str) and key.strip() == names[shape["campaign_id"]]:
            return "the header stands here again"
        first = key if key is not None else cells[0]
        if isinstance(first, str) and not first.strip()[:1].isdecimal() and plain(first).startswith(self.totals):
            return "a row of totals"
        return ""


class RowReader:
    """Reads the rows of one sheet under a plan."""

    def __init__(self, plan: Plan, sheet: SheetPlan) -> None:
        self._plan, self._sheet = plan, sheet
        self._words = Words.known()
        self._shape = shape_of(sheet.fields)
        self._named = {name: sheet.names[at] for name, at in self._shape.items()}

    def rows(self, source: Source) -> Iterator[FileRow]:
        """Give every row below the header that holds anything."""
        for line in source.lines(self._sheet.name):
            if line.number > self._sheet.header and any(not is_blank(cell) for cell in line.cells):
                yield self._row(line)

    def _row(self, line: Line) -> FileRow:
        if why := self._words.is_none(line, self._shape, self._sheet.names):
            left_out = Finding("", why, "nothing to do: it is no promotion")
            return FileRow(self._sheet.name, line.number, None, (left_out,), skipped=True)
        read = {name: self._words.cell(line, at) for name, at in self._shape.items()}
        cells = Cells(Row(line.number, {name: cell for name, cell in read.items() if cell is not None}))
        self._refuse_doubts(line, cells)
        listed = self._listed(cells)
        return FileRow(self._sheet.name, line.number, listed, tuple(self._finding(one) for one in cells.problems))

    def _refuse_doubts(self, line: Line, cells: Cells) -> None:
        for name in OF_ONE_ROW:
            if self._shape.get(name) in line.shared:
                cells.refuse(name, "one merged cell stands for several rows", "unmerge it and state each row's own")
        beside = [at for at in range(len(self._sheet.fields), len(line.cells)) if not is_blank(line.cells[at])]
        if beside:
            problem = f"{str(line.cells[beside[0]])[:40]!r} stands beside the columns"
            cells.refuse("", problem, "put the whole text into quotation marks, or clear the cell")
        for name in _DAYS:
            cell = cells.row.cells.get(name)
            swapped = isinstance(cell, date) and cell.day <= 12 and cell.day != cell.month  # noqa: PLR2004 - months
            if swapped and self._shape[name] in self._sheet.mixed:
                problem = "day and month may have changed places: the column holds days partly as text"
                cells.refuse(name, problem, "import the file as it was exported, before a spreadsheet program saved it")

    def _finding(self, one: RowProblem) -> Finding:
        return Finding(self._named.get(one.column, one.column), one.problem, one.mend)

    def _listed(self, cells: Cells) -> Listed | None:
        key = cells.need("campaign_id", id_of)
        account = cells.may("advertiser_id", id_of) or self._plan.advertiser_id
        kind = cells.may("kind", _kind_of) or self._plan.kind
        name = cells.may("name", _text_of) or key
        currency = cells.may("currency", currency_of)
        spans = self._days(cells)
        budget, spent, prepaid = (self._amount(cells, one, currency) for one in ("budget", "spent", "prepaid"))
        status, budget_type = (cells.may(one, _text_of) or "" for one in ("status", "budget_type"))
        if cells.problems or not key or not name:
            return None
        listed = Listed(key, account, kind, name, status, budget, budget_type, spent, prepaid, *spans)
        stage, submitted_on = cells.may("stage", _text_of) or "", cells.may("submitted_on", self._first_day_after)
        whole = replace(listed, budget_mode=self._mode(listed), stage=stage, submitted_on=submitted_on)
        whole = replace(whole, creator=cells.may("creator", _text_of) or "")
        return _sound(cells, _with_order(cells, whole))

    def _mode(self, listed: Listed) -> str:
        ours = Mode.FLIGHT.value if "end" in self._shape else ""  # the template's budgets are whole unless it says so
        return (self._words.mode(listed.budget_type) or self._plan.budgets or ours) if listed.budget else ""

    def _days(self, cells: Cells) -> tuple[date | None, date | None, date | None]:
        start = cells.may("start", moment_of, self._plan.day_first)
        end = cells.may("end", self._first_day_after)
        ended = end or cells.may("end_time", self._end_of)
        through = cells.may("spent_through", self._first_day_after)
        return start[0] if start else None, ended, through

    def _first_day_after(self, cell: Cell) -> date:
        day, told = moment_of(cell, self._plan.day_first)
        if told not in (None, time()):
            raise BadInput(f"{text_of(cell)} is a time of day", mend="write the day alone: 2026-09-01")
        return day

    def _end_of(self, cell: Cell) -> date:
        """Return the first day on which nothing runs any more."""
        day, told = moment_of(cell, self._plan.day_first)
        runs = bool(self._plan.last_day_runs) if told is None else told != time()
        return day + timedelta(days=1) if runs else day

    def _amount(self, cells: Cells, name: str, currency: Currency | None) -> Money | None:
        cell = cells.row.cells.get(name)
        if cell is None or (name == "budget" and self._words.is_unlimited(cell)):
            return None
        by_header = self._sheet.currencies[self._shape[name]]
        stated = {code for code in (currency_stated(cell), by_header, currency.code if currency else "") if code}
        if len(stated) > 1:
            mend = "state one currency for the amount: in the cell, in the column's name or in its own column"
            cells.refuse(name, f"{text_of(cell)} is in {' and in '.join(sorted(stated))}", mend)
            return None
        code = next(iter(stated), self._plan.currency)
        return cells.may(name, money_of, currency_of(code), self._plan.decimal) if code else None


def _kind_of(cell: Cell) -> str:
    kind = plain(text_of(cell))
    known = {plain(one): one for one in stop_routes()}
    if kind not in known:
        raise BadInput(f"unknown kind {text_of(cell)!r}", mend=f"known: {', '.join(known.values())}")
    return known[kind]


def _text_of(cell: Cell) -> str:
    text = str(cell) if isinstance(cell, datetime) else text_of(cell)
    text = " ".join(text.translate(_NO_CHARACTERS).split())
    if len(text) > LONGEST:
        raise BadInput(f"the text has {len(text)} letters", mend=f"shorten it to {LONGEST}")
    return text


def _with_order(cells: Cells, listed: Listed) -> Listed:
    """Return a TikTok One order with its stage as it is known; note where that, or its day, is missing."""
    if listed.kind != TIKTOK_ONE:
        return listed
    try:
        return replace(listed, stage=check_order(listed.stage, listed.submitted_on).value)
    except BadInput as refusal:
        cells.refuse(refusal.place, refusal.problem, refusal.mend)
        return listed


def _sound(cells: Cells, listed: Listed) -> Listed | None:
    """Return the promotion; note where what is stated of it cannot be true together."""
    start, end, through = listed.starts_on, listed.ends_on, listed.spent_through
    if start and end and end <= start:
        where = "end" if "end" in cells.row.cells else "end_time"
        cells.refuse(where, f"the end {end} is not after the start {start}", "check both against Ads Manager")
    elif through and ((start and through < start) or (end and through >= end)):
        cells.refuse("spent_through", f"{through} is outside the promotion", "give the last day fully in spent")
    currencies = {amount.currency.code for amount in (listed.budget, listed.spent, listed.prepaid) if amount}
    if len(currencies) > 1:
        cells.refuse("currency", f"amounts in {' and '.join(sorted(currencies))}", "state one currency a row")
    return None if cells.problems else listed
