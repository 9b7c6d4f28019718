"""Until when a person has to have stopped what no software can: by the rule of its kind, as it stood that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

WITHIN = timedelta(days=1)  # our practice, where no rule says otherwise: it goes on spending until then


@dataclass(frozen=True)
class HandRule:
    """How long a person has from the order to stop, and how long before it begins, or silence approves it.

    `certain` says that the fact behind it is on a page of the platform's own.
    """

    within_hours: int
    source: str
    checked_on: date
    certain: bool
    before_start_hours: int | None = None
    before_silence_hours: int | None = None


def last_hour(
    rule: HandRule | None, ordered_at: datetime, *, start_at: datetime | None, silence_at: datetime | None
) -> datetime:
    """Return until when it has to be stopped: never before it was ordered, though that may be too late by then."""
    if rule is None:
        return ordered_at + WITHIN
    events = ((start_at, rule.before_start_hours), (silence_at, rule.before_silence_hours))
    ahead = [at - timedelta(hours=hours) for at, hours in events if hours is not None and at and at > ordered_at]
    return max(ordered_at, min([ordered_at + timedelta(hours=rule.within_hours), *ahead]))
