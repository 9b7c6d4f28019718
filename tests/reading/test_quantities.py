"""Numbers as contracts write them."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from unpromote.reading.quantities import amounts, lengths, number_in_words, rates


@pytest.mark.parametrize(
    ("words", "n", "unit"),
    [
        ("at least sixty (60) calendar days prior", 60, "days"),
        ("within 14 days", 14, "days"),
        ("one hundred eighty (180) days' written notice", 180, "days"),
        ("thirty days written notice", 30, "days"),
        ("ten (10) working days", 10, "business_days"),
        ("three business days", 3, "business_days"),
        ("forty-eight (48) hours", 48, "hours"),
        ("a 60-day period", 60, "days"),
        ("six months", 6, "months"),
        ("a one-year term", 1, "years"),
        ("two (2) weeks", 2, "weeks"),
        ("fourten (14) days", 14, "days"),
    ],
)
def test_a_length_is_read_in_words_and_figures(words: str, n: int, unit: str) -> None:
    (length,) = lengths(words)
    assert (length.n, length.unit, length.other) == (n, unit, None)


def test_words_and_figure_that_differ_are_both_kept() -> None:
    (length,) = lengths("two (3) weeks")
    assert (length.n, length.other) == (2, 3)


@pytest.mark.parametrize(
    ("words", "days"), [("two weeks", 14), ("six months", 180), ("48 hours", 0), ("5 business days", 5)]
)
def test_a_length_has_a_rough_figure_in_days(words: str, days: int) -> None:
    assert lengths(words)[0].days == days


@pytest.mark.parametrize("words", ["every day", "the hundred-year flood of days", "1.5 days", "in the month of May"])
def test_what_is_no_whole_length_is_left_alone(words: str) -> None:
    assert [length.n for length in lengths(words)] in ([], [100])


@pytest.mark.parametrize(
    ("words", "share", "other"),
    [
        ("ten percent (10%) of", Fraction(1, 10), None),
        ("25 % of", Fraction(1, 4), None),
        ("twelve and 12.5% of", Fraction(1, 8), None),
        ("twenty-five per cent (20%)", Fraction(1, 4), Fraction(1, 5)),
    ],
)
def test_a_percentage_is_an_exact_share(words: str, share: Fraction, other: Fraction | None) -> None:
    rate = rates(words)[-1]
    assert (rate.share, rate.other) == (share, other)


def test_a_percentage_without_a_number_is_none() -> None:
    assert rates("such percentage of the fee, a percent of it, and a hundredth per cent") == ()


@pytest.mark.parametrize(
    ("words", "digits", "currency"),
    [
        ("us$10,000.00", "10000.00", "USD"),
        ("a fee of $2,500 flat", "2500", ""),
        ("eur 100", "100", "EUR"),
        ("£7.50", "7.50", "GBP"),
    ],
)
def test_an_amount_has_its_currency_only_where_the_sign_names_one(words: str, digits: str, currency: str) -> None:
    (amount,) = amounts(words)
    assert (amount.digits, amount.currency) == (digits, currency)


@pytest.mark.parametrize(
    ("words", "n"),
    [("one hundred and eighty", 180), ("forty five", 45), ("hundred", 100), ("two hundred", 200), ("many", None)],
)
def test_numbers_in_words(words: str, n: int) -> None:
    assert number_in_words(words) == n


def test_a_page_full_of_numbers_is_read_in_no_time() -> None:
    started = time.process_time()
    assert lengths("one " * 20_000) == ()
    assert time.process_time() - started < 2
