"""Cells to values, one at a time; a cell that could mean two things is refused with the question to answer.

The trap these rules are made for: spreadsheet programs keep 15 digits of a number. A TikTok id has 19, so an id typed
as a number is wrong in its last digits, silently. Such an id is refused, however it arrives: as a number, as
1.80123E+18, or as digits that end in the zeros which rounding leaves.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

from moneyed import Currency, Money

from unpromote.adapters.files.sheets_values import Cell
from unpromote.domain import codec
from unpromote.domain.delivery import Level
from unpromote.domain.errors import BadInput

KEPT_DIGITS = 15  # how many digits of a number a spreadsheet program keeps
LOST_DIGITS = 3  # so many zeros at the lost places are no chance any more
SURE = "id:"  # written before an id that truly ends in zeros

_ROUNDED = "the last digits of this id were lost: a spreadsheet keeps 15 digits of a number"
_MEND_ID = "format the column as text, then paste the id again from TikTok Ads Manager"
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LAST_MONTH = 12


def text_of(cell: Cell) -> str:
    """Return a cell as text, without blanks around it."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def level_of(cell: Cell) -> Level:
    """Return how deep below the account an object stands."""
    written = text_of(cell).lower().replace(" ", "")
    try:
        return Level(written)
    except ValueError:
        mend = f"write one of: {', '.join(level.value for level in Level)}"
        raise BadInput(f"{text_of(cell)!r} is no level", mend=mend) from None


def id_of(cell: Cell) -> str:
    """Return an id exactly; refuse one whose digits were rounded or may have been."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if isinstance(cell, float) and not cell.is_integer():
            raise BadInput(f"{cell} is no id", mend="write the id in digits")
        if len(str(abs(int(cell)))) > KEPT_DIGITS:
            raise BadInput(_ROUNDED, mend=_MEND_ID)
        return str(int(cell))
    written = str(cell).strip().lstrip("'")
    if _SCIENTIFIC.fullmatch(written):
        raise BadInput(_ROUNDED, mend=_MEND_ID)
    sure = written.startswith(SURE)
    digits = written.removeprefix(SURE).strip()
    if not digits.isascii() or not digits.isdigit():
        raise BadInput(f"{written!r} is no id", mend="write the id in digits")
    if not sure and len(digits) >= KEPT_DIGITS + LOST_DIGITS and not digits[KEPT_DIGITS:].strip("0"):
        mend = f"{_MEND_ID}; if it truly ends in zeros, write {SURE}{digits}"
        raise BadInput(f"the id {digits} looks rounded: {_ROUNDED}", mend=mend)
    return digits


def currency_of(cell: Cell) -> Currency:
    """Return the currency that a cell names by its code."""
    return codec.currency_named(text_of(cell).upper(), place="")


def amount_of(cell: Cell, currency: Currency) -> Money:
    """Return an amount that is zero or more, exactly as it was written or stored."""
    written = (
        str(Decimal(repr(cell))) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else text_of(cell)
    )
    if not _PLAIN_NUMBER.fullmatch(written):
        mend = "write digits and a point, without thousands separators: 1200.00"
        raise BadInput(f"{written!r} is no amount that can be read one way only", mend=mend)
    amount = codec.decode(Money, f"{written} {currency.code}")
    if amount.amount < 0:
        raise BadInput(f"{written} is below zero", mend="write what was agreed or spent, without a sign")
    return amount


def day_of(cell: Cell) -> date:
    """Return a civil day; refuse a time of day, and a date whose day and month could be exchanged."""
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise BadInput(f"{cell:%Y-%m-%d %H:%M} is a time without a zone", mend="write the day alone: 2026-09-01")
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text_of(cell)
    slashed = _SLASHED.fullmatch(written)
    if slashed:
        raise _ambiguous(written, *map(int, slashed.groups()))
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(f"{written!r} is no day", mend="write it as 2026-09-01") from None


def _ambiguous(written: str, first: int, second: int, year: int) -> BadInput:
    readings = [
        f"{year}-{month:02}-{day:02}" for day, month in ((first, second), (second, first)) if month <= _LAST_MONTH
    ]
    if len(set(readings)) > 1:
        return BadInput(f"{written} could be {readings[0]} or {readings[1]}", mend="which one? Write it in that form")
    return BadInput(
        f"{written} is written in a form that can be misread",
        mend=f"write {readings[0] if readings else 'it as 2026-09-01'}",
    )
