"""Which rights to cancel are open, and why the others are not: the order of checks, first hit ends.

A right for another kind of reservation, or on a ground the reason cannot invoke, is not reported at all. Every other
right is open or `Blocked` with a code, and with the instant from which that obstacle is gone where there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from unpromote.domain.clauses import Needs, Right
from unpromote.domain.dates import in_zone
from unpromote.domain.promotion import Fact
from unpromote.domain.situation import Situation
from unpromote.domain.vocabulary import FACT_OF, GROUNDS_OF


@dataclass(frozen=True)
class Blocked:
    """A right that cannot be used now; `until` is when this obstacle ends, null where waiting does not help."""

    right: str
    code: str
    until: datetime | None = None


Obstacle = tuple[str, datetime | None]


def considered(situation: Situation) -> tuple[Right, ...]:
    """Return the rights that fit the reservation and the reason, in the listed order."""
    grounds = GROUNDS_OF[situation.request.reason]
    return tuple(right for right in fitting(situation) if right.ground in grounds)


def fitting(situation: Situation) -> tuple[Right, ...]:
    """Return the rights that fit the reservation, whatever the reason, in the listed order."""
    reservation = situation.promotion.reservation
    return tuple(
        right
        for right in situation.terms.rights
        if right.for_ is None or not right.for_.reservation or reservation in right.for_.reservation
    )


def blocked(right: Right, situation: Situation) -> Blocked | None:
    """Return why the right is not open, or None where it is."""
    for check in _CHECKS:
        if obstacle := check(right, situation):
            code, until = obstacle
            return Blocked(right.id, code, in_zone(until, situation.zone) if until else None)
    return None


def needed_fact(right: Right) -> str | None:
    """Return the name of the fact a right rests on: the one it names, else the one of its ground."""
    return right.needs.fact if right.needs else FACT_OF.get(right.ground)


def _holder(right: Right, situation: Situation) -> Obstacle | None:
    return None if situation.request.by in right.holders else ("NOT_HOLDER", None)


def _fact(right: Right, situation: Situation) -> Obstacle | None:
    name = needed_fact(right)
    if name is None:
        return None
    fact, needs = situation.promotion.proven(name), right.needs or Needs(name)
    if fact is None or (needs.by is not None and fact.by != needs.by.value):
        return "FACT_MISSING", None
    if not _suffices(fact, needs):
        return "CONDITION_NOT_MET", None
    if needs.lasting is not None:
        matures_at = situation.over_at(needs.lasting, fact.began_at) if fact.began_at else None
        if matures_at is None or situation.received_at < matures_at:
            return "NOT_YET", matures_at
    if fact.ended_at is not None and needs.min_hours is None and fact.ended_at < situation.received_at:
        return "CONDITION_ENDED", None
    return None


def _suffices(fact: Fact, needs: Needs) -> bool:
    return (
        (needs.cause is None or fact.cause == needs.cause)
        and (needs.min_hours is None or (fact.hours is not None and fact.hours >= needs.min_hours))
        and (needs.min is None or (fact.count is not None and fact.count >= needs.min))
    )


def _cure(right: Right, situation: Situation) -> Obstacle | None:
    name = needed_fact(right)
    fact = situation.promotion.proven(name) if name else None
    if right.cure is None or fact is None or fact.curable is False:
        return None
    if fact.notice_received_at is None:
        # Nobody told the other side, so its time to mend has not begun.
        return "CURE_RUNNING", None
    ends_at = situation.clock_at(right.cure, fact.notice_received_at)
    if fact.cured_at is not None and fact.cured_at < ends_at:
        return "CURED", None
    return ("CURE_RUNNING", ends_at) if situation.received_at < ends_at else None


def _window(right: Right, situation: Situation) -> Obstacle | None:
    ends = [
        situation.at(window.to)
        for window in situation.terms.windows
        if right.ground in window.blocks
        and situation.at(window.from_) <= situation.received_at < situation.at(window.to)
    ]
    if not ends:
        return None
    return "NON_CANCELLABLE_WINDOW", max(ends) if max(ends) < situation.end_at else None


def _availability(right: Right, situation: Situation) -> Obstacle | None:
    if right.available is None:
        return None
    until, from_ = right.available.until, right.available.from_
    if until is not None and situation.received_at > situation.at(until):
        return "TOO_LATE", None
    if from_ is not None and situation.received_at < situation.at(from_):
        return "NOT_YET", situation.at(from_)
    return None


_CHECKS: tuple[Callable[[Right, Situation], Obstacle | None], ...] = (_holder, _fact, _cure, _window, _availability)
