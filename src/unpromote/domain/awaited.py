"""What the bank may still show of a case: payments on their way or sent back, claw-backs and refunds to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from moneyed import Money

from unpromote.domain import ledger
from unpromote.domain.aggregate import Case
from unpromote.domain.dues import creator_party, holder_of, party_named
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ledger import Standing
from unpromote.domain.matching import Awaited, may_come_back
from unpromote.domain.runs import end_to_end_id

_SHORTEST_NUMBER = 5  # letters of a bill's number that tell it from anything else in a bank's text


def awaited(case: Case) -> tuple[Awaited, ...]:
    """Return what the bank has still to show, and what it may send back, each with what it is known by."""
    keys = payout_keys(case)
    return tuple(found for one in ledger.standings(case) for found in _of(case, one, keys))


def payout_keys(case: Case) -> dict[str, str]:
    """Return the key of the latest order to pay each party."""
    creators = {creator_party(one.creator_id): one.payout_key for one in case.settlements if one.payout_key}
    return creators | {order.party: order.key for order in case.books.orders}


def _of(case: Case, one: Standing, keys: dict[str, str]) -> Iterator[Awaited]:
    numbers = (bill.number for bill in case.books.bills if bill.party == one.party)
    named = filter(None, (case.reference, holder_of(one.party)))
    words = (*named, *(number for number in numbers if len(number) >= _SHORTEST_NUMBER))
    for amount in (one.ordered, one.expected):
        if amount:
            paid = amount.amount < 0 and one.party in keys
            known_by = end_to_end_id(keys[one.party], case.reference) if paid else ""
            yield Awaited(case.id, one.party, amount, known_by, words)
    yield from _paid(case, one)


def _paid(case: Case, one: Standing) -> Iterator[Awaited]:
    """Yield the payments to a party that the bank has shown and has not sent back, by id and amount."""
    moved = [line for line in case.books.movements if line.party == one.party]
    for key in _keys(case, one.party):
        known_by = end_to_end_id(key, case.reference)
        mine = [line.amount for line in moved if known_by in line.reference.upper()]
        gone = Counter(-amount for amount in mine if amount.amount < 0)
        back = Counter(amount for amount in mine if amount.amount > 0)
        for amount in gone - back:
            if amount.currency == one.owed.currency:
                yield may_come_back(Awaited(case.id, one.party, amount, known_by, ()), amount)


def _keys(case: Case, party: str) -> Iterator[str]:
    yield from (one.payout_key for one in case.settlements if one.payout_key and creator_party(one.creator_id) == party)
    yield from (order.key for order in case.books.orders if order.party == party)


def to_pay(case: Case) -> dict[str, tuple[str, Money]]:
    """Return each party that is to be paid and that the bank has not shown, with the payout's key and the amount.

    Who holds too much already, since the bank showed more than was ordered at the time, is not paid.
    """
    keys = payout_keys(case)
    return {
        one.party: (keys[one.party], -one.ordered)
        for one in ledger.standings(case)
        if one.ordered.amount < 0 and one.owed.amount <= 0 and one.party in keys
    }


def check_party(case: Case, name: str) -> str:
    """Return the party that a person names for a bank line.

    Raises:
        NotAllowed: nobody is called that, or the case has no approved quote from which anything could be owed.
    """
    party = party_named(case, name)
    if not ledger.entries(case):
        raise NotAllowed(f"nothing is owed in {case.reference} before its quote is approved")
    return party
