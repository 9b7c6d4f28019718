"""What each creator is due when the promotion ends (terms, section 4), one deliverable and one day at a time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from naive.dates import DAY, Dict, day_of, instant, last_day, period_end
from naive.pricing import ZERO, number, rounded

STAGES = ["contracted", "briefed", "concept_approved", "draft_submitted", "revision", "approved", "published"]


def settled(right: Dict, ask: Dict, dates: Dict) -> list[Dict]:
    """Per creator {id, due, paid, balance, direction, forgiven, lines, pay_by, earned, full}."""
    return [_settled(creator, right, ask, dates) for creator in ask["promotion"].get("creators", [])]


def _settled(creator: Dict, right: Dict, ask: Dict, dates: Dict) -> Dict:
    terms = ask["terms"]["creators"]
    at_fault = right["ground"] == "morals" and creator["id"] in _named(ask)
    lines = _deliverables(creator, _table(creator, right, ask), ask, dates)
    lines |= _rights_of_use(creator, ask, dates)
    for expense in creator.get("expenses", []):
        if expense["approved"] and (expense["incurred"] or dates["expires_first"]):
            lines[f"expense:{expense['id']}"] = number(expense["amount"])
    if creator.get("takedown_requested") and not at_fault and not dates["expires_first"]:
        for deliverable in creator["deliverables"]:
            if deliverable["stage"] == "published":
                lines[f"takedown:{deliverable['id']}"] = number(terms.get("takedown_fee"))
    due = sum(lines.values(), ZERO)
    paid = number(creator.get("advance_paid"))
    return {
        "id": creator["id"],
        "due": due,
        "paid": paid,
        "balance": due - paid,
        **_direction(due - paid, "clawback" if at_fault else terms.get("advance", "clawback")),
        "lines": {name: amount for name, amount in lines.items() if amount},
        "pay_by": _pay_by(ask, dates) if due > paid else None,
        "earned": _earned(creator, lines, ask, dates),
        "full": _full(creator),
    }


def _named(ask: Dict) -> list[str]:
    found: list[str] = (ask["promotion"].get("facts", {}).get("misconduct") or {}).get("creators", [])
    return found


def _table(creator: Dict, right: Dict, ask: Dict) -> Dict:
    """The kill table: by the right, by fault on the morals route; the creator's own replaces `brand`."""
    name = right.get("kill_table") or "brand"
    if right["ground"] == "morals":
        name = "fault" if creator["id"] in _named(ask) else "brand"
    if name == "brand" and creator.get("kill") is not None:
        return dict(creator["kill"])
    return dict(ask["terms"]["creators"]["kill"].get(name, {}))


def _stage(deliverable: Dict, ask: Dict, dates: Dict) -> str:
    """The actual stage; silence moves what was submitted to approved."""
    stage: str = deliverable["stage"]
    silence = ask["terms"]["creators"].get("deemed_approval")
    if stage not in ("draft_submitted", "revision") or not silence or not deliverable.get("submitted_at"):
        return stage
    over = period_end(instant(deliverable["submitted_at"]), silence, ask["terms"])
    return "approved" if over <= dates["received_at"] else stage


def _deliverables(creator: Dict, table: Dict, ask: Dict, dates: Dict) -> dict[str, Fraction]:
    lines = {}
    for deliverable in creator["deliverables"]:
        rate = ZERO
        for stage in STAGES[: STAGES.index(_stage(deliverable, ask, dates)) + 1]:
            rate = number(table[stage]) if stage in table else rate
        if dates["expires_first"]:
            rate = Fraction(1)
        lines[deliverable["id"]] = rounded(number(deliverable["price"]) * rate, ask["terms"]["currency"])
    return lines


def _rights_of_use(creator: Dict, ask: Dict, dates: Dict) -> dict[str, Fraction]:
    lines, terms = {}, ask["terms"]
    for kind in ("usage", "exclusivity"):
        if not creator.get(kind):
            continue
        rule = "full" if dates["expires_first"] else terms["creators"].get(kind, "prorate_days")
        if rule == "full":
            lines[kind] = number(creator[kind]["fee"])
        if rule == "prorate_days":
            lines[kind] = used(creator[kind], dates["last_service_day"], terms["currency"])
    return lines


def used(grant: Dict, through: date, currency: str) -> Fraction:
    """The fee's share for the days used, both ends included."""
    day, days, spent = date.fromisoformat(grant["from"]), 0, 0
    while day <= date.fromisoformat(grant["to"]):
        days += 1
        spent += day <= through
        day += DAY
    return rounded(number(grant["fee"]) * spent / days, currency)


def _direction(balance: Fraction, advance: str) -> Dict:
    if balance >= 0:
        return {"direction": "pay" if balance else "none", "forgiven": ZERO}
    return {"direction": advance, "forgiven": -balance if advance == "forgive" else ZERO}


def _earned(creator: Dict, lines: dict[str, Fraction], ask: Dict, dates: Dict) -> Fraction:
    """Published work, incurred expenses and use up to the receipt date, never more than the line."""
    zone, currency = ask["terms"]["time_zone"], ask["terms"]["currency"]
    earned = ZERO
    for deliverable in creator["deliverables"]:
        if deliverable["stage"] == "published":
            earned += min(number(deliverable["price"]), lines[deliverable["id"]])
    for expense in creator.get("expenses", []):
        if expense["approved"] and expense["incurred"]:
            earned += number(expense["amount"])
    for kind in ("usage", "exclusivity"):
        if kind in lines:
            earned += min(lines[kind], used(creator[kind], day_of(dates["received_at"], zone), currency))
    return earned


def _full(creator: Dict) -> Fraction:
    """What the creator would get if the promotion ran to its end."""
    prices = [number(deliverable["price"]) for deliverable in creator["deliverables"]]
    prices += [number(expense["amount"]) for expense in creator.get("expenses", []) if expense["approved"]]
    prices += [number(creator[kind]["fee"]) for kind in ("usage", "exclusivity") if creator.get(kind)]
    return sum(prices, ZERO)


def _pay_by(ask: Dict, dates: Dict) -> str | None:
    """The contract's day, or the statute's where that is sooner; both from the date of effect."""
    payment, calendar = ask["terms"].get("payment"), ask["terms"]["calendar"]
    if not payment:
        return None
    effect = day_of(dates["effective_at"], ask["terms"]["time_zone"])
    trigger = effect
    while payment.get("from") == "month_end" and (trigger + timedelta(days=1)).month == effect.month:
        trigger += DAY
    days = [last_day(trigger, {"n": payment["net"], "unit": "days"}, calendar)]
    if payment.get("statutory_max") is not None:
        days.append(last_day(effect, {"n": payment["statutory_max"], "unit": "days"}, calendar))
    return min(days).isoformat()
