"""What frames the clauses: parties, documents, term, form of notice, payment, pause, duties after the end.

They take part in a quote as days, duties, warnings and renewals (`framing`, `renewals`); a pause is a way on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from moneyed import Money

from unpromote.domain.dates import Period
from unpromote.domain.presets import Mark
from unpromote.domain.quantity import Quantity
from unpromote.domain.vocabulary import (
    Capacity,
    DutyKind,
    Liability,
    Remedy,
    Role,
)

Day = date  # a field called `date` would hide the type


@dataclass(frozen=True)
class Party:
    """Somebody the agreement binds; an agency also has a principal and a payment liability."""

    id: str
    role: Role
    name: str | None = None
    capacity: Capacity = Capacity.BUSINESS
    principal: str | None = None
    liability: Liability | None = None


@dataclass(frozen=True)
class PresetUsed:
    """Where usual terms come from: how far they were checked, in `marks` right by right, and what a person changed."""

    name: str
    mark: Mark
    source: str
    checked_on: Day
    marks: Mapping[str, Mark] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A document of the agreement, or a preset; earlier in the list takes precedence, clause by clause."""

    id: str
    document: str
    title: str | None = None
    preset: PresetUsed | None = None


@dataclass(frozen=True)
class Renewal:
    """Whether and how the term renews by itself, until when that can be refused, what a renewed term commits to."""

    auto: bool
    length: Period | None = None
    notice: Period | None = None
    deadline: date | None = None
    commitment: Money | None = None
    clause: str | None = None


@dataclass(frozen=True)
class Term:
    """The agreement's own life, both days inclusive."""

    from_: date | None = None
    to: date | None = None
    renewal: Renewal | None = None


@dataclass(frozen=True)
class Dispute:
    """How invoices are objected to, where disputes go, and the yearly interest on late pay."""

    objection: Period | None = None
    silence_accepts: bool | None = None
    forum: str | None = None
    interest: Fraction | None = None
    interest_from: str | None = None


@dataclass(frozen=True)
class NoticeForm:
    """What a valid notice must look like and to whom it goes."""

    form: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    language: str | None = None
    content_required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Makegood:
    """What is offered for missing delivery, until when, with whose consent, and whether that is all one gets."""

    kinds: tuple[Remedy, ...] = ()
    deadline: Period | None = None
    consent: bool | None = None
    sole_remedy: bool | None = None
    clause: str | None = None


@dataclass(frozen=True)
class Pause:
    """Whether delivery may be interrupted, for how long, after what notice, at what fee."""

    allowed: bool
    max: Period | None = None
    notice: Period | None = None
    extends_end: bool | None = None
    fee: Money | None = None
    clock: str | None = None
    clause: str | None = None


@dataclass(frozen=True)
class Payment:
    """When to pay: net days from the invoice, the end of its month or the approval; a statute may be shorter."""

    net: int
    from_: str | None = None
    statutory_max: int | None = None
    clause: str | None = None


@dataclass(frozen=True)
class Tax:
    """Amounts are net; what is noted here is printed, never computed."""

    net: bool = True
    note: str | None = None


@dataclass(frozen=True)
class Fx:
    """A fixed conversion into the settlement currency."""

    rate: Quantity
    date: Day
    source: str


@dataclass(frozen=True)
class Duty:
    """Something somebody has to do, or leave, after the end."""

    kind: DutyKind
    holder: Role
    within: Period | None = None
    survives_for: Period | None = None
    clause: str | None = None
