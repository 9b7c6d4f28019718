"""Draws where and when: zone, calendar, currency, flight, spend, the request, and what has happened."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from naive.dates import DAY, Dict, day_of, first_instant, instant, wall, written
from naive.pricing import DIGITS
from naive.rights import GROUNDS

# Days around which each zone's clock is changed: forward or back, at midnight, at 00:01, by half an hour, by a day.
PLACES = [
    ("Europe/Berlin", ["2026-03-29", "2026-10-25", "2028-02-29", "2026-12-31"]),
    ("America/New_York", ["2026-03-08", "2026-11-01", "2026-05-31"]),
    ("America/Sao_Paulo", ["2017-10-15", "2018-02-18", "2018-11-04"]),
    ("America/Santiago", ["2026-09-06", "2026-04-05"]),
    ("America/Havana", ["2026-03-08", "2026-11-01"]),
    ("America/St_Johns", ["2010-03-14", "2010-11-07"]),
    ("Asia/Beirut", ["2026-03-29", "2026-10-25"]),
    ("Africa/Cairo", ["2026-04-24", "2026-10-30"]),
    ("Africa/Casablanca", ["2026-02-15", "2026-03-22"]),
    ("Australia/Lord_Howe", ["2026-04-05", "2026-10-04"]),
    ("Pacific/Apia", ["2011-12-30", "2011-09-24"]),
    ("Asia/Kathmandu", ["2026-01-31"]),
    ("Asia/Tokyo", ["2026-02-28"]),
    ("UTC", ["2027-02-28"]),
]
RESERVATIONS = [
    "auction",
    "guaranteed",
    "non_guaranteed",
    "fixed_placement",
    "sponsorship",
    "custom",
    "creator_only",
    "boost",
]
RATES = ["0", "0.05", "0.1", "0.125", "0.25", "0.33", "0.5", "0.75", "1"]
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def likely(rng: Random, chance: float) -> bool:
    return rng.random() < chance


def amount(rng: Random, currency: str, low: int, high: int) -> str:
    """Money between two whole sums; often round, often with an odd last digit."""
    digits = DIGITS.get(currency, 2)
    whole = rng.randint(low, high)
    if likely(rng, 0.3):
        whole = whole // 100 * 100
    part = 0 if likely(rng, 0.4) else rng.randrange(10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def setting(rng: Random) -> Dict:
    """The frame of an agreement: currency, zone, calendar, ways of notice; and `near`, the day to draw around."""
    zone, days = rng.choice(PLACES)
    day = date.fromisoformat(rng.choice(days))
    holidays = sorted({(day + DAY * rng.randint(-20, 40)).isoformat() for _ in range(rng.randint(0, 6))})
    hours = rng.choice([("09:00", "17:00"), ("08:30", "18:00"), ("00:00", "12:00")])
    return {
        "currency": rng.choice(["EUR", "USD", "JPY", "KWD", "EUR"]),
        "time_zone": zone,
        "rounding": "half_up",
        "calendar": {
            "weekend": rng.choice([["Sat", "Sun"], ["Sat", "Sun"], ["Fri", "Sat"], ["Sun"], []]),
            "holidays": holidays,
            "open": hours[0],
            "close": hours[1],
        },
        "notice_receipt": {
            "platform": {"rule": "on_send"},
            "email": {"rule": "business_hours"},
            "post": {"rule": "plus_business_days", "n": rng.randint(1, 5)},
        },
        "near": day,
    }


def flight(rng: Random, frame: Dict) -> Dict:
    zone = frame["time_zone"]
    first = frame["near"] + DAY * rng.randint(-30, 10)
    last = first + DAY * rng.choice([1, 2, 7, rng.randint(3, 30), rng.randint(10, 60)])
    ends = [first_instant(day, zone) for day in (first, last)]
    if likely(rng, 0.25):
        clock = rng.choice([time(0, 30), time(9, 15), time(12), time(23, 59)])
        ends = [wall(first, clock, zone), wall(last, rng.choice([clock, time()]), zone)]
    return {"start": written(ends[0], zone), "end": written(max(ends[1], ends[0] + HOUR), zone)}


def promotion(rng: Random, frame: Dict) -> Dict:
    """The promotion without its facts and creators."""
    currency, zone = frame["currency"], frame["time_zone"]
    runs = flight(rng, frame)
    budget = amount(rng, currency, 0 if likely(rng, 0.05) else 100, 9000)
    spent, through = _spent(rng, budget, (currency, zone), runs)
    return {
        "id": "P1",
        "status": rng.choices(["live", "booked", "paused", "completed", "cancelled"], [60, 24, 10, 3, 3])[0],
        "reservation": rng.choice(RESERVATIONS),
        "flight": runs,
        "plan": "even_remaining",
        "budget": budget,
        "spent": spent,
        "spent_through": through,
        "prepaid": rng.choice([amount(rng, currency, 0, 12000), budget, amount(rng, currency, 0, 0)]),
        "noncancellable_costs": amount(rng, currency, 0, 500),
    }


def _spent(rng: Random, budget: str, kept: tuple[str, str], runs: Dict) -> tuple[str, str | None]:
    currency, zone = kept
    nothing = "0" if DIGITS.get(currency, 2) == 0 else "0." + "0" * DIGITS.get(currency, 2)
    if likely(rng, 0.35):
        return nothing, None
    first, last = (day_of(instant(runs[end]), zone) for end in ("start", "end"))
    through = first - DAY
    while through < last and likely(rng, 0.93):
        through += DAY
        if likely(rng, 0.05):
            break
    shares = [1, 2, 4, rng.randint(2, 9)]
    units = int(budget.replace(".", "")) // rng.choice(shares)
    digits = DIGITS.get(currency, 2)
    text = str(units).rjust(digits + 1, "0")
    return (f"{text[:-digits]}.{text[-digits:]}" if digits else text), through.isoformat()


def request(rng: Random, ask: Dict) -> Dict:
    zone = ask["terms"]["time_zone"]
    start, end = (instant(ask["promotion"]["flight"][name]) for name in ("start", "end"))
    hours = max(1, int((end - start) / HOUR))
    moment = start + HOUR * rng.randint(0, hours - 1) + SECOND * 60 * rng.randint(0, 59)
    kind = rng.random()
    if kind < 0.27:
        moment = start - HOUR * rng.randint(1, 700)
    elif kind < 0.3:
        moment = end + HOUR * rng.randint(0, 100)
    elif kind < 0.45:
        clock = rng.choice([ask["terms"]["calendar"]["open"], ask["terms"]["calendar"]["close"], "00:00", "23:59:59"])
        moment = wall(day_of(moment, zone), time.fromisoformat(clock), zone)
    return {
        "by": rng.choices(["advertiser", "agency", "media"], [80, 12, 8])[0],
        "sent_at": written(moment, rng.choice([zone, zone, "UTC"])),
        "method": rng.choices(["platform", "email", "post", "pigeon"], [60, 25, 12, 3])[0],
        "reason": rng.choice([*GROUNDS, "force_majeure", "counterparty_breach"]),
        "effective": rng.choice(["asap", "asap", "immediate"]),
    }


def facts(rng: Random, ask: Dict) -> Dict:
    """What is proven, around the day the notice is sent."""
    sent, zone, currency = instant(ask["request"]["sent_at"]), ask["terms"]["time_zone"], ask["terms"]["currency"]

    def ago(most: int) -> datetime:
        return sent - HOUR * rng.randint(0, most) - SECOND * rng.choice([0, 0, 1, 1800])

    began = ago(400)
    found: Dict = {
        "breach": {
            "by": rng.choice(["media", "media", "media", "creator"]),
            "notice_received_at": written(ago(400), zone) if likely(rng, 0.95) else None,
            "cured_at": rng.choice([None, None, written(ago(200), zone)]),
            "curable": rng.choice([True, True, None, False]),
        },
        "force_majeure": {
            "began_at": written(began, "UTC") if likely(rng, 0.95) else None,
            "ended_at": rng.choice([None, written(began + HOUR * rng.randint(0, 500), zone)]),
        },
        "outage": {
            "cause": rng.choice(["platform", "platform", "buyer", "agency", None]),
            "hours": rng.choice([12, 36, "35.9", 48, 7]),
        },
        "strikes": {"count": rng.randint(1, 5)},
        "misconduct": {"creators": rng.choice([["a"], ["b"], ["a", "c"], []])},
        "order": {"authority": "court"},
        "underdelivery": _underdelivered(rng, currency),
        "resale": {"proceeds": amount(rng, currency, 0, 1500)},
    }
    found |= {
        name: {}
        for name in (
            "policy_violation",
            "ad_rejected",
            "legal_order",
            "product_recall",
            "material_change",
            "non_payment",
        )
    }
    found |= {name: True for name in ("order", "non_payment") if likely(rng, 0.3)}
    return {name: fact if likely(rng, 0.97) else None for name, fact in found.items() if likely(rng, 0.75)}


def _underdelivered(rng: Random, currency: str) -> Dict:
    figures: list[Any] = [amount(rng, currency, 0, 400), amount(rng, currency, 0, 400)]
    figures.sort(key=lambda text: int(text.replace(".", "")))
    return {"billed": figures[1], "delivered_value": figures[0]}


def period(rng: Random, most: int) -> Dict:
    """A period of any unit that ends within about so many days."""
    unit = rng.choices(["days", "business_days", "hours", "weeks", "months", "years"], [40, 25, 15, 10, 8, 2])[0]
    reach = {"days": most, "business_days": most * 2 // 3, "hours": most * 24, "weeks": most // 7}
    found: Dict = {"n": rng.randint(1, max(1, reach.get(unit, 1))), "unit": unit}
    if likely(rng, 0.6):
        found["count"] = rng.choice(["inclusive", "exclusive"])
    if found.get("count") != "inclusive" and likely(rng, 0.05):
        found["n"] = 0
    if unit != "hours" and likely(rng, 0.25):
        found["roll"] = rng.choice(["following", "preceding", "none"])
    return found


def anchor(rng: Random, reach: int) -> Dict:
    """A moment told from the start or the end of the flight."""
    found: Dict = {"anchor": rng.choice(["start", "start", "end"])}
    kind = rng.random()
    if kind < 0.45:
        return {**found, "offset_days": rng.randint(-reach, reach)}
    if kind < 0.7:
        return {**found, "offset_hours": rng.randint(-reach * 24, reach * 24)}
    at = rng.choice(["00:00", "09:00", "12:00", "17:00"])
    return {**found, "offset_business_days": rng.randint(-reach, reach), "at": at}
