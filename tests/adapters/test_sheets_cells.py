"""Cells whatever they hold: an id digit for digit or not at all, an amount exactly, a day only if it is one day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from moneyed import Money, get_currency

from unpromote.adapters.files.sheets_cells import amount_of, day_of, id_of, text_of
from unpromote.domain.errors import BadInput

EUR = get_currency("EUR")
LONG_IDS = st.integers(min_value=10**18, max_value=10**19 - 1)


@given(LONG_IDS)
def test_a_long_id_written_as_text_arrives_digit_for_digit(number: int) -> None:
    assume(number % 10_000)
    assert id_of(f" {number} ") == str(number)


@given(LONG_IDS)
def test_a_long_id_stored_as_a_number_never_arrives(number: int) -> None:
    for stored in (number, float(number), f"{float(number):.5E}", f"{number // 10_000}0000"):
        with pytest.raises(BadInput, match="15 digits"):
            id_of(stored)


@given(st.integers(min_value=0, max_value=10**12))
def test_a_short_id_may_be_stored_as_a_number(number: int) -> None:
    assert id_of(number) == id_of(float(number)) == id_of(str(number)) == str(number)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_is_exact_as_text_and_as_a_number(amount: Decimal) -> None:
    assert amount_of(str(amount), EUR) == Money(amount, EUR)
    assert amount_of(float(amount), EUR) == Money(amount, EUR)


@pytest.mark.parametrize("cell", ["1,200", "1 200", "1.200,00", "12 EUR", "1e3", "", "=1+1", True])
def test_an_amount_that_can_be_read_two_ways_is_refused(cell: str | bool) -> None:  # noqa: FBT001 - a cell may hold it
    with pytest.raises(BadInput, match="one way only"):
        amount_of(cell, EUR)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_is_read_in_one_form_only(day: date) -> None:
    assert day_of(day) == day_of(day.isoformat()) == day
    for written in (f"{day:%d/%m/%Y}", f"{day:%m-%d-%Y}", f"{day:%d.%m.%Y}"):
        with pytest.raises(BadInput):
            day_of(written)


def test_a_whole_number_is_shown_without_its_point() -> None:
    assert [text_of(cell) for cell in (7.0, 7.5, 7, " Seven ")] == ["7", "7.5", "7", "Seven"]
