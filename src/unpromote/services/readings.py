"""Readings: what an unclear term means, once a person has found out; the terms and the quote follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from unpromote.domain.case import Case, State
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import ReadingSettled, TakenQuote
from unpromote.domain.papers import Citation
from unpromote.domain.stated import kept_terms, settled
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.quoting import computed
from unpromote.services.record import record

SETTLED = "settled"
_RUNNING = (State.STOPPING, State.SETTLING)


def settle_reading(person: Person, case_id: str, path: str, reading: Any, *, because: str, now: datetime) -> Case:
    """Settle how an unclear field of the terms is read: `reading` is its value in JSON form, null for nothing agreed.

    Before approval the quote is void and has to be taken anew. After it the approved quote stays, and the quote anew
    under the settled reading stands beside it.

    Raises:
        NotAllowed: no terms are confirmed, nothing says why, or the case is closed.
        BadInput: nothing is unclear there, or the field cannot be read so.
    """
    case = queries.case(person, case_id)
    if case.terms is None:
        raise NotAllowed("no terms are confirmed yet")
    stated = settled(case.terms, case.unclear, path, reading)
    terms = kept_terms(stated)
    after = replace(case, terms=terms, unclear=stated.unclear, terms_version=case.terms_version + 1)
    cited = Citation(path, None, because, SETTLED, "1", f"settled by {person.name}")
    event = ReadingSettled(
        at=now,
        by=person.name,
        path=path,
        reading=reading,
        because=because,
        terms=terms,
        citations=(*(other for other in case.citations if other.path != path), cited),
        requoted=_requoted(after, now),
    )
    return record(case.id, event)


def _requoted(case: Case, now: datetime) -> TakenQuote | None:
    """Return the quote anew for the request that was approved; None where nothing is approved yet."""
    if case.state not in _RUNNING or case.quote is None:
        return None
    return computed(case, case.quote.request, now, None)
