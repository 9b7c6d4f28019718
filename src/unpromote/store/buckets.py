"""Token buckets as rows: the generic cell rate algorithm, taken in one short transaction right before a call."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from unpromote.store.models import BucketRow


def take(partition: str, now: datetime, *, every: timedelta, burst: int) -> datetime:
    """Take one token and return `now`, or take none and return when one will be there.

    Args:
        partition: whose pace is meant.
        now: the present instant.
        every: the steady distance between two calls.
        burst: how many calls may go at once after a quiet time.
    """
    with transaction.atomic():
        row = _locked(partition, now)
        earliest = row.next_at - every * (burst - 1)
        if earliest > now:
            return earliest
        row.next_at = max(row.next_at, now) + every
        row.save(update_fields=["next_at"])
        return now


def reserve(
    partition: str, now: datetime, *, every: timedelta, patience: timedelta, burst: int = 1
) -> tuple[datetime, bool]:
    """Return when the next token is there, and whether it was taken: not where it is further off than `patience`.

    Whoever waits has a place of their own, so that many who wait together lose no time among them.
    """
    with transaction.atomic():
        row = _locked(partition, now)
        at = max(row.next_at - every * (burst - 1), now)
        if at - now > patience:
            return at, False
        row.next_at = max(row.next_at, now) + every
        row.save(update_fields=["next_at"])
        return at, True


def hold(partition: str, until: datetime) -> None:
    """Give out no more tokens of a partition whose burst is one before `until`."""
    BucketRow.objects.get_or_create(partition=partition, defaults={"next_at": until})
    BucketRow.objects.filter(partition=partition, next_at__lt=until).update(next_at=until)


def _locked(partition: str, now: datetime) -> BucketRow:
    BucketRow.objects.get_or_create(partition=partition, defaults={"next_at": now})
    return BucketRow.objects.select_for_update().get(partition=partition)
