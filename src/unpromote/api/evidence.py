"""Evidence and facts: state what happened, add the files that show it, confirm what a person has looked at."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, EvidenceView, case_view
from unpromote.api.uploads import kept
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.evidence import EvidenceKind, FactStatus
from unpromote.services import evidence
from unpromote.services.evidence import NewEvidence

router = Router(tags=["evidence"])
FactName = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,60}$", examples=["breach"])]


class WhatItShows(Schema):
    """What a file of evidence is, and which facts it shows."""

    proves: list[str] = Field(min_length=1, max_length=20, examples=[["breach"]])
    description: str = Field(min_length=1, max_length=1000)
    kind: EvidenceKind = EvidenceKind.OTHER


class FactView(Schema):
    """A stated fact: its fields, how far it is shown, and which rights rest on it."""

    fact: str
    stated: dict[str, Any]
    status: FactStatus
    evidence: list[str] = Field(description="Ids of the items that show it")
    rights: list[str] = Field(description="Ids of the rights that rest on it")
    lacks: list[str] = Field(description="What nobody stated yet, in words")
    proof: list[str] = Field(description="What would prove it, in words; empty once there is evidence")


@router.get("/{reference}/evidence", response={200: list[EvidenceView], **REFUSALS})
def list_evidence(request: HttpRequest, reference: Reference) -> Any:
    """List the evidence for facts, in the order in which it was added."""
    return encode(case_of(request, reference).evidence)


@router.post("/{reference}/evidence", response={201: CaseView, **REFUSALS})
def add_evidence(request: HttpRequest, reference: Reference, file: File[UploadedFile], shows: Form[WhatItShows]) -> Any:
    """Add a file as evidence for facts; the quote stays, a next one no longer warns of them."""
    case = case_of(request, reference)
    with kept(file, "evidence") as path:
        new = NewEvidence(path, shows.proves, shows.description, shows.kind)
        return Status(201, case_view(evidence.add_evidence(asker(request), case.id, new, now=now())))


@router.get("/{reference}/facts", response={200: list[FactView], **REFUSALS})
def list_facts(request: HttpRequest, reference: Reference) -> Any:
    """List what is stated as a fact, with how it is shown."""
    return _facts(case_of(request, reference))


@router.put("/{reference}/facts/{name}", response={200: CaseView, **REFUSALS})
def state_fact(request: HttpRequest, reference: Reference, name: FactName, fact: Body[dict[str, Any]]) -> Any:
    """State a fact in place of what was stated under its name; a quote taken before is void."""
    case = case_of(request, reference)
    return case_view(evidence.state_fact(asker(request), case.id, name, fact, now=now()))


@router.delete("/{reference}/facts/{name}", response={200: CaseView, **REFUSALS})
def withdraw_fact(request: HttpRequest, reference: Reference, name: FactName) -> Any:
    """Take back a fact; its evidence is kept, a quote taken before is void."""
    case = case_of(request, reference)
    return case_view(evidence.withdraw_fact(asker(request), case.id, name, now=now()))


@router.post("/{reference}/facts/{name}/confirm", response={200: CaseView, **REFUSALS})
def confirm_fact(request: HttpRequest, reference: Reference, name: FactName) -> Any:
    """Say that you looked at the evidence for a fact, and that the fact holds."""
    case = case_of(request, reference)
    return case_view(evidence.confirm_fact(asker(request), case.id, name, now=now()))


def _facts(case: Case) -> list[dict[str, Any]]:
    stated = case.promotion.get("facts") or {}
    return [
        {**encode(one), "stated": stated[one.fact] if isinstance(stated[one.fact], dict) else {}}
        for one in evidence.facts_of(case)
    ]
