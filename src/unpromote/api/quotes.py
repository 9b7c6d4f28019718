"""Quotes: may we, on what ground, from when, at what price; today and on every later day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import QuoteView
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import TakenQuote
from unpromote.domain.vocabulary import Effective
from unpromote.services import quote

router = Router(tags=["quotes"])


class Wish(Schema):
    """How the cancellation would be sent."""

    method: str = Field(
        min_length=1, max_length=40, examples=["email"], description="A way of the terms' notice_receipt"
    )
    sent_at: AwareDatetime | None = Field(None, description="Now, if it is left out")
    effective: Effective = Effective.ASAP
    weigh: dict[str, Any] | None = Field(
        None,
        examples=[{"harm_per_day": "50.00"}],
        description="What else to weigh: reduce_to, pause {from, to}, harm_per_day, partial, pause_then_cancel",
    )


@router.post("/{reference}/quote", response={201: QuoteView, **REFUSALS})
def take_quote(request: HttpRequest, reference: Reference, wish: Wish) -> Any:
    """Compute what leaving costs, and keep it for approval; an earlier quote is void."""
    case = case_of(request, reference)
    moved = quote.take_quote(
        asker(request),
        case.id,
        method=wish.method,
        now=now(),
        sent_at=wish.sent_at,
        effective=wish.effective.value,
        weigh=wish.weigh,
    )
    return Status(201, encode(_quote(moved)))


@router.get("/{reference}/quote", response={200: QuoteView, **REFUSALS})
def show_quote(request: HttpRequest, reference: Reference) -> Any:
    """Show the present quote."""
    return encode(_quote(case_of(request, reference)))


@router.get("/{reference}/quote/curve", response={200: list[dict[str, Any]], **REFUSALS})
def show_curve(request: HttpRequest, reference: Reference) -> Any:
    """Show the present quote's cost curve: what leaving costs on each later day."""
    return list(_quote(case_of(request, reference)).curve)


def _quote(case: Case) -> TakenQuote:
    if case.quote is None:
        raise NotAllowed("no quote was taken yet")
    return case.quote
