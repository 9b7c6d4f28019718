"""The command table: ordered once, claimed by conditional update, settled only by the hand that holds the fence.

    ready ── claim ──> leased ── settle ──> done
      ^                  │
      └── put back ──────┘   (also by itself, when the lease runs out)

A claim is one short transaction. Whoever claims gets a fence number; a worker that lost its lease has an old number,
and its result changes no row. `attempts` above one means that the outcome of an earlier try is unknown, not that
nothing happened.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakSet

from django.db import connection, transaction
from django.db.models import F, Min, Q, QuerySet

from unpromote.store.models import CommandRow, PauseRow


@dataclass(frozen=True)
class Order:
    """A command as it goes into the table."""

    key: str
    case_id: str | None
    kind: str
    payload: dict[str, Any]
    partition: str
    due_at: datetime


@dataclass(frozen=True)
class Claimed(Order):
    """A command in the hands of one worker."""

    fence: int
    attempts: int


def order(orders: Iterable[Order]) -> None:
    """Add commands; one whose key is there already is left as it is, because the same thing is never ordered twice."""
    CommandRow.objects.bulk_create(
        (
            CommandRow(
                key=o.key, case_id=o.case_id, kind=o.kind, payload=o.payload, partition=o.partition, due_at=o.due_at
            )
            for o in orders
        ),
        ignore_conflicts=True,
    )
    transaction.on_commit(_ring)


_bells: WeakSet[threading.Event] = WeakSet()


def ring_when_ordered(bell: threading.Event) -> None:
    """Have an event of this process set whenever commands are ordered in it, for as long as somebody holds it."""
    _bells.add(bell)


def _ring() -> None:
    for bell in tuple(_bells):
        bell.set()


def _next_claimable(now: datetime, kinds: Sequence[str]) -> CommandRow | None:
    """Return the free command that is due longest, asked for in two steps, each answered from an index alone."""
    skips_locked = connection.features.has_select_for_update_skip_locked
    rows = CommandRow.objects.exclude(partition__in=PauseRow.objects.values("partition"))
    rows = rows.filter(kind__in=kinds) if kinds else rows
    rows = rows.order_by("due_at", "key").select_for_update(skip_locked=skips_locked)
    ready = rows.filter(status="ready", due_at__lte=now).first()
    freed = rows.filter(status="leased", leased_until__lte=now).first()
    return min(filter(None, (ready, freed)), key=lambda row: (row.due_at, row.key), default=None)


def claim(owner: str, now: datetime, lease: timedelta, kinds: Sequence[str] = ()) -> Claimed | None:
    """Take the command that is due longest, of some kinds or of any, or None where nothing is due.

    The row is locked on Postgres; on SQLite the whole transaction is, because it begins IMMEDIATE.
    """
    with transaction.atomic():
        row = _next_claimable(now, kinds)
        if row is None:
            return None
        CommandRow.objects.filter(key=row.key).update(
            status="leased",
            owner=owner,
            leased_until=now + lease,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
        )
    return Claimed(
        key=row.key,
        case_id=row.case_id,
        kind=row.kind,
        payload=row.payload,
        partition=row.partition,
        due_at=row.due_at,
        fence=row.fence + 1,
        attempts=row.attempts + 1,
    )


def renew(claimed: Claimed, now: datetime, lease: timedelta) -> bool:
    """Keep the lease for longer; False where another worker has taken over."""
    return bool(_held(claimed).update(leased_until=now + lease))


def settle(claimed: Claimed, result: dict[str, Any]) -> bool:
    """Mark the command as done; False where another worker has taken over and the result must be dropped."""
    return bool(_held(claimed).update(status="done", result=result, leased_until=None))


def clear_done(kind: str) -> None:
    """Forget what was done of a kind that belongs to no case and comes again and again: nobody asks for it later."""
    CommandRow.objects.filter(kind=kind, case=None, status="done").delete()


def put_back(claimed: Claimed, due_at: datetime, *, tried: bool) -> bool:
    """Give the command back for later; an untried one (no token, paused) does not count as an attempt."""
    attempts = claimed.attempts if tried else claimed.attempts - 1
    return bool(_held(claimed).update(status="ready", due_at=due_at, leased_until=None, attempts=attempts))


def _held(claimed: Claimed) -> QuerySet[CommandRow]:
    return CommandRow.objects.filter(key=claimed.key, fence=claimed.fence, status="leased")


def next_due() -> datetime | None:
    """Return when the next open command is due, or its lease over; None where none is open."""
    open_rows = CommandRow.objects.exclude(status="done").exclude(partition__in=PauseRow.objects.values("partition"))
    found = open_rows.aggregate(due=Min("due_at", filter=Q(status="ready")), free=Min("leased_until"))
    return min(filter(None, found.values()), default=None)


def last_problem(kind: str) -> str:
    """Return why the latest command of a kind was given up; "" where it was done, or none is over."""
    latest = CommandRow.objects.filter(kind=kind, status="done").order_by("-due_at").first()
    return str((latest.result or {}).get("problem", "")) if latest else ""


@dataclass(frozen=True)
class Progress:
    """How far a command is; `problem` says why it was given up."""

    payload: dict[str, Any]
    status: str
    attempts: int
    problem: str


def progress(key: str) -> Progress | None:
    """Return how far a command is, or None where it was never ordered."""
    row = CommandRow.objects.filter(key=key).first()
    if row is None:
        return None
    return Progress(row.payload, row.status, row.attempts, str((row.result or {}).get("problem", "")))


def open_kinds() -> set[tuple[str | None, str]]:
    """Return every (state of its case, kind) that an open command stands in: what a release must be able to handle."""
    rows = CommandRow.objects.exclude(status="done").values_list("case__state", "kind").distinct()
    return set(rows)


def pause(partition: str) -> None:
    """Hold back every command of a partition."""
    PauseRow.objects.get_or_create(partition=partition)


def resume(partition: str) -> None:
    """Let a partition's commands go on."""
    PauseRow.objects.filter(partition=partition).delete()


def given_up(case_id: str, kind: str, about: str) -> dict[str, str]:
    """Return, by what the payload names under `about`, why commands of a case were given up."""
    rows = CommandRow.objects.filter(case_id=case_id, kind=kind, status="done", result__event="CommandGaveUp")
    found = rows.order_by("due_at", "key").values_list(f"payload__{about}", "result__problem")
    return {whom: problem or "" for whom, problem in found}
