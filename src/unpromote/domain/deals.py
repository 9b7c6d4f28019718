"""What a creator's deal holds beside its prices: codes and links, gifts, advances by deliverable, whose clock it keeps.

Prices, stages, expenses, usage and exclusivity stand with the promotion, in the vocabulary of quotes; the language and
the address with the contact. This is the rest, which no figure of a quote reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain.errors import BadInput
from unpromote.domain.money import total


class CodeKind(Enum):
    """What a creator was given to share."""

    SPARK_CODE = "spark_code"
    DISCOUNT_CODE = "discount_code"
    AFFILIATE_LINK = "affiliate_link"


@dataclass(frozen=True)
class Code:
    """A code or link of the deal; `ends_on` is the last day on which it may be used."""

    kind: CodeKind
    value: str
    ends_on: date | None = None


@dataclass(frozen=True)
class Gift:
    """A product that was sent; `return_by` where it has to come back, else the creator keeps it."""

    name: str
    value: Money | None = None
    return_by: date | None = None


@dataclass(frozen=True)
class Deal:
    """The rest of one creator's deal. `advances`: what was paid ahead for each deliverable, where that is known."""

    creator_id: str
    time_zone: str = ""
    codes: tuple[Code, ...] = ()
    gifts: tuple[Gift, ...] = ()
    advances: Mapping[str, Money] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.time_zone:
            known_zone(self.time_zone, place=f"deals.{self.creator_id}.time_zone")

    def advances_fit(self, advance_paid: Money) -> bool:
        """Return whether the advances by deliverable are the whole advance."""
        return total(self.advances.values(), advance_paid.currency) == advance_paid


def known_zone(name: str, *, place: str) -> str:
    """Return the name of a time zone; refuse what is none."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        mend = "write an IANA name such as Europe/Paris"
        raise BadInput(f"unknown time zone {name!r}", place=place, mend=mend) from None


def deal_of(deals: Iterable[Deal], creator_id: str) -> Deal:
    """Return the creator's deal; an empty one where nothing is known of it."""
    return next((deal for deal in deals if deal.creator_id == creator_id), Deal(creator_id))
