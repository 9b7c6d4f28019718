"""What each reading of spend does to a case: proven flat, growing, switched on meanwhile, or unread and read later."""

from __future__ import annotations

from dataclasses import replace

from unpromote.domain import authorization_steps, delivery
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain.aggregate import Case, with_alarm
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.sampling import next_sample_at
from unpromote.domain.stop_steps import (
    WATCH_AFTER,
    WATCHED_FOR,
    Moved,
    batch_of,
    next_samples,
    switched_on,
    watches,
    with_targets,
)

SAMPLES = 48


def note_spend(case: Case, event: e.SpendSampled) -> Moved:
    """Note what was read, and seen; what cannot be proven flat goes to a person, and is looked at every day."""
    moved = _sampled(case, event)
    concerned, before = _among(moved, event.target_ids), {t.id: t.state for t in case.targets}
    for target in concerned:
        if target.state is TargetState.STILL_ON and before[target.id] is not TargetState.STILL_ON:
            moved = with_alarm(moved, switched_on(target))
        elif delivery.has_grown(target):
            moved = with_alarm(moved, f"the spend of {target.name} {delivery.GREW}")
    proven = [t for t in concerned if t.state is TargetState.PROVEN and before[t.id] is not TargetState.PROVEN]
    watch = watches(case, proven, event.at, 1)
    left = [t for t in concerned if t.state is TargetState.OFF] if event.nth >= SAMPLES else []
    if left:
        moved = with_alarm(moved, "the spend cannot be proven flat: a person has to look")
    others = [t for t in concerned if t not in left]
    daily = _sampled_daily(case, left, event)
    return moved, (*watch, *next_samples(case, others, event.at, event.nth + 1), *daily)


def _sampled(case: Case, event: e.SpendSampled) -> Case:
    seen = {each.external_id: each for each in event.seen}

    def sampled(target: Target) -> Target:
        after = delivery.after_sampling(target, seen.get(target.external_id), event.samples)
        return after if after.off_at == target.off_at else replace(after, turn=case.version)

    return with_targets(case, event.target_ids, sampled)


def _sampled_daily(case: Case, targets: list[Target], event: e.SpendSampled) -> tuple[c.Command, ...]:
    due = event.at + WATCH_AFTER[-1]
    left = [t for t in targets if t.off_at and due <= t.off_at + WATCHED_FOR]
    return (c.SampleSpend(case_id=case.id, due=due, nth=event.nth + 1, **batch_of(left)),) if left else ()


def note_giving_up(case: Case, event: e.CommandGaveUp) -> Moved:
    """Leave to a person what could not be stopped; what could not be looked at is looked at again the next day."""
    if event.command == c.FollowAuthorization.__name__:
        return case, authorization_steps.look_tomorrow(case, event)
    if event.command not in (c.SampleSpend.__name__, c.WatchDelivery.__name__):
        return with_targets(case, event.target_ids, delivery.after_giving_up), ()
    moved = with_targets(case, event.target_ids, lambda t: replace(t, turn=case.version))
    concerned = _among(moved, event.target_ids)
    if event.command == c.WatchDelivery.__name__:
        proven = [t for t in concerned if t.state is TargetState.PROVEN]
        return moved, watches(moved, proven, event.at, len(WATCH_AFTER))
    due = event.at + WATCH_AFTER[-1]
    left = [t for t in concerned if next_sample_at(t, event.at) and due <= (t.off_at or due) + WATCHED_FOR]
    return moved, (c.SampleSpend(case_id=case.id, due=due, **batch_of(left)),) if left else ()


def _among(case: Case, ids: tuple[str, ...]) -> list[Target]:
    meant = frozenset(ids)
    return [t for t in case.targets if t.id in meant]
