"""What creators bring up themselves: a change they propose, which a person answers, and files that they hand in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from unpromote.domain.errors import NotAllowed

MOST_OPEN = 5  # proposals of one creator that wait for an answer
MOST_FILES = 20  # of one creator


class ProposalKind(Enum):
    """What should change."""

    OTHER_DATE = "other_date"
    OTHER_CAMPAIGN = "other_campaign"
    REDUCED_SCOPE = "reduced_scope"


class ProposalState(Enum):
    """Where a proposal stands; append-only."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class FileKind(Enum):
    """What a creator hands in."""

    INVOICE = "invoice"
    TAKEDOWN_PROOF = "takedown_proof"


@dataclass(frozen=True)
class Proposal:
    """A change in the creator's words, and as far as they say it also as data, so that it can be priced.

    `deliverable` is what it concerns, "" for all of it; `on` the other date, `campaign` the other campaign, `share` the
    part of the scope that stays.
    """

    id: str
    creator_id: str
    kind: ProposalKind
    words: str
    at: datetime
    on: date | None = None
    deliverable: str = ""
    state: ProposalState = ProposalState.OPEN
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    campaign: str = ""
    share: Fraction | None = None


@dataclass(frozen=True)
class CreatorFile:
    """A file that a creator handed in, as it was kept: `path` says where it lies, `size` is in bytes."""

    id: str
    creator_id: str
    kind: FileKind
    name: str
    sha256: str
    path: str
    size: int
    at: datetime
    note: str = ""


def after_answer(proposal: Proposal, *, accepted: bool, answer: str, by: str, at: datetime) -> Proposal:
    """Return the proposal with a person's answer.

    Raises:
        NotAllowed: it was answered already, or a no has no reason.
    """
    if proposal.state is not ProposalState.OPEN:
        raise NotAllowed(f"the proposal was {proposal.state.value} already")
    if not accepted and not answer.strip():
        raise NotAllowed("a proposal is not declined without a reason")
    state = ProposalState.ACCEPTED if accepted else ProposalState.DECLINED
    return replace(proposal, state=state, answer=answer, answered_by=by, answered_at=at)
