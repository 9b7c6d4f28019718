"""Settlement: who is owed what, did they agree, and has it moved."""

from __future__ import annotations

from datetime import datetime

from unpromote.domain.case import Case
from unpromote.domain.events import CreatorAnswered, PayoutRecorded, SettlementReleased
from unpromote.domain.payout import Settlement
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.ports import PayoutLedger, PayoutLine
from unpromote.services.record import record


def record_answer(
    person: Person, case_id: str, creator_id: str, *, accepted: bool, note: str = "", now: datetime
) -> Case:
    """Record what a creator answered to the settlement.

    Raises:
        NotAllowed: there is no such creator, or it is released already.
    """
    case = queries.case(person, case_id)
    answer = CreatorAnswered(at=now, by=person.name, creator_id=creator_id, accepted=accepted, note=note)
    return record(case.id, answer)


def release(person: Person, case_id: str, creator_id: str, *, why: str = "", now: datetime) -> Case:
    """Release a settlement, so that its line goes into the payment file.

    Raises:
        NotAllowed: the person may not approve, or the creator has not agreed and no explanation is given.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    return record(case.id, SettlementReleased(at=now, by=person.name, creator_id=creator_id, why=why))


def write_payout(ledger: PayoutLedger, case: Case, settlement: Settlement, *, now: datetime, by: str) -> PayoutRecorded:
    """Write the settlement's line to the payment file, once however often this is tried."""
    key = f"{case.id}/{settlement.creator_id}"
    line = ledger.written(key) or ledger.write(
        PayoutLine(
            key=key,
            creator_id=settlement.creator_id,
            name=settlement.name,
            direction=settlement.direction,
            amount=abs(settlement.balance),
            due_by=settlement.pay_by,
            reference=case.reference,
            written_at=now,
        )
    )
    return PayoutRecorded(at=now, by=by, creator_id=settlement.creator_id, key=line.key)
