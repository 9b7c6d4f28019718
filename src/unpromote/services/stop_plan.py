"""The stop plan as doors show it: the calls in their order, and what a person has to do, with what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from unpromote.domain import stop_plan
from unpromote.domain.case import Case, advance
from unpromote.domain.commands import StopBatch
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.stop_events import StoppedAtOnce
from unpromote.domain.stop_plan import Call
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.policies import StopRoute, stop_route


@dataclass(frozen=True)
class HandStep:
    """What a person does for the targets of one kind; `until_at` is None as long as no stop is ordered.

    `told` is what a person should know of each order before they cancel it.
    """

    kind: str
    target_ids: tuple[str, ...]
    until_at: datetime | None
    route: StopRoute
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class FinalStep:
    """What software stops for good once somebody who may approve has typed the case's reference; until then nothing."""

    kind: str
    target_ids: tuple[str, ...]
    final: str


@dataclass(frozen=True)
class StopPlan:
    """What happens at a stop: calls of the software first, what spends fastest at the head, then a person's steps.

    `to_confirm` is in no call: it cannot be undone, and waits for its typed confirmation.
    """

    calls: tuple[Call, ...]
    by_hand: tuple[HandStep, ...]
    to_confirm: tuple[FinalStep, ...] = ()


def plan_of(case: Case) -> StopPlan:
    """Return what is still to be done to stop a case's targets."""
    finals = _finals(stop_plan.to_confirm(case.targets))
    return StopPlan(stop_plan.calls(case.targets), _steps(stop_plan.by_hand(case.targets), case), finals)


def final_of(target: Target) -> str:
    """Return what of the target's stop cannot be undone, "" where everything can."""
    final, found = target.final or stop_route(target.kind).final, target.authorization
    return f"{final} Now {found.told}." if found and found.outside else final


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
    held = [t for t in after.targets if t.state is TargetState.HELD and before[t.id] is not TargetState.HELD]
    return StopPlan(calls, _steps(moved, after), _finals(held))


def _steps(targets: Iterable[Target], case: Case) -> tuple[HandStep, ...]:
    return tuple(
        HandStep(
            kind,
            tuple(t.id for t in group),
            stop_plan.by_hand_until(case, group),
            stop_route(kind),
            tuple(_told(group)),
        )
        for kind, group in _by_kind(targets).items()
    )


def _finals(targets: Iterable[Target]) -> tuple[FinalStep, ...]:
    groups = _by_kind(targets).items()
    return tuple(FinalStep(kind, tuple(t.id for t in group), final_of(group[0])) for kind, group in groups)


def _by_kind(targets: Iterable[Target]) -> dict[str, list[Target]]:
    kinds: dict[str, list[Target]] = {}
    for target in targets:
        kinds.setdefault(target.kind, []).append(target)
    return kinds


def _told(targets: Iterable[Target]) -> Iterable[str]:
    known = ((target.name, target.order or target.authorization) for target in targets)
    return (f"{name}: {each.told}" for name, each in known if each)
