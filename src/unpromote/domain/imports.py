"""Promotions listed in a file: what a file said of each, what of it is new, and what has to be asked before it is read.

A file is read under one `Plan`: which column is what, how its days and numbers are written, what no row says. Whatever
the file leaves open is a `Question`; one answer settles the whole file. Nothing is guessed, and no row is left out
without a line in the report. What vanished from a later file stays known: a file never deletes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from moneyed import Money

from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput

KEY, ACCOUNT = "campaign_id", "advertiser_id"
NOT_IN_FILE = "-"  # the answer that no column of the file holds what is asked for


@dataclass(frozen=True)
class Listed:
    """One promotion as a file listed it. It runs on the days [starts_on, ends_on) of its account's time zone.

    `budget` is None where there is no limit or none is stated; `spent_through` is the last day fully in `spent`.
    `status` and `budget_type` are the file's own words; `budget_mode` is what the latter means, "day" or "flight".
    `stage`, `submitted_on` and `creator` are of a TikTok One order: how far it has come, when its content was handed
    in, and whose work it is.
    """

    campaign_id: str
    advertiser_id: str
    kind: str
    name: str
    status: str = ""
    budget: Money | None = None
    budget_type: str = ""
    spent: Money | None = None
    prepaid: Money | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    spent_through: date | None = None
    budget_mode: str = ""
    stage: str = ""
    submitted_on: date | None = None
    creator: str = ""


class Outcome(Enum):
    """What became of a row, or of a promotion that the file no longer lists; append-only, reports outlive releases."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    SKIPPED = "skipped"
    VANISHED = "vanished"


@dataclass(frozen=True)
class Finding:
    """Why a row was not taken as it stands: the column as the file names it, what was found, how to mend it."""

    column: str
    problem: str
    mend: str


@dataclass(frozen=True)
class Change:
    """One field that a file states otherwise than the file before; both in written form, None where not stated."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ReportLine:
    """What became of one row; `row` as the spreadsheet counts it, 0 for a promotion that is in no row."""

    row: int
    outcome: Outcome
    sheet: str = ""
    campaign_id: str = ""
    name: str = ""
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class FileRow:
    """A row as it was read: a promotion, or why there is none; `skipped` says that the row is none, such as totals."""

    sheet: str
    row: int
    listed: Listed | None
    findings: tuple[Finding, ...] = ()
    skipped: bool = False


@dataclass(frozen=True)
class Choice:
    """One answer that can be given, and what it means."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """What the file leaves open, with the cell that shows it; without choices any text of the example's form."""

    key: str
    words: str
    choices: tuple[Choice, ...] = ()
    example: str = ""

    def check(self, answer: str) -> None:
        """Refuse an answer that is none of the choices.

        Raises:
            BadInput: says which there are.
        """
        known = [choice.value for choice in self.choices]
        if known and answer not in known:
            raise BadInput(f"{answer!r} is no answer", place=self.key, mend=f"answer with one of: {', '.join(known)}")


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read: its header's row, the names as written, and for each column its field ("": not read).

    `currencies` holds the currency that a column's name states, else "". `mixed` are the columns in which days stand
    partly as text, partly as the program's own days.
    """

    name: str
    header: int
    names: tuple[str, ...]
    fields: tuple[str, ...]
    currencies: tuple[str, ...]
    mixed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How a file is read. What no row states stands here; None or "" where it is not needed or not known yet.

    `budgets` says whether budgets are by the "day" or for the whole "flight".
    `day_first` tells 03/04/2026, `decimal` is "," or ".", `last_day_runs` that a day named as the end is still run.
    """

    encoding: str
    delimiter: str
    sheets: tuple[SheetPlan, ...]
    day_first: bool | None = None
    decimal: str = ""
    last_day_runs: bool | None = None
    currency: str = ""
    advertiser_id: str = ""
    kind: str = ""
    budgets: str = ""


@dataclass(frozen=True)
class Survey:
    """What a first look found: the plan, what has to be asked, what a person should know, how many rows there are.

    `signature` stands for the file's headers: files with the same one are answered alike.
    """

    plan: Plan
    signature: str
    rows: int
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How many rows, or vanished promotions, had each outcome."""

    of: Mapping[str, int] = field(default_factory=dict)

    def and_(self, lines: Iterable[ReportLine]) -> Counts:
        """Return the counts with these lines in them."""
        counted = dict(self.of)
        for line in lines:
            counted[line.outcome.value] = counted.get(line.outcome.value, 0) + 1
        return Counts(counted)


_FROM = {"end": "ends_on", "end_time": "ends_on", "start": "starts_on"}


def stated_by(plan: Plan) -> frozenset[str]:
    """Return the fields of a promotion about which files of this plan say anything."""
    columns = {_FROM.get(name, name) for sheet in plan.sheets for name in sheet.fields}
    return frozenset(columns | {KEY, ACCOUNT, "kind", "name"})


def merged(before: Mapping[str, Any] | None, listed: Listed, stated: frozenset[str]) -> dict[str, Any]:
    """Return a promotion's written form: as the file lists it, and where the file has no column, as it was known."""
    written: dict[str, Any] = encode(listed)
    if before is None:
        return written
    kept = {name: value for name, value in before.items() if name in written and name not in stated}
    return written | kept


def compared(row: FileRow, listed: Listed, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> ReportLine:
    """Return the report's line of a promotion: new, changed in these fields, or as it was known."""
    changes = () if before is None else tuple(_changes(before, after))
    known = Outcome.CHANGED if changes else Outcome.UNCHANGED
    outcome = Outcome.NEW if before is None else known
    return ReportLine(row.row, outcome, row.sheet, listed.campaign_id, listed.name, changes=changes)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[Change]:
    for name, value in after.items():
        if before.get(name) != value:
            yield Change(name, before.get(name), value)


def refused(row: FileRow, *more: Finding) -> ReportLine:
    """Return the report's line of a row that was not taken."""
    known = row.listed
    outcome = Outcome.SKIPPED if row.skipped else Outcome.REFUSED
    findings = (*row.findings, *more)
    return ReportLine(
        row.row, outcome, row.sheet, known.campaign_id if known else "", known.name if known else "", findings
    )
