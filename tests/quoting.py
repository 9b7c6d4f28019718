"""Asks for quotes in their written form: one plain ask to change at will, and a strategy that makes many odd ones."""

from __future__ import annotations

import copy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from moneyed import Money, get_currency

from unpromote.domain.codec import amount_text, minor_digits
from unpromote.domain.vectors import Ask, read_ask

PLAIN: dict[str, Any] = {
    "terms": {
        "currency": "EUR",
        "time_zone": "Europe/Paris",
        "calendar": {"weekend": ["Sat", "Sun"], "holidays": [], "open": "09:00", "close": "17:00"},
        "notice_receipt": {"email": {"rule": "on_send"}},
        "rights": [
            {
                "id": "conv",
                "clause": "8.1",
                "ground": "convenience",
                "holders": ["advertiser"],
                "notice": None,
                "fees": [],
            }
        ],
    },
    "promotion": {
        "id": "P1",
        "status": "live",
        "reservation": "auction",
        "flight": {"start": "2026-06-01T00:00:00+02:00", "end": "2026-07-01T00:00:00+02:00"},
        "budget": "3000.00",
        "spent": "1000.00",
        "spent_through": "2026-06-10",
        "prepaid": "0.00",
    },
    "request": {
        "by": "advertiser",
        "sent_at": "2026-06-11T10:00:00+02:00",
        "method": "email",
        "reason": "strategy_change",
    },
}


def written_ask(**changes: Any) -> dict[str, Any]:
    """The plain ask with fields replaced by their path, e.g. `promotion__budget="5.00"`."""
    vector = copy.deepcopy(PLAIN)
    for path, value in changes.items():
        *parents, name = path.split("__")
        inner = vector
        for parent in parents:
            inner = inner[int(parent)] if isinstance(inner, list) else inner[parent]
        inner[name] = value
    return vector


def ask(**changes: Any) -> Ask:
    return read_ask(written_ask(**changes))


rates = st.integers(0, 1000).map(lambda n: f"{n / 1000:.3f}")


@st.composite
def amounts(draw: st.DrawFn, currency: str, most: int = 5_000_000) -> str:
    known = get_currency(currency)
    return amount_text(Money(Decimal(draw(st.integers(0, most))).scaleb(-minor_digits(known)), known))


@st.composite
def periods(draw: st.DrawFn) -> dict[str, Any]:
    unit = draw(st.sampled_from(["hours", "days", "weeks", "business_days", "months"]))
    period = {
        "n": draw(st.integers(1, {"hours": 200, "days": 40, "weeks": 5, "business_days": 20, "months": 2}[unit])),
        "unit": unit,
        "count": draw(st.sampled_from(["exclusive", "inclusive"])),
        "roll": draw(st.sampled_from(["none", "following", "preceding"])),
    }
    if draw(st.booleans()):
        period["not_before"] = {"anchor": "start", "offset_days": draw(st.integers(-5, 20))}
    return period


BASES = ["budget", "delivered", "undelivered_at_notice", "notice_delivery", "undelivered_at_effective", "prepaid"]


@st.composite
def calcs(draw: st.DrawFn, currency: str, depth: int = 1) -> dict[str, Any]:
    form = draw(st.sampled_from(["flat", "rate", "tiers", "greater_of", "lesser_of", "sum"][: 6 if depth else 3]))
    base = draw(st.sampled_from(BASES))
    if form == "flat":
        return {"flat": draw(amounts(currency))}
    if form == "rate":
        return {"rate": draw(rates), "base": base}
    if form == "tiers":
        by = draw(
            st.sampled_from(["days_before_start", "business_days_before_start", "hours_before_start", "days_elapsed"])
        )
        bounds = draw(st.lists(st.integers(-10, 40), unique=True, max_size=3))
        return {"tiers": {"by": by, "base": base, "bands": [{"min": n, "rate": draw(rates)} for n in [*bounds, None]]}}
    return {form: draw(st.lists(calcs(currency, 0), min_size=1 if form == "sum" else 2, max_size=3))}


@st.composite
def creators(draw: st.DrawFn, currency: str) -> list[dict[str, Any]]:
    stages = st.sampled_from(["contracted", "briefed", "concept_approved", "draft_submitted", "approved", "published"])
    return [
        {
            "id": f"c{n}",
            "deliverables": [{"id": "d", "price": draw(amounts(currency, 500_000)), "stage": draw(stages)}],
            "advance_paid": draw(amounts(currency, 300_000)),
            "expenses": [
                {"id": "e", "amount": draw(amounts(currency, 9999)), "approved": draw(st.booleans()), "incurred": True}
            ],
            "usage": {"fee": draw(amounts(currency, 90_000)), "from": "2026-05-20", "to": "2026-08-01"},
        }
        for n in range(draw(st.integers(0, 2)))
    ]


@st.composite
def terms(draw: st.DrawFn, currency: str, zone: str) -> dict[str, Any]:
    cap = {"clause": "8.9", "rate": draw(rates), "base": draw(st.sampled_from(BASES))}
    commitment = {
        "clause": "2",
        "amount": draw(amounts(currency, 9_000_000)),
        "rate": draw(rates),
        "fees_count": draw(st.booleans()),
    }
    refund = {"method": draw(st.sampled_from(["original", "account_credit", "none"])), "service_fee": draw(rates)}
    fees = [{"id": f"F{n}", "clause": "8.4", "calc": draw(calcs(currency))} for n in range(draw(st.integers(0, 3)))]
    kill = {"brand": {"briefed": draw(rates), "approved": "1"}}
    return {
        "currency": currency,
        "time_zone": zone,
        "calendar": {"weekend": ["Sat", "Sun"], "holidays": ["2026-06-19"], "open": "09:00", "close": "17:00"},
        "notice_receipt": {"email": {"rule": draw(st.sampled_from(["on_send", "business_hours"]))}},
        "rights": [
            {
                "id": f"R{n}",
                "clause": f"8.{n}",
                "ground": "convenience",
                "holders": ["advertiser"],
                "notice": draw(st.none() | periods()),
                "fees": [fee["id"] for fee in fees],
            }
            for n in range(draw(st.integers(1, 2)))
        ],
        "fees": fees,
        "aggregate_cap": draw(st.none() | st.just(cap)),
        "minimum_commitment": draw(st.none() | st.just(commitment)),
        "refund": refund,
        "credits": [{"id": "S", "clause": "6", "fact": "resale"}, {"id": "O", "clause": "7", "fact": "outage"}],
        "creators": {"kill": kill, "advance": draw(st.sampled_from(["clawback", "forgive", "credit"]))},
    }


@st.composite
def vectors(draw: st.DrawFn) -> dict[str, Any]:
    """An ask in its written form: odd zones, currencies, notices, fees, caps, creators and moments."""
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    zone = draw(st.sampled_from(["Europe/Paris", "America/Santiago", "Asia/Tokyo", "Africa/Cairo", "America/New_York"]))
    start, days = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 330))), draw(st.integers(1, 60))
    begin, end = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (start, start + timedelta(days=days)))
    flown = draw(st.integers(0, days))
    budget = draw(amounts(currency))
    return {
        "terms": draw(terms(currency, zone)),
        "promotion": {
            "id": "P1",
            "status": "live",
            "reservation": "auction",
            "flight": {"start": begin.isoformat(), "end": end.isoformat()},
            "budget": budget,
            "spent": budget if flown == days else _part(budget, flown, days, currency),
            "spent_through": (start + timedelta(days=flown - 1)).isoformat() if flown else None,
            "prepaid": draw(amounts(currency)),
            "creators": draw(creators(currency)),
            "facts": draw(st.sampled_from([{}, {"outage": {"hours": 5}}])),
        },
        "request": {
            "by": "advertiser",
            "sent_at": (begin + timedelta(hours=draw(st.integers(-500, 24 * days - 1)))).isoformat(),
            "method": "email",
            "reason": "strategy_change",
        },
    }


def _part(amount: str, n: int, of: int, currency: str) -> str:
    digits = minor_digits(get_currency(currency))
    return f"{Decimal(int(Decimal(amount).scaleb(digits)) * n // of).scaleb(-digits):.{digits}f}"
