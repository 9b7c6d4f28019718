"""Files of promotions and what they listed, between rows and values: each promotion once a client, never deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models.fields.json import KeyTextTransform

from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.imports import ACCOUNT, KEY, Counts, Listed, Survey
from unpromote.store.models import ImportAnswersRow, ImportRow, ListedRow

READING, ASKING, READY, DONE, UNUSABLE = "reading", "asking", "ready", "done", "unusable"
BATCH = 500


@dataclass(frozen=True)
class Import:
    """A file that was handed in; `state`: reading, asking, ready (tried, nothing kept), done, or unusable and why.

    `path` and `report` are files as they were written down. `remembered` says that earlier answers were used, `partial`
    that it is not all of its accounts.
    """

    id: str
    client: str
    name: str
    path: str
    received_at: datetime
    received_by: str
    state: str = READING
    turn: int = 0
    answers: Mapping[str, str] | None = None
    remembered: str = ""
    survey: Survey | None = None
    counts: Counts = field(default_factory=Counts)
    report: str = ""
    problem: str = ""
    done_at: datetime | None = None
    partial: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of a listed promotion: its written form now, and as it was before the import `seen_in`."""

    data: Mapping[str, Any]
    before: Mapping[str, Any] | None
    seen_in: str

    def before_import(self, import_id: str) -> Mapping[str, Any] | None:
        """Return what was known before that import, also where a part of it was kept already."""
        return self.before if self.seen_in == import_id else self.data


def save(one: Import) -> None:
    """Save an import."""
    data = encode(one)
    columns = {"client_id": one.client, "received_at": one.received_at, "state": one.state, "turn": one.turn}
    ImportRow.objects.update_or_create(id=one.id, defaults={**columns, "data": data})


def move(one: Import, *, from_turn: int) -> bool:
    """Save an import that nobody else has moved since that turn; False where somebody has."""
    rows = ImportRow.objects.filter(id=one.id, turn=from_turn)
    return bool(rows.update(state=one.state, turn=one.turn, data=encode(one)))


def load(import_id: str) -> Import:
    """Return an import.

    Raises:
        NotAllowed: there is none.
    """
    row = ImportRow.objects.filter(id=import_id).first()
    if row is None:
        raise NotAllowed(f"there is no import {import_id!r}")
    return decode(Import, row.data)


def of(client: str, limit: int) -> tuple[Import, ...]:
    """Return a client's latest imports, the newest first."""
    rows = ImportRow.objects.filter(client_id=client).order_by("-received_at", "id")[:limit]
    return tuple(decode(Import, row.data) for row in rows)


def known(client: str, campaign_ids: Iterable[str]) -> dict[str, Known]:
    """Return what is known of these promotions, by id."""
    rows = ListedRow.objects.filter(client_id=client, campaign_id__in=list(campaign_ids))
    return {row.campaign_id: Known(row.data, row.before, row.seen_in) for row in rows}


def keep(one: Import, told: Sequence[tuple[dict[str, Any], Mapping[str, Any] | None]], now: datetime) -> None:
    """Keep promotions in their written form, each with what was known before this import."""
    rows = [
        ListedRow(
            client_id=one.client,
            campaign_id=data[KEY],
            advertiser_id=data[ACCOUNT],
            data=data,
            before=before,
            seen_in=one.id,
            first_seen_at=now,
            seen_at=now,
        )
        for data, before in told
    ]
    ListedRow.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["client", "campaign_id"],
        update_fields=["advertiser_id", "data", "before", "seen_in", "seen_at"],
    )


def ids_of(client: str, accounts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the id and the name of every promotion of these accounts that is known."""
    rows = ListedRow.objects.filter(client_id=client, advertiser_id__in=list(accounts)).order_by("campaign_id")
    named = rows.annotate(told=KeyTextTransform("name", "data"))  # read as JSON, a name of digits would be a number
    yield from named.values_list("campaign_id", "told").iterator(BATCH)


def listed(client: str, *, after: str, limit: int) -> tuple[Listed, ...]:
    """Return a client's promotions by id, from the one after `after` on."""
    rows = ListedRow.objects.filter(client_id=client, campaign_id__gt=after).order_by("campaign_id")[:limit]
    return tuple(decode(Listed, row.data) for row in rows)


def these(client: str, campaign_ids: Sequence[str]) -> tuple[Listed, ...]:
    """Return these promotions in the order in which they are named, as far as they are known."""
    found = known(client, campaign_ids)
    return tuple(decode(Listed, found[one].data) for one in campaign_ids if one in found)


def of_kinds(client: str, kinds: Iterable[str]) -> tuple[Listed, ...]:
    """Return a client's promotions of these kinds, by id."""
    rows = ListedRow.objects.filter(client_id=client, data__kind__in=list(kinds)).order_by("campaign_id")
    return tuple(decode(Listed, row.data) for row in rows)


def answers(client: str, signature: str) -> tuple[dict[str, str], str]:
    """Return what was answered about files with these headers, and when by whom ("" where nothing was)."""
    row = ImportAnswersRow.objects.filter(client_id=client, signature=signature).first()
    return (dict(row.answers), f"{row.at:%Y-%m-%d} by {row.by}") if row else ({}, "")


def remember(client: str, signature: str, answered: Mapping[str, str], *, at: datetime, by: str) -> None:
    """Remember what was answered about files with these headers."""
    ImportAnswersRow.objects.update_or_create(
        client_id=client, signature=signature, defaults={"answers": dict(answered), "at": at, "by": by}
    )


class Seen:
    """Which ids a file has listed so far, and in which row: on disk, so that a long file needs no more memory."""

    def __init__(self, table: sqlite3.Connection) -> None:
        self._table = table
        table.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def first(self, campaign_id: str, place: str) -> str:
        """Note that an id stands here; return where it stood first, "" if nowhere."""
        added = self._table.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (campaign_id, place)).rowcount
        if added:
            return ""
        return str(self._table.execute("SELECT place FROM seen WHERE id = ?", (campaign_id,)).fetchone()[0])

    def __contains__(self, campaign_id: str) -> bool:
        return self._table.execute("SELECT 1 FROM seen WHERE id = ?", (campaign_id,)).fetchone() is not None


@contextmanager
def seen() -> Iterator[Seen]:
    """Give an empty list of ids that ends with the block."""
    table = sqlite3.connect("")  # a private file of its own, gone when it is closed
    try:
        yield Seen(table)
    finally:
        table.close()
