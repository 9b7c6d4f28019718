"""The clauses a quote is computed from, as frozen values: rights to cancel, fees, windows, commitments, creators.

Field for field the JSON form of an agreement; an optional part that is absent is None or empty, and absence never means
money. Rates are fractions of one. What frames them (parties, term, payment, duties) stands in `frame`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.dates import Anchor, Period
from unpromote.domain.quantity import Quantity
from unpromote.domain.vocabulary import (
    Acceptance,
    Advance,
    Base,
    ExpensesDue,
    FeeLabel,
    Ground,
    Measure,
    MeasureAt,
    Proration,
    RefundMethod,
    Reservation,
    Role,
)


@dataclass(frozen=True)
class Needs:
    """What must be proven: the fact, whose doing, its cause, its least hours or count, how long it has lasted."""

    fact: str
    by: Role | None = None
    cause: str | None = None
    min_hours: Quantity | None = None
    min: Quantity | None = None
    lasting: Period | None = None


@dataclass(frozen=True)
class For:
    """To which kinds of promotion a right applies."""

    reservation: tuple[Reservation, ...] = ()


@dataclass(frozen=True)
class Available:
    """From when until when a right may be used, both inclusive."""

    from_: Anchor | None = None
    until: Anchor | None = None


@dataclass(frozen=True)
class Right:
    """A right to cancel. `notice` is always stated: a period, or null for at once."""

    id: str
    clause: str
    ground: Ground
    holders: tuple[Role, ...]
    notice: Period | None
    for_: For | None = None
    needs: Needs | None = None
    cure: Period | None = None
    available: Available | None = None
    fees: tuple[str, ...] = ()
    short_rate: bool | None = None
    shortfall: bool | None = None
    kill_table: str | None = None
    refund_service_fee: Fraction | None = None
    partial: str | None = None
    acceptance: Acceptance | None = None

    @property
    def undoes_discounts(self) -> bool:
        """Return whether the short rate applies: where stated, else on convenience only."""
        return self.ground is Ground.CONVENIENCE if self.short_rate is None else self.short_rate

    @property
    def owes_shortfall(self) -> bool:
        """Return whether a missed commitment is charged: where stated, else on convenience only."""
        return self.ground is Ground.CONVENIENCE if self.shortfall is None else self.shortfall


@dataclass(frozen=True)
class Band:
    """A step of a tariff; `min` null catches the rest, and a boundary belongs to the step it opens."""

    min: Quantity | None
    rate: Fraction | None = None
    flat: Money | None = None

    @property
    def begins(self) -> Quantity | None:
        """Return the measure the step begins at, or None where it catches the rest."""
        return self.min


@dataclass(frozen=True)
class Tiers:
    """A tariff: by what is measured, its bands, and the base of their rates."""

    by: Measure
    bands: tuple[Band, ...]
    base: Base | None = None


@dataclass(frozen=True)
class Calc:
    """How a fee is computed: exactly one of flat, rate with base, greater_of, lesser_of, sum, tiers."""

    flat: Money | None = None
    rate: Fraction | None = None
    base: Base | None = None
    greater_of: tuple[Calc, ...] | None = None
    lesser_of: tuple[Calc, ...] | None = None
    sum: tuple[Calc, ...] | None = None
    tiers: Tiers | None = None


@dataclass(frozen=True)
class Limit:
    """A floor or a cap. JSON: an amount as text, or a calc."""

    calc: Calc

    def to_json(self, currency: str | None) -> Any:
        """Return the amount alone where the limit is flat, else the calc."""
        if self.calc.flat is not None:
            return codec.encode(self.calc.flat, currency=currency)
        return {key: item for key, item in codec.encode(self.calc, currency=currency).items() if item is not None}

    @classmethod
    def from_json(cls, data: Any, currency: str | None, place: str) -> Limit:
        """Return the limit; text is a flat amount."""
        if isinstance(data, str):
            return cls(Calc(flat=codec.decode(Money, data, currency=currency, place=place)))
        return cls(codec.decode(Calc, data, currency=currency, place=place))


@dataclass(frozen=True)
class Fee:
    """A fee for leaving: calc, then floor, then cap (the cap wins), rounded once."""

    id: str
    clause: str
    calc: Calc
    payer: Role = Role.ADVERTISER
    payee: Role = Role.MEDIA
    floor: Limit | None = None
    cap: Limit | None = None
    measure_at: MeasureAt = MeasureAt.RECEIVED
    label: FeeLabel = FeeLabel.PRICE


@dataclass(frozen=True)
class Window:
    """A time in which some grounds cannot be used: `[from, to)`."""

    id: str
    clause: str
    from_: Anchor
    to: Anchor
    blocks: tuple[Ground, ...]


@dataclass(frozen=True)
class AggregateCap:
    """The most that all fees together may come to."""

    clause: str
    rate: Fraction
    base: Base


@dataclass(frozen=True)
class RateBand:
    """A volume step of a rate card: from `min` units on (or written `min_units`), the price of one unit."""

    rate: Quantity
    min: Quantity | None = None
    min_units: Quantity | None = None

    @property
    def begins(self) -> Quantity | None:
        """Return the volume the step begins at, or None where it catches the rest."""
        return self.min_units if self.min is None else self.min


@dataclass(frozen=True)
class ShortRate:
    """A volume discount undone backwards; a whole number as `unit` says how many delivered units one price buys."""

    clause: str
    contracted_rate: Quantity
    bands: tuple[RateBand, ...]
    unit: Any = None


@dataclass(frozen=True)
class MinimumCommitment:
    """A volume promised over all promotions of the agreement, and the rate charged on what is missing."""

    clause: str
    amount: Money
    rate: Fraction
    fees_count: bool = False
    period: Any = None


UNDERDELIVERY, OUTAGE, RESALE = KINDS = ("underdelivery", "outage", "resale")  # the facts that can earn a credit


@dataclass(frozen=True)
class Credit:
    """A credit due where its fact is present: underdelivery and outage are earned, resale is mitigation."""

    id: str
    clause: str
    fact: str


@dataclass(frozen=True)
class Refund:
    """How too much prepaid comes back, within what time, and the share the payee keeps."""

    method: RefundMethod
    within: Period | None = None
    service_fee: Fraction | None = None
    excludes: tuple[str, ...] = ()
    clause: str | None = None


@dataclass(frozen=True)
class CreatorTerms:
    """What creators are owed at an early end. `kill`: rates by stage, in tables by name (brand, fault ...)."""

    clause: str | None = None
    kill: Mapping[str, Mapping[str, Fraction]] | None = None
    advance: Advance | None = None
    expenses: ExpensesDue | None = None
    usage: Proration | None = None
    exclusivity: Proration | None = None
    takedown_fee: Money | None = None
    deemed_approval: Period | None = None
