"""Draws who may leave, on what ground, with what notice; and moves a notice onto the very edge of a rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from naive.dates import Dict, anchored, instant, period_end, written
from naive.drawn_setting import HOUR, RESERVATIONS, SECOND, anchor, likely, period
from naive.rights import GROUNDS

NEEDS = {
    "breach": {"fact": "breach", "by": "media"},
    "repeat_breach": {"fact": "strikes", "min": 3},
    "morals": {"fact": "misconduct"},
    "platform_outage": {"fact": "outage", "cause": "platform", "min_hours": 36},
    "force_majeure": {"fact": "force_majeure"},
    "legal_order": {"fact": "order"},
}


def rights(rng: Random, ask: Dict) -> list[Dict]:
    """One to four rights, most of them of use for the reason."""
    grounds = ["convenience", *rng.choices(GROUNDS[ask["request"]["reason"]], k=2), rng.choice(["morals", "breach"])]
    rng.shuffle(grounds)
    return [_right(rng, ask, n, ground) for n, ground in enumerate(grounds[: rng.randint(1, 4)], 1)]


def _right(rng: Random, ask: Dict, n: int, ground: str) -> Dict:
    reservation = ask["promotion"]["reservation"]
    right: Dict = {"id": f"r{n}", "clause": f"8.{n}", "ground": ground}
    right["holders"] = rng.choices(
        [["advertiser", "agency"], ["advertiser", "media"], ["media"], ["never"]], [75, 18, 4, 3]
    )[0]
    if likely(rng, 0.3):
        kinds = [reservation] if likely(rng, 0.8) else []
        right["for"] = {"reservation": kinds + rng.sample([kind for kind in RESERVATIONS if kind != reservation], 2)}
    right["notice"] = None if likely(rng, 0.35) else _notice(rng)
    right |= _conditions(rng, ground)
    if likely(rng, 0.15):
        right["available"] = {"from": anchor(rng, 15)} if likely(rng, 0.4) else {"until": anchor(rng, 20)}
    for what in ("short_rate", "shortfall"):
        if likely(rng, 0.15):
            right[what] = likely(rng, 0.5)
    if likely(rng, 0.2):
        right["refund_service_fee"] = rng.choice(["0", "0.05", "0.125"])
    if likely(rng, 0.15):
        right["kill_table"] = rng.choice(["brand", "creator_exit"])
    return right


def _notice(rng: Random) -> Dict:
    notice = period(rng, rng.choice([3, 10, 25]))
    if likely(rng, 0.15):
        notice["not_before"] = anchor(rng, 12)
    return notice


def _conditions(rng: Random, ground: str) -> Dict:
    found: Dict = {}
    if ground in NEEDS and likely(rng, 0.85):
        found["needs"] = dict(NEEDS[ground])
        if ground == "force_majeure" and likely(rng, 0.8):
            found["needs"]["lasting"] = period(rng, 7)
    if ground == "breach" and likely(rng, 0.6):
        found["cure"] = period(rng, 10)
    return found


def windows(rng: Random) -> list[Dict]:
    """Up to two times in which some grounds cannot be used; they may overlap."""
    if likely(rng, 0.75):
        return []
    return [
        {
            "id": f"W{n}",
            "clause": f"4.{n}",
            "from": anchor(rng, 12),
            "to": anchor(rng, 12),
            "blocks": rng.choice([["convenience"], ["convenience", "breach"], ["morals"]]),
        }
        for n in range(rng.randint(1, 2))
    ]


def on_an_edge(rng: Random, ask: Dict) -> str:
    """Another sending time: at, just before or just after an instant at which some rule turns."""
    edges = _edges(ask)
    slip = rng.choice([timedelta(), timedelta(), SECOND, -SECOND, timedelta.resolution, -timedelta.resolution])
    return written(rng.choice(edges) + slip, ask["terms"]["time_zone"])


def told(breach: Dict | None) -> bool:
    return bool(breach and breach["notice_received_at"])


def _edges(ask: Dict) -> list[datetime]:
    terms, promotion = ask["terms"], ask["promotion"]
    start, end = (instant(promotion["flight"][name]) for name in ("start", "end"))
    anchors = [window[end] for window in terms["windows"] for end in ("from", "to")]
    anchors += [moment for right in terms["rights"] for moment in right.get("available", {}).values()]
    edges = [anchored(moment, promotion["flight"], terms) for moment in anchors] * 2
    for right in terms["rights"]:
        edges += _matured(right, promotion["facts"], terms)
    edges += [start, end, start - 24 * HOUR, end - 24 * HOUR]
    return [edge for edge in edges if start - 40 * 24 * HOUR < edge <= end]


def _matured(right: Dict, facts: Dict, terms: Dict) -> list[datetime]:
    """When the right's cure and lasting periods are over, and when its event ended."""
    found = []
    if "cure" in right and told(facts.get("breach")):
        found.append(period_end(instant(facts["breach"]["notice_received_at"]), right["cure"], terms))
    lasting = right.get("needs", {}).get("lasting")
    event = facts.get("force_majeure") or {}
    if lasting and event.get("began_at"):
        found.append(period_end(instant(event["began_at"]), lasting, terms))
    if event.get("ended_at"):
        found.append(instant(event["ended_at"]))
    return found * 2


def cured_on_an_edge(rng: Random, ask: Dict) -> None:
    """Move the cure of a breach to the end of a cure period, or beside it."""
    breach = ask["promotion"]["facts"].get("breach")
    ends = [
        period_end(instant(breach["notice_received_at"]), right["cure"], ask["terms"])
        for right in ask["terms"]["rights"]
        if told(breach) and "cure" in right
    ]
    if ends and likely(rng, 0.3):
        slip = rng.choice([timedelta(), -SECOND, SECOND])
        breach["cured_at"] = written(rng.choice(ends) + slip, ask["terms"]["time_zone"])
