"""Inventories: everything of a client's that could have to be stopped, read by a job; and cases opened from one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from unpromote.api.asking import Id, asker, now
from unpromote.api.halts import Account
from unpromote.api.opening import Line, NewContact
from unpromote.api.problems import REFUSALS, Missing
from unpromote.api.shapes import Amount, CaseView, case_view
from unpromote.domain.codec import encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.inventory import Found, Inventory
from unpromote.domain.messages import Contact
from unpromote.domain.vocabulary import Reason, Reservation
from unpromote.services import inventory as service
from unpromote.services.people import Person
from unpromote.services.policies import StopRoute

router = Router(tags=["inventories"])
MOST = 1000
Ids = Annotated[list[Account], Field(max_length=1000)]


class NewInventory(Schema):
    """Whose, and what is looked through: accounts, every account of Business Centers, shops by id or code."""

    client: Line
    accounts: Ids = Field(default_factory=list)
    centers: Ids = Field(default_factory=list)
    shops: list[Line] = Field(default_factory=list, max_length=100)


class PlaceView(Schema):
    """An advertiser's account or a shop; `problem` says why nothing of it could be read."""

    id: str
    name: str
    currency: str
    time_zone: str
    problem: str


class ReadView(Schema):
    """How one list of one account or shop went: what it showed, or why it was not read."""

    kind: str
    account: str
    listed: int
    on: int
    problem: str
    gaps: list[str]


class CountView(Schema):
    """How many there are of a kind, and how many of them are on."""

    listed: int
    on: int


class InventoryView(Schema):
    """An inventory: `done`, still `reading`, or `failed` where nothing of what is named could be read."""

    id: str
    client: str
    state: Literal["reading", "done", "failed"]
    asked_at: datetime
    asked_by: str
    read_at: datetime | None
    problem: str
    places: list[PlaceView]
    reads: list[ReadView]
    counts: dict[str, CountView]
    unread: list[str] = Field(description="In words, what could not be read")
    unlisted: list[str] = Field(description="What no list shows: enter it by hand, or import it")


class RouteView(Schema):
    """How a kind is stopped; `final` says what of that cannot be undone."""

    by: Literal["api", "by_hand"]
    how: str
    proof: str
    final: str
    certain: bool
    checked_on: date


class ItemView(Schema):
    """One thing that could have to be stopped; `key` names it exactly, amounts are null where the platform has none."""

    key: str
    id: str
    account: str
    kind: str
    sort: str
    name: str
    on: bool
    status: str
    a_day: Amount | None
    in_all: Amount | None
    spent: Amount | None
    ends_at: datetime | None
    used_by: list[str] = Field(description="The ads that show an authorized post")
    route: RouteView


class Filter(Schema):
    """Which things, and which part of them."""

    kind: str = Field("", max_length=60)
    account: str = Field("", max_length=60)
    only_on: bool = False
    skip: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(100, ge=1, le=MOST)


class NewCaseOnItems(Schema):
    """What opens a case on things of an inventory. Without `start` and `end` nothing is booked beyond today."""

    items: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=10_000)
    title: Line
    reason: Reason
    wording: str = Field(max_length=10_000)
    contact: NewContact = Field(description="Somebody of the counterpart `support`")
    reservation: Reservation = Reservation.AUCTION
    start: date | None = None
    end: date | None = Field(None, description="The first day after")
    currency: str = Field("", max_length=3, description="Where only a shop is concerned, which tells none")
    time_zone: str = Field("", max_length=60, description="Whose days are meant; the account's, if it is left out")


@router.post("", response={202: InventoryView, **REFUSALS})
def take_inventory(request: HttpRequest, new: NewInventory) -> Any:
    """Have everything listed that could have to be stopped; it is read in the background and changes nothing."""
    scope = service.Scope(tuple(new.accounts), tuple(new.centers), tuple(new.shops))
    return Status(202, _view(service.order(asker(request), new.client, scope, now=now())))


@router.get("", response={200: list[InventoryView], **REFUSALS})
def list_inventories(request: HttpRequest, client: Annotated[str, Query(max_length=60)]) -> Any:
    """List a client's latest inventories, the newest first."""
    return [_view(one) for one in service.inventories_of(asker(request), client)]


@router.get("/{inventory}", response={200: InventoryView, **REFUSALS})
def show_inventory(request: HttpRequest, inventory: Id) -> Any:
    """Show how an inventory stands: how each list went, the counts, and what is not known."""
    return _view(_found(asker(request), inventory))


@router.get("/{inventory}/items", response={200: list[ItemView], **REFUSALS})
def list_inventory_items(request: HttpRequest, inventory: Id, asked: Query[Filter]) -> Any:
    """List what is in an inventory, what spends fastest first, each with how it is stopped."""
    one = _found(asker(request), inventory)
    items = service.items_of(one, kind=asked.kind, account=asked.account, only_on=asked.only_on)
    return [_item(*pair) for pair in items[asked.skip : asked.skip + asked.limit]]


@router.post("/{inventory}/cases", response={201: CaseView, **REFUSALS})
def open_case_on_items(request: HttpRequest, inventory: Id, new: NewCaseOnItems) -> Any:
    """Open a case on things of an inventory, named by id or, where that fits several, by key."""
    person = asker(request)
    one = _found(person, inventory)
    told = service.Opening(new.title, new.reservation, new.start, new.end, new.currency, new.time_zone)
    who = service.Asking(new.reason, new.wording, Contact(**new.contact.model_dump()))
    return Status(201, case_view(service.open_from(person, one.id, new.items, told, who, now=now())))


def _found(person: Person, inventory: str) -> Inventory:
    try:
        return service.inventory_of(person, inventory)
    except NotAllowed as refusal:
        raise Missing(str(refusal)) from None


def _view(one: Inventory) -> dict[str, Any]:
    written = {name: value for name, value in encode(one).items() if name not in ("items", "scope")}
    return {**written, "unread": list(one.unread)}


def _item(item: Found, route: StopRoute) -> dict[str, Any]:
    written = encode(item)
    seen = written.pop("seen")
    status = seen["secondary_status"] or seen["operation_status"]
    told = {"key": item.key, "id": item.id, "name": item.seen.name, "status": status}
    return {**written, **told, "route": encode(route)}
