"""One promotion and one request to cancel it: what was booked, spent, made and proven, and who asks for what.

JSON form as in the quote vectors. Amounts are bare decimal text in the agreement's currency.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.dates import Flight, Period
from unpromote.domain.errors import BadInput
from unpromote.domain.evidence import EvidenceItem, FactStatus
from unpromote.domain.quantity import Quantity
from unpromote.domain.vocabulary import (
    DepositReturn,
    Effective,
    Ground,
    Plan,
    Reason,
    Reservation,
    Role,
    Stage,
    Status,
)

_TYPO = 0.88  # how alike two field names are when one is the other mistyped


@dataclass(frozen=True)
class Deliverable:
    """One piece of work of a creator; `submitted_at` lets silence approve it where the terms say so."""

    id: str
    price: Money
    stage: Stage
    submitted_at: datetime | None = None


@dataclass(frozen=True)
class Expense:
    """Money a creator laid out; owed once both incurred and approved."""

    id: str
    amount: Money
    approved: bool
    incurred: bool


@dataclass(frozen=True)
class UseOfRight:
    """A paid usage or exclusivity, both days inclusive."""

    fee: Money
    from_: date
    to: date


@dataclass(frozen=True)
class Creator:
    """A creator's part in the promotion; `kill` replaces the brand table for this one."""

    id: str
    deliverables: tuple[Deliverable, ...]
    advance_paid: Money
    expenses: tuple[Expense, ...] = ()
    usage: UseOfRight | None = None
    exclusivity: UseOfRight | None = None
    takedown_requested: bool = False
    kill: Mapping[str, Fraction] | None = None
    name: str | None = None


@dataclass(frozen=True)
class Sibling:
    """Another promotion under the same minimum commitment."""

    id: str
    spent: Money
    planned_remaining: Money


@dataclass(frozen=True)
class CustomMaterial:
    """Material made for this order: what is completed, of what was ordered."""

    completed: Money
    total: Money


@dataclass(frozen=True)
class StatedDeposit:
    """Money held as security: what becomes of it on leaving, until when it is returned, what forfeits it."""

    amount: Money
    clause: str | None = None
    refund: DepositReturn | None = None
    within: Period | None = None
    forfeited_on: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class Deposit(StatedDeposit):
    """A deposit. JSON: an object, or the amount alone, which says nothing of what becomes of it."""

    def to_json(self, currency: str | None) -> Any:
        """Return the amount alone where nothing else is stated."""
        return _short(self, currency)

    @classmethod
    def from_json(cls, data: Any, currency: str | None, place: str) -> Deposit:
        """Return the deposit."""
        return cls(**_stated(StatedDeposit, data, currency, place))


@dataclass(frozen=True)
class StatedMinimum:
    """A spend promised for this order alone, and the rate charged on what is missing of it."""

    amount: Money
    clause: str | None = None
    rate: Fraction | None = None


@dataclass(frozen=True)
class MinimumSpend(StatedMinimum):
    """A minimum spend. JSON: an object, or the amount alone, which binds but has no price."""

    def to_json(self, currency: str | None) -> Any:
        """Return the amount alone where nothing else is stated."""
        return _short(self, currency)

    @classmethod
    def from_json(cls, data: Any, currency: str | None, place: str) -> MinimumSpend:
        """Return the minimum spend."""
        return cls(**_stated(StatedMinimum, data, currency, place))


def _short(value: StatedDeposit | StatedMinimum, currency: str | None) -> Any:
    written = {part.name: codec.encode(getattr(value, part.name), currency=currency) for part in fields(value)}
    stated = {name: item for name, item in written.items() if item not in (None, [])}
    return stated if len(stated) > 1 else stated["amount"]


def _stated(kind: type[Any], data: Any, currency: str | None, place: str) -> dict[str, Any]:
    if isinstance(data, str):
        return {"amount": codec.decode(Money, data, currency=currency, place=place)}
    return dict(vars(codec.decode(kind, data, currency=currency, place=place)))


@dataclass(frozen=True)
class StatedFact:
    """The fields of a fact that the rules read."""

    by: str | None = None
    clause: str | None = None
    cause: str | None = None
    hours: Quantity | None = None
    count: Quantity | None = None
    notice_received_at: datetime | None = None
    cured_at: datetime | None = None
    curable: bool | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    creators: tuple[str, ...] = ()
    billed: Money | None = None
    delivered_value: Money | None = None
    proceeds: Money | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True)
class Fact(StatedFact):
    """Something stated as proven; whatever else was written down with it stays in `details`.

    `confirmed_by` is the person who looked at the evidence and says that it holds.
    """

    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self, currency: str | None) -> dict[str, Any]:
        """Return the stated fields, with the details beside them."""
        known = {
            part.name: codec.encode(getattr(self, part.name), currency=currency)
            for part in fields(StatedFact)
            if getattr(self, part.name) not in (None, ())
        }
        return {**known, **self.details}

    @classmethod
    def from_json(cls, data: Any, currency: str | None, place: str) -> Fact:
        """Return the fact (`true`: without particulars); refuse a field that looks like a known one mistyped."""
        if data is True:
            return cls()
        if not isinstance(data, dict):
            mend = "write an object with what was proven, true, or null where there is none"
            raise BadInput(f"expected a fact, found {data!r}", place=place, mend=mend)
        readable = {part.name for part in fields(StatedFact)}
        for key in data.keys() - readable:
            if meant := difflib.get_close_matches(key, readable, n=1, cutoff=_TYPO):
                raise BadInput(f"unknown field {key!r}", place=place, mend=f"{meant[0]!r} may be meant")
        stated = {key: data[key] for key in data if key in readable and data[key] is not None}
        rest = {key: _written(data[key]) for key in data if key not in readable}
        known = codec.decode(StatedFact, stated, currency=currency, place=place)
        return cls(**vars(known), details=rest)


def _written(detail: Any) -> Any:
    """Return a detail as JSON can hold it again; a careful JSON reader makes decimals of 36.5."""
    if isinstance(detail, dict):
        return {key: _written(item) for key, item in detail.items()}
    if isinstance(detail, list):
        return [_written(item) for item in detail]
    return str(detail) if isinstance(detail, Decimal | float) else detail


@dataclass(frozen=True)
class Promotion:
    """A promotion under the agreement. `spent_through` is the last date wholly contained in `spent`, or null."""

    id: str
    status: Status
    reservation: Reservation
    flight: Flight
    budget: Money
    spent: Money
    prepaid: Money
    plan: Plan = Plan.EVEN_REMAINING
    spent_through: date | None = None
    noncancellable_costs: Money | None = None
    custom_material: CustomMaterial | None = None
    units_delivered: Quantity | None = None
    deposit: Deposit | None = None
    minimum_spend: MinimumSpend | None = None
    creators: tuple[Creator, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    facts: Mapping[str, Fact | None] = field(default_factory=dict)
    evidence: tuple[EvidenceItem, ...] = ()

    def proven(self, name: str) -> Fact | None:
        """Return the fact of that name, or None."""
        return self.facts.get(name)

    def evidence_for(self, name: str) -> tuple[EvidenceItem, ...]:
        """Return the items that prove the fact of that name."""
        return tuple(item for item in self.evidence if name in item.proves)

    def status_of(self, name: str) -> FactStatus | None:
        """Return how far the fact of that name is shown, or None where nobody states it."""
        fact = self.proven(name)
        if fact is None:
            return None
        if fact.confirmed_by:
            return FactStatus.CONFIRMED
        return FactStatus.EVIDENCED if self.evidence_for(name) else FactStatus.ASSERTED


@dataclass(frozen=True)
class Request:
    """Somebody's wish to cancel, as it was sent."""

    by: Role
    sent_at: datetime
    method: str
    reason: Reason
    effective: Effective = Effective.ASAP
