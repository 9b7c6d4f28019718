"""What cases are known by, as rows that stray mail is looked up in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from unpromote.domain.aggregate import Case
from unpromote.domain.clues import Clue, Found, Sign, clues_of
from unpromote.store.models import CaseRow, ClueRow

T = TypeVar("T")


def note(before: Case | None, after: Case) -> None:
    """Save what became known of a case; a clue that was true once stays."""
    known = clues_of(_only_new(before, before)) if before else frozenset()
    ClueRow.objects.bulk_create(
        (
            ClueRow(case_id=after.id, sign=clue.sign.value, value=clue.value, conversation=clue.conversation)
            for clue in clues_of(_only_new(before, after) if before else after) - known
        ),
        ignore_conflicts=True,
    )


def _only_new(before: Case, after: Case) -> Case:
    """Return the case with no more contacts, targets and conversations than became others since."""
    return replace(
        after,
        contacts=_others(before.contacts, after.contacts),
        targets=_others(before.targets, after.targets),
        conversations=_others(before.conversations, after.conversations),
    )


def _others(before: Sequence[T], after: Sequence[T]) -> tuple[T, ...]:
    if before is after:
        return ()
    return (*(part for was, part in zip(before, after, strict=False) if was is not part), *after[len(before) :])


def bearing(values: Iterable[str], clients: Sequence[str]) -> tuple[Found, ...]:
    """Return the clues of these clients' cases with one of the values, the newest case first, closed ones last."""
    rows = ClueRow.objects.filter(value__in=list(values), case__client_id__in=clients).order_by(
        "-case__opened_at", "id"
    )
    found = rows.values_list("case_id", "sign", "value", "conversation", "case__state")
    ordered = sorted(found, key=lambda row: row[-1] == "closed")
    return tuple(Found(case_id, Clue(Sign(sign), value, talk)) for case_id, sign, value, talk, _ in ordered)


def clients_with(values: Iterable[str], signs: Iterable[Sign]) -> dict[str, frozenset[str]]:
    """Return the clients that have a case with such a clue, by the clue's value."""
    written = [sign.value for sign in signs]
    rows = ClueRow.objects.filter(value__in=list(values), sign__in=written).values_list("value", "case__client_id")
    found: dict[str, set[str]] = {}
    for value, client in rows.distinct():
        found.setdefault(value, set()).add(client)
    return {value: frozenset(clients) for value, clients in found.items()}


def titles(clients: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (case id, title) of the cases of these clients that are not closed, the newest first."""
    rows = CaseRow.objects.filter(client_id__in=clients).exclude(state="closed").order_by("-opened_at")
    return tuple(rows.values_list("id", "title"))
