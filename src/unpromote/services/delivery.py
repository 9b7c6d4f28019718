"""Delivery: is it off, and does the spend stand still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from unpromote.domain import delivery
from unpromote.domain.case import Case
from unpromote.domain.delivery import Target
from unpromote.domain.events import SpendSampled, StopObserved, StoppedByHand
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.ports import DeliveryPlatform
from unpromote.services.record import record


def confirm_stopped(person: Person, case_id: str, target_id: str, proof: str, *, now: datetime) -> Case:
    """Say that a person stopped a target by hand, with what proves it.

    Raises:
        NotAllowed: the target does not wait for a person, or no proof is given.
    """
    case = queries.case(person, case_id)
    return record(case.id, StoppedByHand(at=now, by=person.name, target_id=target_id, proof=proof))


def stop_batch(platform: DeliveryPlatform, targets: Sequence[Target], *, now: datetime, by: str) -> StopObserved:
    """Look, switch off what is still on, look again. Doing it twice writes once: what is off already is left alone.

    Raises:
        OutsideFailed: the platform failed; what it did is seen when this is tried again.
    """
    advertiser_id = targets[0].advertiser_id
    ids = [target.external_id for target in targets]
    before = platform.look(advertiser_id, ids)
    still_on = [seen.external_id for seen in before if not delivery.is_off(seen)]
    write = platform.switch_off(advertiser_id, still_on) if still_on else None
    after = platform.look(advertiser_id, ids) if still_on else before
    return StopObserved(at=now, by=by, target_ids=tuple(t.id for t in targets), before=before, after=after, write=write)


def sample_spend(
    platform: DeliveryPlatform, targets: Sequence[Target], nth: int, *, now: datetime, by: str
) -> SpendSampled:
    """Read the lifetime spend of the targets.

    Raises:
        OutsideFailed: the platform failed.
    """
    samples = platform.spend(targets[0].advertiser_id, [target.external_id for target in targets])
    return SpendSampled(at=now, by=by, target_ids=tuple(t.id for t in targets), samples=samples, nth=nth)
