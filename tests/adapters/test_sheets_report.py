"""Reports by day that were exported: headers in several languages, days and numbers of several styles, totals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from moneyed import Money
from openpyxl import Workbook

from unpromote.adapters.files.sheets_report import read_exported_report
from unpromote.domain.causes import Report
from unpromote.domain.errors import BadInput

Read = Callable[..., Report]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_(*lines: str, currency: str = "EUR", zone: str = "Europe/Berlin") -> Report:
        path = tmp_path / "week.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        (report,) = read_exported_report(path, currency=currency, zone=zone).found
        return report

    return read_


def test_a_report_is_read_with_its_days_in_the_zone_of_the_case(read: Read) -> None:
    report = read(
        "Campaign ID,Campaign name,Date,Cost (USD),Impressions,Clicks,Conversions",
        "180123,Autumn,2026-09-01,12.50,1000,20,5",
        "180123,Autumn,2026-09-02,-,-,-,-",
        "Total,,,12.50,1000,20,5",
    )
    first, second = report.rows
    assert (first.external_id, first.name, first.spend) == ("180123", "Autumn", Money("12.50", "USD"))
    assert (first.impressions, first.clicks, first.results) == (1000, 20, Fraction(5))
    assert first.starts_at.isoformat() == "2026-09-01T00:00:00+02:00"
    assert (second.spend, second.results) == (None, None)
    assert (report.first_on, report.last_on) == (date(2026, 9, 1), date(2026, 9, 2))
    assert (report.currency, report.results_are) == ("USD", "conversions")


def test_a_german_report_is_read_by_its_own_words_and_marks(read: Read) -> None:
    report = read(
        "Kampagnenname;Datum;Kosten;Impressionen;Ergebnisse", "Herbst;13.09.2026;1.234,50;12.000;7",
        "Herbst;01.09.2026;12,00;900;2",
    )  # fmt: skip
    assert [row.spend for row in report.rows] == [Money("1234.50", "EUR"), Money("12.00", "EUR")]
    assert [row.starts_at.day for row in report.rows] == [13, 1]
    assert report.rows[0].impressions == 12000
    assert (report.external_ids, report.results_are) == (("Herbst",), "ergebnisse")


def test_lines_above_the_header_and_a_column_of_currencies_are_understood(read: Read) -> None:
    report = read("Report of Ana", "", "Date,Cost,Currency", "2026-09-01,5.00,GBP")
    assert (report.currency, report.rows[0].spend, report.results_are) == ("GBP", Money("5.00", "GBP"), "results")


def test_a_workbook_is_read_from_the_sheet_that_is_a_report(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Daily")
    sheet.append(["Date", "Cost", "Results"])
    sheet.append([date(2026, 9, 1), 12.5, 2.5])
    path = tmp_path / "week.xlsx"
    book.save(path)
    (report,) = read_exported_report(path, currency="EUR", zone="UTC").found
    assert (report.rows[0].spend, report.rows[0].results) == (Money("12.50", "EUR"), Fraction(5, 2))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("Campaign ID,Cost", "180123,5.00"), "it is no report by day"),
        (("Date,Cost", "Total,5.00"), "it has no row with a day"),
        (("Date,Cost", "03/04/2026,5.00"), "row 2: 03/04/2026 could be"),
        (("Date,Cost", "2026-09-01,1.234"), "row 2: 1.234 could be"),
        (("Date,Cost", "soon,5.00"), "row 2: 'soon' is no day"),
        (("Date,Cost,Results", "2026-09-01,5.00,many"), "row 2: 'many' is no amount"),
        (("Campaign ID,Date,Cost", "1.80123E+18,2026-09-01,5.00"), "the last digits of this id were lost"),
        (("Date,Cost,Currency", "2026-09-01,5.00,EUR", "2026-09-02,5.00,USD"), "its amounts are in EUR and USD"),
    ],
)
def test_what_could_be_read_two_ways_or_not_at_all_is_refused(read: Read, lines: tuple[str, ...], problem: str) -> None:
    with pytest.raises(BadInput, match=r"week\.csv") as refusal:
        read(*lines)
    assert problem in str(refusal.value)


def test_a_report_without_any_spend_is_in_the_currency_of_the_case(read: Read) -> None:
    assert read("Date,Cost", "2026-09-01,-", currency="JPY").currency == "JPY"
