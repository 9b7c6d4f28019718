"""Settlements: what each creator is owed, what they answered, and the release for payment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from unpromote.api.asking import Id, Part, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, SettlementView, case_view
from unpromote.domain.codec import encode
from unpromote.services import settlement

router = Router(tags=["settlements"])


class CreatorAnswer(Schema):
    """What a creator answered; an objection needs a reason."""

    accepted: bool
    note: str = Field("", max_length=10_000)


class Release(Schema):
    """Why a settlement is released although the creator has not agreed; empty where they have."""

    why: str = Field("", max_length=10_000)


@router.get("/{reference}/settlements", response={200: list[SettlementView], **REFUSALS})
def list_settlements(request: HttpRequest, reference: Reference, part: Query[Part]) -> Any:
    """List what each creator is owed, and where it stands."""
    return encode(case_of(request, reference).settlements[part.span])


@router.post("/{reference}/settlements/{creator}/answer", response={200: CaseView, **REFUSALS})
def record_answer(request: HttpRequest, reference: Reference, creator: Id, answer: CreatorAnswer) -> Any:
    """Record what a creator answered to the settlement."""
    case = case_of(request, reference)
    given = settlement.record_answer(
        asker(request), case.id, creator, accepted=answer.accepted, note=answer.note, now=now()
    )
    return case_view(given)


@router.post("/{reference}/settlements/{creator}/release", response={200: CaseView, **REFUSALS})
def release(request: HttpRequest, reference: Reference, creator: Id, given: Release) -> Any:
    """Release a settlement, so that its line goes into the payment file; needs the right to approve."""
    case = case_of(request, reference)
    return case_view(settlement.release(asker(request), case.id, creator, why=given.why, now=now()))
