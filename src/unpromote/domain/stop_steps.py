"""What each event of delivery does to a case: switched off by plan, at once or again, undone, proven and watched.

An emergency stop comes before any approval: it only switches off, which can be undone, and somebody with the right to
approve has to ratify it within a day. What this case switched off, and nothing else, can be switched on again. What
cannot be undone is held, whoever orders the stop, until somebody who may approve types the case's reference for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from unpromote.domain import (
    authorization_steps,
    delivery,
    hand_steps,
    held_steps,
    levels,
    order_steps,
    postback,
    sampling,
    stop_plan,
)
from unpromote.domain import commands as c
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.aggregate import Case, Emergency, State, with_alarm
from unpromote.domain.batches import batches
from unpromote.domain.delivery import Route, Target, TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.receipts import receipt_for, receipts_of, untried

TELL_AFTER = timedelta(minutes=15)
TRY_AGAIN_AFTER = timedelta(minutes=1)
RATIFY_WITHIN = timedelta(days=1)
WATCH_AFTER = (timedelta(hours=6), timedelta(hours=12), timedelta(days=1))  # and every day from then on
WATCHED_FOR = timedelta(days=14)

Moved = tuple[Case, tuple[c.Command, ...]]


def order_stop(case: Case, event: e.Event) -> Moved:
    """Order off what still runs, now that the quote is approved; not before the time that was chosen."""
    due = max(event.at, case.stop_at or event.at)
    ratified = _ratified(case, event) if case.emergency else case
    stopping, batches = _ordered_off(replace(ratified, state=State.STOPPING), case.targets, due)
    return stopping, (*batches, c.TellEveryone(case_id=case.id, due=due + TELL_AFTER))


def schedule(case: Case, event: s.StopScheduled) -> Moved:
    if event.stop_at is not None and event.stop_at <= event.at:
        raise NotAllowed(f"{event.stop_at:%Y-%m-%d %H:%M %Z} is over: leave the time out to stop as soon as approved")
    return replace(case, stop_at=event.stop_at), ()


def stop_at_once(case: Case, event: s.StoppedAtOnce) -> Moved:
    """Order targets off that nobody has approved to stop yet."""
    if not event.why.strip():
        raise NotAllowed("say why delivery cannot wait for an approval")
    named = _named(case, event.target_ids) if event.target_ids else case.targets
    due = [t for t in named if delivery.is_to_order(t)]
    if not due:
        raise NotAllowed("nothing of this is left to stop at once")
    first = case.emergency is None or case.emergency.ratified_at is not None
    emergency = Emergency(by=event.by, at=event.at, why=event.why) if first else case.emergency
    ordered, batches = _ordered_off(replace(case, emergency=emergency), due, event.at)
    watch = c.WatchRatification(case_id=case.id, due=event.at + RATIFY_WITHIN, nth=case.version)
    return ordered, (*batches, watch) if first else batches


def ratify(case: Case, event: s.StopRatified) -> Moved:
    if case.emergency is None or case.emergency.ratified_at:
        raise NotAllowed("no emergency stop waits to be ratified")
    if event.by == case.emergency.by:
        raise NotAllowed(f"{event.by} stopped it: a second person has to ratify it")
    return _ratified(case, event), ()


def _ratified(case: Case, event: e.Event) -> Case:
    if case.emergency is None or case.emergency.ratified_at:
        return case
    kept = replace(case.emergency, ratified_by=event.by, ratified_at=event.at)
    left = tuple(alarm for alarm in case.alarms if alarm != _not_ratified(case.emergency))
    return replace(case, emergency=kept, alarms=left)


def note_unratified(case: Case, event: s.StopRatificationDue) -> Moved:
    """Have somebody look at an emergency stop that nobody stands by after a day."""
    del event
    if case.emergency is None or case.emergency.ratified_at:
        return case, ()
    return with_alarm(case, _not_ratified(case.emergency)), ()


def _not_ratified(emergency: Emergency) -> str:
    return f"{emergency.by} stopped delivery at once ({emergency.why}): ratify it, or switch it on again"


def stop_again(case: Case, event: s.StopRepeated) -> Moved:
    """Have targets switched off again that are on, or that nobody knows of, whoever switched them on."""
    named = _named(case, event.target_ids)
    for target in named:
        if target.state not in delivery.MAY_BE_ON or target.route is not Route.API:
            raise NotAllowed(f"{target.name} is not known to be on, or no software can switch it off")
        if delivery.is_unconfirmed(target):
            raise NotAllowed(f"stopping {target.name} cannot be undone: confirm that first, by the case's reference")
    anew = with_targets(
        case,
        event.target_ids,
        lambda t: replace(
            t, state=TargetState.PLANNED, tries=0, before=None, turn=case.version, above=None, ordered_at=event.at
        ),
    )
    return anew, _stop_batches(anew, _among(anew, event.target_ids), event.at)


def confirm_final(case: Case, event: s.FinalStopConfirmed) -> Moved:
    """Let targets be stopped for good; what was held is ordered off, what is only planned goes with the plan."""
    if not event.target_ids:
        raise NotAllowed("name the targets that may be stopped for good")
    if event.typed != case.reference:
        raise NotAllowed(f"to confirm what cannot be undone, type {case.reference} exactly")
    named = _named(case, event.target_ids)
    for target in named:
        if not delivery.waits_for_word(target):
            raise NotAllowed(f"{target.name} waits for no confirmation")
    postback.must_fit(event.window, named)
    told = held_steps.without_alarms(case, named)

    def confirmed(target: Target) -> Target:
        return replace(held_steps.after_confirmation(target, event.by, event.at), window=event.window)

    moved = with_targets(told, event.target_ids, confirmed)
    held = tuple(t.id for t in named if t.state is TargetState.HELD)
    ordered = with_targets(moved, held, lambda t: replace(t, turn=case.version, ordered_at=event.at))
    due = max(event.at, stop_plan.ordered_at(case) or event.at)
    begun = _among(ordered, held)
    return ordered, (*_stop_batches(ordered, begun, due), *authorization_steps.look_for(case, begun, due))


def undo(case: Case, event: s.StopUndone) -> Moved:
    """Order on again what this case switched off; what was spent meanwhile, or before, does not come back."""
    if not event.why.strip():
        raise NotAllowed("say why it is to run again")
    named = _named(case, event.target_ids)
    for target in named:
        if target.kind in delivery.ENDED_FOR_GOOD:
            raise NotAllowed(f"{target.name} was removed for good: offer it anew")
        if not delivery.is_ours(target):
            raise NotAllowed(f"{target.name} was not switched off by this case: switch it on where that was done")
        if missing := [t.id for t in levels.together(case, target) if t.id not in event.target_ids]:
            raise NotAllowed(f"{target.name} was stopped by one switch with {', '.join(missing)}: name them as well")
    return case, _start_batches(case, named, event.at)


def _start_batches(case: Case, targets: Iterable[Target], due: datetime) -> tuple[c.Command, ...]:
    return tuple(
        c.StartBatch(
            case_id=case.id,
            due=due,
            advertiser_id=group[0].advertiser_id,
            target_ids=tuple(t.id for t in group),
            nth=case.version,
        )
        for group in batches(targets)
    )


def note_start(case: Case, event: s.StartObserved) -> Moved:
    """Note what is on again, raise an alarm for what is not, and order anew what the round did not come to.

    Where nobody could look after a write, another round does: it looks before it writes.
    """
    if event.writes and not event.after:
        return case, _start_batches(case, _among(case, event.target_ids), event.at + TRY_AGAIN_AFTER)
    seen = {each.external_id: each for each in event.after}
    left = untried(_among(case, event.target_ids), event.writes)
    tried = _without(event.target_ids, left)
    moved = with_targets(case, tried, lambda t: delivery.after_start(t, seen.get(t.external_id)))
    for target in _among(moved, tried):
        if target.state is not TargetState.ON_AGAIN:
            moved = with_alarm(moved, f"{target.name} would not switch on again: a person has to look")
    return moved, _start_batches(case, left, event.at)


def _named(case: Case, ids: Iterable[str]) -> tuple[Target, ...]:
    known = {t.id: t for t in case.targets}
    unknown = [each for each in ids if each not in known]
    if unknown:
        raise NotAllowed(f"the case has no target {', '.join(unknown)}")
    return tuple(known[each] for each in dict.fromkeys(ids))


def _ordered_off(case: Case, targets: Iterable[Target], due: datetime) -> Moved:
    planned = [t for t in targets if delivery.is_to_order(t)]
    by_hand = tuple(t.id for t in planned if t.route is Route.BY_HAND)
    held = tuple(t.id for t in planned if delivery.is_unconfirmed(t))
    moved = with_targets(case, by_hand, lambda t: replace(t, state=TargetState.BY_HAND))
    moved = with_targets(moved, held, lambda t: replace(t, state=TargetState.HELD))
    ours = [t for t in planned if t.route is Route.API and not delivery.is_unconfirmed(t)]
    ordered = tuple(t.id for t in ours)
    moved = with_targets(moved, ordered, lambda t: replace(t, ordered_at=due))
    watch = held_steps.watch(moved, due) if held else ()
    orders = order_steps.look_for_orders(moved, _among(moved, by_hand), due)
    looks = (
        *hand_steps.look_first(moved, by_hand, due),
        *authorization_steps.look_for(moved, _among(moved, by_hand), due),
    )
    return moved, (*_stop_batches(case, ours, due), *watch, *orders, *looks)


def _stop_batches(case: Case, targets: Sequence[Target], due: datetime, nth: int = 1) -> tuple[c.Command, ...]:
    return tuple(
        c.StopBatch(case_id=case.id, due=due, nth=nth, rank=rank, **batch_of(batch))
        for rank, batch in enumerate(batches(t for t in targets if t.authorization is None), start=1)
    )


def note_stop(case: Case, event: e.StopObserved) -> Moved:
    before = {seen.external_id: seen for seen in event.before}
    after = {seen.external_id: seen for seen in event.after}
    receipts = receipts_of(event)
    told = [replace(t, above=event.above.get(t.id, t.above)) for t in _among(case, event.target_ids)]
    left = untried(told, event.writes)
    tried = _without(event.target_ids, left)
    above = {t.id: t.above for t in told}

    def stopped(target: Target) -> Target:
        own, meant = target.external_id, replace(target, above=above[target.id])
        held = held_steps.instead_of_stop(target, before.get(own), after.get(own))
        return held or delivery.after_stop(meant, before.get(own), after.get(own), receipt_for(receipts, meant))

    moved = with_targets(case, tried, stopped)
    concerned = _among(moved, tried)
    again = [t for t in concerned if t.state in (TargetState.STILL_ON, TargetState.UNKNOWN)]
    for target in filter(delivery.tried_out, again):
        moved = with_alarm(moved, _would_not_stop(target))
    again = [t for t in again if not delivery.tried_out(t)]
    retries = _stop_batches(case, again, event.at + TRY_AGAIN_AFTER, _next_try(again))
    rest = _stop_batches(case, left, event.at, _next_try(left))
    watch = held_steps.watch(moved, event.at) if held_steps.held(concerned) else ()
    return moved, (*rest, *retries, *next_samples(case, concerned, event.at, 1), *watch)


def _next_try(targets: Sequence[Target]) -> int:
    return max((t.tries for t in targets), default=0) + 1


def _without(ids: tuple[str, ...], left: Sequence[Target]) -> tuple[str, ...]:
    kept = {t.id for t in left}
    return tuple(each for each in ids if each not in kept)


def _would_not_stop(target: Target) -> str:
    if target.state is TargetState.UNKNOWN:
        return f"TikTok does not say whether {target.name} is off: a person has to look"
    why = f" ({target.refusal})" if target.refusal else ""
    return f"{target.name} would not switch off{why}: a person has to stop it"


def note_hand(case: Case, event: e.StoppedByHand) -> Moved:
    target = hand_steps.waiting(case, event.target_id, with_file=bool(event.file))
    if not event.proof.strip():
        raise NotAllowed("say what proves that it stopped")
    moved = with_targets(case, (target.id,), lambda t: delivery.after_hand(t, event.proof, event.at, event.file))
    moved = held_steps.without_alarms(moved, (target,))
    if target.kind not in delivery.READ_ONLY:
        return moved, ()
    return moved, (hand_steps.look(case, target, event.at),)


def note_looked(case: Case, event: s.TargetLookedAt) -> Moved:
    """Keep what the platform shows beside a person's proof, and raise an alarm where it contradicts that."""
    seen = event.seen
    if seen is None:
        return case, ()
    moved = with_targets(case, (event.target_id,), lambda t: delivery.after_look(t, seen))
    (target,) = _among(moved, (event.target_id,))
    if delivery.is_off(seen) or not target.proof:
        return moved, ()
    shown = seen.secondary_status or seen.operation_status
    moved = with_alarm(moved, f"TikTok shows {target.name} as {shown} though it was said to have stopped: look at it")
    return (moved if target.state is TargetState.PROVEN else reopened(moved)), ()


def switched_on(target: Target) -> str:
    """Return the alarm over a target that somebody else switched on."""
    return f"somebody switched {target.name} on again: look who, and stop it again"


def note_watched(case: Case, event: s.DeliveryWatched) -> Moved:
    """Raise an alarm for what runs again, or spends; a closed case is opened again over it."""
    seen = {each.external_id: each for each in event.seen}
    moved = with_targets(
        case,
        event.target_ids,
        lambda t: _watched_anew(delivery.after_watch(t, seen.get(t.external_id), event.samples), case.version),
    )
    concerned = _among(moved, event.target_ids)
    for target in concerned:
        if target.state is TargetState.STILL_ON:
            moved = with_alarm(moved, switched_on(target))
        elif delivery.has_grown(target):
            moved = with_alarm(moved, f"the spend of {target.name} {delivery.GREW}")
    proven = [t for t in concerned if t.state is TargetState.PROVEN]
    if len(proven) < len(concerned):
        moved = reopened(moved)
    for target in concerned:
        if sampling.lingers(target, event.at):
            moved = with_alarm(moved, f"{target.name} was told to end and cannot be seen to have ended: look at it")
    open_ = [t for t in concerned if t.state in _TO_BE_SEEN and not sampling.lingers(t, event.at)]
    newly = {t.id for t in case.targets if t.state is not TargetState.PROVEN}
    first = watches(case, [t for t in proven if t.id in newly], event.at, 1)
    further = watches(case, [t for t in proven if t.id not in newly], event.at, event.nth + 1)
    return moved, (*first, *further, *next_samples(moved, open_, event.at, 1))


def _watched_anew(target: Target, version: int) -> Target:
    return target if target.state is TargetState.PROVEN else replace(target, turn=version)


def reopened(case: Case) -> Case:
    """Return the case, open again if it was closed."""
    if case.state is not State.CLOSED:
        return case
    return replace(case, state=State.SETTLING, closed_at=None, closed_why="")


_TO_BE_SEEN = (TargetState.OFF, TargetState.ENDING)


def watches(case: Case, targets: list[Target], at: datetime, nth: int) -> tuple[c.Command, ...]:
    """Return the next watch over targets that are off, while they are watched at all."""
    due = at + WATCH_AFTER[min(nth, len(WATCH_AFTER)) - 1]
    watched = [t for t in targets if t.route is Route.API and t.off_at and due <= t.off_at + WATCHED_FOR]
    if not watched:
        return ()
    return (c.WatchDelivery(case_id=case.id, due=due, nth=nth, **batch_of(watched)),)


def next_samples(case: Case, targets: list[Target], now: datetime, nth: int) -> tuple[c.Command, ...]:
    """Return the next looks at the spend of targets that are off, one command for each instant."""
    by_due: dict[datetime, list[Target]] = {}
    for target in targets:
        due = sampling.next_sample_at(target, now)
        if due is not None:
            by_due.setdefault(due, []).append(target)
    return tuple(
        c.SampleSpend(
            case_id=case.id,
            due=due,
            nth=nth,
            **batch_of(group),
        )
        for due, group in by_due.items()
    )


def batch_of(targets: Sequence[Target]) -> dict[str, Any]:
    """Return what a command says of the targets that it concerns."""
    ids, turn = tuple(t.id for t in targets), max(t.turn for t in targets)
    return {"advertiser_id": targets[0].advertiser_id, "target_ids": ids, "turn": turn}


def with_targets(case: Case, ids: tuple[str, ...], change: Callable[[Target], Target]) -> Case:
    meant = frozenset(ids)
    return replace(case, targets=tuple(change(t) if t.id in meant else t for t in case.targets))


def _among(case: Case, ids: tuple[str, ...]) -> list[Target]:
    meant = frozenset(ids)
    return [t for t in case.targets if t.id in meant]
