"""How deals, proposals, files and duties of creators look to programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from unpromote.domain.deals import CodeKind
from unpromote.domain.duties import DutyState
from unpromote.domain.proposals import FileKind, ProposalKind, ProposalState

Sha256 = Annotated[str, Field(description="SHA-256 in hex", examples=["a" * 64])]


class CodeView(Schema):
    """A code or link of a deal."""

    kind: CodeKind
    value: str
    ends_on: date | None


class GiftView(Schema):
    """A product that was sent."""

    name: str
    value: str | None
    return_by: date | None


class DealView(Schema):
    """The rest of one creator's deal; prices and stages stand with the promotion."""

    creator_id: str
    time_zone: str
    codes: list[CodeView]
    gifts: list[GiftView]
    advances: dict[str, str]


class SilenceView(Schema):
    """When silence approves what a creator handed in."""

    creator_id: str
    name: str
    deliverable: str
    submitted_at: datetime
    approved_at: datetime


class ProposalView(Schema):
    """A change that a creator proposes."""

    id: str
    creator_id: str
    kind: ProposalKind
    words: str
    at: datetime
    on: date | None
    deliverable: str
    state: ProposalState
    answer: str
    answered_by: str
    answered_at: datetime | None
    campaign: str
    share: str | None


class CreatorFileView(Schema):
    """A file that a creator handed in."""

    id: str
    creator_id: str
    kind: FileKind
    name: str
    sha256: Sha256
    size: int
    at: datetime
    note: str


class ProofView(Schema):
    """What shows that a duty was done."""

    words: str
    at: datetime
    by: str
    file: str
    sha256: str


class DutyView(Schema):
    """Something to do, or to leave, after the end. In addresses its id has colons for strokes."""

    id: str
    kind: str
    holder: str
    what: str
    creator_id: str
    due_on: date | None
    clause: str
    about: str
    state: DutyState
    proofs: list[ProofView]
    note: str
    ended_at: datetime | None
    ended_by: str
