"""Money at the platform: balances, transfers up that two people want, refunds asked for, accounts closed for good."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from moneyed import Money
from ninja import Router, Schema
from pydantic import Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import Amount
from unpromote.domain.codec import decode
from unpromote.domain.holdings import Funds, ReturnState, TransferLevel
from unpromote.domain.refund_paths import RefundPath
from unpromote.services import holdings
from unpromote.services.holdings import Asked, ReturnWish

router = Router(tags=["money at the platform"])
_HOLDER = Field(max_length=60, description="The id of an advertising account, or of a Business Center")
_TYPED = Field("", max_length=100, description="The case's reference, exactly, where it cannot be undone")


class WayView(Schema):
    """A way by which unspent money comes back; `final`: what of it cannot be undone."""

    path: RefundPath
    what: str
    how: str
    ask_within_days: int
    back_within_days: int
    source: str
    checked_on: date
    certain: bool
    final: str


class HoldingView(Schema):
    """What an account held when it was read; of a Business Center, `account_id` is empty. null: not told."""

    bc_id: str = Field(description="Empty for an account that stands alone")
    account_id: str
    name: str
    status: str
    cash: Amount
    grant: Amount | None
    frozen: Amount | None
    transferable: Amount | None
    request_id: str
    log_id: str
    read_at: datetime
    ways: list[WayView]
    warnings: list[str] = Field(description="What speaks against moving its money now")


class ReturnView(Schema):
    """A transfer up: from `holder` to the Business Center."""

    id: str
    level: TransferLevel
    bc_id: str
    holder: str
    amount: Amount
    funds: Funds
    state: ReturnState
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    approved_at: datetime | None
    transactions: list[str]
    reference: str
    problem: str
    ended_at: datetime | None


class RefundClaimView(Schema):
    """Money that the platform was asked for, and the last day on which it is promised to be back."""

    id: str
    path: RefundPath
    holder: str
    amount: Amount
    asked_on: date
    due_on: date
    asked_by: str
    noted_at: datetime


class BalancesView(Schema):
    """Money at the platform. What was spent is not among it, and does not come back."""

    holdings: list[HoldingView]
    returns: list[ReturnView]
    claims: list[RefundClaimView]
    unread: list[str] = Field(description="What could not be read")
    closing: list[str]
    closed: list[str]


class GivenReturn(Schema):
    """What shall move up."""

    holder: str = _HOLDER
    amount: Amount
    funds: Funds = Funds.CASH
    to: str = Field("", max_length=60, description="The Business Center above, where a Business Center gives")


class Dropping(Schema):
    """Why it is not done."""

    why: str = Field(max_length=2000)


class Judging(Schema):
    """What the platform's records show; no transactions: the money did not move."""

    transactions: list[str] = Field(default_factory=list, max_length=10)
    note: str = Field(max_length=2000)


class GivenPlan(Schema):
    """By which way an account's money comes back."""

    holder: str = _HOLDER
    path: RefundPath


class GivenAsked(GivenPlan):
    """That a person asked for the money, in words; a file goes to the duty that says so."""

    amount: Amount
    asked_on: date
    words: str = Field(max_length=2000)
    typed: str = _TYPED


class Closing(Schema):
    """The word without which no account is closed."""

    typed: str = _TYPED


class Ticket(Schema):
    """A text to hand in."""

    text: str


@router.get("/{reference}/balances", response={200: BalancesView, **REFUSALS})
def show_balances(request: HttpRequest, reference: Reference) -> Any:
    """Show what the case's accounts held when they were last read, and what has become of transfers and refunds."""
    return _shown(request, reference)


@router.post("/{reference}/balances", response={200: BalancesView, **REFUSALS})
def read_balances(request: HttpRequest, reference: Reference) -> Any:
    """Have the balances read anew; that is done in the background."""
    holdings.ask_balances(asker(request), case_of(request, reference).id, now=now())
    return _shown(request, reference)


@router.post("/{reference}/returns", response={200: BalancesView, **REFUSALS})
def propose_return(request: HttpRequest, reference: Reference, given: GivenReturn) -> Any:
    """Propose to move unspent money up to the Business Center; somebody else has to approve it."""
    wish = ReturnWish(given.holder, decode(Money, given.amount, place="amount"), given.funds, given.to)
    holdings.propose_return(asker(request), case_of(request, reference).id, wish, now=now())
    return _shown(request, reference)


@router.post("/{reference}/returns/{transfer}/approve", response={200: BalancesView, **REFUSALS})
def approve_return(request: HttpRequest, reference: Reference, transfer: Id) -> Any:
    """Approve a transfer that somebody else proposed. Needs the right to approve."""
    holdings.approve_return(asker(request), case_of(request, reference).id, transfer, now=now())
    return _shown(request, reference)


@router.post("/{reference}/returns/{transfer}/drop", response={200: BalancesView, **REFUSALS})
def drop_return(request: HttpRequest, reference: Reference, transfer: Id, given: Dropping) -> Any:
    """Drop a transfer that cannot have been sent yet."""
    holdings.drop_return(asker(request), case_of(request, reference).id, transfer, why=given.why, now=now())
    return _shown(request, reference)


@router.post("/{reference}/returns/{transfer}/judge", response={200: BalancesView, **REFUSALS})
def judge_return(request: HttpRequest, reference: Reference, transfer: Id, given: Judging) -> Any:
    """Say whether a transfer was made of which nobody knows. Needs the right to approve."""
    case = case_of(request, reference)
    holdings.judge_return(asker(request), case.id, transfer, tuple(given.transactions), given.note, now=now())
    return _shown(request, reference)


@router.post("/{reference}/refunds", response={200: BalancesView, **REFUSALS})
def plan_refund(request: HttpRequest, reference: Reference, given: GivenPlan) -> Any:
    """Have a person ask the platform for an account's money; it becomes a duty with a day and instructions."""
    holdings.plan_refund(asker(request), case_of(request, reference).id, given.holder, given.path, now=now())
    return _shown(request, reference)


@router.post("/{reference}/refunds/asked", response={200: BalancesView, **REFUSALS})
def note_refund_asked(request: HttpRequest, reference: Reference, given: GivenAsked) -> Any:
    """Note that the platform was asked for the money; its arrival is watched from then on."""
    asked = Asked(
        holder=given.holder,
        path=given.path,
        amount=decode(Money, given.amount, place="amount"),
        asked_on=given.asked_on,
        words=given.words,
        typed=given.typed,
    )
    holdings.note_asked(asker(request), case_of(request, reference).id, asked, now=now())
    return _shown(request, reference)


@router.get("/{reference}/refunds/{account}/ticket", response={200: Ticket, **REFUSALS})
def refund_ticket(request: HttpRequest, reference: Reference, account: Id) -> Any:
    """Draft a ticket about an account's money that has not come; support takes no mail, so a person hands it in."""
    case = case_of(request, reference)
    return {"text": holdings.reminder_of(asker(request), case.id, account, now=now())}


@router.post("/{reference}/accounts/{account}/close", response={200: BalancesView, **REFUSALS})
def close_account(request: HttpRequest, reference: Reference, account: Id, given: Closing) -> Any:
    """Close an account of a Business Center for good. Needs the right to approve, and the typed reference."""
    holdings.close_account(asker(request), case_of(request, reference).id, account, given.typed, now=now())
    return _shown(request, reference)


def _shown(request: HttpRequest, reference: str) -> Any:
    return holdings.balances_json(asker(request), case_of(request, reference).id)
