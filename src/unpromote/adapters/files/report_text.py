"""How the report writes things: money, days, instants, states, and text that anybody may have typed.

The report is set in the typefaces that its typesetter brings along, so that it looks the same on every machine. A
character that they lack, and every invisible one, is written as its code point: nothing is dropped, nothing can hide.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

BREAK_HERE = "\u200b"

# What the embedded typefaces draw, by their character maps: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic,
# Devanagari, Georgian, then punctuation, currency signs, arrows, mathematics, shapes and dingbats.
_DRAWN = (
    (0x0020, 0x04FF), (0x0531, 0x060C), (0x0621, 0x063A), (0x0640, 0x0655), (0x0660, 0x066D), (0x06F0, 0x06F9),
    (0x0900, 0x097F), (0x10D0, 0x10FF), (0x1D00, 0x2027), (0x2029, 0x2151), (0x2153, 0x2184), (0x2190, 0x23FF),
    (0x2460, 0x262F), (0x2638, 0x268B), (0x2690, 0x269C), (0x270C, 0x2727), (0x2729, 0x274B), (0x2761, 0x277F),
    (0x2798, 0x27AF), (0x27B1, 0x2BFF), (0x2C60, 0x2CFF), (0xFB00, 0xFB06),
)  # fmt: skip
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LONG_RUN = re.compile(r"\S{25,}")
_PIECES = re.compile(r"<U\+[0-9A-F]+>|[^<]{1,12}|<")
_HASH = re.compile(r"[0-9a-f]{64}")


def printable(data: Any, *, any_letter: bool = False) -> Any:
    """Return JSON-able data with every text in a form that the typesetter can draw and break.

    `any_letter` trusts that typefaces for further scripts were handed over; what is invisible is shown even so.
    """
    if isinstance(data, dict):
        return {key: printable(item, any_letter=any_letter) for key, item in data.items()}
    if isinstance(data, list):
        return [printable(item, any_letter=any_letter) for item in data]
    return _drawable(data, any_letter=any_letter) if isinstance(data, str) else data


def _drawable(text: str, *, any_letter: bool) -> str:
    plain = text.replace("\r\n", "\n").replace("\t", " ")
    drawn = "".join(
        char if char == "\n" or _is_drawn(char, any_letter=any_letter) else f"<U+{ord(char):04X}>" for char in plain
    )
    return _LONG_RUN.sub(lambda run: _breakable(run.group()), drawn)


def _is_drawn(char: str, *, any_letter: bool) -> bool:
    if unicodedata.category(char) in _INVISIBLE:
        return False
    return any_letter or any(first <= ord(char) <= last for first, last in _DRAWN)


def _breakable(run: str) -> str:
    """Let a long word break; a hash stays whole, so that it can be copied out of the page."""
    return run if _HASH.fullmatch(run) else BREAK_HERE.join(_PIECES.findall(run))


def money(amount: str, currency: str) -> str:
    """Return a written amount for people: "61000.00" in USD as "61,000.00 USD"."""
    return f"{bare(amount)} {currency}"


def bare(amount: str) -> str:
    """Return a written amount with its thousands apart and a true minus, and its currency if it names one."""
    number, apart, currency = amount.partition(" ")
    return f"{Decimal(number):,}{apart}{currency}".replace("-", "\u2212")


def said(code: str) -> str:
    """Return a code of the vocabulary as words: "negative_feedback" as "negative feedback"."""
    return code.replace("_", " ")


def capital(text: str) -> str:
    """Return text with its first letter large."""
    return text[:1].upper() + text[1:]


def day(value: date | str) -> str:
    """Return a civil date: "21 Sep 2026"."""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(found, "d MMM yyyy", locale="en")


def short_day(value: date) -> str:
    """Return a civil date without its year: "21 Sep"."""
    return format_date(value, "d MMM", locale="en")


def instant(value: datetime | str, zone: ZoneInfo) -> str:
    """Return an instant as the clocks of the zone show it: "21 Sep 2026, 10:00 PDT"."""
    found = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(zone)
    return f"{format_datetime(found, 'd MMM yyyy, HH:mm', locale='en')} {found.tzname()}"
