"""Silence that approves: what a creator handed in counts as approved unless somebody answers in time.

TikTok One: a manual review that is not answered within 14 days is an approval, and with it the kill fee rises
(terms: `creators.deemed_approval`). Every deliverable that waits for an answer therefore has an instant of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.codec import decode
from unpromote.domain.dates import Calendar, Period, period_end
from unpromote.domain.promotion import Creator
from unpromote.domain.vocabulary import Stage

WARN_BEFORE = (timedelta(days=3), timedelta(days=1))
_WAITING = (Stage.DRAFT_SUBMITTED, Stage.REVISION)


@dataclass(frozen=True)
class SilenceDeadline:
    """At `approved_at` silence approves what was handed in at `submitted_at`; until then an answer prevents it."""

    creator_id: str
    name: str
    deliverable: str
    submitted_at: datetime
    approved_at: datetime


def silence_deadlines(terms: Mapping[str, Any] | None, promotion: Mapping[str, Any]) -> tuple[SilenceDeadline, ...]:
    """Return the deadline of every deliverable that waits for an answer, the first first; none where none is agreed."""
    agreed = ((terms or {}).get("creators") or {}).get("deemed_approval")
    if terms is None or agreed is None:
        return ()
    period = decode(Period, agreed, place="terms.creators.deemed_approval")
    calendar, zone = decode(Calendar, terms["calendar"], place="terms.calendar"), ZoneInfo(terms["time_zone"])
    found = []
    for written in promotion.get("creators", ()):
        creator = decode(Creator, written, currency=terms["currency"], place="promotion.creators")
        for item in creator.deliverables:
            if item.stage in _WAITING and item.submitted_at is not None:
                over_at = period_end(period, item.submitted_at, calendar, zone)
                name = creator.name or creator.id
                found.append(SilenceDeadline(creator.id, name, item.id, item.submitted_at, over_at))
    return tuple(sorted(found, key=lambda one: (one.approved_at, one.creator_id, one.deliverable)))
