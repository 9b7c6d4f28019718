"""Clients' own texts for letters: every version is kept, the newest is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from unpromote.domain.errors import NotAllowed
from unpromote.store.models import Client, TemplateRow


@dataclass(frozen=True)
class Version:
    """One version of a text; an empty one takes the client back to the shipped text."""

    name: str
    language: str
    version: int
    text: str
    by: str
    at: datetime


def versions(client: str) -> tuple[Version, ...]:
    """Return every version of every text of the client, the oldest first."""
    rows = TemplateRow.objects.filter(client_id=client).order_by("name", "language", "version")
    return tuple(_version(row) for row in rows)


def newest(client: str, language: str) -> dict[str, Version]:
    """Return the newest version of each text in a language, by the template's name."""
    rows = TemplateRow.objects.filter(client_id=client, language=language).order_by("version")
    return {row.name: _version(row) for row in rows}


def add(client: str, version: Version) -> None:
    """Add a version; it supersedes the one before it.

    Raises:
        NotAllowed: the one before it is not the newest any more: somebody else was faster.
    """
    with transaction.atomic():
        Client.objects.select_for_update().get(id=client)
        same = TemplateRow.objects.filter(client_id=client, name=version.name, language=version.language)
        if same.count() != version.version - 1:
            raise NotAllowed("somebody changed this text in the meantime: look at theirs first")
        TemplateRow.objects.create(
            client_id=client,
            name=version.name,
            language=version.language,
            version=version.version,
            text=version.text,
            by=version.by,
            at=version.at,
        )


def _version(row: TemplateRow) -> Version:
    return Version(row.name, row.language, row.version, row.text, row.by, row.at)
