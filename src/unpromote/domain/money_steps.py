"""What the events about money do to a case: bills, orders, bank lines, runs, explanations, and the watch on refunds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from unpromote.domain import books, ledger, payout, refund_steps
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain.aggregate import Case, with_alarm
from unpromote.domain.books import Books, Explanation, Movement, Order, RunShare
from unpromote.domain.codec import encode
from unpromote.domain.dues import (
    MEDIA,
    Back,
    back_of,
    creator_of,
    creator_party,
    party_name,
    party_named,
    taken,
)
from unpromote.domain.errors import NotAllowed
from unpromote.domain.ledger import Standing
from unpromote.domain.matching import RETURNED
from unpromote.domain.payout import SettlementState

# TikTok's own pages promise a refund within 60 days; it is the longest that is waited for where nothing is agreed.
REFUND_WITHIN = timedelta(days=60)
LOOK_AGAIN_AFTER = timedelta(days=15)
LOOKS = 5  # the day after it was due, and until 60 days later

Moved = tuple[Case, tuple[c.Command, ...]]


def note_payee(case: Case, event: e.PayeeNoted) -> Moved:
    party_named(case, event.party)
    return case, ()


def note_bill(case: Case, event: e.BillNoted) -> Moved:
    party_named(case, event.bill.party)
    return _with_books(case, lambda kept: books.with_bill(kept, replace(event.bill, noted_at=event.at))), ()


def release_balance(case: Case, event: e.BalanceReleased) -> Moved:
    """Order what is owed to a party: to a creator only what came back, since the settlement orders the rest."""
    party = party_named(case, event.party)
    found = ledger.standing(case, party, event.currency)
    if not is_beyond_settlement(case, party):
        raise NotAllowed(f"{party_name(case, party)} is paid by releasing the settlement")
    if found.ordered:
        raise NotAllowed(f"the bank has still to show what was ordered before for {party_name(case, party)}")
    if found.owed.amount >= 0:
        raise NotAllowed(f"nothing is owed to {party_name(case, party)} in {event.currency}")
    key = f"{case.id}/{party}/{len(case.books.orders) + 1}"
    order = Order(party, key, -found.owed, event.at, event.by)
    return _with_books(case, lambda kept: replace(kept, orders=(*kept.orders, order))), ()


def is_beyond_settlement(case: Case, party: str) -> bool:
    """Return whether what is owed to a party is released as a balance: no settlement has still to order it."""
    states = [one.state for one in case.settlements if creator_party(one.creator_id) == party]
    return all(state is SettlementState.SETTLED for state in states)


def explain_balance(case: Case, event: e.BalanceExplained) -> Moved:
    found = ledger.standing(case, party_named(case, event.party), event.currency)
    told = Explanation(found.party, found.open, event.why, event.at, event.by)
    return _with_books(case, lambda kept: books.with_explanation(kept, told)), ()


def note_run(case: Case, event: e.PaymentsReleased) -> Moved:
    share = RunShare(event.run_id, event.keys, event.prepared_by, event.by, event.at)
    return _with_books(case, lambda kept: books.with_run(kept, share)), ()


def book_bank_lines(case: Case, event: e.BankLinesBooked) -> Moved:
    fresh = tuple(replace(one, party=party_named(case, one.party), noted_at=event.at) for one in event.movements)
    moved = _with_books(case, lambda kept: books.with_movements(kept, fresh))
    for one in fresh:
        if one.how == RETURNED:
            told = f"{encode(one.amount)} to {party_name(case, one.party)} came back from the bank on {one.booked_on}"
            moved = with_alarm(moved, f"{told}: ask for the right account, then release it again")
    return refund_steps.with_arrived(_with_paid(moved, fresh), replace(event, movements=fresh)), ()


def _with_paid(case: Case, fresh: tuple[Movement, ...]) -> Case:
    """Mark the settlements of which the bank has now shown everything; one that came back is paid no longer."""
    days = {creator_of(one.party): one.booked_on for one in fresh}
    still = {creator_of(one.party) for one in ledger.standings(case) if one.balance}
    return replace(
        case,
        settlements=tuple(
            payout.after_bank(one, None if one.creator_id in still else days[one.creator_id])
            if one.creator_id in days
            else one
            for one in case.settlements
        ),
    )


def _with_books(case: Case, change: Callable[[Books], Books]) -> Case:
    return replace(case, books=change(case.books))


# --- refunds ----------------------------------------------------------------------------------


def refund_due_on(case: Case) -> date | None:
    """Return the last day on which money has to come back, as agreed or 60 days after the end; None where none has."""
    backs = [back for back in back_of(case) if back.refunded]
    quote = taken(case)
    if quote is None or not backs:
        return None
    effective_at = datetime.fromisoformat(quote.quote["effective_at"])
    return max(back_by(back, effective_at) for back in backs)


def back_by(back: Back, effective_at: datetime) -> date:
    """Return the last day on which one sum has to come back."""
    return back.due_by or (effective_at + REFUND_WITHIN).date()


def watch_refund(case: Case, at: datetime) -> tuple[c.Command, ...]:
    """Return the timer on what the seller has to give back, due when its last day is over everywhere."""
    due_on = refund_due_on(case)
    if due_on is None:
        return ()
    over_at = datetime.combine(due_on, time(12), tzinfo=UTC) + timedelta(days=1)
    return (c.WatchRefund(case_id=case.id, due=max(at, over_at), nth=1),)


def note_late_refund(case: Case, event: e.RefundFellDue) -> Moved:
    """Raise an alarm for what has not come, and look again, until 60 days after it was due."""
    late = [one for one in ledger.standings(case) if one.party == MEDIA and one.expected]
    if not late:
        return case, ()
    alarms = tuple(_alarm(one, case, event.nth) for one in late)
    moved = replace(case, alarms=(*case.alarms, *(alarm for alarm in alarms if alarm not in case.alarms)))
    if event.nth >= LOOKS:
        return moved, ()
    again = c.WatchRefund(case_id=case.id, due=event.at + LOOK_AGAIN_AFTER, nth=event.nth + 1)
    return moved, (again,)


def _alarm(one: Standing, case: Case, nth: int) -> str:
    last = "; nobody looks again by itself" if nth >= LOOKS else ""
    return f"refund late: {encode(one.expected)} was to come by {refund_due_on(case)} and is missing (look {nth}){last}"
