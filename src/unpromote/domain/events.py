"""What happened, in the past tense. Events are the only way into `domain.case`; names and fields are append-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moneyed import Money

from unpromote.domain.books import Bill, Movement
from unpromote.domain.claims import Claim, Comparison
from unpromote.domain.deals import Deal
from unpromote.domain.delivery import Above, Observation, SpendSample, Target, WriteReceipt
from unpromote.domain.evidence import EvidenceItem
from unpromote.domain.ladders import Chase
from unpromote.domain.messages import Contact, Message, Outcome
from unpromote.domain.papers import Citation, Document, Layering, Reading
from unpromote.domain.payout import Settlement
from unpromote.domain.unclear import Unclear


@dataclass(frozen=True)
class Evidence:
    """A file that supports the reason."""

    name: str
    sha256: str
    path: str


@dataclass(frozen=True)
class FiledEvidence(EvidenceItem):
    """An item of evidence for facts, as it was kept: `path` says where its file lies."""

    path: str = ""


@dataclass(frozen=True)
class Reason:
    """Why the promotion has to stop: a motive of the vocabulary (terms 2.4), in the person's words, with evidence."""

    kind: str
    wording: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class TakenQuote:
    """A quote as it was shown, with everything needed to compute it again.

    `quote` is its written form, with the `decision` (the ways on, cliffs, break-even) and what it was `computed_with`;
    the hash covers all of it. Over unclear terms it has a `range` and `questions` instead of figures, `price` is then
    the most that leaving may cost, and `permitted` says whether every reading permits it.
    `evidence` says how each stated fact was shown, `if_proven` what proving the missing ones would save.
    """

    hash: str
    taken_at: datetime
    permitted: bool
    price: Money
    request: Mapping[str, Any]
    quote: Mapping[str, Any]
    curve: tuple[Mapping[str, Any], ...]
    settlements: tuple[Settlement, ...]
    evidence: tuple[Mapping[str, Any], ...] = ()
    if_proven: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: when, and by whose hand (a person's name, or the software's part)."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    case_id: str
    client: str
    reference: str
    title: str
    reason: Reason
    promotion: Mapping[str, Any]
    targets: tuple[Target, ...]
    contacts: tuple[Contact, ...]
    deals: tuple[Deal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Event):
    item: FiledEvidence


@dataclass(frozen=True, kw_only=True)
class FactStated(Event):
    """A fact in its JSON form, in place of what was stated before; null withdraws it."""

    name: str
    fact: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class FactConfirmed(Event):
    name: str


@dataclass(frozen=True, kw_only=True)
class AgreementReceived(Event):
    document: Document


@dataclass(frozen=True, kw_only=True)
class AgreementRead(Event):
    reading: Reading


@dataclass(frozen=True, kw_only=True)
class AgreementUnreadable(Event):
    document_id: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class TermsConfirmed(Event):
    terms: Mapping[str, Any]
    citations: tuple[Citation, ...] = ()
    layering: Layering | None = None
    unclear: tuple[Unclear, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadingSettled(Event):
    """How an unclear field is read from now on, and why; `requoted` is the quote anew where one was approved before."""

    path: str
    reading: Any
    because: str
    terms: Mapping[str, Any]
    citations: tuple[Citation, ...] = ()
    requoted: TakenQuote | None = None


@dataclass(frozen=True, kw_only=True)
class QuoteTaken(Event):
    quote: TakenQuote
    second_above: Money | None = None


@dataclass(frozen=True, kw_only=True)
class QuoteSigned(Event):
    quote_hash: str


@dataclass(frozen=True, kw_only=True)
class StopObserved(Event):
    """One look-act-look round. `write` is only in events of before a round could take several `writes`.

    `above` says by target what it was stopped with: then its own switch was left alone.
    """

    target_ids: tuple[str, ...]
    before: tuple[Observation, ...]
    after: tuple[Observation, ...]
    write: WriteReceipt | None = None
    writes: tuple[WriteReceipt, ...] = ()
    above: Mapping[str, Above] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StoppedByHand(Event):
    target_id: str
    proof: str
    file: str = ""


@dataclass(frozen=True, kw_only=True)
class SpendSampled(Event):
    target_ids: tuple[str, ...]
    samples: tuple[SpendSample, ...]
    nth: int
    seen: tuple[Observation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoticesDue(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """A letter went. `chase` is what the clock on their silence runs by from then on."""

    conversation_id: str
    message: Message
    chase: Chase | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyReceived(Event):
    """A message of theirs; `assigned` says that a person, not a rule, found where it belongs."""

    conversation_id: str
    message: Message
    assigned: bool = False
    chase: Chase | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerJudged(Event):
    conversation_id: str
    outcome: Outcome
    note: str = ""
    chase: Chase | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderDue(Event):
    conversation_id: str
    nth: int
    clock: int = 0
    chase: Chase | None = None


@dataclass(frozen=True, kw_only=True)
class CreatorAnswered(Event):
    """A creator's answer; `through` is "page" where they gave it themselves, `figures` what they saw then."""

    creator_id: str
    accepted: bool
    note: str = ""
    through: str = ""
    figures: str = ""


@dataclass(frozen=True, kw_only=True)
class SettlementReleased(Event):
    creator_id: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class PayoutRecorded(Event):
    creator_id: str
    key: str


@dataclass(frozen=True, kw_only=True)
class ClaimReceived(Event):
    """What a counterparty asks for, and how it compared on that day with the quote of that hash."""

    claim_id: str
    claim: Claim
    comparison: Comparison
    quote_hash: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class CaseDropped(Event):
    why: str


@dataclass(frozen=True, kw_only=True)
class PackOrdered(Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PackBuilt(Event):
    path: str
    manifest_sha256: str


@dataclass(frozen=True, kw_only=True)
class CommandGaveUp(Event):
    command: str
    problem: str
    target_ids: tuple[str, ...] = ()
    conversation_id: str = ""
    step: str = ""


@dataclass(frozen=True, kw_only=True)
class AlarmAnswered(Event):
    alarm: str
    note: str


@dataclass(frozen=True, kw_only=True)
class PayeeNoted(Event):
    party: str
    holder: str
    method: str
    account: str
    law: str = ""


@dataclass(frozen=True, kw_only=True)
class BillNoted(Event):
    bill: Bill


@dataclass(frozen=True, kw_only=True)
class BalanceReleased(Event):
    party: str
    currency: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class BalanceExplained(Event):
    party: str
    currency: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PaymentsReleased(Event):
    run_id: str
    keys: tuple[str, ...]
    prepared_by: str


@dataclass(frozen=True, kw_only=True)
class BankLinesBooked(Event):
    statement: str
    movements: tuple[Movement, ...]


@dataclass(frozen=True, kw_only=True)
class RefundFellDue(Event):
    nth: int


@dataclass(frozen=True, kw_only=True)
class DeadlineMet(Event):
    """What a deadline was for is done, or no longer needed; `deadline_id` as in `domain.deadlines`."""

    deadline_id: str
    note: str


def kinds() -> Mapping[str, type[Event]]:
    """Return every kind of event by its written name."""
    return {kind.__name__: kind for kind in Event.__subclasses__()}
