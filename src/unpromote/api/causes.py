"""Gathering: have the platform looked at for a reason to stop, mark comments, take a reading as evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Path, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, case_view
from unpromote.api.uploads import kept
from unpromote.domain.case import Case
from unpromote.domain.causes import GatherState, What
from unpromote.domain.codec import encode
from unpromote.services import causes

router = Router(tags=["evidence"])
CauseId = Annotated[str, Path(pattern=r"^g[0-9]{1,9}$", examples=["g1"])]
CommentId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Wanted(Schema):
    """What to read; nothing named: what is usual for the case's reason."""

    what: list[What] = Field(default_factory=list, max_length=4, examples=[["comments", "spend"]])


class Marked(Schema):
    """The comments that are the evidence, in place of those marked before."""

    comments: list[CommentId] = Field(max_length=500)


class Taken(Schema):
    """Which fact a reading is evidence for; with a suggestion, counted from 1, that fact is stated by its fields."""

    fact: str = Field("", max_length=60, examples=["outage"])
    suggestion: int = Field(0, ge=0, le=10_000)


class FigureView(Schema):
    """One figure and what it was read from."""

    name: str
    value: str
    source: str


class SuggestedView(Schema):
    """A fact that the reading might show; it is none until a person takes it."""

    fact: str
    fields: dict[str, Any]
    because: str


class ShowingView(Schema):
    """What a reading shows, in words and figures; what it does not show; what it might prove; its curves."""

    says: list[str]
    figures: list[FigureView]
    missing: list[str]
    suggests: list[SuggestedView]
    curves: list[dict[str, Any]]


class CauseView(Schema):
    """A reading that was ordered, and how far it is."""

    id: str
    what: What
    state: GatherState
    ordered_at: datetime
    ordered_by: str
    read_at: datetime | None
    source: str
    showing: ShowingView
    evidence: list[str] = Field(description="Ids of its files among the evidence")
    marked: list[str] = Field(description="Ids of the comments that a person marked as the evidence")
    took: list[str] = Field(description="The facts that a person took it as evidence for")
    problem: str = Field(description="Why it could not be read")


class CommentView(Schema):
    """A comment below an ad, without who wrote it; names that it calls are left out."""

    id: str
    adgroup_id: str
    ad_id: str
    content: str
    likes: int
    replies: int
    hidden: bool
    is_reply: bool
    written_at: datetime


@router.get("/{reference}/causes", response={200: list[CauseView], **REFUSALS})
def list_causes(request: HttpRequest, reference: Reference) -> Any:
    """List what was gathered, the oldest first."""
    return _gathered(case_of(request, reference))


@router.post("/{reference}/causes", response={202: list[CauseView], **REFUSALS})
def gather_causes(request: HttpRequest, reference: Reference, wanted: Wanted) -> Any:
    """Have the platform looked at by a job; what it finds is kept as files of the case and proves nothing by itself."""
    case = case_of(request, reference)
    return Status(202, _gathered(causes.order(asker(request), case.id, wanted.what, now=now())))


@router.post("/{reference}/causes/report", response={202: list[CauseView], **REFUSALS})
def hand_in_report(request: HttpRequest, reference: Reference, file: File[UploadedFile]) -> Any:
    """Hand in a report by day that was exported (CSV or XLSX), to be read where no account is connected."""
    case = case_of(request, reference)
    with kept(file, "report") as path:
        return Status(202, _gathered(causes.hand_in_report(asker(request), case.id, path, now=now())))


@router.get("/{reference}/causes/{cause}/comments", response={200: list[CommentView], **REFUSALS})
def list_comments(request: HttpRequest, reference: Reference, cause: CauseId) -> Any:
    """List the comments of a reading, those that may be complaints first; that is an order and no verdict."""
    return encode(causes.remarks(case_of(request, reference), cause))


@router.put("/{reference}/causes/{cause}/comments", response={200: list[CauseView], **REFUSALS})
def mark_comments(request: HttpRequest, reference: Reference, cause: CauseId, marked: Marked) -> Any:
    """Say which comments are the evidence."""
    case = case_of(request, reference)
    return _gathered(causes.mark(asker(request), case.id, cause, marked.comments, now=now()))


@router.post("/{reference}/causes/{cause}/take", response={200: CaseView, **REFUSALS})
def take_cause(request: HttpRequest, reference: Reference, cause: CauseId, taken: Taken) -> Any:
    """Say that a reading is evidence for a fact; with a suggestion the fact is stated too, which voids the quote."""
    case = case_of(request, reference)
    person = asker(request)
    return case_view(causes.take(person, case.id, cause, fact=taken.fact, suggestion=taken.suggestion, now=now()))


def _gathered(case: Case) -> Any:
    return encode(case.gathered)
