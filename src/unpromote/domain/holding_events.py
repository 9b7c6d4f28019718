"""What happens to money at the platform: balances read, transfers back, refunds asked for, accounts closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from moneyed import Money

from unpromote.domain.duties import DutyProof
from unpromote.domain.events import Event
from unpromote.domain.holdings import Holding, MoneyReturn


@dataclass(frozen=True, kw_only=True)
class BalancesAsked(Event):
    """A person wants to know what the case's accounts hold."""


@dataclass(frozen=True, kw_only=True)
class BalancesRead(Event):
    """What accounts and their Business Centers hold; `unread` says of which nothing could be read, in words."""

    holdings: tuple[Holding, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReturnProposed(Event):
    """Somebody proposes to move unspent money up; a second person has to approve it."""

    proposal: MoneyReturn


@dataclass(frozen=True, kw_only=True)
class ReturnApproved(Event):
    """A second person approves a transfer; `rest_hours` is how long an account rests after its stop."""

    return_id: str
    rest_hours: int


@dataclass(frozen=True, kw_only=True)
class ReturnDropped(Event):
    return_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReturnChecked(Event):
    """What the giver held right before the transfer, and the records that were there."""

    return_id: str
    held: Money
    known: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnMoved(Event):
    """The money moved: the platform answered so (`reference` names the call), or its records show it."""

    return_id: str
    transactions: tuple[str, ...]
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnUnanswered(Event):
    """Nobody knows yet whether the money moved; it is looked at again."""

    return_id: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ReturnRefused(Event):
    """Nothing moved, and the same transfer will be refused again."""

    return_id: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ReturnUnclear(Event):
    """What is there does not tell whether the money moved: a person has to look it up."""

    return_id: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ReturnJudged(Event):
    """A person looked up whether the money moved; no transactions: it did not."""

    return_id: str
    transactions: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class RefundPlanned(Event):
    """A way by which an account's money comes back is taken; a person does `what` by `do_by`, as `how` says."""

    holder: str
    path: str
    what: str
    how: str
    do_by: date


@dataclass(frozen=True, kw_only=True)
class RefundAsked(Event):
    """A person asked the platform for the money, with what shows it; `typed` confirms what cannot be undone.

    `due_on` is the last day on which it is promised to be back.
    """

    holder: str
    path: str
    amount: Money
    asked_on: date
    due_on: date
    typed: str
    final: bool
    proof: DutyProof


@dataclass(frozen=True, kw_only=True)
class ClosingConfirmed(Event):
    """Somebody who may approve typed the case's reference: this account is closed for good."""

    holder: str
    typed: str


@dataclass(frozen=True, kw_only=True)
class ClosingSeen(Event):
    """What became of closing an account: closed, or the platform's reason why not."""

    holder: str
    closed: bool
    reason: str = ""
    reference: str = ""
