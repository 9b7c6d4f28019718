"""The agreement's cancellation terms as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from unpromote.domain.clauses import (
    AggregateCap,
    CreatorTerms,
    Credit,
    Fee,
    MinimumCommitment,
    Refund,
    Right,
    ShortRate,
    Window,
)
from unpromote.domain.dates import Calendar, ReceiptRule
from unpromote.domain.frame import (
    Dispute,
    Duty,
    Fx,
    Layer,
    Makegood,
    NoticeForm,
    Party,
    Pause,
    Payment,
    Tax,
    Term,
)
from unpromote.domain.vocabulary import Rounding


@dataclass(frozen=True)
class Terms:
    """Everything a quote rests on. Currency, zone, calendar, ways of notice and rights are never assumed."""

    currency: str
    time_zone: str
    calendar: Calendar
    notice_receipt: Mapping[str, ReceiptRule]
    rights: tuple[Right, ...]
    rounding: Rounding = Rounding.HALF_UP
    id: str | None = None
    title: str | None = None
    signed_on: date | None = None
    version: str | None = None
    layers: tuple[Layer, ...] = ()
    parties: tuple[Party, ...] = ()
    term: Term | None = None
    governing_law: str | None = None
    dispute: Dispute | None = None
    notice_form: NoticeForm | None = None
    fees: tuple[Fee, ...] = ()
    windows: tuple[Window, ...] = ()
    aggregate_cap: AggregateCap | None = None
    short_rate: ShortRate | None = None
    minimum_commitment: MinimumCommitment | None = None
    credits: tuple[Credit, ...] = ()
    makegood: Makegood | None = None
    refund: Refund | None = None
    creators: CreatorTerms | None = None
    pause: Pause | None = None
    payment: Payment | None = None
    tax: Tax | None = None
    fx: Mapping[str, Fx] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone that governs every civil date."""
        return ZoneInfo(self.time_zone)

    def fee(self, name: str) -> Fee:
        """Return the fee of that id."""
        return next(fee for fee in self.fees if fee.id == name)
