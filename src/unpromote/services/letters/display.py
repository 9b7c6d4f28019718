"""Facts as people read them: amounts with their currency code, instants and days written out, each text on one line.

The display refuses what it does not have: a template that asks for an unknown or an absent fact makes no letter, rather
than one with a hole in it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from moneyed import Money

from unpromote.domain.codec import minor_digits
from unpromote.domain.errors import BadInput


@dataclass(frozen=True)
class Reader:
    """Whose eyes it is for: a language, and the zone that instants are shown in."""

    locale: Locale
    zone: ZoneInfo


class Facts(dict[str, Any]):
    """Displayed facts by name."""

    def __missing__(self, name: str) -> Any:
        raise BadInput(f"the template asks for {name!r}, which these facts do not have")


class _Absent:
    """A fact that is not there: a template may ask whether it is, but not print it."""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        raise BadInput("the template prints a fact that is absent", mend="put {% if … %} around it")


ABSENT = _Absent()


def reader_of(language: str, zone: str) -> Reader:
    """Return the reader; refuse a zone that is none."""
    try:
        return Reader(Locale.parse(language), ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        mend = "use an IANA name such as Europe/Berlin"
        raise BadInput(f"unknown time zone {zone!r}", place="facts.zone", mend=mend) from None


def displayed(value: object, reader: Reader) -> Any:
    """Return the value as a template prints it. Numbers and truths stay, so that a template can compare them."""
    match value:
        case None:
            return ABSENT
        case bool() | int():
            return value
        case str() | Enum():
            return _one_line(value.value if isinstance(value, Enum) else value)
        case Money() | date():
            return _written(value, reader)
        case tuple():
            return [displayed(item, reader) for item in value]
        case _:
            names = [name for name in dir(value) if not name.startswith("_")]
            return Facts({name: displayed(getattr(value, name), reader) for name in names})


def _written(value: Money | date, reader: Reader) -> str:
    if isinstance(value, Money):
        return _amount(value, reader)
    if isinstance(value, datetime):
        return _instant(value, reader)
    return format_date(value, format="full", locale=reader.locale)


def _amount(money: Money, reader: Reader) -> str:
    digits = minor_digits(money.currency)
    if (money.amount * 10**digits) % 1:
        raise BadInput(f"{money.amount} is finer than {money.currency.code} allows", mend="round it in the calculation")
    pattern = "#,##0.{} ¤¤".format("0" * digits) if digits else "#,##0 ¤¤"
    return format_currency(money.amount, money.currency.code, pattern, locale=reader.locale, currency_digits=False)


def _instant(at: datetime, reader: Reader) -> str:
    there = at.astimezone(reader.zone)
    day = format_date(there.date(), format="full", locale=reader.locale)
    clock = format_datetime(there, "HH:mm", locale=reader.locale)
    return f"{day}, {clock} ({reader.zone.key}, UTC{there.isoformat()[-6:]})"


def _one_line(text: str) -> str:
    kept = (" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in text)
    return " ".join("".join(kept).split())
