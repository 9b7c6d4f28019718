"""One TikTok One order typed by hand: a table of one row, which then goes the way of every imported file."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from moneyed import Money

from unpromote.domain.errors import BadInput
from unpromote.domain.orders import TIKTOK_ONE, check_order
from unpromote.services import imports
from unpromote.services.imports import Import
from unpromote.services.people import Person


@dataclass(frozen=True)
class OrderEntry:
    """An order as the brand sees it in TikTok One; it runs on the days [starts_on, ends_on).

    `paid` is what of the price was paid so far, None where nothing was. `submitted_on` is needed once content was
    handed in.
    """

    order_id: str
    advertiser_id: str
    name: str
    creator: str
    price: Money
    stage: str
    starts_on: date
    ends_on: date | None = None
    submitted_on: date | None = None
    paid: Money | None = None


def enter_order(person: Person, client: str, entry: OrderEntry, *, now: datetime) -> Import:
    """Take in one order; a job reads it as the row of a file, and the import says what became of it.

    One that is known by its id is updated.

    Raises:
        NotAllowed: the person does not work for the client.
        BadInput: the stage is none or lacks its day, an id is none, or price and payment are in two currencies.
    """
    person.must_work_for(client)
    _check(entry)
    row = _row(entry)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "order.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((row.keys(), row.values()))
        name = f"order {entry.order_id}, typed by {person.name}"
        return imports.receive_import(person, client, path, name=name, apply=True, partial=True, now=now)


def _check(entry: OrderEntry) -> None:
    check_order(entry.stage, entry.submitted_on)
    for place, text in (("order_id", entry.order_id), ("advertiser_id", entry.advertiser_id)):
        if not text.isdecimal():
            raise BadInput(f"{text!r} is no id", place=place, mend="copy all its digits from TikTok One")
    if entry.paid is not None and entry.paid.currency != entry.price.currency:
        mend = "state both in the currency of the order"
        raise BadInput("the price and what was paid are in two currencies", place="paid", mend=mend)


def _row(entry: OrderEntry) -> Mapping[str, str]:
    """Return the columns of the import's own table. Delivery spends nothing of an order: what was paid is prepaid."""
    return {
        "kind": TIKTOK_ONE,
        "advertiser_id": entry.advertiser_id,
        "campaign_id": entry.order_id,
        "name": entry.name,
        "budget": f"{entry.price.amount:f}",
        "spent": "0.00",
        "currency": entry.price.currency.code,
        "start": entry.starts_on.isoformat(),
        "end": entry.ends_on.isoformat() if entry.ends_on else "",
        "prepaid": f"{entry.paid.amount:f}" if entry.paid else "",
        "stage": entry.stage,
        "submitted_on": entry.submitted_on.isoformat() if entry.submitted_on else "",
        "creator": entry.creator,
    }
