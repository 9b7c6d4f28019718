"""The inventory of a client: ordered, read list by list, kept with the time it was read; and cases opened from it.

What no list shows is said, and what people entered by hand or imported of that stands beside what was read. An account
that only another client's cases or files know is not read: one connection may open the accounts of several clients.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from unpromote.domain import inventory as domain
from unpromote.domain.case import Case
from unpromote.domain.checks import zone_named
from unpromote.domain.codec import encode
from unpromote.domain.commands import TakeInventory
from unpromote.domain.delivery import ON, Observation, Target
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.domain.imports import Listed
from unpromote.domain.inventory import DONE, FAILED, READING, Found, Inventory, Pass, Place, Scope, Survey
from unpromote.domain.messages import Contact
from unpromote.domain.vocabulary import Reason, Reservation
from unpromote.services import as_told, intake
from unpromote.services.booking import Flight
from unpromote.services.orders import order_of
from unpromote.services.people import Person
from unpromote.services.policies import StopRoute, stop_route
from unpromote.services.ports import Surveyor
from unpromote.store import imports, inventories, work

__all__ = [
    "Asking",
    "Inventory",
    "Opening",
    "Scope",
    "drawn",
    "inventories_of",
    "inventory_of",
    "items_of",
    "open_from",
    "order",
    "read",
]

SHOWN = 20
NOT_YOURS = "no case and no file of this client names it, but another client's do: it was not read"
ENTERED = "entered by hand or imported"


def order(person: Person, client: str, scope: Scope, *, now: datetime) -> Inventory:
    """Have an inventory read by a job, for a door that must not wait for the platform.

    Raises:
        NotAllowed: the person does not work for the client.
        BadInput: nothing is named to look through.
    """
    one = _asked(person, client, scope, now)
    command = TakeInventory(case_id="", due=now, inventory_id=one.id)
    with transaction.atomic():
        inventories.save(one)
        work.order([work.Order(command.key, None, "TakeInventory", encode(command), command.partition, now)])
    return one


def read(person: Person, client: str, scope: Scope, surveyor: Surveyor, *, now: datetime) -> Inventory:
    """Read an inventory now, and keep it; as `order`."""
    one = _taken(_asked(person, client, scope, now), surveyor, now)
    inventories.save(one)
    return one


def carry_out(command: TakeInventory, surveyor: Surveyor, *, now: datetime) -> None:
    """Read an inventory that was ordered; a second try after one that was kept does nothing."""
    one = inventories.load(command.inventory_id)
    if one.state == READING:
        inventories.save(_taken(one, surveyor, now))


def inventory_of(person: Person, inventory_id: str) -> Inventory:
    """Return an inventory.

    Raises:
        NotAllowed: there is none, or it is another client's.
    """
    one = inventories.load(inventory_id)
    if one.client not in person.rights:
        raise inventories.unknown(inventory_id)
    return one


def inventories_of(person: Person, client: str) -> tuple[Inventory, ...]:
    """Return a client's latest inventories, the newest first."""
    person.must_work_for(client)
    return inventories.of(client, SHOWN)


def items_of(
    one: Inventory, *, kind: str = "", account: str = "", only_on: bool = False
) -> tuple[tuple[Found, StopRoute], ...]:
    """Return what is in an inventory, what spends fastest first, each with how it is stopped."""
    fitting = (item for item in one.items if kind in ("", item.kind) and account in ("", item.account))
    found = domain.by_pace(item for item in fitting if item.on or not only_on)
    return tuple((item, stop_route(item.kind)) for item in found)


# --- reading ------------------------------------------------------------------------------------


def _asked(person: Person, client: str, scope: Scope, now: datetime) -> Inventory:
    person.must_work_for(client)
    if scope.is_empty:
        mend = "name accounts, Business Centers or shops by their ids"
        raise BadInput("nothing is named to look through", place="scope", mend=mend)
    return Inventory(f"inventory_{secrets.token_hex(8)}", client, scope, now, person.name)


def _taken(one: Inventory, surveyor: Surveyor, now: datetime) -> Inventory:
    surveys = (*_surveys(one, surveyor), _entered(one.client, now))
    passes = [each for survey in surveys for each in survey.passes]
    places = tuple(survey.place for survey in surveys if survey.place.id)
    reached = any(not place.problem for place in places)
    items = domain.once(passes)
    return replace(
        one,
        state=DONE if reached else FAILED,
        read_at=now,
        places=places,
        reads=tuple(map(domain.read_of, passes)),
        items=items,
        counts=domain.counts(items),
        problem="" if reached else "nothing of what is named could be read",
    )


def _surveys(one: Inventory, surveyor: Surveyor) -> Iterator[Survey]:
    accounts = list(one.scope.accounts)
    for center in one.scope.centers:
        try:
            accounts += surveyor.accounts(center)
        except OutsideFailed as failure:
            yield Survey(Place(center, f"Business Center {center}", problem=str(failure)))
    wanted = list(dict.fromkeys(accounts))
    foreign = inventories.known_elsewhere(one.client, (*wanted, *one.scope.shops))
    for account in wanted:
        yield _refused(account) if account in foreign else surveyor.account(account)
    for shop in dict.fromkeys(one.scope.shops):
        yield _refused(shop) if shop in foreign else surveyor.shop(shop)


def _refused(place: str) -> Survey:
    return Survey(Place(place, problem=NOT_YOURS))


def _entered(client: str, now: datetime) -> Survey:
    """Return what people entered or imported of what no list shows."""
    known = imports.of_kinds(client, (domain.TIKTOK_ONE, "affiliate"))
    passes = []
    for kind in dict.fromkeys((domain.TIKTOK_ONE, *(one.kind for one in known))):
        found = tuple(_listed(one, now) for one in known if one.kind == kind)
        passes.append(Pass(kind, ENTERED, found))
    return Survey(Place(""), tuple(passes))


def _listed(one: Listed, now: datetime) -> Found:
    seen = Observation(one.campaign_id, ON, one.status, one.name, "", "", now)
    return Found(
        one.kind,
        one.advertiser_id,
        seen,
        on=True,
        sort=f"by {one.creator}" if one.creator else "",
        spent=one.spent,
        in_all=one.budget,
        stage=one.stage,
        submitted_on=one.submitted_on,
    )


# --- cases --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opening:
    """What a person says of a case on things of an inventory that no list says.

    `start` and `end` are the days [start, end) that were booked, None where nothing is booked beyond today; `currency`
    is needed where only a shop is concerned.
    """

    title: str
    reservation: Reservation = Reservation.AUCTION
    start: date | None = None
    end: date | None = None
    currency: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class Asking:
    """Why it has to stop, in the agreement's word and in the person's, and who has to confirm the cancellation."""

    reason: Reason
    wording: str
    contact: Contact


@dataclass(frozen=True)
class Drawn:
    """What a case on things of an inventory is about; the promotion is in the vocabulary of quotes."""

    client: str
    promotion: dict[str, Any]
    targets: tuple[Target, ...]


def open_from(
    person: Person, inventory_id: str, wanted: Sequence[str], opening: Opening, who: Asking, *, now: datetime
) -> Case:
    """Open a case on things of an inventory; `drawn` says what it refuses."""
    found = drawn(person, inventory_id, wanted, opening, now=now)
    handed_in = intake.Intake(
        client=found.client,
        title=opening.title,
        reason=who.reason.value,
        wording=who.wording,
        promotion=found.promotion,
        targets=found.targets,
        contacts=(who.contact,),
    )
    return intake.open_case(person, handed_in, now=now)


def drawn(person: Person, inventory_id: str, wanted: Sequence[str], opening: Opening, *, now: datetime) -> Drawn:
    """Return what a case on things of an inventory is about, named by id or, where that fits several, by their key.

    Raises:
        NotAllowed: there is no such inventory for this person.
        BadInput: a name fits none or several, or they are in several currencies.
    """
    one = inventory_of(person, inventory_id)
    items = _chosen(one, wanted)
    known = {place.id: place for place in one.places}
    currency = as_told.one_currency(
        [*((item.account, _currency(item, known)) for item in items), ("", opening.currency)], "items"
    )
    flight = _flight(opening, [known[item.account] for item in items if item.account in known], now)
    targets = tuple(
        replace(
            as_told.target(item.account, currency, item, flight),
            id=f"t{nth}",
            order=order_of(item.kind, item.stage, item.submitted_on, flight.zone),
        )
        for nth, item in enumerate(items, start=1)
    )
    name = slugify(opening.title) or "promotion"
    return Drawn(one.client, as_told.promotion(name, opening.reservation, targets, flight, now=now), targets)


def _chosen(one: Inventory, wanted: Sequence[str]) -> tuple[Found, ...]:
    if not wanted:
        raise BadInput("nothing is chosen", place="items", mend="choose what is to be stopped")
    items, unclear = domain.chosen(one, wanted)
    if unclear:
        mend = "name it as ACCOUNT/KIND/ID, as the inventory lists it"
        raise BadInput(f"fits none or several: {', '.join(unclear)}", place="items", mend=mend)
    return items


def _currency(item: Found, known: dict[str, Place]) -> str:
    told = next((money.currency.code for money in (item.spent, item.a_day, item.in_all) if money), "")
    return told or (known[item.account].currency if item.account in known else "")


def _flight(opening: Opening, places: Sequence[Place], now: datetime) -> Flight:
    named = opening.time_zone or next((place.time_zone for place in places), "UTC")
    zone = zone_named(named, place="time zone")
    if (opening.start is None) != (opening.end is None):
        mend = "state both, or neither where nothing is booked beyond today"
        raise BadInput("only one end of the flight is stated", place="start, end", mend=mend)
    if opening.start is None or opening.end is None:
        return as_told.today(now, zone)
    return Flight(opening.start, opening.end, zone)
