"""Intake: which promotions, whose, and why cancel."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.deals import Deal
from unpromote.domain.delivery import Target
from unpromote.domain.errors import BadInput
from unpromote.domain.events import CaseDropped, CaseOpened, Evidence, Reason
from unpromote.domain.messages import Contact, Counterpart
from unpromote.services import filing, queries
from unpromote.services.people import Person
from unpromote.services.record import open_, record


@dataclass(frozen=True)
class Intake:
    """What a person hands in to open a case. `promotion` is in the vocabulary of quotes; `evidence` are files."""

    client: str
    title: str
    reason: str
    wording: str
    promotion: Mapping[str, Any]
    targets: tuple[Target, ...]
    contacts: tuple[Contact, ...]
    evidence: Sequence[Path] = ()
    deals: tuple[Deal, ...] = ()


def open_case(person: Person, intake: Intake, *, now: datetime) -> Case:
    """Open a case, with its evidence filed.

    Raises:
        NotAllowed: the person does not work for the client, or there is nothing to stop.
        BadInput: a counterpart is missing, an evidence file cannot be read, or a fact claims to be shown already.
    """
    return open_(opening(person, intake, new_id(), now=now))


def new_id() -> str:
    """Return an id for a new case."""
    return f"case_{secrets.token_hex(8)}"


def reference_of(case_id: str) -> str:
    """Return the reference under which people know a case."""
    return "UP-" + b32encode(hashlib.sha256(case_id.encode()).digest()).decode()[:8]


def opening(person: Person, intake: Intake, case_id: str, *, now: datetime) -> CaseOpened:
    """Return what opens a case, with its evidence filed; `open_case` says what it refuses."""
    person.must_work_for(intake.client)
    _somebody_to_tell(intake)
    _nothing_shown_yet(intake)
    evidence = tuple(_filed(case_id, path) for path in intake.evidence)
    return CaseOpened(
        at=now,
        by=person.name,
        case_id=case_id,
        client=intake.client,
        reference=reference_of(case_id),
        title=intake.title,
        reason=Reason(kind=intake.reason, wording=intake.wording, evidence=evidence),
        promotion=intake.promotion,
        targets=intake.targets,
        contacts=intake.contacts,
        deals=intake.deals,
    )


def drop_case(person: Person, case_id: str, why: str, *, now: datetime) -> Case:
    """Close a case that will not be carried out: the promotion goes on.

    Raises:
        NotAllowed: it was approved already, or no reason is given.
    """
    case = queries.case(person, case_id)
    return record(case.id, CaseDropped(at=now, by=person.name, why=why))


def _somebody_to_tell(intake: Intake) -> None:
    if not any(contact.counterpart is Counterpart.SUPPORT for contact in intake.contacts):
        mend = "give the name and address of whoever has to confirm the cancellation"
        raise BadInput("nobody is named to send the cancellation to", place="counterparty", mend=mend)
    known = {contact.id for contact in intake.contacts}
    for creator in intake.promotion.get("creators", []):
        if creator["id"] not in known:
            mend = "give every creator a name and an address"
            raise BadInput(f"creator {creator['id']!r} cannot be told", place="creators", mend=mend)


def _nothing_shown_yet(intake: Intake) -> None:
    if intake.promotion.get("evidence"):
        mend = "add each file to the open case, for the facts that it proves"
        raise BadInput("evidence for facts needs its files", place="promotion.evidence", mend=mend)
    for name, fact in (intake.promotion.get("facts") or {}).items():
        if isinstance(fact, Mapping) and "confirmed_by" in fact:
            mend = "state it, add its evidence, then have a person confirm it"
            raise BadInput("nobody has confirmed this fact yet", place=f"promotion.facts.{name}", mend=mend)


def _filed(case_id: str, path: Path) -> Evidence:
    filed = filing.keep(case_id, path, "evidence")
    return Evidence(name=path.name, sha256=filed.sha256, path=filed.path)
