"""Delivery as deadlines: until when a person has to have stopped what software cannot, and orders cancelled."""

from __future__ import annotations

from collections.abc import Iterator

from unpromote.domain import stop_plan
from unpromote.domain.aggregate import Case
from unpromote.domain.delivery import Route, TargetState
from unpromote.domain.waiting import DESK, CaseDeadline, Kind, by_instant

_SHOWN = 3


def stop_deadlines(case: Case) -> Iterator[CaseDeadline]:
    """Yield the last hour of each kind that a person has to stop."""
    by_hand = [target for target in case.targets if target.route is Route.BY_HAND]
    for kind in dict.fromkeys(target.kind for target in by_hand):
        mine = [target for target in by_hand if target.kind == kind]
        open_ = [target for target in mine if target.state is not TargetState.PROVEN]
        until = stop_plan.by_hand_until(case, open_ or mine)
        if until is None:
            return
        left, rule = [target.name for target in open_], mine[0].hand
        named = f"{', '.join(left[:_SHOWN])}{' and others' if len(left) > _SHOWN else ''}"
        what = f"{named or kind.replace('_', ' ')} stopped by hand, with proof"
        yield by_instant(
            until,
            id=f"by_hand/{kind}",
            kind=Kind.BY_HAND,
            what=what,
            owner=DESK,
            clause=rule.source if rule else "",
            moot=not left,
        )


def order_deadlines(case: Case) -> Iterator[CaseDeadline]:
    """Yield when silence approves the content of each TikTok One order that waits for an answer."""
    for target in case.targets:
        if target.order and target.order.silence_at:
            yield by_instant(
                target.order.silence_at,
                id=f"approved_by_silence/{target.id}",
                kind=Kind.APPROVED_BY_SILENCE,
                what=f"the content of {target.name} counts as approved unless it is answered ({target.order.told})",
                owner=case.opened_by,
                clause=target.order.source,
                moot=target.state is TargetState.PROVEN,
            )
