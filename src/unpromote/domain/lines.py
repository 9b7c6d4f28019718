"""A line of a quote: one amount, the clause it stems from, and the sum a person can check by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from moneyed import Currency, Money

from unpromote.domain.codec import currency_named, fraction_text, minor_digits
from unpromote.domain.money import round_half_up, shown, total, zero
from unpromote.domain.vocabulary import Role


@dataclass(frozen=True)
class Line:
    """One amount from one party to another. `rounded_from` is the exact result where rounding changed it."""

    code: str
    clause: str | None
    from_: Role
    to: Role
    amount: Money
    formula: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    rounded_from: str | None = None


@dataclass(frozen=True)
class Worked:
    """An exact result with the sum that gives it and what went into it."""

    value: Fraction
    formula: str
    inputs: Mapping[str, str] = field(default_factory=dict)

    def equated(self) -> Worked:
        """Return the same with the result written behind the sum, where there is a sum."""
        result = fraction_text(self.value)
        told = " " not in self.formula or self.formula.endswith(f" {result}")
        return self if told else Worked(self.value, f"{self.formula} = {result}", self.inputs)


def line(
    code: str,
    worked: Worked,
    currency: str,
    *,
    clause: str | None = None,
    from_: Role = Role.ADVERTISER,
    to: Role = Role.MEDIA,
) -> Line:
    """Return the line, rounded once to the currency's minor unit."""
    known = currency_named(currency)
    amount = round_half_up(worked.value, known)
    in_whole_units = 10 ** minor_digits(known) % worked.value.denominator == 0
    rounded_from = None if in_whole_units else fraction_text(worked.value)
    return Line(code, clause, from_, to, amount, worked.formula, worked.inputs, rounded_from)


def taken(code: str, amount: Money, name: str) -> Line:
    """Return the line for an amount that is taken as it stands, in whole minor units; `name` says which one."""
    return Line(code, None, Role.ADVERTISER, Role.MEDIA, amount, name, {name: shown(amount)})


def sum_of(lines: Sequence[Line], currency: Currency | str) -> Money:
    """Return the sum of the lines' amounts."""
    return total([item.amount for item in lines], currency) if lines else zero(currency)
