"""Delivery: is it off, and does the spend stand still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from unpromote.domain import delivery, held_steps, levels, postback
from unpromote.domain.batches import batches
from unpromote.domain.case import Case
from unpromote.domain.delivery import Level, Observation, Target, WriteReceipt
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import EvidenceAdded, SpendSampled, StopObserved, StoppedByHand
from unpromote.domain.evidence import EvidenceKind
from unpromote.domain.levels import Placed
from unpromote.domain.stop_events import (
    DeliveryWatched,
    FinalStopConfirmed,
    LiftAnnounced,
    OrdersSeen,
    StartObserved,
    StoppedAtOnce,
    StopRatified,
    StopRepeated,
    StopScheduled,
    StopUndone,
    TargetLookedAt,
)
from unpromote.services import filing, queries
from unpromote.services.people import Person
from unpromote.services.ports import DeliveryPlatform
from unpromote.services.record import record

FRESH = timedelta(minutes=15)
Switch = Callable[[Sequence[Target]], tuple[WriteReceipt, ...]]
Announce = Callable[[LiftAnnounced], object]
Scope = Callable[[], Sequence[Target]]


def confirm_stopped(
    person: Person, case_id: str, target_id: str, proof: str, *, now: datetime, file: Path | None = None
) -> Case:
    """Say that a person stopped a target by hand, with what proves it; a file is kept as evidence of the case.

    What only a person can stop needs the file before the case can be closed; it may be added later by saying it again.

    Raises:
        NotAllowed: the target does not wait for a person, or no proof is given.
        BadInput: the file cannot be kept.
    """
    case = queries.case(person, case_id)
    said = StoppedByHand(at=now, by=person.name, target_id=target_id, proof=proof)
    if file is None:
        return record(case.id, said)
    what = filing.NewItem(EvidenceKind.SCREENSHOT, f"{target_id} stopped by hand: {proof}", at=now, by=person.name)
    with transaction.atomic():
        item = filing.keep_evidence(case, file, what)
        record(case.id, EvidenceAdded(at=now, by=person.name, item=item))
        return record(case.id, replace(said, file=item.id))


def schedule_stop(person: Person, case_id: str, stop_at: datetime | None, *, now: datetime) -> Case:
    """Have delivery stop at that time once the quote is approved; None: as soon as it is.

    Raises:
        NotAllowed: the time is over, or delivery was ordered to stop already.
    """
    case = queries.case(person, case_id)
    return record(case.id, StopScheduled(at=now, by=person.name, stop_at=stop_at))


def stop_at_once(person: Person, case_id: str, why: str, targets: Sequence[str] = (), *, now: datetime) -> Case:
    """Stop delivery before any approval: of the targets named, or of all. An approver has to ratify it within a day.

    Raises:
        NotAllowed: no reason is given, or nothing of this is left to stop.
    """
    case = queries.case(person, case_id)
    return record(case.id, StoppedAtOnce(at=now, by=person.name, why=why, target_ids=tuple(targets)))


def ratify_stop(person: Person, case_id: str, *, now: datetime) -> Case:
    """Stand by an emergency stop that somebody else ordered.

    Raises:
        NotAllowed: the person has no right to approve, ordered it, or nothing waits to be ratified.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    return record(case.id, StopRatified(at=now, by=person.name))


def stop_again(person: Person, case_id: str, targets: Sequence[str], *, now: datetime) -> Case:
    """Switch targets off again that are on, or that nobody knows of.

    Raises:
        NotAllowed: a target is not known to be on, or no software can switch it off.
    """
    case = queries.case(person, case_id)
    return record(case.id, StopRepeated(at=now, by=person.name, target_ids=tuple(targets)))


def confirm_final(
    person: Person, case_id: str, targets: Sequence[str], typed: str, *, now: datetime, window: str = ""
) -> Case:
    """Let targets be stopped for good: `typed` is the case's reference. What waited for that is ordered off.

    `window` is the postback window of Dedicated campaigns (`domain.postback`); without it TikTok takes the first.

    Raises:
        NotAllowed: the person has no right to approve, something else was typed, or a target waits for no confirmation.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    return record(
        case.id, FinalStopConfirmed(at=now, by=person.name, target_ids=tuple(targets), typed=typed, window=window)
    )


def undo_stop(person: Person, case_id: str, targets: Sequence[str], why: str, *, now: datetime) -> Case:
    """Switch targets on again that this case switched off; what was spent does not come back.

    Raises:
        NotAllowed: the person has no right to approve, no reason is given, or this case did not switch a target off.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    return record(case.id, StopUndone(at=now, by=person.name, target_ids=tuple(targets), why=why))


def stop_batch(
    platform: DeliveryPlatform,
    targets: Sequence[Target],
    *,
    now: datetime,
    by: str,
    again: bool = False,
    scope: Scope = tuple,
    announce: Announce = lambda _: None,
) -> StopObserved:
    """Look, switch off what is still on, look again. Doing it twice writes once: what is off already is left alone.

    The first look is spared where everything was seen on a short while ago, and nothing can have been tried since.
    What cannot be undone and was not confirmed is not touched, whoever ordered it. Where all that is on in a campaign
    or an ad group is in what `scope` returns, that is switched off instead of the targets below it; `announce` keeps
    that first.

    Raises:
        OutsideFailed: the platform failed; what it did is seen when this is tried again.
    """
    ids = tuple(target.id for target in targets)
    ours = [target for target in targets if not delivery.is_unconfirmed(target)]
    if not ours:
        return StopObserved(at=now, by=by, target_ids=ids, before=(), after=())
    placed = platform.around(ours) if ours[0].level is not Level.CAMPAIGN else ()
    if placed:
        cut = levels.cut(ours, placed, scope() or ours)
        _announce(cut, ours, lambda **told: announce(LiftAnnounced(at=now, by=by, **told)))
        return StopObserved(at=now, by=by, target_ids=ids, **_stop_below(platform, ours, placed, cut, now))
    before = (() if again else _just_seen(ours, now)) or platform.look(ours)
    on = {seen.external_id: seen for seen in before if not delivery.is_switched_off(seen)}
    to_stop = [t for t in ours if t.external_id in on and not held_steps.is_final_now(t, on[t.external_id])]
    writes = _written(platform.switch_off, postback.by_window(to_stop), now)
    after = _seen_after(platform, ours) if writes else before
    return StopObserved(at=now, by=by, target_ids=ids, before=before, after=after, writes=writes)


def _stop_below(
    platform: DeliveryPlatform,
    targets: Sequence[Target],
    placed: Sequence[Placed],
    cut: levels.Cut,
    now: datetime,
) -> dict[str, Any]:
    """Switch off what is wholly in scope, the highest first, and by themselves the targets that are not in that."""
    ids = {target.external_id for target in targets}
    level = targets[0].level
    writes = _written(platform.switch_off, [*batches(cut.parents), cut.own], now)
    before = tuple(one.seen for one in placed if one.level is level and one.seen.external_id in ids)
    after = _seen_after(platform, targets) if writes else before
    return {"before": before, "after": after, "writes": writes, "above": cut.above}


def _announce(cut: levels.Cut, targets: Sequence[Target], say: Callable[..., object]) -> None:
    told = levels.unannounced(cut, targets)
    if told:
        say(target_ids=tuple(told), above={id_: above for id_, above in told.items() if above})


def _written(switch: Switch, groups: Sequence[Sequence[Target]], now: datetime) -> tuple[WriteReceipt, ...]:
    """Switch group by group; a failure after the first leaves the rest untried, and no receipt is lost over it."""
    receipts: list[WriteReceipt] = []
    for group in filter(None, groups):
        try:
            receipts += switch(group)
        except OutsideFailed as failure:
            if not receipts:
                raise
            ids = tuple(target.external_id for target in group)
            receipts.append(WriteReceipt((), "", "", "", now, problem=str(failure), untried=ids))
    return tuple(receipts)


def _seen_after(platform: DeliveryPlatform, targets: Sequence[Target]) -> tuple[Observation, ...]:
    """Look again; where that fails nothing is known, and the receipts of what was written are not lost over it."""
    try:
        return platform.look(targets)
    except OutsideFailed:
        return ()


def _just_seen(targets: Sequence[Target], now: datetime) -> tuple[Observation, ...]:
    """Return what was seen of every target, if all were on, that is fresh and no try was made."""
    seen = tuple(target.before for target in targets if target.before and not target.tries)
    fresh = all(now - each.observed_at <= FRESH and not delivery.is_switched_off(each) for each in seen)
    return seen if fresh and len(seen) == len(targets) else ()


def start_batch(platform: DeliveryPlatform, targets: Sequence[Target], *, now: datetime, by: str) -> StartObserved:
    """Look, switch on again what is off, look again.

    Raises:
        OutsideFailed: the platform failed; what it did is seen when this is tried again.
    """
    before, parents = platform.look(targets), levels.stand_ins(targets)
    off = {seen.external_id for seen in before if delivery.is_switched_off(seen)}
    to_start = [t for t in targets if t.external_id in off and (t.above is None or delivery.was_told(t))]
    writes = _written(platform.switch_on, [*_still_off(platform, parents), to_start], now)
    after = _seen_after(platform, targets) if writes else before
    return StartObserved(at=now, by=by, target_ids=tuple(t.id for t in targets), after=after, writes=writes)


def _still_off(platform: DeliveryPlatform, parents: Sequence[Target]) -> Iterator[list[Target]]:
    """Yield what stopped the targets below it, call by call, as far as it is off."""
    for group in batches(parents):
        off = {seen.external_id for seen in platform.look(group) if delivery.is_switched_off(seen)}
        yield [parent for parent in group if parent.external_id in off]


def watch(
    platform: DeliveryPlatform, targets: Sequence[Target], nth: int, *, now: datetime, by: str
) -> DeliveryWatched:
    """Look at proven targets, and read their lifetime spend, once more.

    Raises:
        OutsideFailed: the platform failed.
    """
    seen, samples = platform.look(targets), platform.spend(targets)
    ids = tuple(target.id for target in targets)
    return DeliveryWatched(at=now, by=by, target_ids=ids, seen=seen, samples=samples, nth=nth)


def sample_spend(
    platform: DeliveryPlatform, targets: Sequence[Target], nth: int, *, now: datetime, by: str
) -> SpendSampled | DeliveryWatched:
    """Look at the targets and read their lifetime spend; what has none is looked at again instead.

    Raises:
        OutsideFailed: the platform failed.
    """
    if delivery.is_unspent(targets[0]):
        return watch(platform, targets, nth, now=now, by=by)
    seen, samples = platform.look(targets), platform.spend(targets)
    ids = tuple(target.id for target in targets)
    return SpendSampled(at=now, by=by, target_ids=ids, samples=samples, nth=nth, seen=seen)


def look_at(platform: DeliveryPlatform, target: Target, *, now: datetime, by: str) -> TargetLookedAt:
    """Look at a target that a person stopped; what the platform will never show is said, and no failure.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    try:
        seen = platform.look([target])
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        return TargetLookedAt(at=now, by=by, target_id=target.id, seen=None, problem=str(failure))
    return TargetLookedAt(at=now, by=by, target_id=target.id, seen=next(iter(seen), None))


def read_orders(platform: DeliveryPlatform, target: Target, *, now: datetime, by: str) -> OrdersSeen | None:
    """Find the orders of a booked campaign, and what each has spent; None where the platform will never tell.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    try:
        orders = tuple(one.seen for one in platform.around([target]) if one.level is Level.ADGROUP)
        each = [replace(target, level=Level.ADGROUP, external_id=seen.external_id) for seen in orders]
        samples = platform.spend(each) if each else ()
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        return None
    return OrdersSeen(at=now, by=by, target_id=target.id, orders=orders, samples=samples)
