"""Cases between rows and frozen values: one load, one save. A save that meets another version changes nothing.

A case may have ten thousand creators, so neither is proportional to its size: a load reads what changed since this
process last saw the case (`last_seen`), a save writes what became another value. Frozen values share what did not
change, so "another value" is a question of identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from hashlib import sha256
from itertools import compress, count
from operator import is_not
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models

from unpromote.domain.aggregate import Case
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.letters import Incoming, Place, match_order, matched, token_for
from unpromote.domain.messages import Conversation
from unpromote.store import clues, last_seen
from unpromote.store.models import (
    CaseRow,
    ConversationRow,
    FieldRow,
    HandleRow,
    SettlementRow,
    TargetRow,
)

T = TypeVar("T")

_PARTS: dict[str, tuple[Any, str]] = {  # each kind of row has its own manager, which no type names
    "targets": (TargetRow, "id"),
    "conversations": (ConversationRow, "id"),
    "settlements": (SettlementRow, "creator_id"),
}
_HANDLE_LIMIT = 255
_COLUMNS = ("id", "client", "reference", "title", "state", "version", "opened_at")
_APART = (  # what grows with the number of creators, or is large by itself
    *("promotion", "contacts", "readings", "quote", "requote", "books"),
    *("deals", "links", "proposals", "creator_files", "duties", "on_record", "gathered", "platform"),
)
_FIELDS = tuple(field.name for field in fields(Case))
_AT_ONCE = 500  # rows a statement


class Changed(NotAllowed):
    """Somebody else changed the case meanwhile."""


def load(case_id: str, *, lock: bool = False) -> Case:
    """Return the case; only what changed since this process last saw it is read from the rows.

    Args:
        case_id: its id, or its reference.
        lock: hold its row until the transaction ends.

    Raises:
        NotAllowed: there is no such case.
    """
    rows = CaseRow.objects.select_for_update() if lock else CaseRow.objects.all()
    row = rows.defer("data").filter(models.Q(id=case_id) | models.Q(reference=case_id.upper())).first()
    if row is None:
        raise unknown(case_id)
    seen = last_seen.of(row)
    if seen is not None and seen.version == row.version:
        return seen
    case = _read(row, seen)
    last_seen.keep(row.born, case)
    return case


def _read(row: CaseRow, seen: Case | None) -> Case:
    """Return the case of these rows; what did not change since `seen` is taken from there."""
    columns = {
        "id": row.id,
        "client": row.client_id,
        "reference": row.reference,
        "title": row.title,
        "state": row.state,
        "version": row.version,
        "opened_at": row.opened_at.isoformat(),
    }
    since = seen.version if seen else -1
    fields = dict(FieldRow.objects.filter(case_id=row.id, version__gt=since).values_list("name", "data"))
    parts = {name: _rows_since(kind, row.id, since) for name, (kind, _) in _PARTS.items()}
    changed = {name: [data for _, data in found] for name, found in parts.items()}
    required: dict[str, Any] = {"promotion": {}, "contacts": []}
    case = decode(Case, {**required, **row.data, **columns, **fields, **changed}, place=row.id)
    if seen is None:
        return case
    same: dict[str, Any] = {name: getattr(seen, name) for name in _APART if name not in fields}
    moved: dict[str, Any] = {name: _moved(getattr(seen, name), parts[name], getattr(case, name)) for name in _PARTS}
    return replace(case, **same, **moved)


def _rows_since(kind: Any, case_id: str, since: int) -> list[tuple[int, Any]]:
    return list(kind.objects.filter(case_id=case_id, version__gt=since).values_list("position", "data"))


def _moved(seen: tuple[Any, ...], rows: list[tuple[int, Any]], changed: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the parts as they are now: each changed one in its position, new ones at the end."""
    if not rows:
        return seen
    parts = list(seen)
    for (position, _), part in zip(rows, changed, strict=True):
        parts[position : position + 1] = [part]
    return tuple(parts)


def unknown(case_id: str) -> NotAllowed:
    """Return the refusal for a case that does not exist, or that the asker must not know of."""
    return NotAllowed(f"there is no case {case_id!r}")


def add(case: Case) -> None:
    """Save a case for the first time."""
    born = uuid4().hex
    CaseRow.objects.create(
        id=case.id,
        client_id=case.client,
        reference=case.reference,
        title=case.title,
        state=case.state.value,
        version=case.version,
        opened_at=case.opened_at,
        data=_small(case),
        born=born,
    )
    _save_fields(case, _APART)
    for name in _PARTS:
        _save_parts(case, name, range(len(getattr(case, name))))
    _note_handles(case.id, (), case.conversations)
    clues.note(None, case)
    last_seen.keep(born, case)


def save(before: Case, after: Case) -> None:
    """Save the case as it is after an event: only what is another value than before is written.

    Raises:
        Changed: the rows are no longer at the version of `before`.
    """
    differ = {name for name in _FIELDS if getattr(before, name) is not getattr(after, name)}
    moved = {name: _places(getattr(before, name), getattr(after, name)) for name in differ & _PARTS.keys()}
    gone = {name: _gone(before, after, name, places) for name, places in moved.items()}
    columns: dict[str, Any] = {"version": after.version, "state": after.state.value}
    if differ - _PARTS.keys() - set(_APART) - set(_COLUMNS):
        columns["data"] = _small(after)
    if any(gone.values()):
        columns["trimmed"] = after.version
    rows = CaseRow.objects.filter(id=before.id, version=before.version)
    if not rows.update(**columns):
        raise Changed(f"{before.reference} was changed by somebody else: look again")
    _save_fields(after, [name for name in _APART if name in differ])
    for name, places in moved.items():
        _PARTS[name][0].objects.filter(case_id=after.id, name__in=gone[name]).delete()
        _save_parts(after, name, [place for place in places if place < len(getattr(after, name))])
    talks = moved.get("conversations", ())
    _note_handles(after.id, _standing(before.conversations, talks), _standing(after.conversations, talks))
    clues.note(before, after)
    last_seen.keep(CaseRow.objects.values_list("born", flat=True).get(id=after.id), after)


def _small(case: Case) -> dict[str, Any]:
    """Return what stays in the case's own row: everything but columns, parts and what is kept apart."""
    return {name: encode(getattr(case, name)) for name in _FIELDS if name not in (*_COLUMNS, *_PARTS, *_APART)}


def _save_fields(case: Case, names: Sequence[str]) -> None:
    FieldRow.objects.bulk_create(
        (
            FieldRow(case_id=case.id, name=name, version=case.version, data=encode(getattr(case, name)))
            for name in names
        ),
        update_conflicts=True,
        unique_fields=["case", "name"],
        update_fields=["version", "data"],
    )


def _places(old: Sequence[Any], new: Sequence[Any]) -> list[int]:
    """Return the places where another value stands than before."""
    longer = range(min(len(old), len(new)), max(len(old), len(new)))
    return [*compress(count(), map(is_not, old, new)), *longer]


def _gone(before: Case, after: Case, name: str, places: Sequence[int]) -> set[str]:
    key = _PARTS[name][1]
    old, new = getattr(before, name), getattr(after, name)
    left = {getattr(new[place], key) for place in places if place < len(new)}
    return {getattr(old[place], key) for place in places if place < len(old)} - left


def _save_parts(case: Case, name: str, places: Sequence[int]) -> None:
    kind, key = _PARTS[name]
    parts = getattr(case, name)
    kind.objects.bulk_create(
        (
            kind(
                case_id=case.id,
                name=getattr(parts[place], key),
                position=place,
                state=parts[place].state.value,
                version=case.version,
                data=encode(parts[place]),
            )
            for place in places
        ),
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["case", "name"],
        update_fields=["position", "state", "version", "data"],
    )


def _standing(parts: Sequence[T], places: Sequence[int]) -> list[T]:
    """Return the parts that stand in these places, as far as there are as many."""
    return [parts[place] for place in places if place < len(parts)]


def _note_handles(case_id: str, before: Sequence[Conversation], after: Sequence[Conversation]) -> None:
    """Note what replies may name, of conversations as they were and as they are."""
    known, now = _handles(case_id, before), _handles(case_id, after)
    HandleRow.objects.bulk_create(
        (
            HandleRow(handle=handle, case_id=case_id, conversation=talk)
            for handle, talk in now.items()
            if handle not in known
        ),
        batch_size=_AT_ONCE,
    )


def _handles(case_id: str, talks: Sequence[Conversation]) -> dict[str, str]:
    tokens = {token_for(f"{case_id}/{talk.id}"): talk.id for talk in talks}
    ids = {_short(message.message_id): talk.id for talk in talks for message in talk.messages}
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
