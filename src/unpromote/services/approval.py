"""Approval: who said yes to exactly this quote."""

from __future__ import annotations

from datetime import datetime

from unpromote.domain.case import Case
from unpromote.domain.events import QuoteSigned
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.record import record


def sign_quote(person: Person, case_id: str, quote_hash: str, *, now: datetime) -> Case:
    """Sign the quote with this hash; once every signature is there, delivery is stopped.

    Raises:
        NotAllowed: the person has no right to approve, signed before, or looked at another quote.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    return record(case.id, QuoteSigned(at=now, by=person.name, quote_hash=quote_hash))
