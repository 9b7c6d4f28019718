"""The case as one frozen value: everything that belongs to one cancellation, and which state it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from unpromote.domain import codec
from unpromote.domain import events as e
from unpromote.domain.approval import Approval
from unpromote.domain.books import Books
from unpromote.domain.causes import Gathering
from unpromote.domain.claims import Claim, Comparison
from unpromote.domain.deals import Deal
from unpromote.domain.delivery import Target
from unpromote.domain.duties import DutyTask
from unpromote.domain.holdings import PlatformMoney
from unpromote.domain.messages import Contact, Conversation
from unpromote.domain.on_record import OnRecord
from unpromote.domain.papers import Citation, Document, Layering, Reading
from unpromote.domain.payout import Settlement
from unpromote.domain.proposals import CreatorFile, Proposal
from unpromote.domain.review import PointDecision
from unpromote.domain.unclear import Unclear


class State(Enum):
    """Where a case stands; append-only, since rows outlive releases."""

    OPENED = "opened"
    READING = "reading"
    REVIEW = "review"
    READY = "ready"
    QUOTED = "quoted"
    STOPPING = "stopping"
    SETTLING = "settling"
    CLOSED = "closed"


@dataclass(frozen=True)
class Pack:
    """An evidence pack that was written."""

    path: str
    manifest_sha256: str
    built_at: datetime


@dataclass(frozen=True)
class Emergency:
    """A stop before any approval: who, when and why, and who stands by it."""

    by: str
    at: datetime
    why: str
    ratified_by: str = ""
    ratified_at: datetime | None = None


@dataclass(frozen=True)
class KeptClaim:
    """A counterparty's claim as it was received, with the comparison of that day with the quote of that hash."""

    id: str
    claim: Claim
    comparison: Comparison
    quote_hash: str
    kept_at: datetime
    kept_by: str


@dataclass(frozen=True)
class Case:
    """One cancellation with all that belongs to it. `version` counts its events.

    `terms` are merged from the layers of `layering`, if there are any; where they are `unclear` they state the first
    reading of each. `terms_version` counts how often they were confirmed or a reading settled. `requote` is the quote
    anew under readings settled after approval; the approved `quote` stays as it was signed. `links` counts by creator
    how often the links to their page were revoked. `decisions` are what people made of points of the proposed terms.
    """

    id: str
    client: str
    reference: str
    title: str
    opened_by: str
    opened_at: datetime
    reason: e.Reason
    promotion: Mapping[str, Any]
    contacts: tuple[Contact, ...]
    targets: tuple[Target, ...]
    state: State = State.OPENED
    version: int = 0
    documents: tuple[Document, ...] = ()
    readings: tuple[Reading, ...] = ()
    terms: Mapping[str, Any] | None = None
    citations: tuple[Citation, ...] = ()
    quote: e.TakenQuote | None = None
    approval: Approval | None = None
    told: bool = False
    conversations: tuple[Conversation, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    alarms: tuple[str, ...] = ()
    closed_at: datetime | None = None
    closed_why: str = ""
    packs: tuple[Pack, ...] = ()
    layering: Layering | None = None
    unclear: tuple[Unclear, ...] = ()
    terms_version: int = 0
    requote: e.TakenQuote | None = None
    claims: tuple[KeptClaim, ...] = ()
    evidence: tuple[e.FiledEvidence, ...] = ()
    deals: tuple[Deal, ...] = ()
    links: Mapping[str, int] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    creator_files: tuple[CreatorFile, ...] = ()
    duties: tuple[DutyTask, ...] = ()
    books: Books = field(default_factory=Books)
    met: tuple[str, ...] = ()
    stop_at: datetime | None = None
    emergency: Emergency | None = None
    on_record: OnRecord = field(default_factory=OnRecord)
    gathered: tuple[Gathering, ...] = ()
    platform: PlatformMoney = field(default_factory=PlatformMoney)
    decisions: tuple[PointDecision, ...] = ()

    @property
    def booked(self) -> Mapping[str, Any]:
        """The promotion as quotes read it: with the evidence for its facts, the places of the files left out."""
        shown = [{key: item for key, item in codec.encode(one).items() if key != "path"} for one in self.evidence]
        named = dict.fromkeys(name for one in self.evidence for name in one.proves)
        return {**self.promotion, "facts": {**named, **(self.promotion.get("facts") or {})}, "evidence": shown}


def with_alarm(case: Case, alarm: str) -> Case:
    """Return the case with something that a person has to look at; the same is said once."""
    return case if alarm in case.alarms else replace(case, alarms=(*case.alarms, alarm))
