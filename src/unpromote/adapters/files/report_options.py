"""The report's table of the ways on that were weighed when the quote was taken, as the quote's `decision` has them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.adapters.files.report_text import bare, capital, day, instant, said
from unpromote.domain.codec import encode
from unpromote.domain.events import TakenQuote

Json = Any
Row = dict[str, Any]

_WAYS = {
    "run": "Let it run",
    "cancel_now": "Cancel now",
    "cancel_on_cheapest_day": "Cancel on the cheapest day",
    "cancel_immediately": "Cancel at once",
    "reduce_budget": "Reduce the budget",
    "pause_then_cancel": "Pause, then cancel",
    "reassign_creators": "Give the creators other work",
    "cancel_partly": "Cancel a part",
}


def options(taken: TakenQuote | None, zone: ZoneInfo) -> Row | None:
    """Return the ways on beside one another, those that could be had first; None where none was weighed."""
    decision = encode(taken.quote).get("decision") if taken else None
    found: list[Json] = (decision or {}).get("options") or []
    if decision is None or not found:
        return None
    priced = [one for one in found if one["permitted"]]
    least = min((Decimal(one["total_over_life"]) for one in priced), default=Decimal(0))
    return {
        "currency": decision["currency"],
        "ways": [_way(one, least, zone) for one in priced],
        "closed": [{"way": _named(one), "why": _why(one["why_not"] or "")} for one in found if not one["permitted"]],
        "break_even": _break_even(decision),
    }


def _way(one: Mapping[str, Json], least: Decimal, zone: ZoneInfo) -> Row:
    total = Decimal(one["total_over_life"])
    acts = f"on {day(one['on'])}" if one.get("on") else ""
    ends = f"ends {instant(one['effective_at'], zone)}" if one.get("effective_at") else ""
    return {
        "way": _named(one),
        "when": ", ".join(filter(None, (acts, ends))),
        "note": one.get("note") or "",
        "total": bare(one["total_over_life"]),
        "more": bare(str(total - least)),
        "exit": bare(one["exit_cost"]) if one.get("exit_cost") else "",
        "saving": bare(one["saving"]) if one.get("saving") else "",
        "least": total == least,
    }


def _named(one: Mapping[str, Json]) -> str:
    return _WAYS.get(one["name"], capital(said(one["name"])))


def _why(codes: str) -> str:
    return said(codes).lower()


def _break_even(decision: Mapping[str, Json]) -> str:
    even = decision.get("break_even")
    if not even:
        return ""
    worth = f"{bare(even['value'])} {decision['currency']}"
    return f"Leaving was right for money as long as the delivery that was given up was worth less than {worth}."
