"""What is held for a typed word: until when somebody should give it, and an alarm each day that nobody does.

A held target goes on spending. So each is watched: an approver confirms its stop, or a person stops it and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from unpromote.domain import commands as c
from unpromote.domain import delivery
from unpromote.domain import stop_events as s
from unpromote.domain.aggregate import Case, State, with_alarm
from unpromote.domain.delivery import Observation, Target, TargetState
from unpromote.domain.waiting import CaseDeadline, Kind, by_instant

HELD_FOR = timedelta(days=1)  # our practice: nobody should spend a second day on a word


def held(targets: Sequence[Target]) -> list[Target]:
    """Return what waits for its word."""
    return [target for target in targets if target.state is TargetState.HELD]


def after_confirmation(target: Target, by: str, at: datetime) -> Target:
    """Return the target as it stands once somebody typed that it may be stopped for good."""
    if target.state is not TargetState.HELD:
        return replace(target, confirmed_by=by, confirmed_at=at)
    state = TargetState.BY_HAND if target.authorization else TargetState.PLANNED  # that one waits for its creator
    return replace(target, state=state, confirmed_by=by, confirmed_at=at)


def is_final_now(target: Target, seen: Observation) -> bool:
    """Tell whether it is seen that switching the target off cannot be undone, and nobody has confirmed that."""
    return bool(seen.for_good) and target.confirmed_at is None and not delivery.is_switched_off(seen)


def instead_of_stop(target: Target, before: Observation | None, after: Observation | None) -> Target | None:
    """Return a target that a round left alone for want of a word, held; None where it was not left alone."""
    if target.state is TargetState.PROVEN:
        return None
    if before is None and after is None and delivery.is_unconfirmed(target):
        return replace(target, state=TargetState.HELD)
    if before is not None and is_final_now(target, before):
        return replace(target, state=TargetState.HELD, before=before, after=after, final=before.for_good)
    return None


def watch(case: Case, at: datetime) -> tuple[c.Command, ...]:
    """Return the timer on what the case holds since that instant, if it holds anything."""
    return (c.WatchHeld(case_id=case.id, due=at + HELD_FOR),) if held(case.targets) else ()


def note_due(case: Case, event: s.HeldStopDue) -> tuple[Case, tuple[c.Command, ...]]:
    """Raise an alarm for all that still waits for its word, and look again a day later."""
    if case.state is State.CLOSED:
        return case, ()
    moved = case
    for target in held(case.targets):
        moved = with_alarm(moved, alarm_of(target))
    return moved, watch(case, event.at)


def alarm_of(target: Target) -> str:
    """Return what the alarm says of a target that was held for too long."""
    at_risk = "may still be shown in ads" if target.authorization else "may be spending"
    return f"{target.name} {at_risk}: nobody has typed that it may be stopped for good, or stopped it by hand"


def without_alarms(case: Case, targets: Sequence[Target]) -> Case:
    """Return the case without the alarms on targets that no longer wait."""
    told = {alarm_of(target) for target in targets}
    left = tuple(alarm for alarm in case.alarms if alarm not in told)
    return case if left == case.alarms else replace(case, alarms=left)


def held_deadlines(case: Case, timers: Sequence[c.Command]) -> Iterator[CaseDeadline]:
    """Yield until when the case's next word is awaited."""
    waiting = held(case.targets)
    rings = [one.due for one in timers if isinstance(one, c.WatchHeld)]
    if waiting and rings:
        more = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        what = f"stopping {waiting[0].name}{more} for good has to be confirmed, or done by hand"
        yield by_instant(min(rings), id="held", kind=Kind.HELD, what=what, owner="an approver")
