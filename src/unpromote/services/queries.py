"""Looking without changing: what doors show. Each look is limited to the clients that the person works for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unpromote.domain import levels
from unpromote.domain.aggregate import Case
from unpromote.domain.delivery import Route, Target
from unpromote.services.people import Person
from unpromote.store import cases, events
from unpromote.store.models import CaseRow, CommandRow

EVERYTHING = slice(None)


@dataclass(frozen=True)
class CaseLine:
    """A case as a list shows it."""

    id: str
    reference: str
    title: str
    client: str
    state: str
    opened_at: datetime
    alarms: int


def open_cases(person: Person) -> tuple[CaseLine, ...]:
    """Return the person's cases, the newest first, closed ones last."""
    rows = CaseRow.objects.filter(client_id__in=list(person.rights)).select_related("client")
    lines = [
        CaseLine(
            id=row.id,
            reference=row.reference,
            title=row.title,
            client=row.client.name,
            state=row.state,
            opened_at=row.opened_at,
            alarms=len(row.data["alarms"]),
        )
        for row in rows.order_by("-opened_at")
    ]
    return tuple(sorted(lines, key=lambda line: line.state == "closed"))


def case(person: Person, case_id: str) -> Case:
    """Return a case by its id or reference.

    Raises:
        NotAllowed: there is no such case for this person.
    """
    found = cases.load(case_id)
    if found.client not in person.rights:
        raise cases.unknown(case_id)
    return found


def case_at_work(case_id: str) -> Case:
    """Return a case for the software's own work, which is nobody's in particular."""
    return cases.load(case_id)


def targets_at_work(case_id: str, target_ids: Sequence[str]) -> tuple[Target, ...]:
    """Return some targets of a case, in the order in which they are named."""
    known = {target.id: target for target in cases.load(case_id).targets}
    return tuple(known[target_id] for target_id in target_ids if target_id in known)


def targets_of_account(case_id: str, advertiser_id: str) -> tuple[Target, ...]:
    """Return the targets of a case in one advertising account that software stops."""
    targets = cases.load(case_id).targets
    return tuple(one for one in targets if one.advertiser_id == advertiser_id and one.route is Route.API)


def scope_at_work(case_id: str, target_ids: Sequence[str]) -> tuple[Target, ...]:
    """Return what a case wants to be off by now, these targets among it."""
    return levels.in_scope(cases.load(case_id), frozenset(target_ids))


def timeline(
    person: Person, case_id: str, last: int | None = None, *, part: slice = EVERYTHING
) -> list[dict[str, Any]]:
    """Return what happened in a case, in order, as the chained entries {seq, at, by, kind, data, previous, hash}.

    Only the `last` few, or a part of all, if asked.
    """
    return events.chain(case(person, case_id).id, last, part)


@dataclass(frozen=True)
class OpenCommand:
    """Something that is still to be done, or being done."""

    kind: str
    key: str
    due_at: datetime
    status: str
    attempts: int


def open_commands(person: Person, case_id: str, part: slice = EVERYTHING) -> tuple[OpenCommand, ...]:
    """Return what is still to be done for a case, the next first; a part only, if asked."""
    open_ = CommandRow.objects.filter(case_id=case(person, case_id).id, status__in=["ready", "leased"])
    rows = open_.order_by("due_at", "key")[part]
    return tuple(
        OpenCommand(kind=row.kind, key=row.key, due_at=row.due_at, status=row.status, attempts=row.attempts)
        for row in rows
    )
