"""Until when a claim can be objected to, by the term that the agreement states for it.

The term runs from the day of receipt, in civil days of the agreement's zone. Where none is stated, none is assumed:
there is no last day then, and a warning says so.
"""

from __future__ import annotations

from datetime import date, timedelta

from unpromote.domain.dates import Unit, date_before, first_instant, last_day, period_end
from unpromote.domain.terms import Terms


def object_by(received_on: date, terms: Terms, today: date) -> tuple[date | None, tuple[str, ...]]:
    """Return the last day to object, null where no term is agreed, and what is to be said about it."""
    dispute = terms.dispute
    silence = dispute is not None and dispute.silence_accepts
    said = ("silence_accepts: what is not objected to in time counts as accepted",) if silence else ()
    if dispute is None or dispute.objection is None:
        return None, ("no_objection_term: the agreement names no time to object, so do it without delay", *said)
    term, zone = dispute.objection, terms.zone
    if term.unit is Unit.HOURS:
        # Only the day of receipt is known, so the hours run from its first instant: never later than agreed.
        last_on = date_before(period_end(term, first_instant(received_on, zone), terms.calendar, zone), zone)
        said = (*said, "hours: counted from the beginning of the day of receipt")
    else:
        last_on = last_day(term, received_on, terms.calendar)
    if today > last_on:
        days = (today - last_on) // timedelta(days=1)
        said = (f"too_late: the time to object ended on {last_on}, {days} {'day' if days == 1 else 'days'} ago", *said)
    return last_on, said
