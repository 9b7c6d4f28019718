"""Draws whole agreements with a promotion and a request, in the written form; the same seed gives the same one."""

from __future__ import annotations

from random import Random

from naive.dates import DAY, Dict, day_of, instant
from naive.drawn_creators import creator_terms, creators, payment
from naive.drawn_money import money_terms
from naive.drawn_rights import cured_on_an_edge, on_an_edge, rights, windows
from naive.drawn_setting import amount, facts, likely, promotion, request, setting


def drawn(seed: int) -> Dict:
    """An ask `{terms, promotion, request}`."""
    rng = Random(seed)  # noqa: S311 - drawn to be repeated, no secret
    frame = setting(rng)
    ask: Dict = {"terms": frame, "promotion": promotion(rng, frame)}
    ask["request"] = request(rng, ask)
    ask["promotion"]["facts"] = facts(rng, ask)
    frame.pop("near")
    frame["rights"], frame["windows"] = rights(rng, ask), windows(rng)
    if likely(rng, 0.35):
        ask["request"] |= {"sent_at": on_an_edge(rng, ask), "method": "platform"}
    cured_on_an_edge(rng, ask)
    frame |= money_terms(rng, ask)
    frame["creators"] = creator_terms(rng, frame["currency"])
    ask["promotion"]["creators"] = creators(rng, ask)
    _keep_known(ask)
    if likely(rng, 0.5):
        frame["payment"] = payment(rng)
    if likely(rng, 0.2):
        made = sorted((amount(rng, frame["currency"], 0, 500) for _ in range(2)), key=float)
        ask["promotion"]["custom_material"] = {"completed": made[0], "total": made[1]}
    return ask


def _keep_known(ask: Dict) -> None:
    """Accuse only creators of the promotion: others are refused as misspelt."""
    misconduct = ask["promotion"]["facts"].get("misconduct")
    known = [creator["id"] for creator in ask["promotion"]["creators"]]
    if misconduct and known:
        misconduct["creators"] = [name for name in misconduct.get("creators", []) if name in known]


def drawn_curve(seed: int) -> Dict:
    """An ask with a few days of its cost curve, up to a little past the end."""
    ask = drawn(seed)
    rng = Random(seed)  # noqa: S311 - drawn to be repeated, no secret
    zone = ask["terms"]["time_zone"]
    day = day_of(instant(ask["request"]["sent_at"]), zone)
    last = day_of(instant(ask["promotion"]["flight"]["end"]), zone)
    days = []
    while day <= last + DAY and len(days) < 6:
        days.append(day.isoformat())
        day += DAY * rng.choice([1, 1, 2, 5])
    ask["cost_curve"] = {"dates": days}
    if likely(rng, 0.8):
        ask["cost_curve"]["local_time"] = rng.choice(["00:00", "00:30", "09:00", "17:00", "23:59"])
    if likely(rng, 0.7):
        ask["cost_curve"]["lag_days"] = rng.choice([0, 1, 1, 2, 4])
    return ask
