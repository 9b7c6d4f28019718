"""Draws creators at every stage and the terms they are paid by."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from naive.creators import STAGES
from naive.dates import DAY, Dict, day_of, instant, period_end, written
from naive.drawn_setting import HOUR, amount, likely, period


def creator_terms(rng: Random, currency: str) -> Dict:
    found: Dict = {
        "clause": "9.2",
        "kill": {"brand": _table(rng), "fault": {"published": "1"}, "creator_exit": _table(rng)},
        "advance": rng.choice(["clawback", "forgive", "credit"]),
        "expenses": "incurred_and_approved",
        "usage": rng.choice(["prorate_days", "prorate_days", "full", "none"]),
        "exclusivity": rng.choice(["prorate_days", "prorate_days", "full", "none"]),
    }
    for left_out in rng.sample(["advance", "expenses", "usage", "exclusivity"], rng.choice([0, 0, 0, 1, 2])):
        del found[left_out]
    if likely(rng, 0.1):
        del found["kill"]["fault"]
    if likely(rng, 0.6):
        found["takedown_fee"] = amount(rng, currency, 0, 90)
    if likely(rng, 0.5):
        found["deemed_approval"] = period(rng, 14)
    return found


def _table(rng: Random) -> Dict:
    listed = rng.sample(STAGES, rng.randint(1, 6))
    return {stage: rng.choice(["0", "0.1", "0.25", "0.5", "0.125", "0.75", "1", "1"]) for stage in listed}


def creators(rng: Random, ask: Dict) -> list[Dict]:
    """Up to three creators, more often where the promotion is theirs alone."""
    alone = ask["promotion"]["reservation"] == "creator_only"
    count = rng.choice([1, 2, 3] if alone else [0, 0, 1, 2])
    return [_creator(rng, ask, name) for name in "abc"[:count]]


def _creator(rng: Random, ask: Dict, name: str) -> Dict:
    currency = ask["terms"]["currency"]
    found: Dict = {
        "id": name,
        "deliverables": [_deliverable(rng, ask, n) for n in range(1, rng.randint(2, 4))],
        "advance_paid": amount(rng, currency, 0, rng.choice([0, 900])),
    }
    if likely(rng, 0.4):
        found["expenses"] = [
            {
                "id": f"e{n}",
                "amount": amount(rng, currency, 0, 90),
                "incurred": likely(rng, 0.6),
                "approved": likely(rng, 0.6),
            }
            for n in range(rng.randint(1, 2))
        ]
    for kind in ("usage", "exclusivity"):
        if likely(rng, 0.4):
            found[kind] = _use(rng, ask)
    if likely(rng, 0.3):
        found["takedown_requested"] = True
    if likely(rng, 0.15):
        found["kill"] = _table(rng)
    return found


def _deliverable(rng: Random, ask: Dict, n: int) -> Dict:
    currency, zone = ask["terms"]["currency"], ask["terms"]["time_zone"]
    found: Dict = {"id": f"d{n}", "price": amount(rng, currency, 0, 1200), "stage": rng.choice(STAGES)}
    if likely(rng, 0.4):
        sent = instant(ask["request"]["sent_at"])
        submitted = sent - HOUR * rng.randint(0, 500)
        silence = ask["terms"]["creators"].get("deemed_approval")
        if silence and silence["unit"] == "hours" and likely(rng, 0.5):
            submitted = sent - (period_end(sent, silence, ask["terms"]) - sent) + timedelta(seconds=rng.choice([0, 1]))
        found["submitted_at"] = written(submitted, zone)
    return found


def _use(rng: Random, ask: Dict) -> Dict:
    first = day_of(instant(ask["request"]["sent_at"]), ask["terms"]["time_zone"]) + DAY * rng.randint(-30, 10)
    last = first + DAY * rng.randint(0, 60)
    return {"fee": amount(rng, ask["terms"]["currency"], 0, 400), "from": first.isoformat(), "to": last.isoformat()}


def payment(rng: Random) -> Dict:
    found: Dict = {"net": rng.choice([0, 14, 30, 60, 75])}
    if likely(rng, 0.7):
        found["from"] = rng.choice(["invoice", "month_end", "approval"])
    if likely(rng, 0.5):
        found["statutory_max"] = rng.choice([30, 60])
    return found
