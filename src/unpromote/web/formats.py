"""Amounts, days and instants as people read them; instants always with the name of their zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone_name
from babel.numbers import format_currency
from moneyed import Money

LOCALE = "en"
MINUS = "\N{MINUS SIGN}"
SHOWN = 12  # hex digits that are enough to tell hashes apart on a page


def amount(value: str, currency: str) -> str:
    """Return decimal text as an amount: "67000.00" in USD as $67,000.00; a negative one with a true minus."""
    return format_currency(Decimal(value), currency, locale=LOCALE).replace("-", MINUS)


def money(value: Money) -> str:
    """Return the amount as people read it."""
    return amount(str(value.amount), value.currency.code)


def day(value: str | date | None) -> str:
    """Return a civil date: 21 Nov 2026; "" for none."""
    if not value:
        return ""
    known = value if isinstance(value, date) else date.fromisoformat(value)
    return format_date(known, "d MMM y", locale=LOCALE)


def instant(value: str | datetime, zone: ZoneInfo) -> str:
    """Return an instant on that zone's clock, with the zone's short name: 21 Nov 2026, 00:00 PST."""
    known = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    local = known.astimezone(zone)
    name = get_timezone_name(local, width="short", locale="en_US")
    return f"{format_datetime(local, 'd MMM y, HH:mm', locale=LOCALE)} {name}"


def machine(value: str | datetime) -> str:
    """Return an instant for <time datetime=...>."""
    known = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return known.astimezone(UTC).isoformat()


def zone_of(name: str | None) -> ZoneInfo:
    """Return the zone of the terms; UTC where none is confirmed yet."""
    return ZoneInfo(name or "UTC")


def short(digest: str) -> str:
    """Return the first digits of a hash."""
    return digest[:SHOWN]


def listed(parts: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part) if parts else ""


def formula(written: str) -> str:
    """Return a formula with true signs: a letter x between figures becomes a cross, stages become words."""
    signed = written.replace(" x ", " \N{MULTIPLICATION SIGN} ").replace(" -> ", " \N{RIGHTWARDS ARROW} ")
    return signed.replace("_", " ")
