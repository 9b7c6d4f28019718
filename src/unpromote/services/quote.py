"""Quote: may we, from when, at what price; bound to the facts of the day by its hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.events import QuoteTaken
from unpromote.services import queries
from unpromote.services.people import Person, second_person_above
from unpromote.services.quoting import computed
from unpromote.services.record import record


def take_quote(
    person: Person,
    case_id: str,
    *,
    method: str,
    now: datetime,
    sent_at: datetime | None = None,
    effective: str = "asap",
    weigh: Mapping[str, Any] | None = None,
) -> Case:
    """Compute the quote for a cancellation sent at `sent_at` (now, if not given) and keep it.

    `weigh` is what to weigh beside leaving and running on: {reduce_to, pause, harm_per_day, partial}, each may be left
    out. Over unclear terms the quote is a range, and the limit for a second signature is compared with its greatest.

    Raises:
        NotAllowed: no terms are confirmed yet, or the case is approved already.
        BadInput: the facts of the promotion and the terms do not fit together, or `weigh` cannot be weighed.
    """
    case = queries.case(person, case_id)
    request = {
        "by": "advertiser",
        "sent_at": (sent_at or now).isoformat(),
        "method": method,
        "reason": case.reason.kind,
        "effective": effective,
    }
    taken = computed(case, request, now, weigh)
    above = second_person_above(case.client)
    return record(case.id, QuoteTaken(at=now, by=person.name, quote=taken, second_above=above))
