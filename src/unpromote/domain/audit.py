"""Can we prove it: the chain of hashes over what happened, and the file of one case from which its pack is built.

Every entry of the chain carries the hash of the one before it, so that no entry can be changed, dropped or moved
without breaking every later one. Whoever keeps only the last hash, the head, can check the whole history.

    hash = sha256(previous hash as 64 hex digits + canonical JSON of {at, by, data, kind, seq})

Canonical JSON has sorted keys, no spaces and is UTF-8, so that two programs write the same bytes for the same data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from unpromote.domain import ledger
from unpromote.domain.aggregate import KeptClaim
from unpromote.domain.approval import Approval
from unpromote.domain.codec import encode
from unpromote.domain.deals import Deal
from unpromote.domain.delivery import Target
from unpromote.domain.duties import DutyTask
from unpromote.domain.events import FiledEvidence, Reason, TakenQuote
from unpromote.domain.holdings import PlatformMoney
from unpromote.domain.messages import Conversation
from unpromote.domain.on_record import OnRecord
from unpromote.domain.papers import Citation, Layering
from unpromote.domain.payout import Settlement
from unpromote.domain.proposals import CreatorFile, Proposal
from unpromote.domain.unclear import Unclear

GENESIS = "0" * 64
_LINKED = ("previous", "hash")


@dataclass(frozen=True)
class Entry:
    """One event as the chain keeps it: `seq` counts from 1, `data` is the event's JSON."""

    seq: int
    at: datetime
    by: str
    kind: str
    data: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True)
class ChainBreak:
    """The first place at which a chain does not hold."""

    seq: int
    problem: str


@dataclass(frozen=True)
class CaseHead:
    """What a case is called, whose it is and where it stands."""

    id: str
    reference: str
    title: str
    client: str
    state: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    closed_why: str = ""


@dataclass(frozen=True)
class Finding:
    """A clause that reading found: its exact words, their page, and how sure the reader is (0 to 1, as text)."""

    category: str
    page: int | None
    quote: str
    score: str = ""


@dataclass(frozen=True)
class AgreementFile:
    """One document of the agreement and what was found in it."""

    name: str
    sha256: str
    path: str
    pages: int = 0
    title: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Attachment:
    """A further file for the pack: its path in the pack, where it lies now, and the hash it must have."""

    path: str
    source: str
    sha256: str


@dataclass(frozen=True)
class CaseFile:
    """Everything the evidence pack says about one case.

    The `path` of evidence, agreements and messages says where the file lies now; whoever writes the pack copies it
    and writes its path in the pack instead. `events` is the whole chain, and its last entry dates the pack.
    """

    case: CaseHead
    reason: Reason
    promotion: Mapping[str, Any]
    targets: tuple[Target, ...] = ()
    agreements: tuple[AgreementFile, ...] = ()
    terms: Mapping[str, Any] | None = None
    citations: tuple[Citation, ...] = ()
    quote: TakenQuote | None = None
    approval: Approval | None = None
    conversations: tuple[Conversation, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    events: tuple[Entry, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    layering: Layering | None = None
    unclear: tuple[Unclear, ...] = ()
    terms_version: int = 0
    requote: TakenQuote | None = None
    claims: tuple[KeptClaim, ...] = ()
    evidence: tuple[FiledEvidence, ...] = ()
    deals: tuple[Deal, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    creator_files: tuple[CreatorFile, ...] = ()
    duties: tuple[DutyTask, ...] = ()
    ledger: tuple[ledger.Entry, ...] = ()
    on_record: OnRecord = field(default_factory=OnRecord)
    platform: PlatformMoney = field(default_factory=PlatformMoney)

    @property
    def as_of(self) -> datetime:
        """The instant up to which the file tells the story."""
        return self.events[-1].at if self.events else self.case.opened_at

    @property
    def head(self) -> str:
        """The last hash of the chain, which stands for all of it."""
        return self.events[-1].hash if self.events else GENESIS


def canonical(data: Any) -> bytes:
    """Return JSON-able data as the bytes that hashes are taken over."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", errors="surrogatepass")


def fingerprint(data: Any) -> str:
    """Return the hash that stands for JSON-able data, such as a quote that people sign."""
    return hashlib.sha256(canonical(data)).hexdigest()


def link(previous_hash: str, entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry {seq, at, by, kind, data} in JSON form that follows the one with `previous_hash`."""
    body = {key: value for key, value in entry.items() if key not in _LINKED}
    return hashlib.sha256(previous_hash.encode("ascii") + canonical(body)).hexdigest()


def chained(before: Entry | None, *, at: datetime, by: str, kind: str, data: Mapping[str, Any]) -> Entry:
    """Return the entry that follows `before` (None: the first one)."""
    previous = before.hash if before else GENESIS
    open_entry = Entry(
        seq=before.seq + 1 if before else 1, at=at, by=by, kind=kind, data=data, previous=previous, hash=""
    )
    return replace(open_entry, hash=link(previous, encode(open_entry)))


def check_chain(entries: Iterable[Mapping[str, Any]]) -> ChainBreak | None:
    """Return the first break in a whole chain of entries in JSON form, or None where every link holds."""
    previous = GENESIS
    for seq, entry in enumerate(entries, start=1):
        problem = _broken(entry, seq, previous)
        if problem:
            return ChainBreak(seq, problem)
        previous = entry["hash"]
    return None


def _broken(entry: Mapping[str, Any], seq: int, previous: str) -> str:
    if entry.get("seq") != seq:
        return f"entry {seq} is missing: number {entry.get('seq')} stands in its place"
    if entry.get("previous") != previous:
        return f"entry {seq} does not follow the entry before it: its previous hash differs"
    if entry.get("hash") != link(previous, entry):
        return f"entry {seq} was changed: its hash does not fit its content"
    return ""
