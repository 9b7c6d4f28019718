"""Amounts are exact, rounded once, halves away from zero, and never mixed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from moneyed import Money

from unpromote.domain.errors import BadInput
from unpromote.domain.money import round_half_up, shown, to_digits, total, zero


@pytest.mark.parametrize(
    ("value", "currency", "rounded"),
    [
        ("4625.125", "EUR", "4625.13"),
        ("4625.1249999", "EUR", "4625.12"),
        ("-0.005", "EUR", "-0.01"),
        ("-0.0049", "EUR", "0.00"),
        ("83330.5", "JPY", "83331"),
        ("0.0005", "KWD", "0.001"),
        ("1/3", "USD", "0.33"),
    ],
)
def test_half_a_minor_unit_goes_away_from_zero(value: str, currency: str, rounded: str) -> None:
    assert round_half_up(Fraction(value), currency) == Money(rounded, currency)


def test_an_amount_of_more_digits_than_a_float_holds_stays_exact() -> None:
    assert round_half_up(Fraction("123456789012345.675"), "EUR") == Money("123456789012345.68", "EUR")


def test_a_sum_keeps_its_currency_even_when_it_is_empty() -> None:
    assert total([], "JPY") == zero("JPY") == Money(0, "JPY")
    assert total([Money("1.10", "EUR"), Money("2.20", "EUR")], "EUR") == Money("3.30", "EUR")


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(TypeError):
        total([Money(1, "EUR")], "USD")


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown currency 'XXY'"):
        round_half_up(Fraction(1), "XXY")


@pytest.mark.parametrize(
    ("amount", "text"),
    [(Money("29600", "EUR"), "29600"), (Money("18500.5", "EUR"), "18500.50"), (Fraction("4625.125"), "4625.125")],
)
def test_an_amount_is_shown_as_a_person_writes_it(amount: Money | Fraction, text: str) -> None:
    assert shown(amount) == text


def test_a_ratio_is_rounded_to_the_digits_asked_for() -> None:
    assert str(to_digits(Fraction(2, 3), 4)) == "0.6667"
