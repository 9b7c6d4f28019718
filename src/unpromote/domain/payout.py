"""Who is owed what, and has it moved: one small machine for each creator's settlement.

    proposed ── accepts ──> agreed ── released ──> released ── line written ──> settled
       └── objects ──> objected ── accepts, or is released with an explanation ──┘

The amounts come from the quote (`domain.settlement`) and never change here; a new figure is a new quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from moneyed import Money

from unpromote.domain.errors import NotAllowed

NOTHING_MOVES = frozenset({"none", "forgive"})


class SettlementState(Enum):
    """Where a creator's settlement stands; append-only."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    OBJECTED = "objected"
    RELEASED = "released"
    SETTLED = "settled"


@dataclass(frozen=True)
class Working:
    """How one line of a settlement comes about."""

    code: str
    amount: Money
    formula: str
    clause: str = ""


@dataclass(frozen=True)
class GoesOn:
    """Work that is not cancelled but goes on: later, elsewhere or in part, with what was paid ahead for it kept.

    `way` is reschedule, reassign or reduce; `price` is what it will cost there, `advance_kept` what of that is paid.
    """

    deliverable: str
    way: str
    price: Money
    advance_kept: Money
    formula: str
    on: date | None = None
    campaign: str = ""


@dataclass(frozen=True)
class Settlement:
    """One creator's settlement. `balance` is due less paid; a negative one is clawed back.

    What was paid ahead for work that goes on is no part of `paid`. `version` counts the settlements that took one
    another's place since the quote.
    """

    creator_id: str
    name: str
    due: Money
    paid: Money
    balance: Money
    direction: str
    lines: Mapping[str, Money]
    workings: tuple[Working, ...] = ()
    duties: tuple[str, ...] = ()
    pay_by: date | None = None
    state: SettlementState = SettlementState.PROPOSED
    answer: str = ""
    answered_at: datetime | None = None
    released_by: str = ""
    released_why: str = ""
    payout_key: str = ""
    settled_at: datetime | None = None
    goes_on: tuple[GoesOn, ...] = ()
    version: int = 1
    released_at: datetime | None = None
    paid_on: date | None = None

    @property
    def figures(self) -> tuple[object, ...]:
        """What the creator agrees to: where any of it changes, they are asked again."""
        amounts = (self.due, self.paid, self.balance, self.direction, tuple(self.lines.items()))
        return (*amounts, self.goes_on, self.pay_by, self.duties)


def after_adjusting(before: Settlement, after: Settlement) -> Settlement:
    """Return the settlement that takes the place of the one before; the creator is asked again if figures changed.

    Raises:
        NotAllowed: the one before is released already, or it is not the one that the other was made from.
    """
    if before.state in (SettlementState.RELEASED, SettlementState.SETTLED):
        raise NotAllowed(f"the settlement with {before.name} is {before.state.value} already")
    if after.version != before.version + 1:
        raise NotAllowed(f"the settlement with {before.name} was changed meanwhile: look again")
    if after.figures == before.figures:
        return replace(before, version=after.version)
    fresh = replace(after, state=SettlementState.PROPOSED, answer="", answered_at=None)
    return replace(fresh, released_by="", released_why="")


def after_answer(settlement: Settlement, *, accepted: bool, note: str, at: datetime) -> Settlement:
    """Return the settlement with the creator's answer.

    Raises:
        NotAllowed: it was released already, or an objection has no reason.
    """
    if settlement.state in (SettlementState.RELEASED, SettlementState.SETTLED):
        raise NotAllowed(f"the settlement with {settlement.name} is {settlement.state.value} already")
    if not accepted and not note.strip():
        raise NotAllowed("an objection needs a reason")
    state = SettlementState.AGREED if accepted else SettlementState.OBJECTED
    answer = note or "accepted"
    return replace(settlement, state=state, answer=answer, answered_at=at)


def after_release(settlement: Settlement, *, by: str, why: str, at: datetime | None = None) -> Settlement:
    """Return the settlement released for payment, claw-back or credit; settled at once where no money moves.

    Raises:
        NotAllowed: it was released already, or the creator has not agreed and no explanation is given.
    """
    if settlement.state in (SettlementState.RELEASED, SettlementState.SETTLED):
        raise NotAllowed(f"the settlement with {settlement.name} is {settlement.state.value} already")
    if settlement.state is not SettlementState.AGREED and not why.strip():
        raise NotAllowed(f"{settlement.name} has not agreed: releasing it anyway needs an explanation")
    moves_money = settlement.direction not in NOTHING_MOVES
    state = SettlementState.RELEASED if moves_money else SettlementState.SETTLED
    return replace(settlement, state=state, released_by=by, released_why=why, released_at=at)


def after_payout(settlement: Settlement, *, key: str, at: datetime) -> Settlement:
    """Return the settlement with its line written to the payment file.

    Raises:
        NotAllowed: it was not released, or a line was written before.
    """
    if settlement.state is not SettlementState.RELEASED:
        raise NotAllowed(f"the settlement with {settlement.name} is {settlement.state.value}, not released")
    return replace(settlement, state=SettlementState.SETTLED, payout_key=key, settled_at=at)


def after_bank(settlement: Settlement, on: date | None) -> Settlement:
    """Return the settlement as the bank shows it paid, or paid back, that day; None where that is not whole."""
    return replace(settlement, paid_on=on)
