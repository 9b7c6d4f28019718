"""All creators of a promotion settled at once, with their sums; of those whom no date touches, once for many dates.

A cost curve and its cliffs ask hundreds of times what becomes of the same creators under the same terms. What most of
them are due hangs on the right and on whether the flight ends first, not on the day: these stand still, are settled
once for each such way to leave, and are kept for the next question. The day to pay by is put in last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from moneyed import Money

from unpromote.domain.clauses import Right
from unpromote.domain.money import total, zero
from unpromote.domain.promotion import Creator
from unpromote.domain.settlement import (
    CreatorSettlement,
    Leaving,
    at_fault,
    hangs_on_date,
    kill_table,
    leaving,
    pay_by,
    settled,
)
from unpromote.domain.situation import Situation, Timeline
from unpromote.domain.terms import Terms

_WAYS = 4  # ways to leave that are kept; ten thousand creators take some 30 MB in each

T = TypeVar("T")


class _Same(Generic[T]):
    """A value that equals nothing but itself: what was found for it holds for the very same object alone."""

    def __init__(self, it: T) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


@dataclass(frozen=True)
class Sums:
    """What several creators add to the totals, in the settlement currency; `to_pay` and `to_come` are both positive."""

    due: Money
    earned: Money
    forgiven: Money
    full_price: Money
    to_pay: Money
    to_come: Money

    def __add__(self, other: Sums) -> Sums:
        return Sums(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


@dataclass(frozen=True)
class Group:
    """Some creators, settled without the day to pay by."""

    creators: tuple[CreatorSettlement, ...]
    sums: Sums

    @cached_property
    def rates(self) -> Mapping[str, str]:
        """Return the formula of each thing that is paid at a rate, by the creator and the thing."""
        return {
            f"{creator.id} {item.code}": item.formula
            for creator in self.creators
            for item in creator.workings
            if "(" in item.formula
        }


@dataclass(frozen=True)
class Crowd:
    """All creators; those in these `places` are `moving`: their figures hang on the date. Pay by `pay_by`."""

    still: Group
    moving: Group
    places: tuple[int, ...]
    pay_by: date | None

    @cached_property
    def sums(self) -> Sums:
        """Return what all of them add to the totals."""
        return self.still.sums + self.moving.sums if self.places else self.still.sums

    @cached_property
    def creators(self) -> tuple[CreatorSettlement, ...]:
        """Return what becomes of each, in the promotion's order."""
        found = list(self.still.creators)
        for place, creator in zip(self.places, self.moving.creators, strict=True):
            found.insert(place, creator)
        if self.pay_by is None:
            return tuple(found)
        return tuple(replace(one, pay_by=self.pay_by) if one.direction == "pay" else one for one in found)


@dataclass(frozen=True)
class _Way:
    """One way in which creators leave: what those who stand still are due hangs on nothing but what is compared."""

    creators: _Same[tuple[Creator, ...]]
    terms: _Same[Terms]
    table: str
    at_fault: frozenset[str]
    expires: bool
    situation: Situation = field(compare=False)
    times: Timeline = field(compare=False)

    def group(self, creators: Iterable[Creator]) -> Group:
        """Return some of the creators settled."""
        found = tuple(settled(one, self._leaving(one)) for one in creators)
        return Group(found, _sums(found, self.situation.terms.currency))

    def _leaving(self, creator: Creator) -> Leaving:
        return leaving(creator, self.situation, self.times, table=self.table, at_fault=self.at_fault)


def settle_creators(right: Right, situation: Situation, times: Timeline) -> Crowd:
    """Return the settlement of every creator of the promotion."""
    creators, terms = _Same(situation.promotion.creators), _Same(situation.terms)
    way = _Way(creators, terms, kill_table(right), at_fault(right, situation), times.expires, situation, times)
    _, places = _parted(creators, terms)
    moving = way.group(situation.promotion.creators[place] for place in places)
    payment = situation.terms.payment
    effective_on = times.effective_at.astimezone(situation.zone).date()
    return Crowd(_still(way), moving, places, pay_by(payment, effective_on) if payment else None)


@lru_cache(maxsize=_WAYS)
def _still(way: _Way) -> Group:
    return way.group(_parted(way.creators, way.terms)[0])


@lru_cache(maxsize=_WAYS)
def _parted(creators: _Same[tuple[Creator, ...]], terms: _Same[Terms]) -> tuple[tuple[Creator, ...], tuple[int, ...]]:
    """Return the creators who stand still, and the places of the others."""
    moving = tuple(place for place, one in enumerate(creators.it) if hangs_on_date(one, terms.it))
    gone = frozenset(moving)
    return tuple(one for place, one in enumerate(creators.it) if place not in gone), moving


def _sums(creators: tuple[CreatorSettlement, ...], currency: str) -> Sums:
    counted = [(one.direction, one.counted) for one in creators]
    return Sums(
        due=total((sums.due for _, sums in counted), currency),
        earned=total((sums.earned for _, sums in counted), currency),
        forgiven=total((sums.forgiven for _, sums in counted), currency),
        full_price=total((sums.full_price for _, sums in counted), currency),
        to_pay=total((sums.balance for direction, sums in counted if direction == "pay"), currency),
        to_come=zero(currency)
        - total((sums.balance for direction, sums in counted if direction == "clawback"), currency),
    )
