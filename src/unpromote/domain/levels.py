"""The highest level that is wholly in scope: one switch for all that is on in a campaign, if all of that is to stop.

Whether it is comes from what the platform shows right before the write, since somebody may have added an ad group. What
stands above its children stops them without touching their own switches, so each child keeps what it was stopped with,
and an undo switches that on again. What is going to be switched in their place is said before the write goes: whoever
tries again after a crash, and finds it off, knows that it was this case. Nothing is lifted whose stop cannot be undone,
and nothing twice: whatever was tried once by its parent is switched by itself the next time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from unpromote.domain import approval, delivery
from unpromote.domain import commands as c
from unpromote.domain import stop_events as s
from unpromote.domain.aggregate import Case
from unpromote.domain.delivery import Above, Level, Observation, Route, Target, TargetState

_BEING_STOPPED = (TargetState.OFF, TargetState.PROVEN, TargetState.ENDING)

Key = tuple[Level, str]


@dataclass(frozen=True)
class Placed:
    """An object as the platform shows it now, and what it stands in; `final`: switching it off cannot be undone."""

    level: Level
    seen: Observation
    campaign_id: str
    adgroup_id: str = ""
    final: bool = False

    @property
    def key(self) -> Key:
        """What tells it from every other object."""
        return self.level, self.seen.external_id

    @property
    def parents(self) -> tuple[Key, ...]:
        """What it stands in, the highest first."""
        if self.level is Level.CAMPAIGN:
            return ()
        above: Key = (Level.CAMPAIGN, self.campaign_id)
        return (above, (Level.ADGROUP, self.adgroup_id)) if self.level is Level.AD else (above,)


@dataclass(frozen=True)
class Cut:
    """What is switched: `parents` stand in for what is wholly in scope, `own` are switched by themselves.

    `above` says by target what it is stopped with, by us now or before.
    """

    parents: tuple[Target, ...]
    own: tuple[Target, ...]
    above: Mapping[str, Above]


def in_scope(case: Case, ids: Collection[str]) -> tuple[Target, ...]:
    """Return what is to be off by now: what is being stopped, what was, and once approved all that is planned."""
    approved = case.approval is not None and approval.is_complete(case.approval)
    return tuple(t for t in case.targets if _is_ours_to_stop(t) and (t.id in ids or _is_due(t, approved=approved)))


def _is_ours_to_stop(target: Target) -> bool:
    return target.route is Route.API and not delivery.is_unconfirmed(target)


def _is_due(target: Target, *, approved: bool) -> bool:
    if target.state is TargetState.PLANNED:
        return approved
    again = target.state in delivery.MAY_BE_ON and target.state is not TargetState.ON_AGAIN
    return target.state in _BEING_STOPPED or (again and not delivery.tried_out(target))


def cut(targets: Sequence[Target], placed: Sequence[Placed], scope: Iterable[Target]) -> Cut:
    """Return what to switch for targets of one account, kind and level; `placed` is all that stands in their campaigns.

    What is off, or unknown to the platform, is not switched.
    """
    known = {one.key: one for one in placed}
    meant = [one for one in scope if _same_sort(one, targets[0])]
    named: set[Key] = {(one.level, one.external_id) for one in meant}
    stopped = {key for key in _stopped(meant) if key in known and _is_off(known[key])}
    inside = _inside(placed)
    whole = {one.key for one in placed if one.key not in named and _is_whole(one, inside, named)}
    parents: dict[Key, Target] = {}
    own: list[Target] = []
    above: dict[str, Above] = {}
    for target in targets:
        one = known.get((target.level, target.external_id))
        if one is None or delivery.stands_off(target, one.seen):
            continue
        top = next((key for key in one.parents if key in stopped or key in whole), None)
        if top is None or target.tries:
            own.append(target)
            continue
        above[target.id] = Above(top[0], top[1], known[top].seen.name)
        if top in whole:
            parents[top] = stand_in(target, above[target.id])
    return Cut(tuple(parents.values()), tuple(own), above)


def unannounced(cut: Cut, targets: Iterable[Target]) -> Mapping[str, Above | None]:
    """Return of which targets it has to be said first what stops them, and what that is: None for their own switch.

    Of a target that was tried before it is known what it was tried with, and that may still come to pass.
    """
    own = {target.id for target in cut.own if not target.tries}
    meant = {t.id: cut.above.get(t.id) for t in targets if t.id in cut.above or t.id in own}
    return {t.id: meant[t.id] for t in targets if t.id in meant and meant[t.id] != t.above}


def note_lift(case: Case, event: s.LiftAnnounced) -> tuple[Case, tuple[c.Command, ...]]:
    """Keep what targets are about to be stopped with, unless something else has become of them meanwhile."""
    open_ = (TargetState.PLANNED, *delivery.MAY_BE_ON)
    concerned = frozenset(t.id for t in case.targets if t.id in event.target_ids and t.state in open_)
    told = (replace(t, above=event.above.get(t.id)) if t.id in concerned else t for t in case.targets)
    return replace(case, targets=tuple(told)), ()


def stand_in(target: Target, above: Above) -> Target:
    """Return what a target was stopped with as the platform is asked for it."""
    return replace(target, id="", level=above.level, external_id=above.external_id, name=above.name, above=None)


def stand_ins(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return what targets were stopped with, each once."""
    found = {(t.above.level, t.above.external_id): stand_in(t, t.above) for t in targets if t.above}
    return tuple(found.values())


def together(case: Case, target: Target) -> tuple[Target, ...]:
    """Return what is off and runs again with a target, since one switch stopped all of it; itself too."""
    off = (t for t in case.targets if t.state in (TargetState.OFF, TargetState.PROVEN))
    return tuple(t for t in off if _same_sort(t, target) and _top(t) == _top(target))


def _top(target: Target) -> Key:
    return (target.above.level, target.above.external_id) if target.above else (target.level, target.external_id)


def _stopped(scope: Sequence[Target]) -> set[Key]:
    """Return what this case has stopped, or had set out to stop: named itself, or in its children's place."""
    off = [one for one in scope if one.state in (TargetState.OFF, TargetState.PROVEN)]
    return {_top(one) for one in off if delivery.is_ours(one)} | {_top(one) for one in scope if one.above}


def _same_sort(one: Target, other: Target) -> bool:
    return (one.advertiser_id, one.kind) == (other.advertiser_id, other.kind)


def _is_off(one: Placed) -> bool:
    return delivery.is_switched_off(one.seen)


def _inside(placed: Iterable[Placed]) -> Mapping[Key, list[Placed]]:
    """Return what is on right below each object."""
    found: dict[Key, list[Placed]] = {}
    for one in placed:
        if one.parents and not _is_off(one):
            found.setdefault(one.parents[-1], []).append(one)
    return found


def _is_whole(parent: Placed, inside: Mapping[Key, list[Placed]], named: Collection[Key]) -> bool:
    """Tell whether something is on in it, and all of that is to stop."""
    if _is_off(parent) or parent.final:
        return False
    children = inside.get(parent.key, [])
    return bool(children) and all(one.key in named or _is_whole(one, inside, named) for one in children)
