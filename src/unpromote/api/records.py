"""What TikTok has on record about what was stopped, the safety net there, and the ticket where spend goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.conversations import LetterView
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, case_view
from unpromote.domain.codec import encode
from unpromote.domain.record_told import told
from unpromote.services import records, tickets

router = Router(tags=["targets"])


class ChangeLineView(Schema):
    """One line of the change log; its minute is UTC."""

    at: datetime
    level: str
    external_id: str
    before: str
    after: str
    operator: str
    source: str


class ChangeLogView(Schema):
    """What an account's change log says of the case's objects; `problem` says why it says nothing."""

    advertiser_id: str
    since_at: datetime
    until_at: datetime
    read_at: datetime
    lines: list[ChangeLineView]
    file: str
    sha256: str
    request_id: str
    problem: str


class ThreatView(Schema):
    """An automated rule that could switch something of the case on again."""

    advertiser_id: str
    rule_id: str
    name: str
    whole_account: bool
    hits: int


class GuardView(Schema):
    """A rule of ours on TikTok that switches campaigns off again."""

    advertiser_id: str
    name: str
    target_ids: list[str]
    rule_id: str
    set_at: datetime | None
    lifted_at: datetime | None
    problem: str


class RecordsView(Schema):
    """All of it; `told` says the same in sentences, what stands below the targets included."""

    change_logs: list[ChangeLogView]
    threats: list[ThreatView]
    guarded: bool = Field(description="Whether somebody chose the safety net")
    guards: list[GuardView]
    unread: list[str] = Field(description="What TikTok would not give")
    told: list[str]


class Guarding(Schema):
    """Whether the safety net is wanted."""

    guarded: bool


@router.get("/{reference}/stop/records", response={200: RecordsView, **REFUSALS})
def show_records(request: HttpRequest, reference: Reference) -> Any:
    """Show what TikTok has on record about what was stopped, as it was read last."""
    case = case_of(request, reference)
    return {**encode(case.on_record), "told": told(case)}


@router.post("/{reference}/stop/guard", response={200: CaseView, **REFUSALS})
def choose_guard(request: HttpRequest, reference: Reference, given: Guarding) -> Any:
    """Choose, or give up, rules on TikTok that switch campaigns off again; they go when the case is closed."""
    case = case_of(request, reference)
    return case_view(records.choose_guard(asker(request), case.id, guarded=given.guarded, now=now()))


@router.get("/{reference}/stop/ticket", response={200: LetterView, **REFUSALS})
def draft_ticket(request: HttpRequest, reference: Reference) -> Any:
    """Draft the ticket about spend that grew after the stop; to send it, write back to `support` with it."""
    return encode(tickets.draft_ticket(asker(request), case_of(request, reference).id, now()))
