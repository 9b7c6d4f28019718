"""The quote: each line with clause and formula, the totals with what they mean, and the rights that are not open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case
from unpromote.domain.events import TakenQuote
from unpromote.web import formats, words
from unpromote.web.show.answer import permission, zone
from unpromote.web.show.follows import Follows, follows
from unpromote.web.show.quote_lines import Fact, QuoteLine, creator_lines, lines, sum_behind
from unpromote.web.show.ranges import Ranged, price, ranged
from unpromote.web.show.windows import Window

_RESULTS = ("exit_cost", "total_owed", "run_total", "saving")


@dataclass(frozen=True)
class Total:
    """One total, with what it means and, where others add up to it (`result`), their sum."""

    key: str
    name: str
    meaning: str
    amount: str
    result: bool
    sum: str


@dataclass(frozen=True)
class Quote:
    """A quote as a page shows it."""

    hash: str
    hash_short: str
    price: str
    permitted: bool
    permission: str
    facts: list[Fact]
    lines: list[QuoteLine]
    creators: Window[QuoteLine]
    totals: list[Total]
    blocked: list[str]
    alternatives: list[str]
    noted: list[str]
    range: Ranged | None
    anew: str
    follows: list[Follows]


def quote(case: Case, asked: str = "") -> Quote | None:
    """Return the quote of a case with the asked page of its creators, or None where none was taken."""
    taken = case.quote
    if taken is None:
        return None
    currency, answer = taken.price.currency.code, taken.quote
    return Quote(
        hash=taken.hash,
        hash_short=formats.short(taken.hash),
        price=price(taken),
        permitted=taken.permitted,
        permission=permission(taken, zone(case)),
        facts=_facts(taken, zone(case)),
        lines=lines(case, taken),
        creators=creator_lines(case, taken, asked),
        totals=_totals(answer.get("totals") or {}, currency),
        blocked=[_blocked(right, zone(case)) for right in answer.get("blocked", [])],
        alternatives=[_alternative(other, currency, zone(case)) for other in answer.get("alternatives", [])],
        noted=[*answer.get("assumptions", []), *answer.get("warnings", [])],
        range=ranged(case, taken, zone(case)),
        anew=permission(case.requote, zone(case)) if case.requote else "",
        follows=follows(case),
    )


def _facts(taken: TakenQuote, zone: ZoneInfo) -> list[Fact]:
    answer, asked = taken.quote, taken.request
    method = words.METHODS.get(asked["method"], words.spaced(asked["method"]))
    found = [
        (f"Sent by {method}", formats.instant(asked["sent_at"], zone)),
        ("Received", _shown_instant(answer.get("received_at"), zone)),
        ("Last day of notice", formats.day(answer.get("notice_last_day"))),
        ("Takes effect", _shown_instant(answer.get("effective_at"), zone)),
        ("Days charged", str(answer.get("service_days_charged") or "")),
        ("Taken", formats.instant(taken.taken_at, zone)),
    ]
    return [Fact(name, value) for name, value in found if value]


def _shown_instant(value: str | None, zone: ZoneInfo) -> str:
    return formats.instant(value, zone) if value else ""


def _totals(totals: Mapping[str, str], currency: str) -> list[Total]:
    """Return the totals; of those that others add up from, only the ones that are not zero."""
    return [
        Total(
            key=key.replace("_", "-"),
            name=name,
            meaning=meaning,
            amount=formats.amount(totals[key], currency),
            result=key in _RESULTS,
            sum=sum_behind(key, totals, currency),
        )
        for key, name, meaning in words.TOTALS
        if key in totals and (key in _RESULTS or Decimal(totals[key]))
    ]


def _blocked(right: Mapping[str, Any], zone: ZoneInfo) -> str:
    why = words.BLOCKED.get(right["code"], words.spaced(right["code"].lower()))
    until = f", until {formats.instant(right['until'], zone)}" if right.get("until") else ""
    return f"{words.sentence(right['right'])}: {why}{until}."


def _alternative(other: Mapping[str, Any], currency: str, zone: ZoneInfo) -> str:
    price = formats.amount(other["totals"]["exit_cost"], currency)
    when = formats.instant(other["effective_at"], zone)
    return f"{words.sentence(other['ground'])}, {other['clause']}: with effect from {when}; leaving costs {price}."
