"""The stop plan: which calls go in which order, which targets wait for a person and until when, what an undo costs.

Looking at it changes nothing. Calls go in the order of money: what spends fastest is switched off first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from moneyed import Money

from unpromote.domain import approval, delivery
from unpromote.domain.aggregate import Case
from unpromote.domain.batches import batches
from unpromote.domain.delivery import Level, Route, Target, TargetState
from unpromote.domain.hand_deadlines import WITHIN, last_hour

LIFTED = "Where nothing else is on in a campaign, it switches the whole campaign, as everything in it is to stop."
WAITING_FOR_A_PERSON = (TargetState.BY_HAND, TargetState.STILL_ON, TargetState.UNKNOWN)


@dataclass(frozen=True)
class Call:
    """One look, write and look: at most 20 targets of one account, kind and level.

    `a_day` is what they spend a day where that is known, `at_most` what is left of the others' budgets; each has one
    amount a currency. `final` says what of it cannot be undone.
    """

    advertiser_id: str
    kind: str
    level: Level
    target_ids: tuple[str, ...]
    a_day: tuple[Money, ...]
    at_most: tuple[Money, ...]
    final: str = ""


@dataclass(frozen=True)
class Aftermath:
    """What a target spent since the case was opened; `spent_since` is None until that was read at `read_at`."""

    target_id: str
    name: str
    spent_since: Money | None
    read_at: datetime | None


def may_lift(call: Call) -> bool:
    """Tell whether one switch above the call's targets stops them, if all that is on there is in scope."""
    return call.level is not Level.CAMPAIGN and not call.final


def call_of(targets: Sequence[Target]) -> Call:
    """Return the call for targets of one batch."""
    first = targets[0]
    return Call(
        first.advertiser_id,
        first.kind,
        first.level,
        tuple(t.id for t in targets),
        _sums(t.pace for t in targets if t.pace is not None),
        _sums(t.budget - t.spent for t in targets if t.pace is None),
        next((t.final for t in targets if t.final), ""),
    )


def calls(targets: Iterable[Target]) -> tuple[Call, ...]:
    """Return the calls that switch off what software can and has not yet tried, in their order."""
    planned = [t for t in targets if t.state is TargetState.PLANNED and t.route is Route.API]
    ours = [t for t in planned if not delivery.is_unconfirmed(t)]
    return tuple(call_of(batch) for batch in batches(ours))


def to_confirm(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return what software stops for good, and not before somebody has typed that it shall."""
    return tuple(filter(delivery.waits_for_word, targets))


def by_hand(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return what a person has to stop, or will have to."""
    return tuple(t for t in targets if t.state in WAITING_FOR_A_PERSON or _will_wait(t))


def _will_wait(target: Target) -> bool:
    return target.state is TargetState.PLANNED and target.route is Route.BY_HAND


def ordered_at(case: Case) -> datetime | None:
    """Return when delivery was ordered to stop, or will be; None as long as nobody did."""
    if case.approval and approval.is_complete(case.approval):
        signed_at = case.approval.signatures[-1].at
        return max(signed_at, case.stop_at or signed_at)
    return case.emergency.at if case.emergency else None


def by_hand_until(case: Case, targets: Iterable[Target]) -> datetime | None:
    """Return until when a person has to have stopped the first of these; None as long as nothing is ordered."""
    ordered = ordered_at(case)
    if ordered is None:
        return None
    start = _starts_at(case)
    hours = (last_hour(t.hand, ordered, start_at=start, silence_at=_silence(t)) for t in targets)
    return min(hours, default=ordered + WITHIN)


def _silence(target: Target) -> datetime | None:
    return target.order.silence_at if target.order else None


def _starts_at(case: Case) -> datetime | None:
    """Return when the promotion was booked to begin, where that is stated."""
    started = case.promotion.get("flight", {}).get("start")
    return datetime.fromisoformat(started) if started else None


def may_undo(case: Case) -> tuple[Target, ...]:
    """Return what this case switched off, and may switch on again."""
    off = (TargetState.OFF, TargetState.PROVEN)
    ours = (t for t in case.targets if t.kind not in delivery.ENDED_FOR_GOOD and delivery.is_ours(t))
    return tuple(t for t in ours if t.state in off)


def may_repeat(case: Case) -> tuple[Target, ...]:
    """Return what may be on, and software can switch off again."""
    ours = (t for t in case.targets if t.route is Route.API and not delivery.is_unconfirmed(t))
    return tuple(t for t in ours if t.state in delivery.MAY_BE_ON)


def aftermath(target: Target) -> Aftermath:
    """Return what the target spent since the case was opened: no undo brings that back."""
    last = target.samples[-1] if target.samples else None
    if last is None or last.spend.currency != target.spent.currency:
        return Aftermath(target.id, target.name, None, None)
    return Aftermath(target.id, target.name, last.spend - target.spent, last.sampled_at)


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    found: dict[str, Money] = {}
    for amount in amounts:
        code = amount.currency.code
        found[code] = found[code] + amount if code in found else amount
    return tuple(found.values())
