"""How a file writes its days and its numbers: what each cell proves, and reading a cell once the style is known.

03/04/2026 can be two days, 1.234 two amounts. One cell that can be read one way only proves the style for the file; a
file that proves nothing, or both, is not guessed at.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import Enum
from functools import cache

from babel import Locale

from unpromote.adapters.files.sheets_values import Cell
from unpromote.domain.errors import BadInput

LANGUAGES = ("en", "de", "fr", "es", "pt", "ja", "zh")


class Proof(Enum):
    """What one cell says about the file's style."""

    NOTHING = "nothing"
    OPEN = "open"  # it could be read both ways
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    COMMA = ","  # the comma stands before the cents
    POINT = "."


_LAST_MONTH = 12
_GROUP = 3
_TIME = (
    r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp])?\.?(?:[Mm]\.?)?)?"
)
_ZONE = r"(?:\s*\(?(?:Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)\)?)?"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})\s*[-/.年]\s*(?P<m>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})日?{_TIME}{_ZONE}")
_SLASHED = re.compile(rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y>\d{{4}}){_TIME}{_ZONE}")
_NAMED = re.compile(
    rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+)?)?(?P<name>[^\W\d_]+)\.?,?[\s-]*"
    rf"(?:(?P<e>\d{{1,2}})(?:st|nd|rd|th)?\s*,\s*|(?:de\s+))?[\s-]*(?P<y>\d{{4}}){_TIME}{_ZONE}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_WHOLE = {
    mark: re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:[{mark}]\d{{2,3}})*[{mark}]\d{{3}})") for mark in ",."
}  # two: India's
_SPACES = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))")


def day_proof(cell: Cell) -> Proof:
    """Return what a cell says about the order of day and month."""
    found = _SLASHED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if not found:
        return Proof.NOTHING
    first, second = int(found["a"]), int(found["b"])
    if first == second or min(first, second) > _LAST_MONTH:
        return Proof.NOTHING
    if max(first, second) <= _LAST_MONTH:
        return Proof.OPEN
    return Proof.DAY_FIRST if first > _LAST_MONTH else Proof.MONTH_FIRST


def both_days(cell: str) -> tuple[date, date]:
    """Return a day that is open in both readings: day first, month first."""
    found = _SLASHED.fullmatch(cell.strip())
    if not found:
        raise BadInput(f"{cell!r} is no day that can be read two ways")
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    return date(year, second, first), date(year, first, second)


def moment_of(cell: Cell, day_first: bool | None) -> tuple[date, time | None]:  # noqa: FBT001 - a style, not a switch
    """Return the civil day of a cell, and the time of day where it states one.

    A workbook keeps a day as its midnight, so a midnight of its own states nothing; one in words does.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.time() if cell.time() != time() else None
    if isinstance(cell, date):
        return cell, None
    if not isinstance(cell, str):
        raise BadInput(f"{cell} is a number, no day", mend="format the column as a date, or write 2026-09-01")
    written = cell.strip()
    if found := _YEAR_FIRST.fullmatch(written):
        return _day(written, int(found["y"]), int(found["m"]), int(found["d"])), _clock(written, found)
    if found := _SLASHED.fullmatch(written):
        return _slashed(written, found, day_first), _clock(written, found)
    if (
        (found := _NAMED.fullmatch(written))
        and (month := _months().get(_plain(found["name"])))
        and found["d"] != found["e"]
    ):
        return _day(written, int(found["y"]), month, int(found["d"] or found["e"])), _clock(written, found)
    raise BadInput(f"{written!r} is no day", mend="write it as 2026-09-01")


def _slashed(written: str, found: re.Match[str], day_first: bool | None) -> date:  # noqa: FBT001
    proof, year = day_proof(written), int(found["y"])
    if proof is Proof.OPEN and day_first is None:
        one, other = both_days(written)
        raise BadInput(f"{written} could be {one} or {other}", mend=f"which one? Write it as {one} or as {other}")
    first = day_first if proof is Proof.OPEN else proof is not Proof.MONTH_FIRST
    day, month = (found["a"], found["b"]) if first else (found["b"], found["a"])
    return _day(written, year, int(month), int(day))


def _day(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(f"there is no day {written!r}", mend="write it as 2026-09-01") from None


def _clock(written: str, found: re.Match[str]) -> time | None:
    if not found["hour"]:
        return None
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= _LAST_MONTH:
            raise BadInput(f"there is no time {written!r}", mend="write it as 2026-09-01 18:00")
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        told = time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        raise BadInput(f"there is no time {written!r}", mend="write it as 2026-09-01 18:00") from None
    return told


@cache
def _months() -> dict[str, int]:
    """Return the months by their names, of those that mean the same in every language here."""
    meant: dict[str, set[int]] = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for names in (months[form][width] for form in ("format", "stand-alone") for width in ("wide", "abbreviated")):
            for number, name in names.items():
                meant.setdefault(_plain(name), set()).add(number)
    meant |= {"sept": {9}}
    return {name: next(iter(numbers)) for name, numbers in meant.items() if len(numbers) == 1}


def _plain(name: str) -> str:
    return name.casefold().rstrip(".")


def number_text(written: str) -> str:
    """Return an amount without the blanks and apostrophes that only part its thousands."""
    return _SPACES.sub("", written.strip())


def number_proof(cell: Cell, digits: int) -> Proof:
    """Return what an amount with so many digits behind the point says about the file's decimal mark."""
    written = number_text(cell) if isinstance(cell, str) else ""
    if not _NUMBER.fullmatch(written):
        return Proof.NOTHING
    marks = [letter for letter in written if letter in ".,"]
    if not marks:
        return Proof.NOTHING
    last, tail = marks[-1], re.split(r"[.,]", written)[-1]
    if len(set(marks)) > 1:
        return _mark(last)
    if len(marks) > 1:
        return _other(last)
    head = written.lstrip("+-").partition(last)[0]
    if len(tail) != _GROUP or head == "0" or len(head) > _GROUP:
        return _mark(last)
    return _other(last) if digits == 0 else Proof.OPEN


def _mark(letter: str) -> Proof:
    return Proof.COMMA if letter == "," else Proof.POINT


def _other(letter: str) -> Proof:
    return Proof.POINT if letter == "," else Proof.COMMA


def both_numbers(written: str) -> tuple[str, str]:
    """Return an amount that is open in both readings: a point before the cents, a comma before the cents."""
    return plain_number(written, "."), plain_number(written, ",")


def plain_number(written: str, decimal: str) -> str:
    """Return an amount as digits with a point, read with that decimal mark.

    Raises:
        BadInput: it cannot be read so.
    """
    text = number_text(written)
    parting = "," if decimal == "." else "."
    whole, mark, cents = text.partition(decimal)
    if not _WHOLE[parting].fullmatch(whole) or (mark and not cents.isdecimal()):
        mend = "write digits with a point before the cents: 1200.00"
        raise BadInput(f"{written!r} is no amount that can be read one way only", mend=mend)
    return whole.replace(parting, "") + ("." + cents if mark else "")
