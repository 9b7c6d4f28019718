"""Amounts: exact fractions while computing, one rounding a line, a currency always on them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from moneyed import Currency, Money

from unpromote.domain.codec import amount_text, currency_named, fraction_text, minor_digits


def exact(money: Money) -> Fraction:
    """Return the amount as an exact fraction of the currency's main unit."""
    return Fraction(money.amount)


def part_of(money: Money, parts: int, of: int) -> Fraction:
    """Return so many parts of the amount out of `of` equal ones, exact."""
    units, scale = money.amount.as_integer_ratio()
    return Fraction(units * parts, scale * of)


@lru_cache
def zero(currency: Currency | str) -> Money:
    """Return nothing, in that currency."""
    return Money(0, currency)


def total(amounts: Iterable[Money], currency: Currency | str, *, less: Iterable[Money] = ()) -> Money:
    """Return the sum, less what is to be taken off; refuse amounts of another currency, as `Money` does."""
    known = currency if isinstance(currency, Currency) else currency_named(currency)
    found = Decimal()
    for amount in amounts:
        found += _in(known, amount)
    for amount in less:
        found -= _in(known, amount)
    return Money(found, known)


def _in(currency: Currency, money: Money) -> Decimal:
    if money.currency is not currency and money.currency != currency:
        raise TypeError(f"{money!r} cannot be added to amounts in {currency}")
    return money.amount


def round_half_up(exact: Fraction, currency: Currency | str) -> Money:
    """Return the amount in whole minor units (JPY 0 digits, USD 2, KWD 3), halves away from zero."""
    known = currency if isinstance(currency, Currency) else currency_named(currency)
    return Money(to_digits(exact, minor_digits(known)), known)


def to_digits(exact: Fraction, digits: int) -> Decimal:
    """Return the number with that many digits behind the point, halves away from zero."""
    doubled = abs(exact.numerator) * 10**digits * 2
    units = (doubled // exact.denominator + 1) // 2
    return Decimal(units if exact.numerator >= 0 else -units).scaleb(-digits)


def shown(amount: Money | Fraction) -> str:
    """Return the amount as a person writes it into a sum: 29600, 18500.50, 4625.125, 1/3."""
    if isinstance(amount, Fraction):
        return fraction_text(amount)
    text = amount_text(amount)
    whole, _, minor = text.partition(".")
    return text if minor.strip("0") else whole
