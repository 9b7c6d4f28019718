"""AdCP's `deadline-policy` (Ad Context Protocol 3.0 to 3.2): until how long before the start leaving is free.

Here it is a right without cause, at once and without a fee, that may be used until that moment. What leaving costs
afterwards is no part of it: a cancellation policy says that, or a tariff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unpromote.domain.clauses import Right
from unpromote.domain.dates import Anchor, Edge
from unpromote.domain.errors import BadInput
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Ground, Reservation, Role

Json = Any

BUYERS = (Role.ADVERTISER, Role.AGENCY)
FIELDS = frozenset({"booking_lead_days", "cancellation_lead_days", "material_stages", "business_days_only"})
_LONGEST = 36_500  # days
_WORKWEEK = ("Sat", "Sun")
_NOT_READ = ("booking_lead_days", "material_stages")


def from_deadline(policy: Mapping[str, Json]) -> dict[str, Json]:
    """Return the fragment of terms (JSON form) that a deadline policy means; `undated` tells what it leaves open.

    Raises:
        BadInput: it says nothing about cancelling, or not in whole days.
    """
    days, business = policy.get("cancellation_lead_days"), policy.get("business_days_only", False)
    if type(days) is not int or not 0 <= days <= _LONGEST:
        mend = "write how many whole days before the start cancelling is free"
        raise BadInput(f"{days!r} is no number of days", place="cancellation_lead_days", mend=mend)
    if type(business) is not bool:
        mend = "write true where the days are Monday to Friday"
        raise BadInput(f"{business!r} is neither true nor false", place="business_days_only", mend=mend)
    offset = {"offset_business_days": -days, "at": "00:00"} if business and days else {"offset_days": -days}
    right = {"id": "adcp-free", "clause": "AdCP deadline_policy", "ground": Ground.CONVENIENCE.value, "notice": None}
    until = {"anchor": "start", **offset}
    return {"rights": [right | {"holders": [role.value for role in BUYERS], "fees": [], "available": {"until": until}}]}


def undated(policy: Mapping[str, Json]) -> tuple[str, ...]:
    """Return what a deadline policy leaves open, and which of its fields were not read."""
    said = ["what leaving costs after the deadline", "who may cancel: read as advertiser and agency"]
    if policy.get("business_days_only"):
        said.append("at what time of day the deadline ends, and holidays: read as 00:00, and as those of the calendar")
    said += [f"{name}: not about leaving, not read" for name in _NOT_READ if name in policy]
    return (*said, *(f"{name}: not known, not read" for name in policy if name not in FIELDS))


def frees_until(right: Right) -> bool:
    """Tell whether a right is what a deadline policy says: no cause, at once, free, until days before the start."""
    until = right.available.until if right.available else None
    if until is None or right.ground is not Ground.CONVENIENCE or right.notice is not None or right.fees:
        return False
    offset = until.offset_business_days if until.offset_days is None else until.offset_days
    return until.anchor is Edge.START and until.offset_hours is None and (offset or 0) <= 0


def to_deadline(terms: Terms, reservation: Reservation | None = None) -> tuple[dict[str, Json], tuple[str, ...]]:
    """Return the deadline policy for one kind of promotion, and what it cannot say; empty where there is not one."""
    free = [(n, right) for n, right in enumerate(terms.rights) if frees_until(right) and is_for(right, reservation)]
    if len(free) != 1:
        return {}, (f"rights: {len(free)} are free until days before the start; a policy holds one",) if free else ()
    ((nth, right),) = free
    until = right.available.until if right.available and right.available.until else Anchor(Edge.START)
    policy: dict[str, Json] = {"cancellation_lead_days": -(until.offset_business_days or until.offset_days or 0)}
    if until.offset_business_days:
        policy["business_days_only"] = True
    return policy, tuple(_lost(terms, right, f"rights[{nth}].available"))


def is_for(right: Right, reservation: Reservation | None) -> bool:
    """Tell whether the buyer may use a right for that kind of promotion."""
    kinds = right.for_.reservation if right.for_ else ()
    return (reservation is None or not kinds or reservation in kinds) and any(role in BUYERS for role in right.holders)


def _lost(terms: Terms, right: Right, place: str) -> Iterator[str]:
    available = right.available
    if available is not None and available.from_ is not None:
        yield f"{place}.from: from when on the right may be used"
    until = available.until if available else None
    if until is not None and until.offset_business_days is not None:
        yield f"{place}.until.at: the deadline's time of day; AdCP takes that of the start"
        weekend = tuple(day.value for day in terms.calendar.weekend)
        if weekend != _WORKWEEK or terms.calendar.holidays:
            yield f"{place}.until: AdCP's business days are Monday to Friday, holidays or not"
    if right.acceptance is not None:
        yield f"{place.rpartition('.')[0]}.acceptance: whether the other side has to consent"
