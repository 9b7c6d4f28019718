"""Instants as they are typed on the command line."""

from __future__ import annotations

from datetime import datetime

from unpromote.domain.aggregate import Case
from unpromote.domain.checks import zone_named
from unpromote.domain.dates import first_instant
from unpromote.domain.errors import BadInput


def instant_of(text: str, case: Case, place: str) -> datetime:
    """Return the instant that somebody typed; a day is its first one, in the zone of the agreement.

    Raises:
        BadInput: it is none.
    """
    zone = zone_named((case.terms or {}).get("time_zone", "UTC"))
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        mend = "write 2026-12-01 or 2026-12-01T09:00:00+01:00"
        raise BadInput(f"{text!r} is no day and no instant", place=place, mend=mend) from None
    if len(text) == len("2026-12-01"):
        return first_instant(found.date(), zone)
    return found if found.tzinfo else found.replace(tzinfo=zone)
