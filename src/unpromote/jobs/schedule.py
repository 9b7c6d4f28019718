"""What has to be done again and again: a command whose key is its time, ordered by whoever notices first.

What was done of it is forgotten when the next is ordered, so a desk that runs for years keeps a row or two of each.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from unpromote.domain.codec import encode
from unpromote.domain.commands import CollectMail, WatchDeadlines
from unpromote.services.arriving import look_for_mail
from unpromote.store import work

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def next_tick(now: datetime, every: timedelta) -> datetime:
    """Return the next instant that is a whole number of periods away from a fixed one: the same for every worker."""
    return _EPOCH + (int((now - _EPOCH) / every) + 1) * every


def order_mail(now: datetime, every: timedelta) -> None:
    """Order the next regular look for mail."""
    look_for_mail(next_tick(now, every))
    work.clear_done(CollectMail.__name__)


def order_watch(now: datetime, every: timedelta) -> None:
    """Order the next regular look for deadlines that moved, new alarms and digests."""
    command = WatchDeadlines(case_id="", due=next_tick(now, every))
    kind = type(command).__name__
    work.order([work.Order(command.key, None, kind, encode(command), command.partition, command.due)])
    work.clear_done(kind)
