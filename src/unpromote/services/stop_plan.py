"""The stop plan as doors show it: the calls in their order, and what a person has to do, with what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from unpromote.domain import stop_plan
from unpromote.domain.case import Case, advance
from unpromote.domain.commands import StopBatch
from unpromote.domain.delivery import Target
from unpromote.domain.stop_events import StoppedAtOnce
from unpromote.domain.stop_plan import Call
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.policies import StopRoute, stop_route


@dataclass(frozen=True)
class HandStep:
    """What a person does for the targets of one kind; `until_at` is None as long as no stop is ordered."""

    kind: str
    target_ids: tuple[str, ...]
    until_at: datetime | None
    route: StopRoute


@dataclass(frozen=True)
class StopPlan:
    """What happens at a stop: calls of the software first, what spends fastest at the head, then a person's steps."""

    calls: tuple[Call, ...]
    by_hand: tuple[HandStep, ...]


def plan_of(case: Case) -> StopPlan:
    """Return what is still to be done to stop a case's targets."""
    return StopPlan(stop_plan.calls(case.targets), _steps(stop_plan.by_hand(case.targets), case))


def preview_at_once(person: Person, case_id: str, why: str, targets: Sequence[str] = (), *, now: datetime) -> StopPlan:
    """Return what `delivery.stop_at_once` would do, by the same rules; nothing is recorded.

    Raises:
        NotAllowed: no reason is given, or nothing of this is left to stop.
    """
    case = queries.case(person, case_id)
    return at_once(case, StoppedAtOnce(at=now, by=person.name, why=why, target_ids=tuple(targets)))


def at_once(case: Case, event: StoppedAtOnce) -> StopPlan:
    """Return what an emergency stop would do to a case, saved or not.

    Raises:
        NotAllowed: the rules refuse it.
    """
    after, commands = advance(case, event)
    known = {target.id: target for target in case.targets}
    batches = [one for one in commands if isinstance(one, StopBatch)]
    calls = tuple(stop_plan.call_of([known[id_] for id_ in one.target_ids]) for one in batches)
    before = {target.id: target.state for target in case.targets}
    moved = [target for target in stop_plan.by_hand(after.targets) if target.state is not before[target.id]]
    return StopPlan(calls, _steps(moved, after))


def _steps(targets: Iterable[Target], case: Case) -> tuple[HandStep, ...]:
    kinds: dict[str, list[str]] = {}
    for target in targets:
        kinds.setdefault(target.kind, []).append(target.id)
    until = stop_plan.by_hand_until(case)
    return tuple(HandStep(kind, tuple(ids), until, stop_route(kind)) for kind, ids in kinds.items())
