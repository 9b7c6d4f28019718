"""Cases between rows and frozen values: one load, one save. A save that meets another version changes nothing."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import models

from unpromote.domain.case import Case
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.letters import Incoming, Place, match_order, matched, token_for
from unpromote.store import clues
from unpromote.store.models import (
    CaseRow,
    ConversationRow,
    HandleRow,
    SettlementRow,
    TargetRow,
)

_PARTS: dict[str, tuple[type[TargetRow | ConversationRow | SettlementRow], str]] = {
    "targets": (TargetRow, "id"),
    "conversations": (ConversationRow, "id"),
    "settlements": (SettlementRow, "creator_id"),
}
_HANDLE_LIMIT = 255
_COLUMNS = ("id", "client", "reference", "title", "state", "version", "opened_at")


class Changed(NotAllowed):
    """Somebody else changed the case meanwhile."""


def load(case_id: str, *, lock: bool = False) -> Case:
    """Return the case.

    Args:
        case_id: its id, or its reference.
        lock: hold its row until the transaction ends.

    Raises:
        NotAllowed: there is no such case.
    """
    rows = CaseRow.objects.select_for_update() if lock else CaseRow.objects.all()
    row = rows.filter(models.Q(id=case_id) | models.Q(reference=case_id.upper())).first()
    if row is None:
        raise unknown(case_id)
    parts = {name: [part.data for part in kind.objects.filter(case_id=row.id)] for name, (kind, _) in _PARTS.items()}
    columns = {
        "id": row.id,
        "client": row.client_id,
        "reference": row.reference,
        "title": row.title,
        "state": row.state,
        "version": row.version,
        "opened_at": row.opened_at.isoformat(),
    }
    return decode(Case, {**row.data, **columns, **parts}, place=row.id)


def unknown(case_id: str) -> NotAllowed:
    """Return the refusal for a case that does not exist, or that the asker must not know of."""
    return NotAllowed(f"there is no case {case_id!r}")


def add(case: Case) -> None:
    """Save a case for the first time."""
    data = encode(case)
    parts = {name: data.pop(name) for name in _PARTS}
    CaseRow.objects.create(
        id=case.id,
        client_id=case.client,
        reference=case.reference,
        title=case.title,
        state=case.state.value,
        version=case.version,
        opened_at=case.opened_at,
        data=_without_columns(data),
    )
    _save_parts(case.id, {}, parts)
    clues.note(None, case)


def save(before: Case, after: Case) -> None:
    """Save the case as it is after an event.

    Raises:
        Changed: the rows are no longer at the version of `before`.
    """
    old, new = encode(before), encode(after)
    old_parts = {name: old.pop(name) for name in _PARTS}
    new_parts = {name: new.pop(name) for name in _PARTS}
    changed = CaseRow.objects.filter(id=before.id, version=before.version).update(
        version=after.version, state=after.state.value, data=_without_columns(new)
    )
    if not changed:
        raise Changed(f"{before.reference} was changed by somebody else: look again")
    _save_parts(after.id, old_parts, new_parts)
    _note_handles(before, after)
    clues.note(before, after)


def _without_columns(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _COLUMNS}


def _save_parts(case_id: str, old: dict[str, list[Any]], new: dict[str, list[Any]]) -> None:
    for name, (kind, key) in _PARTS.items():
        known = {part[key]: part for part in old.get(name, [])}
        for position, part in enumerate(new[name]):
            if known.pop(part[key], None) != part:
                kind.objects.update_or_create(
                    case_id=case_id,
                    name=part[key],
                    defaults={"position": position, "state": part["state"], "data": part},
                )
        kind.objects.filter(case_id=case_id, name__in=known).delete()


def _note_handles(before: Case, after: Case) -> None:
    known = _handles(before)
    HandleRow.objects.bulk_create(
        HandleRow(handle=handle, case_id=after.id, conversation=talk)
        for handle, talk in _handles(after).items()
        if handle not in known
    )


def _handles(case: Case) -> dict[str, str]:
    tokens = {token_for(f"{case.id}/{talk.id}"): talk.id for talk in case.conversations}
    ids = {_short(message.message_id): talk.id for talk in case.conversations for message in talk.messages}
    return tokens | ids


def _short(handle: str) -> str:
    """Return a handle as its column can hold it; a Message-ID may be longer than any program of good sense makes it."""
    return handle if len(handle) <= _HANDLE_LIMIT else sha256(handle.encode()).hexdigest()


def is_known(message_id: str) -> bool:
    """Tell whether a message of this Message-ID is in a case already."""
    return HandleRow.objects.filter(handle=_short(message_id)).exists()


def place_for(mail: Incoming) -> Place | None:
    """Return (case id, conversation id) of the conversation that the mail belongs to; None where nothing says which."""
    sought = {_short(handle): handle for handle in match_order(mail)}
    rows = HandleRow.objects.filter(handle__in=sought)
    return matched(mail, {sought[row.handle]: (row.case_id, row.conversation) for row in rows})
