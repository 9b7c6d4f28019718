"""Which rights are open, and why the others are not (terms 2.4 and 3.3): the checks in their written order."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from naive.dates import DAY, Dict, anchored, day_of, instant, last_day, period_end

GROUNDS = {
    "strategy_change": ["convenience"],
    "financial_constraints": ["convenience"],
    "negative_feedback": ["convenience", "morals", "breach"],
    "technical_issue": ["platform_outage", "force_majeure", "breach", "convenience"],
    "counterparty_breach": ["breach", "repeat_breach", "convenience"],
    "underdelivery": ["breach", "convenience"],
    "policy_violation": ["policy_violation", "repeat_breach", "breach", "convenience"],
    "ad_rejected": ["ad_rejected", "convenience"],
    "force_majeure": ["force_majeure", "convenience"],
    "creator_misconduct": ["morals", "breach", "convenience"],
    "legal_order": ["legal_order", "convenience"],
    "product_recall": ["product_recall", "legal_order", "convenience"],
    "material_change": ["material_change", "breach", "convenience"],
    "non_payment": ["non_payment", "breach", "convenience"],
}
USUAL_FACT = {"repeat_breach": "strikes", "morals": "misconduct", "platform_outage": "outage"}  # else as the ground

Hindrance = tuple[str, datetime | None]


def is_about(right: Dict, ask: Dict) -> bool:
    """Whether the right is for this reservation and this reason at all."""
    wanted = right.get("for", {}).get("reservation")
    if wanted and ask["promotion"]["reservation"] not in wanted:
        return False
    return right["ground"] in GROUNDS[ask["request"]["reason"]]


def hindrance(right: Dict, ask: Dict, at: datetime) -> Hindrance | None:
    """The first thing that stands in the way of the right at receipt; None: it is open."""
    if ask["request"]["by"] not in right["holders"]:
        return "NOT_HOLDER", None
    for check in (_fact, _lasting, _ended, _cure, _window, _available):
        found = check(right, ask, at)
        if found is not None:
            return found
    return None


def _needed_fact(right: Dict, ask: Dict) -> Dict | None:
    name = right.get("needs", {}).get("fact") or USUAL_FACT.get(right["ground"], right["ground"])
    found = ask["promotion"].get("facts", {}).get(name)
    return {} if found is True else found


def _fact(right: Dict, ask: Dict, _at: datetime) -> Hindrance | None:
    needs = right.get("needs", {})
    if right["ground"] == "convenience" and not needs:
        return None
    fact = _needed_fact(right, ask)
    if fact is None or ("by" in needs and needs["by"] != fact.get("by")):
        return "FACT_MISSING", None
    if "cause" in needs and fact.get("cause") != needs["cause"]:
        return "CONDITION_NOT_MET", None
    for need, field in (("min_hours", "hours"), ("min", "count")):
        if need in needs and Fraction(str(fact.get(field, 0))) < Fraction(str(needs[need])):
            return "CONDITION_NOT_MET", None
    return None


def _lasting(right: Dict, ask: Dict, at: datetime) -> Hindrance | None:
    period = right.get("needs", {}).get("lasting")
    if period is None:
        return None
    began = (_needed_fact(right, ask) or {}).get("began_at")
    if began is None:
        return "NOT_YET", None
    over = period_end(instant(began), period, ask["terms"])
    return ("NOT_YET", over) if at < over else None


def _ended(right: Dict, ask: Dict, at: datetime) -> Hindrance | None:
    if "min_hours" in right.get("needs", {}):
        return None
    ended = (_needed_fact(right, ask) or {}).get("ended_at")
    return ("CONDITION_ENDED", None) if ended and instant(ended) < at else None


def _cure(right: Dict, ask: Dict, at: datetime) -> Hindrance | None:
    fact = _needed_fact(right, ask)
    if right.get("cure") is None or fact is None or fact.get("curable") is False:
        return None
    if fact.get("notice_received_at") is None:
        return "CURE_RUNNING", None  # nobody was told, so its time has not begun
    over = period_end(instant(fact["notice_received_at"]), right["cure"], ask["terms"])
    if fact.get("cured_at") and instant(fact["cured_at"]) < over:
        return "CURED", None
    return ("CURE_RUNNING", over) if at < over else None


def _window(right: Dict, ask: Dict, at: datetime) -> Hindrance | None:
    flight, terms = ask["promotion"]["flight"], ask["terms"]
    ends = []
    for window in terms.get("windows", []):
        begin, end = anchored(window["from"], flight, terms), anchored(window["to"], flight, terms)
        if right["ground"] in window["blocks"] and begin <= at < end:
            ends.append(end)
    if not ends:
        return None
    return "NON_CANCELLABLE_WINDOW", max(ends) if max(ends) < instant(flight["end"]) else None


def _available(right: Dict, ask: Dict, at: datetime) -> Hindrance | None:
    available, flight = right.get("available") or {}, ask["promotion"]["flight"]
    if available.get("until") and at > anchored(available["until"], flight, ask["terms"]):
        return "TOO_LATE", None
    if available.get("from"):
        begin = anchored(available["from"], flight, ask["terms"])
        if at < begin:
            return "NOT_YET", begin
    return None


def notice_dates(right: Dict, ask: Dict, at: datetime) -> Dict:
    """When the notice takes effect: {notice_last_day, effective_at, expires_first, in_lieu}."""
    terms, flight = ask["terms"], ask["promotion"]["flight"]
    notice, zone = right.get("notice"), terms["time_zone"]
    in_lieu = None
    if notice and notice.get("in_lieu") and ask["request"].get("effective") == "immediate":
        notice, in_lieu = None, notice["in_lieu"]
    effect, eve = (at, None) if notice is None else (max(at, period_end(at, notice, terms)), None)
    if notice is not None and notice["unit"] != "hours":
        eve = last_day(day_of(at, zone), notice, terms["calendar"]).isoformat()
    if notice is not None and notice.get("not_before"):
        earliest = anchored(notice["not_before"], flight, terms)
        if earliest > effect:
            effect, eve = earliest, (day_of(earliest, zone) - DAY).isoformat()
    end = instant(flight["end"])
    if effect >= end:
        return {"notice_last_day": None, "effective_at": end, "expires_first": True, "in_lieu": None}
    return {"notice_last_day": eve, "effective_at": effect, "expires_first": False, "in_lieu": in_lieu}
