"""What a platform tells of things that are promoted, as the targets and the promotion of a case.

A platform tells what was spent and what may be spent, and not what an agreement booked: without a flight that a person
states, nothing is booked beyond today, and nothing but what was spent is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from moneyed import Money

from unpromote.domain.budgets import over_days
from unpromote.domain.codec import amount_text, currency_named
from unpromote.domain.delivery import Observation, Target
from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import Reservation, Status
from unpromote.services.booking import Flight, route_for, status_on
from unpromote.services.policies import hand_deadlines, stop_route

DAY = timedelta(days=1)


class Told(Protocol):
    """One thing as its platform shows it; amounts are None where it tells none."""

    @property
    def kind(self) -> str: ...
    @property
    def seen(self) -> Observation: ...
    @property
    def spent(self) -> Money | None: ...
    @property
    def a_day(self) -> Money | None: ...
    @property
    def in_all(self) -> Money | None: ...


def target(account: str, currency: str, one: Told, flight: Flight | None = None) -> Target:
    """Return a target that is not named yet; over a flight, a budget by the day counts for each of its days."""
    spent = one.spent or Money(0, currency_named(currency, place="the account's currency"))
    booked = flight if flight and flight.is_booked else None
    whole = over_days(one.a_day, booked.start, booked.end) if booked and one.a_day else one.in_all or spent
    return Target(
        id="",
        kind=one.kind,
        advertiser_id=account,
        external_id=one.seen.external_id,
        name=one.seen.name,
        route=route_for(one.kind),
        budget=max(whole, spent),
        spent=spent,
        before=one.seen,
        pace=one.a_day,
        final=stop_route(one.kind).final or one.seen.for_good,
        hand=hand_deadlines().get(one.kind),
    )


def promotion(
    name: str, reservation: Reservation, targets: Sequence[Target], flight: Flight, *, now: datetime
) -> dict[str, Any]:
    """Return the promotion in the vocabulary of quotes."""
    spent = sum((one.spent for one in targets[1:]), start=targets[0].spent)
    budget = sum((one.budget for one in targets[1:]), start=targets[0].budget) if flight.is_booked else spent
    start, end = flight.instants
    return {
        "id": name,
        "status": (status_on(start, end, now) if flight.is_booked else Status.LIVE).value,
        "reservation": reservation.value,
        "flight": {"start": start.isoformat(), "end": end.isoformat()},
        "plan": "even_remaining",
        "budget": amount_text(budget),
        "spent": amount_text(spent),
        "spent_through": None,
        "prepaid": amount_text(Money(0, spent.currency)),
        "creators": [],
        "facts": {},
    }


def today(now: datetime, zone: ZoneInfo) -> Flight:
    """Return the flight of what runs by the day: nothing is booked beyond today."""
    day = now.astimezone(zone).date()
    return Flight(day, day + DAY, zone, is_booked=False)


def one_currency(named: Sequence[tuple[str, str]], place: str) -> str:
    """Return the one currency of places (id, currency), where some may tell none.

    Raises:
        BadInput: they are in several, or none tells any.
    """
    known = sorted({currency for _, currency in named if currency})
    if len(known) > 1:
        mend = "stop the accounts of each currency by themselves"
        raise BadInput(f"the accounts are in {' and '.join(known)}", place=place, mend=mend)
    if not known:
        raise BadInput("a shop tells no currency", place="currency", mend="name the shop's currency, such as EUR")
    return known[0]
