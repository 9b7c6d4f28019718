"""Spreadsheets are taken whole or not at all, and a problem that many rows share is said once."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from unpromote.domain.errors import BadInput
from unpromote.jobs.sheets import read_sheets

SAMPLES = Path(str(files("unpromote") / "samples"))


@pytest.fixture
def sheet(tmp_path):
    def change(pattern: str, by: str, count: int = 0) -> Path:
        path = tmp_path / "promotions.csv"
        path.write_text(re.sub(pattern, by, (SAMPLES / "promotions.csv").read_text(), count=count))
        return path

    return change


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as refusal:
        read_sheets(path, None)
    return str(refusal.value)


def test_the_example_is_taken_with_its_creators():
    sheets, notes = read_sheets(SAMPLES / "promotions.csv", SAMPLES / "creators.csv")
    assert (len(sheets.promotions), len(sheets.creators), notes) == (23, 2, ())


def test_one_bad_row_is_named(sheet):
    assert "row 2, column campaign_id: the last digits of this id were lost" in refused(
        sheet("1801230000000000101", "1.80123E+18")
    )


def test_a_problem_of_every_row_is_said_once(sheet):
    said = refused(sheet("USD", "USX"))
    assert said.count("unknown currency") == 1
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 13 more, column currency" in said


def test_two_rows_are_both_named(sheet):
    assert "rows 2, 3, column" in refused(sheet(",USD,", ",USX,", count=2))


def test_a_sheet_without_rows_opens_nothing(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text((SAMPLES / "promotions.csv").read_text().splitlines()[0] + "\n")
    assert "no promotion" in refused(empty)
