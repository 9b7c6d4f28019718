"""Duties after the end: show that one was done, look at it, refuse what was shown, or let it go."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from unpromote.domain.case import Case
from unpromote.domain.creator_events import DutyDone, DutyProofRefused, DutyShown, DutyWaived
from unpromote.domain.duties import DutyProof
from unpromote.services import filing, queries
from unpromote.services.people import Person
from unpromote.services.record import record

SHELF = "duties"


def show_duty(
    person: Person, case_id: str, duty_id: str, *, words: str, now: datetime, source: Path | None = None
) -> Case:
    """Keep what shows that a duty was done: words, a file, or both.

    Raises:
        NotAllowed: there is no such duty, it is over already, or nothing is said.
        BadInput: the file cannot be kept.
    """
    case = queries.case(person, case_id)
    proof = DutyProof(words=words.strip(), at=now, by=person.name)
    if source is not None:
        filed = filing.keep(case.id, source, SHELF)
        proof = DutyProof(proof.words, now, person.name, source.name, filed.sha256, filed.path)
    return record(case.id, DutyShown(at=now, by=person.name, duty_id=duty_id, proof=proof))


def finish_duty(person: Person, case_id: str, duty_id: str, *, note: str = "", now: datetime) -> Case:
    """Say that the proof was looked at and the duty is done.

    Raises:
        NotAllowed: there is no such duty, it is over already, or nothing shows it.
    """
    case = queries.case(person, case_id)
    return record(case.id, DutyDone(at=now, by=person.name, duty_id=duty_id, note=note))


def waive_duty(person: Person, case_id: str, duty_id: str, *, why: str, now: datetime) -> Case:
    """Let a duty go, with the reason.

    Raises:
        NotAllowed: there is no such duty, it is over already, or no reason is given.
    """
    case = queries.case(person, case_id)
    return record(case.id, DutyWaived(at=now, by=person.name, duty_id=duty_id, why=why))


def refuse_proof(person: Person, case_id: str, duty_id: str, *, why: str, now: datetime) -> Case:
    """Say that what was shown does not show the duty: it is open again, and its holder reads why.

    Raises:
        NotAllowed: there is no such duty, nothing waits to be looked at, or no reason is given.
    """
    case = queries.case(person, case_id)
    return record(case.id, DutyProofRefused(at=now, by=person.name, duty_id=duty_id, why=why))
