"""What software leaves to a person in a conversation: an automatic message that answers, a letter that got stuck."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, case_view
from unpromote.services import deciding

router = Router(tags=["conversations"])


class TakenMessage(Schema):
    """Which automatic message is their answer."""

    message_id: str = Field("", max_length=1000, description="Their last automatic message, if left out")


@router.post("/{reference}/conversations/{conversation}/answers", response={200: CaseView, **REFUSALS})
def take_as_answer(request: HttpRequest, reference: Reference, conversation: Id, given: TakenMessage) -> Any:
    """Count a message that looks automatic, as a ticket system's, as their answer; it can then be judged."""
    case = case_of(request, reference)
    return case_view(deciding.take_as_answer(asker(request), case.id, conversation, given.message_id, now=now()))


@router.post("/{reference}/conversations/{conversation}/again", response={200: CaseView, **REFUSALS})
def send_again(request: HttpRequest, reference: Reference, conversation: Id) -> Any:
    """Send the stuck letter again: it was refused, or nobody knows whether it went. Look first; log it if it did."""
    case = case_of(request, reference)
    return case_view(deciding.send_again(asker(request), case.id, conversation, now=now()))


@router.post("/{reference}/conversations/again", response={200: CaseView, **REFUSALS})
def send_unsent_again(request: HttpRequest, reference: Reference) -> Any:
    """Send every stuck letter again that surely did not go, as after a wrong password; one in doubt comes back."""
    case = case_of(request, reference)
    return case_view(deciding.send_unsent_again(asker(request), case.id, now=now()))
