"""Cases: open, list, show, drop and close them, answer their alarms, follow what happened and what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from unpromote.api.asking import Part, Reference, asker, case_of, now
from unpromote.api.opening import NewCase, unpacked
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseLineView, CaseView, case_view
from unpromote.services import audit, intake, queries

router = Router(tags=["cases"])


class Entry(Schema):
    """One entry of the chained timeline; `hash` covers the entry and the hash of the one before."""

    seq: int
    at: str = Field(description="RFC 3339 in UTC, exactly as it was hashed")
    by: str
    kind: str
    data: dict[str, Any]
    previous: str
    hash: str


class OpenCommandView(Schema):
    """Something that is still to be done, or being done."""

    kind: str
    key: str
    due_at: datetime
    status: str
    attempts: int


class Why(Schema):
    """An explanation in a person's words."""

    why: str


class AlarmAnswer(Schema):
    """What was done about an alarm."""

    alarm: str = Field(description="The alarm's words, as the case shows them")
    note: str


@router.get("", response={200: list[CaseLineView], **REFUSALS})
def list_cases(request: HttpRequest) -> Any:
    """List the cases of the clients that you work for, the newest first, closed ones last."""
    return queries.open_cases(asker(request))


@router.post("", response={201: CaseView, **REFUSALS})
def open_case(request: HttpRequest, new: NewCase) -> Any:
    """Open a case: which promotions, whose, and why cancel."""
    with unpacked(new) as handed_in:
        return Status(201, case_view(intake.open_case(asker(request), handed_in, now=now())))


@router.get("/{reference}", response={200: CaseView, **REFUSALS})
def show_case(request: HttpRequest, reference: Reference) -> Any:
    """Show a case with everything that belongs to it."""
    return case_view(case_of(request, reference))


@router.post("/{reference}/drop", response={200: CaseView, **REFUSALS})
def drop_case(request: HttpRequest, reference: Reference, given: Why) -> Any:
    """Close a case that will not be carried out: the promotion goes on."""
    case = case_of(request, reference)
    return case_view(intake.drop_case(asker(request), case.id, given.why, now=now()))


@router.post("/{reference}/close", response={200: CaseView, **REFUSALS})
def close_case(request: HttpRequest, reference: Reference) -> Any:
    """Close a case in which nothing is open any more; its evidence pack follows."""
    return case_view(audit.close_case(asker(request), case_of(request, reference).id, now=now()))


@router.post("/{reference}/alarms", response={200: CaseView, **REFUSALS})
def answer_alarm(request: HttpRequest, reference: Reference, answer: AlarmAnswer) -> Any:
    """Say what was done about an alarm."""
    case = case_of(request, reference)
    return case_view(audit.answer_alarm(asker(request), case.id, answer.alarm, answer.note, now=now()))


@router.get("/{reference}/timeline", response={200: list[Entry], **REFUSALS})
def show_timeline(request: HttpRequest, reference: Reference, part: Query[Part]) -> Any:
    """Show what happened, in order, as the entries of the hash chain."""
    return queries.timeline(asker(request), case_of(request, reference).id, part=part.span)


@router.get("/{reference}/commands", response={200: list[OpenCommandView], **REFUSALS})
def list_commands(request: HttpRequest, reference: Reference, part: Query[Part]) -> Any:
    """List what is still to be done for the case, the next first."""
    return queries.open_commands(asker(request), case_of(request, reference).id, part.span)
