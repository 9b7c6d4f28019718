"""Delivery: is it off, and does the spend stand still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from unpromote.domain import delivery
from unpromote.domain.case import Case
from unpromote.domain.delivery import Observation, Target
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import SpendSampled, StopObserved, StoppedByHand
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.ports import DeliveryPlatform
from unpromote.services.record import record

FRESH = timedelta(minutes=15)


def confirm_stopped(person: Person, case_id: str, target_id: str, proof: str, *, now: datetime) -> Case:
    """Say that a person stopped a target by hand, with what proves it.

    Raises:
        NotAllowed: the target does not wait for a person, or no proof is given.
    """
    case = queries.case(person, case_id)
    return record(case.id, StoppedByHand(at=now, by=person.name, target_id=target_id, proof=proof))


def stop_batch(
    platform: DeliveryPlatform, targets: Sequence[Target], *, now: datetime, by: str, again: bool = False
) -> StopObserved:
    """Look, switch off what is still on, look again. Doing it twice writes once: what is off already is left alone.

    The first look is spared where everything was seen on a short while ago, and nothing can have been tried since.

    Raises:
        OutsideFailed: the platform failed; what it did is seen when this is tried again.
    """
    known = () if again else _just_seen(targets, now)
    before = known or platform.look(targets)
    on = {seen.external_id for seen in before if not delivery.is_switched_off(seen)}
    to_stop = [target for target in targets if target.external_id in on]
    writes = platform.switch_off(to_stop) if to_stop else ()
    after = _seen_after(platform, targets) if to_stop or known else before
    ids = tuple(target.id for target in targets)
    return StopObserved(at=now, by=by, target_ids=ids, before=before, after=after, writes=writes)


def _seen_after(platform: DeliveryPlatform, targets: Sequence[Target]) -> tuple[Observation, ...]:
    """Look again; where that fails nothing is known, and the receipts of what was written are not lost over it."""
    try:
        return platform.look(targets)
    except OutsideFailed:
        return ()


def _just_seen(targets: Sequence[Target], now: datetime) -> tuple[Observation, ...]:
    """Return what was seen of every target, if that is fresh and no try was made."""
    seen = tuple(target.before for target in targets if target.before and not target.tries)
    fresh = all(now - each.observed_at <= FRESH for each in seen)
    return seen if fresh and len(seen) == len(targets) else ()


def sample_spend(
    platform: DeliveryPlatform, targets: Sequence[Target], nth: int, *, now: datetime, by: str
) -> SpendSampled:
    """Read the lifetime spend of the targets.

    Raises:
        OutsideFailed: the platform failed.
    """
    samples = platform.spend(targets)
    return SpendSampled(at=now, by=by, target_ids=tuple(t.id for t in targets), samples=samples, nth=nth)
