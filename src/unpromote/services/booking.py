"""Booking: what spreadsheets say was booked, as the promotion, targets and contacts that open a case.

The rows come through the port below, so that this room knows no spreadsheet. Days of a sheet are days of the time zone
that the person names; nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from moneyed import Money

from unpromote.domain.checks import zone_named
from unpromote.domain.codec import amount_text
from unpromote.domain.deals import Deal
from unpromote.domain.delivery import Level, Route, Target
from unpromote.domain.errors import BadInput
from unpromote.domain.messages import Contact
from unpromote.domain.vocabulary import Reservation, Status
from unpromote.services.deal_rows import CreatorLine, new_deals
from unpromote.services.orders import order_of
from unpromote.services.policies import hand_deadlines, stop_route


@dataclass(frozen=True)
class Flight:
    """The days [start, end) of a zone on which something runs; `is_booked` says that somebody booked them."""

    start: date
    end: date
    zone: ZoneInfo
    is_booked: bool = True

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Their first instant, and the first one after them."""
        return _midnight(self.start, self.zone), _midnight(self.end, self.zone)


class BookedRow(Protocol):
    """One promotion of a sheet: the days it runs are [start, end)."""

    @property
    def kind(self) -> str: ...
    @property
    def advertiser_id(self) -> str: ...
    @property
    def campaign_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def budget(self) -> Money: ...
    @property
    def spent(self) -> Money: ...
    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...
    @property
    def spent_through(self) -> date | None: ...
    @property
    def prepaid(self) -> Money: ...
    @property
    def level(self) -> Level: ...
    @property
    def stage(self) -> str: ...
    @property
    def submitted_on(self) -> date | None: ...


@dataclass(frozen=True)
class Sheets:
    """The rows of one case: at least one promotion, all in one currency and with one flight; creators may be none."""

    promotions: Sequence[BookedRow]
    creators: Sequence[CreatorLine] = ()


@dataclass(frozen=True)
class Booking:
    """What a person says about the rows that no row can say."""

    name: str
    reservation: Reservation
    time_zone: str


def route_for(kind: str) -> Route:
    """Return how a kind of promotion is stopped: by the API where an account is connected and the API can do it."""
    route = stop_route(kind)
    return route.by if settings.UNPROMOTE[f"{route.through}_token"] else Route.BY_HAND


def targets_of(rows: Sequence[BookedRow], time_zone: str = "UTC") -> tuple[Target, ...]:
    """Return a target for each promotion; days of TikTok One orders are those of the time zone.

    Raises:
        BadInput: of an order nobody says how far it has come, or when its content was handed in.
    """
    zone = zone_named(time_zone, place="time zone")
    return tuple(
        Target(
            id=f"t{number}",
            kind=row.kind,
            advertiser_id=row.advertiser_id,
            external_id=row.campaign_id,
            name=row.name,
            route=route_for(row.kind),
            budget=row.budget,
            spent=row.spent,
            final=stop_route(row.kind).final,
            hand=hand_deadlines().get(row.kind),
            level=row.level,
            order=order_of(row.kind, row.stage, row.submitted_on, zone),
        )
        for number, row in enumerate(rows, start=1)
    )


def contacts_of(lines: Sequence[CreatorLine]) -> tuple[Contact, ...]:
    """Return a contact for each creator."""
    return tuple(deal.contact for deal in sorted(new_deals(lines, ""), key=lambda deal: deal.contact.id))


def deals_of(lines: Sequence[CreatorLine]) -> tuple[Deal, ...]:
    """Return the rest of each creator's deal."""
    return tuple(deal.rest for deal in new_deals(lines, ""))


def creators_of(lines: Sequence[CreatorLine], currency: str) -> list[Mapping[str, Any]]:
    """Return the creators in the vocabulary of quotes, amounts in that currency."""
    return [deal.creator for deal in new_deals(lines, currency)]


def promotion_of(sheets: Sheets, booking: Booking, *, now: datetime) -> dict[str, Any]:
    """Return the promotion in the vocabulary of quotes: the rows' sums over their common flight.

    Raises:
        BadInput: the time zone is unknown, or the rows do not say through which one day their spend is stated.
    """
    zone = zone_named(booking.time_zone, place="time zone")
    rows = sheets.promotions
    start, end = _midnight(rows[0].start, zone), _midnight(rows[0].end, zone)
    through = _one_day(rows)
    return {
        "id": booking.name,
        "status": status_on(start, end, now).value,
        "reservation": booking.reservation.value,
        "flight": {"start": start.isoformat(), "end": end.isoformat()},
        "plan": "even_remaining",
        "budget": _sum(row.budget for row in rows),
        "spent": _sum(row.spent for row in rows),
        "spent_through": through.isoformat() if through else None,
        "prepaid": _sum(row.prepaid for row in rows),
        "creators": creators_of(sheets.creators, rows[0].budget.currency.code),
        "facts": {},
    }


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def status_on(start: datetime, end: datetime, now: datetime) -> Status:
    """Return how far a promotion is that runs from `start` until `end`."""
    if now < start:
        return Status.BOOKED
    return Status.LIVE if now < end else Status.COMPLETED


def _one_day(rows: Sequence[BookedRow]) -> date | None:
    days = {row.spent_through for row in rows}
    if len(days) > 1:
        mend = "state the spend of every promotion through the same day"
        raise BadInput("the rows differ", place="column spent_through", mend=mend)
    return days.pop()


def _sum(amounts: Iterable[Money]) -> str:
    first, *others = amounts
    return amount_text(sum(others, start=first))
