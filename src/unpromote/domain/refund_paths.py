"""The ways by which unspent money leaves the platform, which an account has, and what is written when it is late.

    transfer        of an account of a Business Center, up to that: by software, once two people want it
    close_center    closing an account of a Business Center: what is left moves up; for good
    sales_rep       closing all accounts of a Business Center, through the sales representative; for good
    stand_alone     "Close account and refund" of an account that stands alone; for good
    suspended       of a suspended account, through support: as the platform sees fit, less a fee

What was spent is not refunded by any of them. How long each takes is policy, not code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType

from unpromote.domain.codec import encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.holdings import CLOSED, SUSPENDED, Holding, RefundClaim


class RefundPath(Enum):
    """A way back; append-only."""

    TRANSFER = "transfer"
    CLOSE_CENTER = "close_center"
    SALES_REP = "sales_rep"
    STAND_ALONE = "stand_alone"
    SUSPENDED = "suspended"


BY_SOFTWARE = (RefundPath.TRANSFER, RefundPath.CLOSE_CENTER)
WHY_NOT_CLOSED: Mapping[str, str] = MappingProxyType(
    {
        "DELIVERING": "it delivered within the last three days: wait until three days have passed since the stop",
        "UNPAID_BILL": "a bill of it is unpaid: pay it in Ads Manager, then close it",
        "SUSPENDED": "it is suspended: its money comes back only through support",
        "UNFINISHED_TRANSFER": "a transfer of its money is not finished: wait until it is",
        "AUTOPAY_UNBILLED": "it pays afterwards, and some of its spend is not billed yet: wait for the bill",
    }
)


def paths_of(holding: Holding) -> tuple[RefundPath, ...]:
    """Return the ways that are open to what an account holds; none once it is closed."""
    if holding.status == CLOSED or not holding.account_id:
        return ()
    if holding.status == SUSPENDED:
        return (RefundPath.SUSPENDED,)
    if holding.bc_id:
        return (RefundPath.TRANSFER, RefundPath.CLOSE_CENTER, RefundPath.SALES_REP)
    return (RefundPath.STAND_ALONE,)


def check_path(holding: Holding, path: RefundPath) -> None:
    """Refuse a way that the account does not have, or that is no person's to walk.

    Raises:
        NotAllowed: it is not open.
    """
    open_ = paths_of(holding)
    if path not in open_:
        told = ", ".join(each.value for each in open_) or "none"
        raise NotAllowed(f"{path.value} is no way for {holding.holder}; open are: {told}")
    if path in BY_SOFTWARE:
        raise NotAllowed(f"{path.value} is done by software: propose the transfer, or confirm the closing")


def why_not_closed(reason: str) -> str:
    """Return in plain words why the platform does not close an account."""
    return WHY_NOT_CLOSED.get(reason, f"the platform says {reason or 'nothing'}: ask its support")


def request_duty(holder: str, path: str) -> str:
    """Return the id of the duty to ask for an account's money by one way."""
    return f"platform/{holder}/refund_request/{path}"


def arrival_duty(claim_id: str) -> str:
    """Return the id of the duty that the money arrives."""
    return f"platform/{claim_id}/refund_arrival"


def reminder(claim: RefundClaim, reference: str, on: date) -> str:
    """Return the text of a ticket about money that has not come: support takes no mail, so a person hands it in."""
    days = (on - claim.asked_on).days
    state = f"was to be back by {claim.due_on}" if on > claim.due_on else f"is to be back by {claim.due_on}"
    return (
        f"Subject: Refund of {encode(claim.amount)}, account {claim.holder} ({reference})\n\n"
        f"On {claim.asked_on} we asked for the unspent balance of the account {claim.holder}"
        f" ({claim.path.replace('_', ' ')}), {encode(claim.amount)}. It {state}; today, {days} days later,"
        f" our bank shows no such payment.\n\n"
        f"Please tell us when it was sent, by which way and with which reference, or what you still need from us."
        f" Our reference is {reference}.\n"
    )
