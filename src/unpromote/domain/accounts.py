"""What one counterparty is owed when a promotion ends: the quote's lines as that party sees them, less the advance.

Parties are never netted against each other, so the seller of the media and each creator have an account of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from moneyed import Money

from unpromote.domain.lines import Line
from unpromote.domain.money import total, zero
from unpromote.domain.payout import Settlement
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Role

PREPAID, DEPOSIT = "prepaid", "deposit"
_SELLERS = (Role.MEDIA, Role.PLATFORM)


@dataclass(frozen=True)
class Owed:
    """One amount to the party: positive to get, negative where a credit or an advance lessens it, or nothing."""

    code: str
    amount: Money
    clause: str | None = None
    formula: str = ""


@dataclass(frozen=True)
class Account:
    """Everything between us and one party, by code; a code that comes to nothing is kept, as it may be claimed."""

    currency: str
    lines: tuple[Owed, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes that a claim can be matched to."""
        return tuple(line.code for line in self.lines)

    @property
    def total(self) -> Money:
        """Return what is left to pay; below zero, what is to come back."""
        return total((line.amount for line in self.lines), self.currency)

    def owed(self, code: str) -> Owed:
        """Return the line of that code."""
        return next(line for line in self.lines if line.code == code)


def seller_account(lines: Iterable[Line], prepaid: Money, terms: Terms, set_off: Money | None = None) -> Account:
    """Return what the seller of the media is owed by a quote's lines, after what was paid in advance or set off."""
    nothing = zero(terms.currency)
    found = {line.code: _owed(line) for line in lines}
    for code, clause in _possible(terms):
        found.setdefault(code, Owed(code, nothing, clause, "not due on this way out"))
    clause = terms.refund.clause if terms.refund else None
    held = (Owed(DEPOSIT, -set_off, None, "deposit set off"),) if set_off else ()
    return Account(terms.currency, (*found.values(), Owed(PREPAID, -prepaid, clause, "paid in advance"), *held))


def creator_account(settlement: Settlement) -> Account:
    """Return what a creator is owed by a settlement, after the advance."""
    lines = tuple(Owed(one.code, one.amount, one.clause or None, one.formula) for one in settlement.workings)
    advance = Owed(PREPAID, -settlement.paid, None, "paid in advance")
    return Account(settlement.due.currency.code, (*lines, advance))


def _owed(line: Line) -> Owed:
    if line.to in _SELLERS:
        return Owed(line.code, line.amount, line.clause or None, line.formula)
    if line.from_ in _SELLERS:
        return Owed(line.code, -line.amount, line.clause or None, line.formula)
    return Owed(line.code, zero(line.amount.currency), line.clause or None, f"owed to the {line.to.value}")


def _possible(terms: Terms) -> Iterable[tuple[str, str | None]]:
    """Return what a claim may name although this way out owes nothing for it, with the clause it stands in."""
    yield from (("delivered", None), ("custom_material", None), ("notice_delivery", None))
    yield from ((f"fee:{fee.id}", fee.clause) for fee in terms.fees)
    if terms.aggregate_cap:
        yield "cap_adjustment", terms.aggregate_cap.clause
    if terms.short_rate:
        yield "short_rate", terms.short_rate.clause
    if terms.minimum_commitment:
        yield "shortfall", terms.minimum_commitment.clause
    yield from ((f"credit:{credit.id}", credit.clause) for credit in terms.credits)
