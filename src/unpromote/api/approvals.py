"""Approvals: the yes of a person with the right to exactly one quote."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, case_view
from unpromote.services import approval

router = Router(tags=["approvals"])


class Yes(Schema):
    """Which quote is signed."""

    quote_hash: str = Field(pattern=r"^[0-9a-f]{64}$", description="The whole hash of the quote that you looked at")


@router.post("/{reference}/approvals", response={200: CaseView, **REFUSALS})
def sign_quote(request: HttpRequest, reference: Reference, yes: Yes) -> Any:
    """Sign the quote; with the last signature that it needs, delivery is stopped."""
    case = case_of(request, reference)
    return case_view(approval.sign_quote(asker(request), case.id, yes.quote_hash, now=now()))
