"""Amounts: exact fractions while computing, one rounding a line, a currency always on them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from moneyed import Currency, Money

from unpromote.domain.codec import amount_text, currency_named, fraction_text, minor_digits


def exact(money: Money) -> Fraction:
    """Return the amount as an exact fraction of the currency's main unit."""
    return Fraction(money.amount)


def zero(currency: Currency | str) -> Money:
    """Return nothing, in that currency."""
    return Money(0, currency)


def total(amounts: Iterable[Money], currency: Currency | str) -> Money:
    """Return the sum; amounts of another currency are refused by `Money`."""
    return sum(amounts, zero(currency))


def round_half_up(exact: Fraction, currency: Currency | str) -> Money:
    """Return the amount in whole minor units (JPY 0 digits, USD 2, KWD 3), halves away from zero."""
    known = currency if isinstance(currency, Currency) else currency_named(currency)
    return Money(to_digits(exact, minor_digits(known)), known)


def to_digits(exact: Fraction, digits: int) -> Decimal:
    """Return the number with that many digits behind the point, halves away from zero."""
    doubled = abs(exact) * 10**digits * 2
    units = (doubled.numerator // doubled.denominator + 1) // 2
    return Decimal(units if exact >= 0 else -units).scaleb(-digits)


def shown(amount: Money | Fraction) -> str:
    """Return the amount as a person writes it into a sum: 29600, 18500.50, 4625.125, 1/3."""
    if isinstance(amount, Fraction):
        return fraction_text(amount)
    text = amount_text(amount)
    return text.partition(".")[0] if amount.amount == int(amount.amount) else text
