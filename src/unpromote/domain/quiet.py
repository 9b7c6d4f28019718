"""Quiet hours: when a notice may go. Wall-clock hours of a zone, over midnight where they end before they begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from unpromote.domain.dates import civil_date, wall_instant

_DAY = timedelta(days=1)
_WEEK_AHEAD = 8


@dataclass(frozen=True)
class QuietHours:
    """Nothing is sent from `from_` until `until` on the zone's clock; two equal hours mean never quiet."""

    from_: time
    until: time
    zone: ZoneInfo

    def ends_at(self, now: datetime) -> datetime | None:
        """Return when the quiet at `now` ends, None where it is not quiet."""
        if self.from_ == self.until:
            return None
        today = civil_date(now, self.zone)
        for day in (today - _DAY, today):
            last = day if self.from_ < self.until else day + _DAY
            begin, end = wall_instant(day, self.from_, self.zone), wall_instant(last, self.until, self.zone)
            if begin <= now < end:
                return end.astimezone(UTC)
        return None


def free_at(now: datetime, quiet: Sequence[QuietHours]) -> datetime:
    """Return the first instant from `now` on at which none of these is quiet; `now` where they leave no gap."""
    at = now
    for _ in range(_WEEK_AHEAD):
        ends = [end for hours in quiet if (end := hours.ends_at(at)) is not None]
        if not ends:
            return at
        at = max(ends)
    return now


def next_at(clock: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first instant after `after` at which that zone's clock shows this time, once a day across DST."""
    day = civil_date(after, zone)
    for ahead in range(3):
        at = wall_instant(day + ahead * _DAY, clock, zone).astimezone(UTC)
        if at > after:
            return at
    raise AssertionError("a clock shows every time of a day")  # pragma: no cover - two days hold every time once
