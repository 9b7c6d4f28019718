"""After any history of a creator's settlement the ledger sums to zero and says what the settlement says.

The settlements come from the quote engine itself, under changes that are proposed, made, taken back, accepted, objected
to, released, paid, sent back and paid again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moneyed import Money

import builders as b
from unpromote.domain import creator_events as ce
from unpromote.domain import events as e
from unpromote.domain.agreement import read_promotion, read_request, read_terms
from unpromote.domain.awaited import to_pay
from unpromote.domain.case import Case, advance
from unpromote.domain.deals import Deal
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.involvement import Change, Leaving, Way, adjusted, revised
from unpromote.domain.ledger import BANK, Account, Book, Kind, balances, entries, standing
from unpromote.domain.payout import SettlementState
from unpromote.domain.vocabulary import STAGES

CENTS = st.integers(0, 500_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
LATER = date(2027, 1, 15)
CLEO = "creator:cleo"


@st.composite
def leavings(draw: st.DrawFn) -> Leaving:
    """Cleo leaves with some works at any stage, an advance, and any rule for what was paid too much."""
    items = [
        {"id": f"d{n}", "price": draw(CENTS), "stage": draw(st.sampled_from(STAGES)).value}
        for n in range(draw(st.integers(1, 4)))
    ]
    rule = {**b.TERMS["creators"], "advance": draw(st.sampled_from(["clawback", "forgive", "credit"]))}
    terms = read_terms({**b.TERMS, "creators": rule})
    creator = {"id": "cleo", "deliverables": items, "advance_paid": draw(CENTS)}
    promotion = read_promotion({**b.PROMOTION, "creators": [creator]}, terms)
    return Leaving(terms, promotion, read_request(b.taken_quote().request), "conv")


def begun(left: Leaving) -> Case:
    """The case as it settles, with the settlement that the engine makes of Cleo's part."""
    settlement = replace(revised(b.settlement("cleo"), adjusted(left, Deal("cleo"), ())), version=1)
    return replace(b.case_after("settling"), settlements=(settlement,))


CHANGES = st.lists(
    st.builds(
        Change,
        st.sampled_from(Way),
        st.sampled_from(["d0", "d1", "d2", "d3", ""]),
        st.just(LATER),
        st.none() | st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100),
        st.just("Spring"),
    ),
    max_size=3,
)
STEPS = st.one_of(
    st.tuples(st.just("adjust"), CHANGES),
    st.tuples(st.sampled_from(["accept", "object", "release", "pay", "book", "back", "again", "twice"]), st.just([])),
)


def done(case: Case, left: Leaving, step: tuple[str, list[Change]], nth: int) -> Case:
    """The case after one thing that people, the worker or the bank do; what is refused changes nothing."""
    with suppress(NotAllowed, BadInput):
        return advance(case, happening(case, left, step, b.NOW + timedelta(hours=nth)))[0]
    return case


def happening(case: Case, left: Leaving, step: tuple[str, list[Change]], at: Any) -> e.Event:
    (settlement,), (name, changes) = case.settlements, step
    by = {"at": at, "by": "ana"}
    if name == "adjust":
        after = revised(settlement, adjusted(left, Deal("cleo"), tuple(changes)))
        return ce.InvolvementAdjusted(**by, settlement=after, why="agreed")
    if name in ("accept", "object"):
        return e.CreatorAnswered(**by, creator_id="cleo", accepted=name == "accept", note="said so")
    if name == "release":
        return e.SettlementReleased(**by, creator_id="cleo", why="so be it")
    if name == "pay":
        return e.PayoutRecorded(**by, creator_id="cleo", key="case_1/cleo")
    if name == "again":
        return e.BalanceReleased(**by, party=CLEO, currency="USD")
    return e.BankLinesBooked(**by, statement="s", movements=(shown(case, name, at),))


def shown(case: Case, name: str, at: Any) -> Any:
    """What the bank shows: what was ordered, the same again, or a payment sent back."""
    ordered = standing(case, CLEO, "USD").ordered
    moved = [one.amount for one in case.books.movements] or [b.usd("0")]
    amount, how = {"book": (ordered, "end_to_end"), "twice": (moved[-1], "person"), "back": (-moved[-1], "returned")}[
        name
    ]
    return b.movement(f"line-{at}", party=CLEO, noted_at=at, how=how, amount=f"{amount.amount}")


@given(leavings(), st.lists(STEPS, max_size=14))
def test_after_any_history_the_ledger_sums_to_zero_and_is_the_settlement(left: Leaving, story: list[Any]) -> None:
    case = begun(left)
    for nth, step in enumerate(story):
        case = done(case, left, step, nth)
    found = entries(case)
    for entry in found:
        assert sum(posting.amount.amount for posting in entry.postings) == 0
    assert sum(amount.amount for amount in balances(found).values()) == 0
    check_creator(case, left)


def check_creator(case: Case, left: Leaving) -> None:
    (settlement,), held = case.settlements, balances(entries(case))
    (creator,) = left.promotion.creators
    bank = sum((one.amount for one in case.books.movements), b.usd("0"))
    kept = sum((one.advance_kept for one in settlement.goes_on), b.usd("0"))
    assert paid_before(case) == creator.advance_paid
    owed = held.get((Account(CLEO, Book.OWED), "USD"), b.usd("0"))
    ordered, credit = (held.get((Account(CLEO, book), "USD"), b.usd("0")) for book in (Book.ORDERED, Book.CREDIT))
    settled = settlement.state is SettlementState.SETTLED
    written_off = -settlement.balance if settled and settlement.direction == "forgive" else b.usd("0")
    put_by = -settlement.balance if settled and settlement.direction == "credit" else b.usd("0")
    assert credit == kept + put_by
    assert owed + ordered == -settlement.balance - written_off - put_by - bank
    if not settled:
        assert (owed + bank, ordered) == (-settlement.balance, b.usd("0"))
    for _, amount in to_pay(case).values():
        assert amount.amount > 0


def paid_before(case: Case) -> Money:
    advances = [entry for entry in entries(case) if entry.kind is Kind.ADVANCE]
    mine = [one for one in advances if one.postings[0].account.party == CLEO]
    assert all(one.postings[1].account == BANK for one in mine)
    return sum((one.postings[0].amount for one in mine), b.usd("0"))


@pytest.mark.parametrize(
    ("way", "kind", "book"),
    [(Way.RESCHEDULE, Kind.ADVANCE, Book.CREDIT), (Way.REASSIGN, Kind.ADVANCE, Book.CREDIT)],
)
def test_what_was_paid_ahead_for_work_that_goes_on_stays_with_the_creator(way: Way, kind: Kind, book: Book) -> None:
    terms = read_terms(b.TERMS)
    promotion = read_promotion({**b.PROMOTION, "creators": [b.CREATORS[0]]}, terms)
    left = Leaving(terms, promotion, read_request(b.taken_quote().request), "conv")
    change = Change(way, "video", LATER, None, "Spring" if way is Way.REASSIGN else "")
    case = done(begun(left), left, ("adjust", [change]), 1)
    entry = next(one for one in entries(case) if one.kind is kind and "goes on" in one.reason)
    assert (entry.postings[0].account, entry.postings[0].amount) == (Account(CLEO, book), b.usd("1000.00"))
    assert standing(case, CLEO, "USD").open == b.usd("0.00")
