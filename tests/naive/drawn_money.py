"""Draws what leaving costs: fees of every calc, tiers on their bounds, limits, commitments, credits and refunds."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from naive.dates import Dict
from naive.drawn_setting import RATES, amount, likely, period
from naive.pricing import measures_at
from naive.receipt import received
from naive.rights import notice_dates

BASES = [
    "budget",
    "delivered",
    "undelivered_at_notice",
    "notice_delivery",
    "undelivered_at_effective",
    "noncancellable_costs",
    "prepaid",
]
STEPS = {
    "days_before_start": ["1", "7"],
    "business_days_before_start": ["1", "5"],
    "hours_before_start": ["1", "0.5"],
    "days_elapsed": ["1", "7"],
    "percent_delivered": ["0.01", "0.25"],
}


def money_terms(rng: Random, ask: Dict) -> Dict:
    """The money part of the terms; the rights are given their fees."""
    terms, currency = ask["terms"], ask["terms"]["currency"]
    found: Dict = {"fees": [_fee(rng, ask, n) for n in range(1, 4)]}
    names = [fee["id"] for fee in found["fees"]]
    for right in terms["rights"]:
        right["fees"] = rng.sample(names[:2], rng.choice([0, 1, 1, 2]))
        if right["notice"] and likely(rng, 0.35):
            right["notice"]["in_lieu"] = names[2]
    if likely(rng, 0.25):
        found["aggregate_cap"] = {"clause": "8.9", "rate": rng.choice(RATES), "base": rng.choice(BASES)}
    if likely(rng, 0.3):
        found["short_rate"] = _short_rate(rng, ask["promotion"])
    if likely(rng, 0.3):
        found["minimum_commitment"] = {
            "clause": "2.3",
            "amount": amount(rng, currency, 500, 12000),
            "rate": rng.choice(RATES),
            "fees_count": likely(rng, 0.5),
        }
        ask["promotion"]["siblings"] = [
            {"id": f"P{n}", "spent": amount(rng, currency, 0, 900), "planned_remaining": amount(rng, currency, 0, 900)}
            for n in range(2, rng.randint(2, 4))
        ]
    kinds = rng.sample(["underdelivery", "outage", "resale", "resale"], rng.choice([0, 0, 1, 2, 3, 4]))
    found["credits"] = [{"id": f"C{n}", "clause": f"6.{n}", "fact": kind} for n, kind in enumerate(kinds)]
    if likely(rng, 0.7):
        found["refund"] = _refund(rng)
    return found


def _fee(rng: Random, ask: Dict, n: int) -> Dict:
    currency = ask["terms"]["currency"]
    fee: Dict = {"id": f"F{n}", "clause": f"8.{n}0", "measure_at": rng.choice(["received", "received", "effective"])}
    fee["calc"] = _calc(rng, ask, fee["measure_at"], 2)
    for limit, chance in (("floor", 0.15), ("cap", 0.25)):
        if likely(rng, chance):
            calc = _calc(rng, ask, fee["measure_at"], 1)
            fee[limit] = calc if likely(rng, 0.5) else amount(rng, currency, 0, 900)
    if likely(rng, 0.12):
        fee["payee"] = rng.choice(["agency", "platform"])
    if likely(rng, 0.05):
        fee["payer"] = "agency"
    return fee


def _calc(rng: Random, ask: Dict, measured: str, depth: int) -> Dict:
    kind = rng.random()
    if depth and kind < 0.3:
        word = rng.choice(["greater_of", "lesser_of", "sum"])
        return {word: [_calc(rng, ask, measured, depth - 1) for _ in range(rng.randint(1, 3))]}
    if kind < 0.65:
        return {"tiers": _tiers(rng, ask, measured)}
    if kind < 0.8:
        return {"flat": amount(rng, ask["terms"]["currency"], 0, 800)}
    return {"rate": rng.choice(RATES), "base": rng.choice(BASES)}


def _tiers(rng: Random, ask: Dict, measured: str) -> Dict:
    by = rng.choice([*STEPS, "undelivered_at_effective"])
    bounds = [None, *_bounds(rng, ask, by, measured)]
    bands: list[Dict] = [{"min": bound, "rate": rng.choice(RATES)} for bound in bounds]
    for band in bands:
        if likely(rng, 0.2):
            del band["rate"]
            band["flat"] = amount(rng, ask["terms"]["currency"], 0, 500)
    rng.shuffle(bands)
    return {"by": by, "bands": bands, "base": rng.choice(BASES)}


def _bounds(rng: Random, ask: Dict, by: str, measured: str) -> list[str]:
    """Bounds around the measure as it stands, often exactly on it."""
    if by == "undelivered_at_effective":
        return sorted({ask["promotion"]["budget"].split(".")[0], str(rng.randint(1, 5000))})
    exact = _measure(rng, ask, by, measured)
    step = Fraction(rng.choice(STEPS[by]))
    found = [exact, exact + step, exact - step, Fraction(rng.randint(0, 30))]
    return sorted({_plain(bound) for bound in rng.sample(found, rng.randint(1, 3))})


def _measure(rng: Random, ask: Dict, by: str, measured: str) -> Fraction:
    at = received(ask["terms"], ask["request"])
    if at is None:
        return Fraction(0)
    if measured == "effective":
        at = notice_dates(rng.choice(ask["terms"]["rights"]), ask, at)["effective_at"]
    return Fraction(measures_at(ask, at)[by])


def _plain(number: Fraction) -> str:
    """A decimal of at most six places, rounded down where the number has more."""
    units = number * 10**6 // 1
    sign, whole = ("-" if units < 0 else ""), abs(units)
    text = f"{sign}{whole // 10**6}.{whole % 10**6:06d}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def _short_rate(rng: Random, promotion: Dict) -> Dict:
    units = rng.randint(1, 400) * rng.choice([1, 1000])
    promotion["units_delivered"] = units
    bounds = [None, *rng.sample([units, units + 1, rng.randint(units + 2, 500000)], rng.randint(0, 3))]
    bands = [{"min": bound, "rate": rng.choice(["12.00", "10.50", "8.005", "0.333"])} for bound in bounds]
    unit = rng.choice([1000, 1000, "view", None])
    return {"clause": "3.4", "contracted_rate": rng.choice(["8.00", "0.25", "9.995"]), "unit": unit, "bands": bands}


def _refund(rng: Random) -> Dict:
    found: Dict = {"method": rng.choice(["original", "original", "account_credit", "none"])}
    if likely(rng, 0.6):
        found["within"] = period(rng, 60)
    if likely(rng, 0.5):
        found["service_fee"] = rng.choice(["0.10", "0.025", "0", "0.005"])
    return found
