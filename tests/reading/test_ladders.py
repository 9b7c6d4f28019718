"""Fee ladders in tables: the same steps as in prose, from lines with columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unpromote.reading.agreement import read_document
from unpromote.reading.ladders import read_ladder
from unpromote.reading.values import Reading

OPENING = 'This order is between Acme Inc. ("Sponsor") and Beta LLC ("Publisher"). All sums are in EUR.\n\n'
TABLE = (
    "7. Cancellation charges\n\nNotice received before the start     Charge (% of the campaign fee)\n"
    "More than 30 days      0%\n15 - 30 days           25%\n8 - 14 days            50%\n0 - 7 days             100%\n"
)
BANDS = [
    {"min": None, "rate": "1"},
    {"min": 8, "rate": "0.5"},
    {"min": 15, "rate": "0.25"},
    {"min": 31, "rate": "0"},
]


def bands(quote: str) -> Any:
    tariff = read_ladder(quote)
    assert tariff is not None
    return [[(band["min"], band["rate"]) for band in table] for table in tariff.tables]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("30+ | 0%\n14-29 | 50%\nless than 14 | 100%", [[(None, "1"), (14, "0.5"), (30, "0")]]),
        ("free over 30 days\n50 % up to 30 days", [[(None, "0.5"), (31, "0")]]),
        ("100% within 7 days\n50% 8 to 14 days", [[(None, "1"), (8, "0.5"), (15, "0")]]),
        ("at least 30 days  none\nfewer than 30 days  20 percent", [[(None, "0.2"), (30, "0")]]),
        ("30 days or more  10%\n29 days or less  60%", [[(None, "0.6"), (30, "0.1")]]),
        (
            "100% within 7 days\n50% within 14 days",
            [[(None, "1"), (7, "0.5"), (14, "0")], [(None, "1"), (8, "0.5"), (15, "0")]],
        ),
    ],
)
def test_rows_are_steps(rows: str, expected: Any) -> None:
    assert bands(rows) == expected


def test_the_unit_may_stand_above_the_rows() -> None:
    tariff = read_ladder("Business days before launch\n5 or more  20%\nless than 5  100%")
    assert tariff is not None
    assert tariff.by == "business_days_before_start"


@pytest.mark.parametrize(
    "rows",
    [
        "30+ days 10%",
        "30 days 10%\n14 days 50%",
        "over 30 days 0%\nunder 14 days 100%",
        "2024 12%\n2025 15%",
        "no rows",
    ],
)
def test_rows_with_a_hole_are_no_ladder(rows: str) -> None:
    assert read_ladder(rows) is None


def test_a_table_is_a_fee_with_its_words(read: Callable[[str], Reading]) -> None:
    reading = read(OPENING + TABLE)
    (fee,) = reading.terms["fees"]
    assert fee["calc"]["tiers"] == {"by": "days_before_start", "bands": BANDS, "base": "budget"}
    (shown,) = [one for one in reading.proposals if one["path"] == "fees[0].calc.tiers.bands"]
    quote = shown["source"]["quote"]
    assert quote.startswith("7. Cancellation")
    assert quote.endswith("100%")
    assert quote in OPENING + TABLE


def test_a_table_of_a_pdf_is_read_line_by_line(make_pdf: Callable[..., Path]) -> None:
    text = "Cancellation notice before the start\nMore than 30 days  0%\n8 to 30 days  50%\n0 to 7 days  100%"
    reading = read_document(make_pdf(text))
    assert [band["rate"] for band in reading.terms["fees"][0]["calc"]["tiers"]["bands"]] == ["1", "0.5", "0"]


def test_the_base_may_follow_the_table(read: Callable[[str], Reading]) -> None:
    rows = "Days of notice before the start of a cancelled order\n30+ | 0%\nless than 30 | 50%\nof the total price."
    assert read(OPENING + rows).terms["fees"][0]["calc"]["tiers"]["base"] == "budget"


def test_a_table_of_other_things_is_no_fee(read: Callable[[str], Reading]) -> None:
    rows = "Volume discount on the rate card\nmore than 30 days  10%\n1 to 30 days  5%"
    assert "fees" not in read(OPENING + rows).terms
