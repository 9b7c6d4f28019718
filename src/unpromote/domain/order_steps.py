"""A Reach & Frequency campaign is stopped by its orders: what has not begun is taken back, what delivers is a person's.

The two are told apart right when the stop is ordered, since a booking begins by itself. Each order then is a target of
its own. Taking one back cannot be undone, so it is held for its typed word as everything of that sort.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from moneyed import Money

from unpromote.domain import commands as c
from unpromote.domain import delivery, held_steps
from unpromote.domain import stop_events as s
from unpromote.domain.aggregate import Case
from unpromote.domain.delivery import Level, Observation, Route, SpendSample, Target, TargetState

ORDERED = "reach_frequency"
NOT_BEGUN = ("_RF_BOOKING", "_RF_SCHEDULE", "_RF_SHORT_BALANCE", "_RF_NO_DELIVERY_CREATIVE")
TAKEN_BACK = "A booking that was taken back cannot be taken up again: it has to be booked anew."


def has_orders(target: Target) -> bool:
    """Tell whether the target is a whole campaign of orders, which a person would have to stop as it stands."""
    return target.kind == ORDERED and target.level is Level.CAMPAIGN and target.state is TargetState.BY_HAND


def look_for_orders(case: Case, targets: Iterable[Target], due: datetime) -> tuple[c.Command, ...]:
    """Return what finds out which orders stand in campaigns that were just left to a person."""
    return tuple(
        c.ReadOrders(
            case_id=case.id,
            due=due,
            advertiser_id=target.advertiser_id,
            target_ids=(target.id,),
            nth=case.version,
        )
        for target in targets
        if has_orders(target)
    )


def note_orders(case: Case, event: s.OrdersSeen) -> tuple[Case, tuple[c.Command, ...]]:
    """Put the orders that are not over in the place of their campaign, unless a person has stopped it meanwhile."""
    target = next((t for t in case.targets if t.id == event.target_id and has_orders(t)), None)
    live = [seen for seen in event.orders if not delivery.is_switched_off(seen)]
    if target is None or not live:
        return case, ()
    first, *others = _orders(target, live, event.samples, free=_numbers(case.targets))
    kept = tuple(first if t.id == target.id else t for t in case.targets)
    moved = replace(case, targets=(*kept, *others))
    newly = [first, *others]
    return moved, held_steps.watch(moved, event.at) if held_steps.held(newly) else ()


def is_begun(seen: Observation) -> bool:
    """Tell whether an order may deliver: whatever is not known to wait for its start."""
    return not seen.secondary_status.endswith(NOT_BEGUN)


def _orders(
    target: Target, live: Sequence[Observation], samples: Sequence[SpendSample], free: Iterator[str]
) -> Iterator[Target]:
    spent = {sample.external_id: sample.spend for sample in samples}
    for id_, seen in zip((target.id, *(next(free) for _ in live[1:])), live, strict=True):
        yield _order(replace(target, id=id_), seen, spent.get(seen.external_id, target.spent * 0))


def _order(target: Target, seen: Observation, spent: Money) -> Target:
    """Return one order; what is left of the campaign's budget is nobody's in particular, and not counted."""
    begun = is_begun(seen)
    return replace(
        target,
        level=Level.ADGROUP,
        external_id=seen.external_id,
        name=f"{target.name}: {seen.name}",
        route=Route.BY_HAND if begun else Route.API,
        state=TargetState.BY_HAND if begun else TargetState.HELD,
        final=target.final or TAKEN_BACK,
        before=seen,
        budget=spent,
        spent=spent,
        pace=None,
    )


def _numbers(targets: Sequence[Target]) -> Iterator[str]:
    """Yield ids that no target has yet."""
    known = {target.id for target in targets}
    candidates = (f"t{number}" for number in range(len(targets) + 1, 10**9))
    return (each for each in candidates if each not in known)
