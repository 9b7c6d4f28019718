"""What happens with creators beside the money: their deals, their page, how they stay involved, their duties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from unpromote.domain.deals import Deal
from unpromote.domain.duties import DutyProof
from unpromote.domain.events import Event
from unpromote.domain.messages import Contact
from unpromote.domain.payout import Settlement
from unpromote.domain.proposals import CreatorFile, Proposal

OF_CREATOR = ("name", "kill", "takedown_requested")
OF_CONTACT = ("name", "language")
OF_DEAL = ("time_zone", "codes", "gifts", "advances")


@dataclass(frozen=True, kw_only=True)
class DealsEntered(Event):
    """Deals in place of those of the same creators: `creators` in the vocabulary of quotes, with the rest of each.

    `unsaid` names by creator what the entry leaves open, of the names above; that stays as it was entered before.
    """

    creators: tuple[Mapping[str, Any], ...]
    contacts: tuple[Contact, ...]
    deals: tuple[Deal, ...]
    unsaid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SilenceNear(Event):
    """What a creator handed in is about to be approved by silence, at `approved_at`."""

    creator_id: str
    deliverable: str
    approved_at: datetime


@dataclass(frozen=True, kw_only=True)
class CreatorLinkRevoked(Event):
    """Every link to the creator's page that was given out before stops working."""

    creator_id: str


@dataclass(frozen=True, kw_only=True)
class CreatorProposed(Event):
    proposal: Proposal


@dataclass(frozen=True, kw_only=True)
class ProposalAnswered(Event):
    proposal_id: str
    accepted: bool
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class CreatorFiled(Event):
    file: CreatorFile


@dataclass(frozen=True, kw_only=True)
class InvolvementAdjusted(Event):
    """A settlement in place of the one before, and why; `proposal_id` names the proposal that it accepts, if any."""

    settlement: Settlement
    why: str
    proposal_id: str = ""


@dataclass(frozen=True, kw_only=True)
class DutyShown(Event):
    duty_id: str
    proof: DutyProof


@dataclass(frozen=True, kw_only=True)
class DutyDone(Event):
    duty_id: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DutyWaived(Event):
    duty_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class DutyLate(Event):
    duty_id: str


@dataclass(frozen=True, kw_only=True)
class DutyProofRefused(Event):
    """What was shown does not show the duty, and why."""

    duty_id: str
    why: str
