"""Audit: can we prove it. Closes the case and gathers everything that its evidence pack is made of."""

from __future__ import annotations

from datetime import datetime

from unpromote.domain import ledger
from unpromote.domain.audit import AgreementFile, CaseFile, CaseHead, Entry, Finding
from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.events import AlarmAnswered, CaseClosed, PackBuilt, PackOrdered
from unpromote.domain.papers import Document, Reading
from unpromote.services import queries
from unpromote.services.filing import written
from unpromote.services.people import Person
from unpromote.services.ports import PackStore
from unpromote.services.record import record
from unpromote.store import cases, events


def close_case(person: Person, case_id: str, *, now: datetime) -> Case:
    """Close a case in which nothing is open any more; its evidence pack follows.

    Raises:
        NotAllowed: something is still open; it is named.
    """
    return record(queries.case(person, case_id).id, CaseClosed(at=now, by=person.name))


def order_pack(person: Person, case_id: str, *, now: datetime) -> Case:
    """Order the evidence pack of a case as it stands now."""
    return record(queries.case(person, case_id).id, PackOrdered(at=now, by=person.name))


def answer_alarm(person: Person, case_id: str, alarm: str, note: str, *, now: datetime) -> Case:
    """Say what was done about an alarm.

    Raises:
        NotAllowed: there is no such alarm, or nothing is said.
    """
    event = AlarmAnswered(at=now, by=person.name, alarm=alarm, note=note)
    return record(queries.case(person, case_id).id, event)


def build_pack(case_id: str, store: PackStore, *, now: datetime, by: str) -> PackBuilt:
    """Write the evidence pack of the case as it stands."""
    result = store.write(case_file(case_id))
    return PackBuilt(at=now, by=by, path=written(result.path), manifest_sha256=result.manifest_sha256)


def case_file(case_id: str) -> CaseFile:
    """Return everything that the evidence pack says about a case."""
    case = cases.load(case_id)
    return CaseFile(
        case=CaseHead(
            id=case.id,
            reference=case.reference,
            title=case.title,
            client=case.client,
            state=case.state.value,
            opened_at=case.opened_at,
            opened_by=case.opened_by,
            closed_at=case.closed_at,
            closed_why=case.closed_why,
        ),
        reason=case.reason,
        promotion=case.promotion,
        targets=case.targets,
        agreements=_agreements(case),
        terms=case.terms,
        citations=case.citations,
        quote=case.quote,
        approval=case.approval,
        conversations=case.conversations,
        settlements=case.settlements,
        layering=case.layering,
        unclear=case.unclear,
        terms_version=case.terms_version,
        requote=case.requote,
        claims=case.claims,
        evidence=case.evidence,
        deals=case.deals,
        proposals=case.proposals,
        creator_files=case.creator_files,
        duties=case.duties,
        events=tuple(decode(Entry, entry, place="events") for entry in events.chain(case.id)),
        ledger=ledger.entries(case),
        on_record=case.on_record,
        platform=case.platform,
    )


def _agreements(case: Case) -> tuple[AgreementFile, ...]:
    readings = {reading.document_id: reading for reading in case.readings}
    return tuple(_agreement(document, readings.get(document.id)) for document in case.documents)


def _agreement(document: Document, reading: Reading | None) -> AgreementFile:
    findings = tuple(
        Finding(category=f["category"], page=f["page"], quote=f["quote"], score=str(f["score"]))
        for f in (reading.findings if reading else ())
    )
    pages = reading.pages if reading else 0
    return AgreementFile(name=document.name, sha256=document.sha256, path=document.path, pages=pages, findings=findings)
