"""What has to be done again and again: a command whose key is its time, ordered by whoever notices first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from unpromote.services.arriving import look_for_mail

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def next_tick(now: datetime, every: timedelta) -> datetime:
    """Return the next instant that is a whole number of periods away from a fixed one: the same for every worker."""
    return _EPOCH + (int((now - _EPOCH) / every) + 1) * every


def order_mail(now: datetime, every: timedelta) -> None:
    """Order the next regular look for mail."""
    look_for_mail(next_tick(now, every))
