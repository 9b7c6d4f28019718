"""The settlement ledger: who owes whom what, in entries of which each sums to zero in every currency.

Postings are reckoned from the case, which its events made, and are stored nowhere. Amounts are debits where positive.
A party's accounts:

    owed       what the agreement makes due, less what was paid, forgiven or kept as credit; negative: we owe it
    ordered    what was ordered to be paid (negative) or asked back (positive) and the bank has not shown yet
    expected   a refund that is to come
    credit     what the party keeps for us, to be used later, and what was paid ahead for work that goes on
    held       what moved between purses of ours at the platform: it is no party's debt

and our own: `bank`, `cost` (what leaving costs) and `loss` (forgiven and forfeited). What has been invoiced is kept
apart, since a bill does not change what is owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from moneyed import Money

from unpromote.domain import approval
from unpromote.domain.aggregate import Case
from unpromote.domain.books import Movement, Order
from unpromote.domain.dues import MEDIA, Back, back_of, creator_party, dues, going_on, platform_party, prepaid, taken
from unpromote.domain.errors import NotAllowed
from unpromote.domain.holdings import ReturnState
from unpromote.domain.matching import RETURNED
from unpromote.domain.money import total, zero
from unpromote.domain.payout import Settlement, SettlementState

OURS = ""


class Book(Enum):
    """Which of a party's accounts, or of our own; append-only."""

    OWED = "owed"
    ORDERED = "ordered"
    EXPECTED = "expected"
    CREDIT = "credit"
    BANK = "bank"
    COST = "cost"
    LOSS = "loss"
    HELD = "held"


class Kind(Enum):
    """What an entry records; append-only."""

    DUE = "due"
    ADVANCE = "advance_paid"
    PAY = "pay"
    CLAWBACK = "claw_back"
    FORGIVE = "forgive"
    CREDIT = "credit"
    REFUND_EXPECTED = "refund_expected"
    REFUND_RECEIVED = "refund_received"
    RECEIVED = "bank_received"
    SENT = "bank_sent"
    RETURNED = "bank_returned"
    MOVED = "moved_at_platform"


@dataclass(frozen=True)
class Account:
    """One account: of a party, or our own where `party` is empty."""

    party: str
    book: Book


@dataclass(frozen=True)
class Posting:
    """One amount on one account; positive is a debit."""

    account: Account
    amount: Money


@dataclass(frozen=True)
class Entry:
    """One thing that happened to money. Its postings sum to zero in each currency."""

    at: datetime
    kind: Kind
    reason: str
    reference: str
    postings: tuple[Posting, ...]


Balances = dict[tuple[Account, str], Money]
BANK, COST, LOSS = Account(OURS, Book.BANK), Account(OURS, Book.COST), Account(OURS, Book.LOSS)
_OPEN = (Book.OWED, Book.EXPECTED)


def entries(case: Case) -> tuple[Entry, ...]:
    """Return every entry of the case, oldest first; none before its quote is approved."""
    if case.quote is None or case.approval is None or not approval.is_complete(case.approval):
        return ()
    agreed_at = max(signature.at for signature in case.approval.signatures)
    known = [*_at_approval(case, agreed_at), *_settled(case), *map(_order, case.books.orders), *_at_platform(case)]
    facts: list[Entry | Movement] = [*known, *case.books.movements]
    held: Balances = {}
    found = []
    for fact in sorted(facts, key=_when):
        entry = _movement(fact, held) if isinstance(fact, Movement) else fact
        _add(held, (entry,))
        found.append(entry)
    return tuple(found)


def _when(fact: Entry | Movement) -> tuple[datetime, bool]:
    """Return the order of facts: of what was noted at the same instant, orders come before what the bank shows."""
    return (fact.noted_at, True) if isinstance(fact, Movement) else (fact.at, False)


def _between(debit: Account, credit: Account, amount: Money) -> tuple[Posting, Posting]:
    return Posting(debit, amount), Posting(credit, -amount)


def _owed(party: str) -> Account:
    return Account(party, Book.OWED)


def _at_approval(case: Case, at: datetime) -> Iterator[Entry]:
    quote = taken(case)
    quote_hash = quote.hash[:12] if quote else ""
    for due in dues(case):
        yield Entry(at, Kind.DUE, due.reason, due.clause or quote_hash, _between(COST, _owed(due.party), due.amount))
    for party, paid in prepaid(case):
        yield Entry(at, Kind.ADVANCE, "paid in advance", quote_hash, _between(_owed(party), BANK, paid))
    for party, work in going_on(case):
        kept, reason = Account(party, Book.CREDIT), f"paid in advance for {work.deliverable}, which goes on"
        yield Entry(at, Kind.ADVANCE, reason, work.way, _between(kept, BANK, work.advance_kept))
    for back in back_of(case):
        yield from _coming_back(back, at)


def _coming_back(back: Back, at: datetime) -> Iterator[Entry]:
    ways = (
        (Kind.REFUND_EXPECTED, Account(MEDIA, Book.EXPECTED), back.refunded, f"{back.what} comes back"),
        (Kind.CREDIT, Account(MEDIA, Book.CREDIT), back.credited, f"{back.what} is kept as credit"),
        (Kind.FORGIVE, LOSS, back.forfeited, f"{back.what} is forfeited"),
    )
    for kind, account, amount, reason in ways:
        if amount:
            yield Entry(at, kind, reason, back.clause, _between(account, _owed(MEDIA), amount))


def _settled(case: Case) -> Iterator[Entry]:
    for one in case.settlements:
        party = creator_party(one.creator_id)
        at = one.settled_at or one.released_at or case.opened_at
        if one.state is SettlementState.SETTLED and one.balance:
            kind, account, reason = _way(one, party)
            reference = one.payout_key or one.released_by
            yield Entry(at, kind, reason, reference, _between(account, _owed(party), -one.balance))


def _way(one: Settlement, party: str) -> tuple[Kind, Account, str]:
    ordered = Account(party, Book.ORDERED)
    return {
        "pay": (Kind.PAY, ordered, "ordered to be paid"),
        "clawback": (Kind.CLAWBACK, ordered, "asked back"),
        "credit": (Kind.CREDIT, Account(party, Book.CREDIT), "kept for a later job"),
        "forgive": (Kind.FORGIVE, LOSS, "advance forgiven"),
    }[one.direction]


def _order(order: Order) -> Entry:
    legs = _between(_owed(order.party), Account(order.party, Book.ORDERED), order.amount)
    kind = Kind.PAY if order.amount.amount > 0 else Kind.CLAWBACK
    return Entry(order.at, kind, f"released by {order.by}", order.key, legs)


def _at_platform(case: Case) -> Iterator[Entry]:
    """Yield what moved up to a Business Center, and what the platform was asked to pay back."""
    for one in case.platform.returns:
        if one.state is ReturnState.MOVED and one.ended_at:
            legs = _between(
                Account(platform_party(one.bc_id), Book.HELD),
                Account(platform_party(one.holder), Book.HELD),
                one.amount,
            )
            yield Entry(one.ended_at, Kind.MOVED, "moved back at the platform", " ".join(one.transactions), legs)
    for claim in case.platform.claims:
        party = platform_party(claim.holder)
        legs = _between(Account(party, Book.EXPECTED), Account(party, Book.HELD), claim.amount)
        yield Entry(claim.noted_at, Kind.REFUND_EXPECTED, f"asked of the platform: {claim.path}", claim.id, legs)


def _movement(movement: Movement, held: Mapping[tuple[Account, str], Money]) -> Entry:
    """Return the entry of a bank line: against what was expected, then what was ordered, the rest against the debt."""
    amount, legs = movement.amount, [Posting(BANK, movement.amount)]
    left = amount
    for book in (Book.EXPECTED, Book.ORDERED):
        account = Account(movement.party, book)
        taken = _taken(left, held.get((account, amount.currency.code), zero(amount.currency)))
        if taken:
            legs.append(Posting(account, -taken))
            left -= taken
    if left:
        legs.append(Posting(_owed(movement.party), -left))
    expected = any(leg.account.book is Book.EXPECTED for leg in legs)
    received = Kind.REFUND_RECEIVED if expected else Kind.RECEIVED
    kind = received if amount.amount > 0 else Kind.SENT
    if movement.how == RETURNED:
        kind = Kind.RETURNED
    return Entry(movement.noted_at, kind, f"bank, {movement.booked_on}", movement.reference, tuple(legs))


def _taken(left: Money, open_: Money) -> Money:
    """Return how much of a bank line meets an open amount of the same direction."""
    if left.amount > 0:
        return max(min(left, open_), zero(left.currency))
    return min(max(left, open_), zero(left.currency))


def balances(found: Iterable[Entry]) -> Balances:
    """Return the balance of every account in every currency that was posted to it."""
    held: Balances = {}
    _add(held, found)
    return held


def _add(held: Balances, found: Iterable[Entry]) -> None:
    for entry in found:
        for posting in entry.postings:
            key = (posting.account, posting.amount.currency.code)
            held[key] = held.get(key, zero(posting.amount.currency)) + posting.amount


@dataclass(frozen=True)
class Standing:
    """How one party stands in one currency. `open` is what nobody has ordered or received yet; negative: we owe it."""

    party: str
    owed: Money
    ordered: Money
    expected: Money
    credit: Money

    @property
    def open(self) -> Money:
        """Return what is still owed either way and not on its way."""
        return self.owed + self.expected

    @property
    def balance(self) -> Money:
        """Return what the bank still has to show; credit is apart, since it will not come as money."""
        return self.open + self.ordered


def standings(case: Case) -> tuple[Standing, ...]:
    """Return how every party stands, in the order in which they came into the ledger."""
    held = balances(entries(case))
    keys = dict.fromkeys((at.party, currency) for at, currency in held if at.party and at.book is not Book.HELD)
    return tuple(_standing(party, currency, held) for party, currency in keys)


def _standing(party: str, currency: str, held: Balances) -> Standing:
    books = (Book.OWED, Book.ORDERED, Book.EXPECTED, Book.CREDIT)
    return Standing(party, *(held.get((Account(party, book), currency), zero(currency)) for book in books))


def standing(case: Case, party: str, currency: str) -> Standing:
    """Return how a party stands in a currency.

    Raises:
        NotAllowed: nothing was ever posted to it.
    """
    for found in standings(case):
        if found.party == party and found.owed.currency.code == currency:
            return found
    raise NotAllowed(f"there is nothing between us and {party!r} in {currency}")


def unexplained(case: Case) -> tuple[Standing, ...]:
    """Return who has an open balance that nobody has explained as it stands now."""
    told = {(one.party, one.balance) for one in case.books.explanations}
    uneven = replace(case, settlements=tuple(_uneven(case)))
    return tuple(one for one in standings(uneven) if one.open and (one.party, one.open) not in told)


def _uneven(case: Case) -> Iterator[Settlement]:
    """Yield the settlements that may leave something open: of ten thousand creators, few are not even at the end."""
    noted = {one.party for one in case.books.orders} | {one.party for one in case.books.movements}
    for one in case.settlements:
        even = total(one.lines.values(), one.due.currency, less=[one.paid])
        settled = one.balance if one.state is SettlementState.SETTLED else zero(one.due.currency)
        if even != settled or creator_party(one.creator_id) in noted:
            yield one
