"""The event rows: append-only, chained by hash."""

from __future__ import annotations

from typing import Any

from unpromote.domain.audit import GENESIS, link
from unpromote.store.models import EventRow


def append(case_id: str, entry: dict[str, Any]) -> None:
    """Add one entry {at, by, kind, data} to the case's chain, inside the transaction that changes the case."""
    last = EventRow.objects.filter(case_id=case_id).values_list("seq", "hash").last()
    seq, previous = last or (0, GENESIS)
    entry = {**entry, "seq": seq + 1}
    EventRow.objects.create(case_id=case_id, previous=previous, hash=link(previous, entry), **entry)


def chain(case_id: str, last: int | None = None) -> list[dict[str, Any]]:
    """Return the case's entries in order, each with its hash and the hash before it; the `last` few only, if asked."""
    columns = ("seq", "at", "by", "kind", "data", "previous", "hash")
    found = EventRow.objects.filter(case_id=case_id).order_by("-seq").values(*columns)[:last]
    return list(found)[::-1]
