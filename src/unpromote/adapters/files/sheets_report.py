"""A report by day that was exported, as rows: columns, days and amounts by the same words and rules as imports.

Zone and currency are those of the case, unless the file states the currency itself. Rows of totals are left out; a
row in doubt refuses the file, since a curve with holes that nobody sees would mislead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from moneyed import Currency, Money

from unpromote.adapters.files.sheets_amounts import money_of, number_in
from unpromote.adapters.files.sheets_cells import currency_of, id_of, text_of
from unpromote.adapters.files.sheets_headers import WITHIN, Header, every_word, header_of, is_blank
from unpromote.adapters.files.sheets_listing import open_source
from unpromote.adapters.files.sheets_rows import Words
from unpromote.adapters.files.sheets_styles import Proof, day_proof, moment_of, number_proof, plain_number
from unpromote.adapters.files.sheets_values import Cell, Line
from unpromote.domain.cause_curves import BY_DAY
from unpromote.domain.causes import Found, Report, ReportRow
from unpromote.domain.codec import currency_named, minor_digits
from unpromote.domain.errors import BadInput
from unpromote.services.policies import plain, sheet_words

NEEDED = ("by_day", "spent")
_MARKS = (Proof.COMMA, Proof.POINT)
_COUNTS = ("impressions", "clicks", "results")


def read_exported_report(path: Path, *, currency: str, zone: str) -> Found[Report]:
    """Return the report that a file holds.

    Raises:
        BadInput: no sheet of it is a report by day, or a row is in doubt; names the place.
    """
    with open_source(path) as source:
        for sheet in source.sheets:
            top = [_header(line) for line in islice(source.lines(sheet), WITHIN)]
            header = next((one for one in top if all(name in one.at for name in NEEDED)), None)
            if header is not None:
                lines = [line for line in source.lines(sheet) if line.number > header.row]
                return _report(header, lines, _Style.of(header, lines, currency, zone), path.name)
    mend = "export a report with the breakdown “By day” and the columns Date and Cost"
    raise BadInput("it is no report by day", place=path.name, mend=mend)


@dataclass(frozen=True)
class _Columns:
    """Where each field stands, and the names as they are written."""

    row: int
    at: Mapping[str, int]
    names: Sequence[str]
    currency: str

    def cell(self, line: Line, name: str) -> Cell:
        """Return a line's cell of a field; None where it says that there is nothing."""
        return Words.known().cell(line, self.at.get(name))


@dataclass(frozen=True)
class _Style:
    """How the file writes days and numbers, as far as some cell of it proves that."""

    day_first: bool | None
    decimal: str
    currency: Currency
    zone: ZoneInfo

    @classmethod
    def of(cls, header: _Columns, lines: Iterable[Line], currency: str, zone: str) -> _Style:
        """Return what the lines prove."""
        known = currency_named(header.currency or currency)
        days, numbers = set(), set()
        for line in lines:
            days.add(day_proof(header.cell(line, "by_day")))
            numbers.add(number_proof(number_in(header.cell(line, "spent")), minor_digits(known)))
        order = days & {Proof.DAY_FIRST, Proof.MONTH_FIRST}
        marks = numbers & {*_MARKS}
        first = order == {Proof.DAY_FIRST} if len(order) == 1 else None
        return cls(first, marks.pop().value if len(marks) == 1 else "", known, ZoneInfo(zone))


@cache
def _report_names() -> Mapping[str, str]:
    return {word: name for name, words in sheet_words().report.items() for word in every_word(words)}


def _header(line: Line) -> _Columns:
    header: Header = header_of(line)
    fields = [_report_names().get(plain(name), field) for name, field in zip(header.names, header.fields, strict=True)]
    at: dict[str, int] = {}
    for position, name in enumerate(fields):
        at.setdefault(name, position)
    stated = header.currencies[at["spent"]] if "spent" in at else ""
    return _Columns(line.number, at, header.names, stated)


def _report(header: _Columns, lines: Iterable[Line], style: _Style, name: str) -> Found[Report]:
    rows = [row for line in lines if (row := _row(header, line, style, name)) is not None]
    if not rows:
        raise BadInput("it has no row with a day", place=name, mend="export the report again with rows")
    currencies = sorted({row.spend.currency.code for row in rows if row.spend is not None})
    if len(currencies) > 1:
        raise BadInput(f"its amounts are in {' and '.join(currencies)}", place=name, mend="export one currency a file")
    days = [row.starts_at.date() for row in rows]
    report = Report(
        advertiser_id="",
        currency=currencies[0] if currencies else style.currency.code,
        zone=str(style.zone),
        step=BY_DAY,
        first_on=min(days),
        last_on=max(days),
        external_ids=tuple(dict.fromkeys(row.external_id for row in rows)),
        results_are=header.names[header.at["results"]].lower() if "results" in header.at else "results",
        rows=tuple(rows),
    )
    return Found((report,), f"the report {name} that was handed in")


def _row(header: _Columns, line: Line, style: _Style, file: str) -> ReportRow | None:
    words, first = Words.known(), next((cell for cell in line.cells if not is_blank(cell)), None)
    if first is None or (isinstance(first, str) and plain(first).startswith(words.totals)):
        return None
    try:
        return _read(header, line, style)
    except BadInput as refusal:
        raise refusal.within(f"{file}: row {line.number}") from None


def _read(header: _Columns, line: Line, style: _Style) -> ReportRow:
    cells = {name: header.cell(line, name) for name in (*NEEDED, *_COUNTS, "campaign_id", "name", "currency")}
    day, _ = moment_of(cells["by_day"], style.day_first)
    currency = style.currency if cells["currency"] is None else currency_of(cells["currency"])
    name = "" if cells["name"] is None else text_of(cells["name"])
    counts = {one: None if cells[one] is None else _number(cells[one], style) for one in _COUNTS}
    return ReportRow(
        external_id=name if cells["campaign_id"] is None else id_of(cells["campaign_id"]),
        name=name,
        starts_at=datetime.combine(day, time(), style.zone),
        spend=None if cells["spent"] is None else _money(cells["spent"], currency, style),
        impressions=_whole(counts["impressions"]),
        clicks=_whole(counts["clicks"]),
        results=counts["results"],
    )


def _money(cell: Cell, currency: Currency, style: _Style) -> Money:
    return money_of(cell, currency, style.decimal)


def _number(cell: Cell, style: _Style) -> Fraction:
    """Return a count; 1.234 is a thousand and more, since what is counted is whole in an export."""
    if not isinstance(cell, str):
        return Fraction(str(cell))
    written = number_in(cell)
    proof = number_proof(written, 0)
    return Fraction(plain_number(written, proof.value if proof in _MARKS else style.decimal or Proof.POINT.value))


def _whole(count: Fraction | None) -> int | None:
    return None if count is None else int(count)
