"""Targets: what has to stop, with the receipts of its stop."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, TargetView, case_view
from unpromote.domain.codec import encode
from unpromote.services import delivery

router = Router(tags=["targets"])


class Proof(Schema):
    """What proves that a target was stopped by hand."""

    proof: str = Field(max_length=10_000)


@router.get("/{reference}/targets", response={200: list[TargetView], **REFUSALS})
def list_targets(request: HttpRequest, reference: Reference) -> Any:
    """List what has to stop, with state, receipts and spend samples."""
    return encode(case_of(request, reference).targets)


@router.post("/{reference}/targets/{target}/stopped", response={200: CaseView, **REFUSALS})
def confirm_stopped(request: HttpRequest, reference: Reference, target: Id, given: Proof) -> Any:
    """Say that a person stopped the target by hand, with what proves it."""
    case = case_of(request, reference)
    return case_view(delivery.confirm_stopped(asker(request), case.id, target, given.proof, now=now()))
