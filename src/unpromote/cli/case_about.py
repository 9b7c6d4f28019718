"""What a case is about, from wherever it was said: a file handed in, a file imported before, or an inventory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from unpromote.domain.budgets import Mode
from unpromote.domain.delivery import Target
from unpromote.domain.errors import BadInput
from unpromote.jobs.sheets import read_creator_rows, read_sheets
from unpromote.services import booking, inventory, listed
from unpromote.services.deal_rows import CreatorLine
from unpromote.services.people import Person


@dataclass(frozen=True)
class About:
    """What the case is about, from wherever it was said."""

    client: str
    promotion: dict[str, Any]
    targets: tuple[Target, ...]
    creators: Sequence[CreatorLine] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """A file of promotions, or those that an imported file listed, with what no file says of them."""

    client: str
    file: Path | None
    listed: list[str]
    budgets: Mode | None
    ends_on: date | None


def said_once(promotions: Path | None, listed: list[str] | None, from_inventory: str) -> None:
    """Raise BadInput unless one of them is given."""
    if sum(map(bool, (promotions, listed, from_inventory))) != 1:
        place = "--promotions, --listed or --from-inventory"
        mend = "give a file, the ids of promotions that were imported, or an inventory"
        raise BadInput("what is to be cancelled has to be said once", place=place, mend=mend)


def day_of(text: str, place: str) -> date | None:
    """Return a day that was typed, None where none was; raise BadInput."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"{text!r} is no day", place=place, mend="write 2026-12-01") from None


def on_items(
    person: Person, named: tuple[str, list[str]], told: inventory.Opening, creators: Path | None, *, now: datetime
) -> About:
    """Return the case on things of an inventory, which is named with them."""
    found = inventory.drawn(person, *named, told, now=now)
    if creators is None:
        return About(found.client, found.promotion, found.targets)
    code = found.targets[0].budget.currency.code
    made, notes = read_creator_rows(creators, currency=code)
    promotion = {**found.promotion, "creators": booking.creators_of(made, code)}
    return About(found.client, promotion, found.targets, made, notes)


def on_rows(person: Person, rows: Rows, creators: Path | None, booked: booking.Booking, *, now: datetime) -> About:
    """Return the case on promotions of a file, handed in now or imported before."""
    sheets, notes = _sheets(person, rows, creators)
    promotion = booking.promotion_of(sheets, booked, now=now)
    return About(
        rows.client, promotion, booking.targets_of(sheets.promotions, booked.time_zone), sheets.creators, notes
    )


def _sheets(person: Person, rows: Rows, creators: Path | None) -> tuple[booking.Sheets, tuple[str, ...]]:
    if rows.file:
        return read_sheets(rows.file, creators)
    booked = listed.booked(person, rows.client, rows.listed, budgets=rows.budgets, ends_on=rows.ends_on)
    if creators is None:
        return booking.Sheets(booked), ()
    made, notes = read_creator_rows(creators, currency=booked[0].budget.currency.code)
    return booking.Sheets(booked, made), notes
