"""Noted deadlines, and the calendars that people subscribed to, between rows and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import F, Q

from unpromote.domain.clocks import CLOCKS
from unpromote.domain.codec import decode, encode
from unpromote.domain.commands import Command, kinds
from unpromote.domain.deadlines import CaseDeadline
from unpromote.domain.feed import Noted
from unpromote.store.models import CaseRow, CommandRow, DeadlineRow, EventRow, FeedRow, WatchRow

_TIMERS = tuple(clock.__name__ for clock in CLOCKS)


def timers(case_id: str) -> tuple[Command, ...]:
    """Return the case's timers that are still to go off, as they were ordered."""
    rows = CommandRow.objects.filter(case_id=case_id, kind__in=_TIMERS).exclude(status="done")
    return tuple(decode(kinds()[row.kind], row.payload, place=row.key) for row in rows.order_by("due_at", "key"))


def last_event_at(case_id: str) -> datetime:
    """Return the instant of the case's last event."""
    return datetime.fromisoformat(EventRow.objects.filter(case_id=case_id).values_list("at", flat=True).last() or "")


def client_of(case_id: str) -> str:
    """Return whose case it is."""
    return CaseRow.objects.values_list("client_id", flat=True).get(id=case_id)


def noted(case_id: str) -> tuple[Noted, ...]:
    """Return the deadlines of a case as they were last noted."""
    return tuple(
        Noted(decode(CaseDeadline, row.data, place=row.name), row.sequence, row.changed_at, row.moot_at)
        for row in DeadlineRow.objects.filter(case_id=case_id).order_by("name")
    )


def save_noted(case_id: str, before: Sequence[Noted], after: Sequence[Noted]) -> None:
    """Save what has changed."""
    known = set(before)
    for one in after:
        if one not in known:
            DeadlineRow.objects.update_or_create(
                case_id=case_id,
                name=one.deadline.id,
                defaults={
                    "sequence": one.sequence,
                    "changed_at": one.changed_at,
                    "moot_at": one.moot_at,
                    "data": encode(one.deadline),
                },
            )


def unwatched() -> list[str]:
    """Return the ids of cases in which something happened since they were looked through."""
    changed = Q(watched=None) | ~Q(watched__version=F("version"))
    return list(CaseRow.objects.filter(changed).order_by("opened_at").values_list("id", flat=True))


def told_alarms(case_id: str) -> tuple[str, ...] | None:
    """Return the alarms that stood when the case was last looked through, None if it never was."""
    row = WatchRow.objects.filter(case_id=case_id).first()
    return tuple(row.alarms) if row else None


def mark_watched(case_id: str, version: int, alarms: Sequence[str]) -> None:
    """Note that the case was looked through at this version."""
    WatchRow.objects.update_or_create(case_id=case_id, defaults={"version": version, "alarms": list(alarms)})


def add_feed(feed_id: str, username: str, case_id: str | None, at: datetime) -> None:
    """Add a calendar for a person."""
    user = get_user_model().objects.get(username=username)
    FeedRow.objects.create(id=feed_id, user=user, case_id=case_id, made_at=at)


def feeds(username: str) -> Iterator[FeedRow]:
    """Return a person's calendars that hold, the oldest first."""
    yield from (
        FeedRow.objects.filter(user__username=username, revoked_at=None).select_related("case").order_by("made_at")
    )


def feed(feed_id: str) -> FeedRow | None:
    """Return a calendar that holds and whose person is not barred."""
    rows = FeedRow.objects.filter(id=feed_id, revoked_at=None, user__is_active=True)
    return rows.select_related("user", "case").first()


def revoke_feed(username: str, feed_id: str, at: datetime) -> bool:
    """End a calendar of this person; False where there is none."""
    return bool(FeedRow.objects.filter(id=feed_id, user__username=username, revoked_at=None).update(revoked_at=at))


def recent_cases(clients: Sequence[str], since: datetime) -> list[str]:
    """Return the ids of these clients' cases that are open or had an event since then."""
    rows = CaseRow.objects.filter(client_id__in=clients)
    alive = rows.exclude(state="closed").values_list("id", flat=True)
    lately = rows.filter(state="closed", events__at__gte=since.isoformat()).values_list("id", flat=True)
    waiting = rows.filter(deadlines__moot_at=None, deadlines__name__isnull=False).values_list("id", flat=True)
    return sorted({*alive, *lately, *waiting})
