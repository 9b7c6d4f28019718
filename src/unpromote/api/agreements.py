"""Agreements and terms: hand in the documents, look at what reading them proposed, confirm what counts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Body, File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, DocumentView, UnclearView, case_view
from unpromote.api.uploads import kept
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.services import agreement, readings
from unpromote.services.proposed_terms import proposed_terms, proposed_unclear

router = Router(tags=["agreements"])


class ReadingView(DocumentView):
    """A document with what reading it found; `read` is false as long as it waits to be read."""

    read: bool
    pages: int
    findings: list[dict[str, Any]] = Field(description="Clauses with page and exact words")
    facts: list[dict[str, Any]] = Field(description="What it says about leaving in short, each with its words")
    proposals: list[dict[str, Any]] = Field(description="Proposed fields of the terms, each with its source")
    problems: list[str]


class StandingView(Schema):
    """A clause of the merged terms: the layer that it comes from, and those whose own it replaced."""

    path: str
    name: str
    layer: str
    over: list[str]


class TermsView(Schema):
    """The terms as they were confirmed, and as all documents together propose them."""

    confirmed: dict[str, Any] | None
    proposed: dict[str, Any]
    proposed_unclear: list[dict[str, Any]] = Field(description="What the proposed terms leave open, as quotes take it")
    layers: list[dict[str, Any]] = Field(description="The layers as confirmed, the one with precedence first")
    standing: list[StandingView] = Field(description="Which layer won each clause; empty without layers")
    unclear: list[UnclearView]
    version: int = Field(description="How often terms were confirmed or a reading settled")


class SettledReading(Schema):
    """How an unclear field is read from now on."""

    path: str = Field(min_length=1, max_length=200, examples=["rights[0].notice"])
    reading: Any = Field(description="The field's value in JSON, null where nothing is agreed")
    because: str = Field(max_length=10_000, description="Who confirmed it, or where it stands")


@router.post("/{reference}/agreements", response={202: CaseView, **REFUSALS})
def hand_in_agreement(
    request: HttpRequest, reference: Reference, file: File[UploadedFile], password: Form[str] = ""
) -> Any:
    """Hand in a document of the agreement, the one that prevails first; it is read in the background.

    A PDF that asks for a password comes with it; a copy without one is kept, and the password is not.
    """
    case = case_of(request, reference)
    with kept(file, "agreement") as path:
        received = agreement.receive_agreement(asker(request), case.id, path, password=password, now=now())
        return Status(202, case_view(received))


@router.get("/{reference}/agreements", response={200: list[ReadingView], **REFUSALS})
def list_agreements(request: HttpRequest, reference: Reference) -> Any:
    """List the documents with what reading them found."""
    return _readings(case_of(request, reference))


@router.get("/{reference}/terms", response={200: TermsView, **REFUSALS})
def show_terms(request: HttpRequest, reference: Reference) -> Any:
    """Show the confirmed terms, and those proposed."""
    case = case_of(request, reference)
    return {
        "confirmed": case.terms,
        "proposed": proposed_terms(case),
        "proposed_unclear": proposed_unclear(case),
        "layers": list(case.layering.layers) if case.layering else [],
        "standing": encode(agreement.standing(case)),
        "unclear": encode(case.unclear),
        "version": case.terms_version,
    }


@router.put("/{reference}/terms", response={200: CaseView, **REFUSALS})
def confirm_terms(request: HttpRequest, reference: Reference, terms: Body[dict[str, Any]]) -> Any:
    """Confirm the agreement; a quote taken before is void.

    The terms, as proposed or corrected; or {terms, unclear} or {layers, unclear} as `unpromote quote` takes them.
    """
    case = case_of(request, reference)
    return case_view(agreement.confirm_terms(asker(request), case.id, terms, now=now()))


@router.post("/{reference}/readings", response={200: CaseView, **REFUSALS})
def settle_reading(request: HttpRequest, reference: Reference, settled: SettledReading) -> Any:
    """Settle how an unclear term is read; before approval the quote is void, after it a new one stands beside it."""
    case = case_of(request, reference)
    done = readings.settle_reading(
        asker(request), case.id, settled.path, settled.reading, because=settled.because, now=now()
    )
    return case_view(done)


def _readings(case: Case) -> list[dict[str, Any]]:
    readings = {reading.document_id: reading for reading in case.readings}
    return [
        {
            "id": document.id,
            "name": document.name,
            "sha256": document.sha256,
            "read": document.id in readings,
            "pages": readings[document.id].pages if document.id in readings else 0,
            **{
                part: list(getattr(readings.get(document.id), part, ()))
                for part in ("findings", "facts", "proposals", "problems")
            },
        }
        for document in case.documents
    ]
