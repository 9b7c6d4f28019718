"""Spreadsheets of promotions and creators: what is read, and which row is refused with which mend."""

from __future__ import annotations

import os
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from moneyed import Money
from openpyxl import Workbook

from unpromote.adapters.files import sheets_table, sheets_workbook
from unpromote.adapters.files.sheets import CreatorReading, SheetReading, read_creators, read_promotions
from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import Stage

SAMPLES = Path(str(resources.files("unpromote"))) / "samples"
PROMOTION = {
    "kind": "campaign",
    "advertiser_id": "7200000000000000011",
    "campaign_id": "1801230000000000101",
    "name": "Autumn",
    "budget": "600.00",
    "spent": "100.00",
    "currency": "EUR",
    "start": "2026-09-01",
    "end": "2026-10-01",
}
CREATOR = {
    "creator_id": "cleo",
    "name": "Cleo",
    "email": "cleo@creators.example",
    "deliverable": "Video",
    "price": "300.00",
    "stage": "briefed",
    "advance_paid": "0",
}


def csv_file(folder: Path, *rows: dict[str, Any], name: str = "sheet.csv") -> Path:
    lines = [",".join(rows[0]), *(",".join(str(cell) for cell in row.values()) for row in rows)]
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def workbook(folder: Path, *rows: dict[str, Any], sheet: str = "Sheet") -> Path:
    book = Workbook()
    page = book.create_sheet(sheet)
    for line in (list(rows[0]), *(list(row.values()) for row in rows)):
        page.append(line)
    if sheet == "Sheet1":
        del book["Sheet"]
    book.save(folder / "sheet.xlsx")
    return folder / "sheet.xlsx"


def promotions(folder: Path, *changes: dict[str, Any]) -> SheetReading:
    return read_promotions(csv_file(folder, *(PROMOTION | change for change in changes)))


def creators(folder: Path, *changes: dict[str, Any]) -> CreatorReading:
    return read_creators(csv_file(folder, *(CREATOR | change for change in changes)), currency="EUR")


def refusal(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_promotions(path)
    assert str(path) in str(caught.value)
    assert caught.value.mend
    return caught.value


def test_the_shipped_template_is_read_whole() -> None:
    reading = read_promotions(SAMPLES / "promotions.csv")
    assert not reading.problems
    assert sum((row.budget for row in reading.rows), Money(0, "USD")) == Money("120000.00", "USD")
    assert [row.row for row in reading.rows] == list(range(2, len(reading.rows) + 2))


def test_the_shipped_creators_are_read_whole() -> None:
    reading = read_creators(SAMPLES / "creators.csv", currency="USD")
    assert not reading.problems
    assert [(row.creator_id, row.stage) for row in reading.rows] == [
        ("cleo", Stage.DRAFT_SUBMITTED),
        ("emil", Stage.BRIEFED),
    ]


def test_a_workbook_gives_what_the_csv_gives(tmp_path: Path) -> None:
    cells = PROMOTION | {"budget": 600, "spent": 100.0, "start": datetime(2026, 9, 1), "end": date(2026, 10, 1)}  # noqa: DTZ001
    (written,) = promotions(tmp_path, {}).rows
    (stored,) = read_promotions(workbook(tmp_path, cells, sheet="Sheet1")).rows
    assert stored == written


def test_a_workbook_is_read_at_the_sheet_of_that_name(tmp_path: Path) -> None:
    (row,) = read_creators(workbook(tmp_path, CREATOR, sheet="Creators"), currency="EUR").rows
    assert (row.name, row.price, row.advance_paid) == ("Cleo", Money("300.00", "EUR"), Money(0, "EUR"))


def test_an_amount_stored_as_a_number_is_exact(tmp_path: Path) -> None:
    (row,) = read_promotions(workbook(tmp_path, PROMOTION | {"budget": 18500.10}, sheet="Sheet1")).rows
    assert row.budget == Money("18500.10", "EUR")


@pytest.mark.parametrize(
    "stored", [1801230000000000101, 1.80123e18, "1.80123E+18", "1,80123e18", "1801230000000000000"]
)
def test_an_id_that_a_spreadsheet_rounded_is_refused_and_its_row_named(tmp_path: Path, stored: object) -> None:
    reading = read_promotions(workbook(tmp_path, PROMOTION, PROMOTION | {"campaign_id": stored}, sheet="Sheet1"))
    assert [row.row for row in reading.rows] == [2]
    (problem,) = reading.problems
    assert (problem.row, problem.column) == (3, "campaign_id")
    assert "15 digits" in problem.problem
    assert str(problem).startswith("row 3, column campaign_id: ")


def test_an_id_that_truly_ends_in_zeros_can_be_vouched_for(tmp_path: Path) -> None:
    (row,) = promotions(tmp_path, {"campaign_id": "id:1801230000000000000"}).rows
    assert row.campaign_id == "1801230000000000000"


def test_a_short_id_may_be_a_number(tmp_path: Path) -> None:
    cells = PROMOTION | {"advertiser_id": 123456789, "campaign_id": 42.0}
    (row,) = read_promotions(workbook(tmp_path, cells, sheet="Sheet1")).rows
    assert (row.advertiser_id, row.campaign_id) == ("123456789", "42")


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("campaign_id", "abc", "'abc' is no id"),
        ("campaign_id", "", "the cell is blank"),
        ("name", "  ", "the cell is blank"),
        ("currency", "XXY", "unknown currency 'XXY'"),
        ("budget", "99.00", "budget 99.00 is below spent 100.00"),
        ("budget", "1200.001", "'1200.001 EUR' is finer than EUR allows"),
        ("budget", "1.200;00", "'1.200;00' is no amount that can be read one way only"),
        ("spent", "-5", "-5 is below zero"),
        ("start", "03/04/2026", "03/04/2026 could be 2026-04-03 or 2026-03-04"),
        ("start", "13/04/2026", "13/04/2026 is written in a form that can be misread"),
        ("start", "31/31/2026", "31/31/2026 is written in a form that can be misread"),
        ("start", "soon", "'soon' is no day"),
        ("end", "2026-09-01", "the end 2026-09-01 is not after the start 2026-09-01"),
    ],
)
def test_a_row_in_doubt_is_left_out_and_said_to_be(tmp_path: Path, column: str, cell: str, problem: str) -> None:
    reading = promotions(tmp_path, {}, {"campaign_id": "1801230000000000102"} | {column: cell})
    assert [row.row for row in reading.rows] == [2]
    assert [(found.row, found.column, found.problem) for found in reading.problems] == [(3, column, problem)]
    assert reading.problems[0].mend


def test_a_day_that_reads_the_same_both_ways_is_still_not_taken(tmp_path: Path) -> None:
    (problem,) = promotions(tmp_path, {"start": "04/04/2026"}).problems
    assert problem.mend == "write 2026-04-04"


def test_a_time_of_day_without_a_zone_is_refused(tmp_path: Path) -> None:
    cells = PROMOTION | {"start": datetime(2026, 9, 1, 9, 30)}  # noqa: DTZ001
    (problem,) = read_promotions(workbook(tmp_path, cells, sheet="Sheet1")).problems
    assert problem.problem == "2026-09-01 09:30 is a time without a zone"


def test_a_fraction_is_no_id(tmp_path: Path) -> None:
    (problem,) = read_promotions(workbook(tmp_path, PROMOTION | {"campaign_id": 1.5}, sheet="Sheet1")).problems
    assert problem.problem == "1.5 is no id"


def test_all_that_is_wrong_in_a_row_is_said_at_once(tmp_path: Path) -> None:
    reading = promotions(tmp_path, {"currency": "XXY", "campaign_id": "1.8E+18", "end": "soon"})
    assert {problem.column for problem in reading.problems} == {"currency", "campaign_id", "end"}


@pytest.mark.parametrize("day", ["2026-08-31", "2026-10-01"])
def test_spend_outside_the_flight_is_refused(tmp_path: Path, day: str) -> None:
    (problem,) = promotions(tmp_path, {"spent_through": day}).problems
    assert problem.column == "spent_through"


def test_what_may_be_blank_has_its_meaning(tmp_path: Path) -> None:
    blank, filled = (
        promotions(tmp_path, {"spent_through": "", "prepaid": ""}),
        promotions(tmp_path, {"spent_through": "2026-09-10", "prepaid": "50"}),
    )
    assert (blank.rows[0].spent_through, blank.rows[0].prepaid) == (None, Money(0, "EUR"))
    assert (filled.rows[0].spent_through, filled.rows[0].prepaid) == (date(2026, 9, 10), Money(50, "EUR"))


def test_the_same_campaign_twice_is_taken_once(tmp_path: Path) -> None:
    reading = promotions(tmp_path, {}, {})
    assert len(reading.rows) == 1
    assert reading.problems[0].problem == "campaign 1801230000000000101 stands in row 2 too"


def test_currencies_and_flights_that_differ_are_reported(tmp_path: Path) -> None:
    other = {"campaign_id": "1801230000000000102", "currency": "USD", "end": "2026-11-01"}
    reading = promotions(tmp_path, {}, other)
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "currency"), (3, "start")]


def test_an_unknown_column_is_said_aloud(tmp_path: Path) -> None:
    (problem,) = promotions(tmp_path, {"budgett": "700.00"}).problems
    assert (problem.row, problem.column) == (1, "budgett")


def test_a_cell_beside_the_columns_is_said_aloud(tmp_path: Path) -> None:
    path = csv_file(tmp_path, PROMOTION)
    path.write_text(path.read_text(encoding="utf-8") + ",stray", encoding="utf-8")
    (problem,) = read_promotions(path).problems
    assert problem.problem == "a cell stands beside the columns"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read_too(tmp_path: Path, delimiter: str) -> None:
    path = csv_file(tmp_path, PROMOTION)
    path.write_text(path.read_text(encoding="utf-8").replace(",", delimiter), encoding="utf-8-sig")
    assert len(read_promotions(path).rows) == 1


def test_blank_rows_are_passed_over_and_still_counted(tmp_path: Path) -> None:
    path = csv_file(tmp_path, PROMOTION)
    header, row = path.read_text(encoding="utf-8").split("\n")
    path.write_bytes(f"\n{header.upper()}\r\n,,\r\n{row.replace('Autumn', 'Été')}".encode("cp1252"))
    (promotion,) = read_promotions(path).rows
    assert (promotion.row, promotion.name) == (4, "Été")


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, {"name": "x", "kind": "campaign"})
    assert (
        refusal(path).problem == "columns are missing: advertiser_id, campaign_id, budget, spent, currency, start, end"
    )


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file holds no rows"),
        (b"PK\x03\x04 no workbook", "the file is no workbook that can be read"),
        (b"\x00\x01", "the file is neither CSV nor XLSX"),
        (b"kind,kind\na,b", "the column 'kind' stands twice"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "sheet").write_bytes(data)
    assert refusal(tmp_path / "sheet").problem == problem


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / "none.csv").problem


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    os.truncate(csv_file(tmp_path, PROMOTION), 500_000_000)
    assert refusal(tmp_path / "sheet.csv").problem == "the file has 500 MB"


def test_a_workbook_that_unpacks_to_an_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_workbook, "UNPACKED_LIMIT", 1000)
    assert refusal(workbook(tmp_path, PROMOTION)).problem == "the workbook unpacks to an absurd size"


def test_more_rows_than_a_promotion_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets_table, "ROW_LIMIT", 2)
    assert refusal(csv_file(tmp_path, PROMOTION, PROMOTION)).problem == "the file has more than 2 rows"
    assert refusal(workbook(tmp_path, PROMOTION, PROMOTION, sheet="Sheet1")).problem == "the file has more than 2 rows"


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("email", "cleo", "'cleo' is no e-mail address"),
        ("stage", "filmed", "unknown stage 'filmed'"),
        ("price", "many", "'many' is no amount that can be read one way only"),
        ("advance_paid", "", "the cell is blank"),
        ("language", "Klingon!", "unknown language 'Klingon!'"),
        ("time_zone", "Mars/Crater", "unknown time zone 'Mars/Crater'"),
    ],
)
def test_a_creators_row_in_doubt_is_left_out(tmp_path: Path, column: str, cell: str, problem: str) -> None:
    reading = creators(tmp_path, {"language": "en", "time_zone": "Europe/Berlin"} | {column: cell})
    assert not reading.rows
    assert [found.problem for found in reading.problems] == [problem]


def test_a_creator_may_have_several_deliverables(tmp_path: Path) -> None:
    reading = creators(tmp_path, {"stage": "Draft submitted"}, {"deliverable": "Story"})
    assert [row.stage for row in reading.rows] == [Stage.DRAFT_SUBMITTED, Stage.BRIEFED]
    assert not reading.problems


def test_one_id_for_two_people_is_reported(tmp_path: Path) -> None:
    (problem,) = creators(tmp_path, {}, {"name": "Emil"}).problems
    assert problem.problem == "creator cleo has another name or address in row 2"


def test_the_currency_of_creators_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="unknown currency"):
        read_creators(csv_file(tmp_path, CREATOR), currency="XXY")


@pytest.mark.parametrize(("cell", "level"), [("Ad group", "adgroup"), ("ad", "ad"), ("", "campaign")])
def test_a_row_may_say_that_its_id_is_of_an_ad_group_or_an_ad(tmp_path: Path, cell: str, level: str) -> None:
    (row,) = promotions(tmp_path, {"level": cell}).rows
    assert row.level.value == level


def test_a_level_that_nobody_knows_is_refused_with_those_there_are(tmp_path: Path) -> None:
    (problem,) = promotions(tmp_path, {"level": "creative"}).problems
    assert (problem.column, problem.mend) == ("level", "write one of: campaign, adgroup, ad")
