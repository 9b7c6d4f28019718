"""Stopping beside the plain plan: when, what happens in which order, at once, who stands by it, again and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain.case import Case, State
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.phrases import counted
from unpromote.domain.postback import WINDOWS, has_window
from unpromote.domain.stop_plan import (
    LIFTED,
    Call,
    aftermath,
    by_hand,
    calls,
    may_lift,
    may_repeat,
    may_undo,
    to_confirm,
)
from unpromote.domain.stop_steps import RATIFY_WITHIN
from unpromote.services.people import Person
from unpromote.services.stop_plan import HandStep, StopPlan, final_of, plan_of
from unpromote.web import formats, words
from unpromote.web.show.answer import zone

MOST_CHOICES = 100  # a longer list is for the command line and programs

MOST_NAMES = 10


@dataclass(frozen=True)
class Choice:
    """A target that can be ticked, with what there is to know before; `windows`: modes and days to choose from."""

    id: str
    name: str
    note: str
    windows: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class StepShown:
    """What a person has to do."""

    how: str
    names: str
    proof: str
    final: str
    until: str
    steps: tuple[str, ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class EmergencyShown:
    """An emergency stop; `why_not` says why this person cannot ratify it, where nobody has."""

    told: str
    why: str
    ratified: str
    until: str
    can_ratify: bool
    why_not: str


@dataclass(frozen=True)
class StopShown:
    """What can be done about delivery, as this person sees it."""

    when: str
    stop_at: str
    can_schedule: bool
    calls: list[str]
    steps: list[StepShown]
    at_once: list[Choice]
    left_out: int
    emergency: EmergencyShown | None
    again: list[Choice]
    undo: list[Choice]
    may_approve: bool
    to_confirm: list[Choice]


@dataclass(frozen=True)
class PlanShown:
    """A stop plan: the calls in their order, the steps by hand, and what waits for a typed word, with what is final."""

    calls: list[str]
    steps: list[StepShown]
    to_confirm: list[tuple[str, str]]


def planned(case: Case, plan: StopPlan) -> PlanShown:
    """Return a plan."""
    where = zone(case)
    names = {target.id: target.name for target in case.targets}
    finals = [(formats.listed([names[id_] for id_ in one.target_ids]), one.final) for one in plan.to_confirm]
    return PlanShown([_call(call) for call in plan.calls], [_step(step, case, where) for step in plan.by_hand], finals)


def stop(case: Case, person: Person) -> StopShown:
    """Return what can be done about delivery."""
    plan, where = plan_of(case), zone(case)
    before = case.state not in (State.STOPPING, State.SETTLING, State.CLOSED)
    waiting = _waiting(case)
    is_open = case.state is not State.CLOSED
    return StopShown(
        when=formats.instant(case.stop_at, where) if case.stop_at else "",
        stop_at=f"{case.stop_at.astimezone(where):%Y-%m-%dT%H:%M}" if case.stop_at else "",
        can_schedule=before,
        calls=[_call(call) for call in plan.calls],
        steps=[_step(step, case, where) for step in plan.by_hand],
        at_once=[_choice(target) for target in waiting[:MOST_CHOICES]] if before else [],
        left_out=max(0, len(waiting) - MOST_CHOICES),
        emergency=_emergency(case, person, where),
        again=[Choice(t.id, t.name, "") for t in may_repeat(case)[:MOST_CHOICES]] if is_open else [],
        undo=[_spent(t, where) for t in may_undo(case)[:MOST_CHOICES]] if is_open else [],
        may_approve=person.rights[case.client],
        to_confirm=[_final(t) for t in to_confirm(case.targets)[:MOST_CHOICES]] if is_open else [],
    )


def _final(target: Target) -> Choice:
    windows = tuple(WINDOWS.items()) if has_window(target) else ()
    return Choice(target.id, target.name, final_of(target), windows)


def halted(case: Case, ticked: Sequence[str], *, rest: bool) -> list[str]:
    """Return the targets that somebody means who ticked these, and perhaps all those that the page left out."""
    return [*ticked, *(target.id for target in _waiting(case)[MOST_CHOICES:] if rest)]


def _waiting(case: Case) -> list[Target]:
    """Return what an emergency can still stop: what spends fastest first, then what a person would have to."""
    known = {target.id: target for target in case.targets}
    called = [known[id_] for call in calls(case.targets) for id_ in call.target_ids]
    return called + [target for target in by_hand(case.targets) if target.state is TargetState.PLANNED]


def _call(call: Call) -> str:
    sort = words.spaced(call.kind) if call.kind == call.level.value else f"{words.spaced(call.kind)} {call.level.value}"
    money = f"they spend {_sums(call.a_day)} a day" if call.a_day else ""
    rest = f"{_sums(call.at_most)} are left of {'other' if money else 'their'} budgets" if call.at_most else ""
    count = counted(len(call.target_ids), sort)
    final = f". Cannot be undone: {call.final}" if call.final else ""
    whole = f". {LIFTED}" if may_lift(call) else ""
    return f"{count} of account {call.advertiser_id}: {'; '.join(filter(None, (money, rest)))}{whole}{final}"


def _sums(amounts: Sequence[Money]) -> str:
    return formats.listed([formats.money(one) for one in amounts])


def _step(step: HandStep, case: Case, where: ZoneInfo) -> StepShown:
    meant = frozenset(step.target_ids)
    names = [target.name for target in case.targets if target.id in meant]
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return StepShown(
        how=step.route.how,
        names=formats.listed(names[:MOST_NAMES] + more),
        proof=step.route.proof,
        final=step.route.final,
        until=formats.instant(step.until_at, where) if step.until_at else "",
        steps=step.route.steps,
        told=step.told[:MOST_NAMES],
    )


def _choice(target: Target) -> Choice:
    if target.pace is not None:
        return Choice(target.id, target.name, f"spends {formats.money(target.pace)} a day")
    return Choice(target.id, target.name, f"{formats.money(target.budget - target.spent)} left of its budget")


def _spent(target: Target, where: ZoneInfo) -> Choice:
    found = aftermath(target)
    if found.spent_since is None or found.read_at is None:
        return Choice(target.id, target.name, "what it spent since the case was opened has not been read yet")
    at: datetime = found.read_at
    since = f"{formats.money(found.spent_since)} spent since the case was opened, as of {formats.instant(at, where)}"
    return Choice(target.id, target.name, since)


def _emergency(case: Case, person: Person, where: ZoneInfo) -> EmergencyShown | None:
    found = case.emergency
    if found is None:
        return None
    done = found.ratified_at
    why_not = "" if done else _why_not(found.by, person, may=person.rights[case.client])
    return EmergencyShown(
        told=f"Stopped at once on {formats.instant(found.at, where)} by {found.by}",
        why=found.why,
        ratified=f"Ratified on {formats.instant(done, where)} by {found.ratified_by}." if done else "",
        until=formats.instant(found.at + RATIFY_WITHIN, where),
        can_ratify=not done and not why_not and case.state is not State.CLOSED,
        why_not=why_not,
    )


def _why_not(by: str, person: Person, *, may: bool) -> str:
    if by == person.name:
        return "You ordered it: somebody else who may approve has to ratify it."
    return "" if may else "You may not ratify it: ask somebody who may approve."
