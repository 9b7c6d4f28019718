"""What holds of every amount: rounded once, halves away from zero, added up without loss, never a binary float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given

from drawing import DIGITS, Dice, drawn, money, thorough
from unpromote.domain.codec import amount_text, decode, encode, minor_digits
from unpromote.domain.money import exact, round_half_up, total, zero

CURRENCIES = tuple(DIGITS)


def value(dice: Dice) -> Fraction:
    """Return a sum before rounding, every other time of some whole, half or third minor units exactly."""
    fine = Fraction(dice.number(10**7), dice.one(1, 2, 3, 7, 1000)) / 10 ** dice.number(4)
    return fine * dice.one(1, -1)


def sums(dice: Dice) -> tuple[str, list[Fraction]]:
    return dice.one(*CURRENCIES), [value(dice), value(dice)]


@thorough
@given(drawn(sums, 24))
def test_rounding_is_to_the_nearest_minor_unit_halves_away_from_zero(drawn_sums: tuple[str, list[Fraction]]) -> None:
    currency, (found, _) = drawn_sums
    unit = Fraction(1, 10 ** DIGITS[currency])
    rounded = exact(round_half_up(found, currency))
    assert (rounded / unit).denominator == 1
    assert abs(rounded - found) <= unit / 2
    if abs(rounded - found) == unit / 2:
        assert abs(rounded) > abs(found)


@thorough
@given(drawn(sums, 24))
def test_rounding_once_is_rounding_for_good_and_keeps_sign_and_order(drawn_sums: tuple[str, list[Fraction]]) -> None:
    currency, both = drawn_sums
    low, high = (round_half_up(found, currency) for found in sorted(both))
    assert low <= high
    assert round_half_up(exact(low), currency) == low
    assert round_half_up(-exact(low), currency) == -low
    assert exact(round_half_up(-both[0], currency)) == -exact(round_half_up(both[0], currency))


@thorough
@given(drawn(lambda dice: (currency := dice.one(*CURRENCIES), dice.some(6, lambda dice, _: money(dice, currency))), 24))
def test_sums_do_not_depend_on_order_or_grouping(found) -> None:
    currency, amounts = found
    whole = total(amounts, currency)
    assert whole == total(reversed(amounts), currency)
    assert whole == total(amounts[:2], currency) + total(amounts[2:], currency)
    assert whole + zero(currency) == whole
    assert whole - whole == zero(currency)
    assert exact(whole) == sum(map(exact, amounts))


@thorough
@given(drawn(lambda dice: money(dice, dice.one(*CURRENCIES), 10**7), 8))
def test_an_amount_is_written_with_its_currencys_digits_and_read_back(amount) -> None:
    text = amount_text(amount)
    assert len(text.partition(".")[2]) == minor_digits(amount.currency) == DIGITS[amount.currency.code]
    assert decode(type(amount), encode(amount)) == amount
    assert type(amount.amount) is Decimal
    assert type(exact(amount)) is Fraction
