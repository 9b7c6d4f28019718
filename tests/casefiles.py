"""A finished case as its evidence pack is built from it, with every file really on disk.

Ana opened it, Ben and Bea signed, TikTok's support and both creators answered: Cleo is paid, Emil pays back.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from builders import QUOTE, case_after, curve, filed_evidence, opened, story, taken_quote, usd
from unpromote.domain.approval import Approval, Signature
from unpromote.domain.audit import (
    AgreementFile,
    CaseFile,
    CaseHead,
    Entry,
    Finding,
    chained,
    fingerprint,
)
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.events import Event, Evidence, FiledEvidence
from unpromote.domain.messages import Conversation, Message
from unpromote.domain.papers import Citation

HASH = fingerprint(QUOTE)
CLAUSE = (
    "Each Party may also terminate the Agreement for convenience after Contract Year 2 by providing written notice "
    "to the other Party at least sixty (60) calendar days prior to the effective date of such termination"
)


def finished(folder: Path, **changes: Any) -> CaseFile:
    """A closed case whose files lie in the folder."""
    case = case_after("closed")
    quote = taken_quote(hash=HASH, curve=curve())
    made = CaseFile(
        case=_head(case),
        reason=replace(case.reason, evidence=(_evidence(folder, "complaints.txt"),)),
        promotion=case.promotion,
        targets=case.targets,
        agreements=(_agreement(folder),),
        terms=case.terms,
        citations=(Citation("rights[0].notice", 7, CLAUSE, "stated", "0.93", "agreement.pdf"),),
        quote=quote,
        approval=_approval(),
        conversations=tuple(_talk(folder, talk) for talk in case.conversations),
        settlements=case.settlements,
        events=chain(opened(), *(event for _, event in story())),
        evidence=(_exhibit(folder, "notice.txt"),),
    )
    return replace(made, **changes)


def _exhibit(folder: Path, name: str) -> FiledEvidence:
    kept = _evidence(folder, name)
    return filed_evidence(file=name, sha256=kept.sha256, path=kept.path)


def early(**changes: Any) -> CaseFile:
    """A case that was only opened: no agreement, no terms, no quote."""
    case = case_after("opened")
    made = CaseFile(_head(case), case.reason, case.promotion, case.targets, events=chain(opened()))
    return replace(made, **changes)


def chain(*events: Event) -> tuple[Entry, ...]:
    """The events as the chain keeps them."""
    entries: list[Entry] = []
    for event in events:
        data = encode(event)
        del data["at"], data["by"]
        before = entries[-1] if entries else None
        entries.append(chained(before, at=event.at.astimezone(UTC), by=event.by, kind=type(event).__name__, data=data))
    return tuple(entries)


def put(folder: Path, name: str, content: bytes) -> tuple[str, str]:
    """Save a file; give its path and hash."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path), hashlib.sha256(content).hexdigest()


def _head(case: Case) -> CaseHead:
    return CaseHead(
        id=case.id,
        reference=case.reference,
        title=case.title,
        client=case.client,
        state=case.state.value,
        opened_at=case.opened_at,
        opened_by=case.opened_by,
        closed_at=case.closed_at,
        closed_why=case.closed_why,
    )


def _evidence(folder: Path, name: str) -> Evidence:
    path, sha256 = put(folder, f"evidence/{name}", b"412 comments, 301 of them negative\n")
    return Evidence(name=name, sha256=sha256, path=path)


def _agreement(folder: Path) -> AgreementFile:
    path, sha256 = put(folder, "agreement/agreement.pdf", b"%PDF-1.4 an agreement of ten pages")
    finding = Finding("Termination For Convenience", 7, CLAUSE, "0.93")
    return AgreementFile("agreement.pdf", sha256, path, 10, "Event Sponsorship Agreement", (finding,))


def _approval() -> Approval:
    at = datetime(2026, 9, 21, 17, 20, tzinfo=UTC)
    signatures = (Signature("ben", at), Signature("bea", at + timedelta(hours=1)))
    return Approval(HASH, usd("67000.00"), 2, signatures)


def _talk(folder: Path, talk: Conversation) -> Conversation:
    return replace(talk, messages=tuple(_mail(folder, talk.id, message) for message in talk.messages))


def _mail(folder: Path, talk: str, message: Message) -> Message:
    letter = f"Message-ID: {message.message_id}\r\nSubject: {message.subject}\r\n\r\n{message.body}\r\n"
    path, sha256 = put(folder, f"mail/{talk}-{message.step}.eml", letter.encode())
    return replace(message, path=path, sha256=sha256)
