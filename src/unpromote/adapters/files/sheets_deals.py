"""Rows of creators' deals to values: one row for each thing of a deal, told apart by the column `item`.

    deliverable (or blank)     price, stage, advance_paid; may be blank: submitted_at
    expense                    price; approved and incurred are yes or no
    usage, exclusivity         price, from, to: both days are paid for
    gift                       price is its value and may be blank; `to` is the day by which it has to come back
    spark_code, discount_code, affiliate_link      `code`; `to` is its last day and may be blank

`deliverable` names the thing. `currency` is the creator's own, else that of the promotion. A time without an offset is
one of the row's `time_zone`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from moneyed import Currency, Money

from unpromote.adapters.files.sheets_cells import amount_of, currency_of, day_of, text_of
from unpromote.adapters.files.sheets_row import Cells, address_of, language_of, stage_of, zone_of
from unpromote.adapters.files.sheets_values import Cell
from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import Stage

DEAL_BLANKS = ("item", "currency", "submitted_at", "approved", "incurred", "from", "to", "code")
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


class Item(Enum):
    """What a row of a deal is."""

    DELIVERABLE = "deliverable"
    EXPENSE = "expense"
    USAGE = "usage"
    EXCLUSIVITY = "exclusivity"
    GIFT = "gift"
    SPARK_CODE = "spark_code"
    DISCOUNT_CODE = "discount_code"
    AFFILIATE_LINK = "affiliate_link"


CODES = (Item.SPARK_CODE, Item.DISCOUNT_CODE, Item.AFFILIATE_LINK)
_USES = (Item.USAGE, Item.EXCLUSIVITY)


@dataclass(frozen=True)
class CreatorRow:
    """One thing of a creator's deal; of a deliverable, at the stage it has reached. A creator may have several rows."""

    row: int
    creator_id: str
    name: str
    email: str
    deliverable: str
    price: Money
    stage: Stage
    advance_paid: Money
    language: str | None
    time_zone: str | None
    item: str = Item.DELIVERABLE.value
    submitted_at: datetime | None = None
    approved: bool = False
    incurred: bool = False
    from_: date | None = None
    to: date | None = None
    code: str = ""


def creator_row(cells: Cells, otherwise: Currency) -> CreatorRow | None:
    """Return the row, or None where what it is cannot be told; whatever is in doubt is noted with the cells."""
    item = cells.may("item", _item_of) or Item.DELIVERABLE
    creator, name, thing = (cells.need(column, text_of) for column in ("creator_id", "name", "deliverable"))
    email, currency = cells.need("email", address_of), cells.may("currency", currency_of) or otherwise
    language, zone = cells.may("language", language_of), cells.may("time_zone", zone_of)
    price, stage, advance = _figures(cells, item, currency)
    if not (creator and name and thing and email and stage) or price is None or advance is None:
        return None
    row = CreatorRow(
        cells.row.number,
        creator,
        name,
        email,
        thing,
        price,
        stage,
        advance,
        language,
        zone,
        item=item.value,
        submitted_at=cells.may("submitted_at", _instant_of, zone),
        approved=bool(cells.may("approved", _truth_of)),
        incurred=bool(cells.may("incurred", _truth_of)),
        from_=cells.may("from", day_of),
        to=cells.may("to", day_of),
        code=cells.may("code", text_of) or "",
    )
    _check(cells, row, item)
    return row


def _figures(cells: Cells, item: Item, currency: Currency) -> tuple[Money | None, Stage | None, Money | None]:
    nothing = Money(0, currency)
    if item is Item.DELIVERABLE:
        price, advance = cells.need("price", amount_of, currency), cells.need("advance_paid", amount_of, currency)
        return price, cells.need("stage", stage_of), advance
    if cells.may("advance_paid", amount_of, currency):
        cells.refuse("advance_paid", f"an advance for a {item.value}", "state it with the deliverable that it is for")
    free = item is Item.GIFT or item in CODES
    price = cells.may("price", amount_of, currency) if free else cells.need("price", amount_of, currency)
    return nothing if price is None and free else price, Stage.CONTRACTED, nothing


def _check(cells: Cells, row: CreatorRow, item: Item) -> None:
    if item in _USES:
        for column, day in (("from", row.from_), ("to", row.to)):
            if day is None and column not in cells.row.cells:
                cells.refuse(column, "the cell is blank", "give the first and the last day that is paid for")
        if row.from_ and row.to and row.to < row.from_:
            cells.refuse("to", f"the last day {row.to} is before the first, {row.from_}", "exchange them")
    if item in CODES and not row.code:
        cells.refuse("code", "the cell is blank", "give the code or the link itself")


def _item_of(cell: Cell) -> Item:
    try:
        return Item(str(cell).strip().lower().replace(" ", "_"))
    except ValueError:
        known = ", ".join(item.value for item in Item)
        raise BadInput(f"unknown item {str(cell)!r}", mend=f"known: {known}") from None


def _truth_of(cell: Cell) -> bool:
    written = str(cell).strip().lower()
    if written not in _YES + _NO:
        raise BadInput(f"{str(cell)!r} is neither yes nor no", mend="write yes or no")
    return written in _YES


def _instant_of(cell: Cell, zone: str | None) -> datetime:
    if isinstance(cell, datetime):
        found = cell
    else:
        try:
            found = datetime.fromisoformat(str(cell).strip())
        except ValueError:
            mend = "write it as 2026-09-10 15:00, or with its offset"
            raise BadInput(f"{str(cell)!r} is no instant", mend=mend) from None
    if found.tzinfo is not None:
        return found
    if zone is None:
        raise BadInput("nobody knows whose clock it is", mend="fill in time_zone, or add the offset: +02:00")
    return found.replace(tzinfo=ZoneInfo(zone))
