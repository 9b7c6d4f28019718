"""What follows from a quote beside its price: what comes back, the days and duties after leaving, the renewal ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case
from unpromote.domain.dues import taken
from unpromote.web import formats
from unpromote.web.show.answer import zone

_PARTS = (
    ("set_off", "set off against what is owed"),
    ("amount", "comes back"),
    ("refunded", "comes back"),
    ("credited", "kept as credit"),
    ("forfeited", "forfeited"),
)


@dataclass(frozen=True)
class Follows:
    """One thing that follows: until when (`machine` for programs), by which clause, and how it was reckoned."""

    what: str
    when: str
    machine: str
    clause: str
    formula: str


def follows(case: Case) -> list[Follows]:
    """Return what follows from the quote that counts; nothing where it is a range, since it depends on the reading."""
    counts = taken(case)
    if counts is None:
        return []
    quote, currency = counts.quote, counts.price.currency.code
    money = [("Prepaid balance", quote.get("refund")), ("Deposit", quote.get("deposit"))]
    return [
        *(one for name, back in money if back for one in _back(name, back, currency)),
        *(_due(one) for one in quote.get("deadlines") or ()),
        *_renewal(quote.get("renewal"), currency, zone(case)),
    ]


def _back(name: str, back: Mapping[str, Any], currency: str) -> Iterator[Follows]:
    """Yield one line with the parts that are not zero; the whole of a deposit is no part of it."""
    whole = "amount" if name == "Deposit" else ""
    found = [
        f"{formats.amount(back[part], currency)} {told}"
        for part, told in _PARTS
        if part != whole and back.get(part) and Decimal(back[part])
    ]
    if found:
        due_by = back.get("due_by") or ""
        yield Follows(
            f"{name}: {formats.listed(found)}",
            formats.day(due_by),
            due_by,
            back.get("clause") or "",
            formats.formula(back.get("formula") or ""),
        )


def _due(due: Mapping[str, Any]) -> Follows:
    on = due["on"] or ""
    return Follows(due["told"], formats.day(on), on, due.get("clause") or "", "")


def _renewal(due: Mapping[str, Any] | None, currency: str, zone: ZoneInfo) -> Iterator[Follows]:
    if due is None:
        return
    until = f" until {formats.day(due['renews_until'])}" if due.get("renews_until") else ""
    cost = f"; that commits to {formats.amount(due['cost'], currency)}" if due.get("cost") else ""
    act = "it is too late to refuse" if due.get("missed") else "refuse by" if due["still"] else "refuse before"
    when = "" if due.get("missed") else formats.instant(due["deadline_at"], zone)
    machine = formats.machine(datetime.fromisoformat(due["deadline_at"])) if when else ""
    what = f"The agreement renews itself on {formats.day(due['renews_on'])}{until}{cost}: {act}"
    yield Follows(what, when, machine, due.get("clause") or "", formats.formula(due.get("formula") or ""))
