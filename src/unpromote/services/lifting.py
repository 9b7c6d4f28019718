"""At which level a stop would switch, by what the platform shows now; the stop itself looks again right before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from unpromote.domain import levels
from unpromote.domain.case import Case
from unpromote.domain.delivery import Above, Target
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.stop_plan import Call, may_lift
from unpromote.services.ports import DeliveryPlatform


@dataclass(frozen=True)
class Lift:
    """What one call would switch, as it stood at `seen_at`: `parents` in the place of `lifted`, and `own` targets.

    What is in neither is off already, or unknown to the platform. `problem` says why nobody could look.
    """

    target_ids: tuple[str, ...]
    seen_at: datetime
    parents: tuple[Above, ...] = ()
    lifted: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    problem: str = ""


def lifts_seen(platform: DeliveryPlatform, case: Case, calls: Sequence[Call], *, now: datetime) -> tuple[Lift, ...]:
    """Look how far each call that may switch something higher would be lifted; nothing is changed."""
    ids = frozenset(id_ for call in calls for id_ in call.target_ids)
    scope = levels.in_scope(case, ids)
    return tuple(_seen(platform, _named(case, call), scope, now) for call in calls if may_lift(call))


def _named(case: Case, call: Call) -> list[Target]:
    known = {target.id: target for target in case.targets}
    return [known[id_] for id_ in call.target_ids]


def _seen(platform: DeliveryPlatform, targets: Sequence[Target], scope: Sequence[Target], now: datetime) -> Lift:
    ids = tuple(target.id for target in targets)
    try:
        placed = platform.around(targets)
    except OutsideFailed as failure:
        return Lift(ids, now, problem=str(failure))
    if not placed:
        return Lift(ids, now, own=ids)
    cut = levels.cut(targets, placed, scope)
    return Lift(ids, now, _above(cut.parents), tuple(cut.above), tuple(target.id for target in cut.own))


def _above(parents: Iterable[Target]) -> tuple[Above, ...]:
    return tuple(Above(one.level, one.external_id, one.name) for one in parents)
