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


def chain(case_id: str, last: int | None = None, part: slice = slice(None)) -> list[dict[str, Any]]:
    """Return the case's entries in order, each with its hash and the one before; the `last` few or a part, if asked."""
    columns = ("seq", "at", "by", "kind", "data", "previous", "hash")
    rows = EventRow.objects.filter(case_id=case_id).values(*columns)
    if last is not None:
        return list(rows.order_by("-seq")[:last])[::-1]
    return list(rows.order_by("seq")[part])
