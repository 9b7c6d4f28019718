"""What a case notes down about money beyond the settlements: bills, orders to pay, bank movements, explanations.

These are facts as people and banks reported them; what they come to is reckoned from them in `domain.ledger` and
stored nowhere. A bill never changes what is owed: that comes from the quote. Where a bill differs, the difference is
shown until a credit note or a corrected invoice mends the bill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from moneyed import Money

from unpromote.domain.codec import encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.money import total


class BillKind(Enum):
    """What a bill is; append-only."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    CORRECTION = "correction"


@dataclass(frozen=True)
class Bill:
    """An invoice of a party, a credit note on one, or a correction with the invoice's new amount.

    `mends` is the number of the invoice that a credit note or a correction concerns.
    """

    party: str
    kind: BillKind
    number: str
    issued_on: date
    amount: Money
    mends: str = ""
    file_name: str = ""
    sha256: str = ""
    path: str = ""
    noted_at: datetime | None = None


@dataclass(frozen=True)
class Order:
    """A balance that was released for payment, by its payout key."""

    party: str
    key: str
    amount: Money
    at: datetime
    by: str


@dataclass(frozen=True)
class Movement:
    """A line of a bank statement that belongs to the case: received is positive, sent is negative.

    `how` tells what it was matched by: end_to_end, amount_and_reference, reference or person; or that a payment was
    returned.
    """

    line_id: str
    party: str
    amount: Money
    booked_on: date
    reference: str
    how: str
    noted_at: datetime


@dataclass(frozen=True)
class Explanation:
    """Why a balance may stay open, as it stood when a person said so; a balance that moves needs a new one."""

    party: str
    balance: Money
    why: str
    at: datetime
    by: str


@dataclass(frozen=True)
class RunShare:
    """The part of a released payment run that concerns the case."""

    run_id: str
    keys: tuple[str, ...]
    prepared_by: str
    released_by: str
    at: datetime


@dataclass(frozen=True)
class Books:
    """Everything that is noted down, in the order in which it was."""

    bills: tuple[Bill, ...] = ()
    orders: tuple[Order, ...] = ()
    movements: tuple[Movement, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    runs: tuple[RunShare, ...] = ()


def with_bill(books: Books, bill: Bill) -> Books:
    """Return the books with the bill.

    Raises:
        NotAllowed: its amount is not positive, its number was noted before, or it mends no invoice that is there, or
            more than there is of it.
    """
    if bill.amount.amount <= 0 or not bill.number.strip():
        raise NotAllowed("a bill has a number, and an amount above zero")
    if any(known.party == bill.party and known.number == bill.number for known in books.bills):
        raise NotAllowed(f"{bill.number} was noted before")
    if bill.kind is not BillKind.INVOICE:
        _check_mending(books, bill)
    return replace(books, bills=(*books.bills, bill))


def _check_mending(books: Books, bill: Bill) -> None:
    stands = invoiced_by_number(books.bills, bill.party).get(bill.mends)
    if stands is None:
        raise NotAllowed(f"there is no invoice {bill.mends!r} that {bill.number} could concern")
    if bill.amount.currency != stands.currency:
        raise NotAllowed(f"invoice {bill.mends} is in {stands.currency}, {bill.number} in {bill.amount.currency}")
    if bill.kind is BillKind.CREDIT_NOTE and bill.amount > stands:
        raise NotAllowed(f"{bill.number} gives back {encode(bill.amount)}, more than is left of invoice {bill.mends}")


def invoiced_by_number(bills: Iterable[Bill], party: str) -> dict[str, Money]:
    """Return what each of the party's invoices comes to after its corrections and credit notes."""
    stands: dict[str, Money] = {}
    for bill in bills:
        if bill.party != party:
            continue
        if bill.kind is BillKind.INVOICE:
            stands[bill.number] = bill.amount
        elif bill.kind is BillKind.CORRECTION:
            stands[bill.mends] = bill.amount
        else:
            stands[bill.mends] -= bill.amount
    return stands


def invoiced(bills: Iterable[Bill], party: str, currency: str) -> Money | None:
    """Return what the party has invoiced in that currency, None where it sent no invoice."""
    amounts = [one for one in invoiced_by_number(bills, party).values() if one.currency.code == currency]
    return total(amounts, currency) if amounts else None


def with_movements(books: Books, movements: Iterable[Movement]) -> Books:
    """Return the books with those bank lines that they do not have yet.

    Raises:
        NotAllowed: every one of them was booked before, or one moves nothing.
    """
    known = {one.line_id for one in books.movements}
    fresh = []
    for one in movements:
        if not one.amount:
            raise NotAllowed("a bank line of nothing moves nothing")
        if one.line_id not in known:
            known.add(one.line_id)
            fresh.append(one)
    if not fresh:
        raise NotAllowed("these bank lines were booked before")
    return replace(books, movements=(*books.movements, *fresh))


def with_explanation(books: Books, explanation: Explanation) -> Books:
    """Return the books with why a balance may stay open.

    Raises:
        NotAllowed: nothing is open, or nothing is said.
    """
    if not explanation.balance:
        raise NotAllowed(f"nothing is open with {explanation.party}")
    if not explanation.why.strip():
        raise NotAllowed("say why the balance may stay open")
    return replace(books, explanations=(*books.explanations, explanation))


def with_run(books: Books, share: RunShare) -> Books:
    """Return the books with the payments that a run released.

    Raises:
        NotAllowed: the person who prepared the run released it, or one of its payments was released before.
    """
    if share.released_by == share.prepared_by:
        raise NotAllowed(f"{share.prepared_by} prepared this run: somebody else has to release it")
    known = {key for run in books.runs for key in run.keys}
    if again := sorted(known & set(share.keys)):
        raise NotAllowed(f"released in a run before: {', '.join(again)}")
    return replace(books, runs=(*books.runs, share))
