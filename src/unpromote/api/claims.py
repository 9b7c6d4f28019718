"""Claims: what a counterparty asks for beside what is owed, and the letter that objects to the rest."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status
from pydantic import Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.conversations import LetterView
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import ComparisonView, KeptClaimView
from unpromote.domain.aggregate import KeptClaim
from unpromote.domain.codec import encode
from unpromote.domain.errors import NotAllowed
from unpromote.services import claims
from unpromote.services.people import Person

router = Router(tags=["claims"])


class ClaimToday(Schema):
    """A kept claim as it compares now, and the objection as it would be written now; nothing is sent."""

    kept: KeptClaimView
    comparison: ComparisonView
    letter: LetterView | None
    why_no_letter: str = Field(description="Empty where there is a letter")


@router.post("/{reference}/claims", response={201: ClaimToday, **REFUSALS})
def keep_claim(request: HttpRequest, reference: Reference, claim: Body[dict[str, Any]]) -> Any:
    """Keep a claim and compare it: {received_on, lines: [{amount, wording?, code?}], reference?, claimant?, matches?}.

    One of the same claimant and reference takes the place of the one before, as when a line was matched since.
    """
    case = case_of(request, reference)
    asked = claims.claim_from(asker(request), case.id, claim)
    return Status(201, _today(asker(request), case.id, claims.keep_claim(asker(request), case.id, asked, now())))


@router.get("/{reference}/claims", response={200: list[KeptClaimView], **REFUSALS})
def list_claims(request: HttpRequest, reference: Reference) -> Any:
    """List the claims that were kept, as they compared on their day."""
    return encode(case_of(request, reference).claims)


@router.get("/{reference}/claims/{claim}", response={200: ClaimToday, **REFUSALS})
def show_claim(request: HttpRequest, reference: Reference, claim: Id) -> Any:
    """Show a claim beside the present quote, the drafted objection and the last day for it."""
    case = case_of(request, reference)
    return _today(asker(request), case.id, claims.kept_claim(asker(request), case.id, claim))


def _today(person: Person, case_id: str, kept: KeptClaim) -> dict[str, Any]:
    moment = now()
    found = claims.compare_claim(person, case_id, kept.claim, moment)
    try:
        letter, why_not = encode(claims.draft_objection(person, case_id, kept.claim, moment)), ""
    except NotAllowed as refusal:
        letter, why_not = None, str(refusal)
    return {"kept": encode(kept), "comparison": encode(found), "letter": letter, "why_no_letter": why_not}
