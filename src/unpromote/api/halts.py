"""The kill switch: all that is on in advertising accounts is stopped at once, as one emergency case a currency."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from unpromote.api.asking import Id, asker, now
from unpromote.api.opening import Line, NewContact
from unpromote.api.problems import REFUSALS, Missing
from unpromote.domain.errors import NotAllowed
from unpromote.domain.messages import Contact
from unpromote.domain.vocabulary import Reason
from unpromote.services import halting

router = Router(tags=["targets"])

Account = Annotated[str, Field(pattern=r"^[0-9]{1,30}$", examples=["7200000000000000011"])]


class NewHalt(Schema):
    """Whose accounts are to be stopped, why, and who will have to confirm the cancellation."""

    client: Line
    accounts: list[Account] = Field(min_length=1, max_length=1000)
    why: str = Field(max_length=2000)
    contact: NewContact = Field(description="Somebody of the counterpart `support`")
    reason: Reason = Reason.STRATEGY_CHANGE


class HaltCaseView(Schema):
    """One case of a halt: the currency, and the accounts of which something is in it."""

    id: str
    reference: str
    currency: str
    accounts: list[str]


class HaltView(Schema):
    """How far a halt is; once it is `stopped`, its cases are there: the first under its reference, all in `cases`."""

    id: str
    reference: str
    state: Literal["reading", "stopped", "refused"]
    tries: int
    problem: str = Field(description="Why it was refused: nothing was on, or an account could not be read")
    cases: list[HaltCaseView] = Field(description="One for each currency; empty until the halt is `stopped`")


@router.post("", response={202: HaltView, **REFUSALS})
def order_halt(request: HttpRequest, new: NewHalt) -> Any:
    """Stop at once everything that is on in the accounts; an approver has to ratify it within a day."""
    contact = Contact(**new.contact.model_dump())
    asked = halting.Halt(new.client, tuple(new.accounts), new.why, contact, new.reason)
    return Status(202, halting.order_halt(asker(request), asked, now=now()))


@router.get("/{halt}", response={200: HaltView, **REFUSALS})
def show_halt(request: HttpRequest, halt: Id) -> Any:
    """Show how far a halt is."""
    try:
        return halting.halt_of(asker(request), halt)
    except NotAllowed as refusal:
        raise Missing(str(refusal)) from None
