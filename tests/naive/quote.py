"""A cancellation quote worked out the long way from the written rules: JSON in, JSON out, no code of the product."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from naive.creators import settled
from naive.dates import DAY, Dict, day_of, every_day, instant, last_day, nth_day, period_end, wall, written
from naive.pricing import ZERO, fees_in, media_lines, money, number, remaining_days, rounded
from naive.receipt import received
from naive.rights import hindrance, is_about, notice_dates

OTHER_FIELDS = ["right", "ground", "clause", "effect", "effective_at", "notice_last_day", "last_service_day"]
OTHER_FIELDS += ["service_days_charged", "totals"]
SELLERS = ("media", "platform")  # one balance: the platform sells its own space


def answer(ask: Dict) -> Dict:
    """The quote for the request and, where asked, the points of its cost curve."""
    found = quote(ask)
    if ask.get("cost_curve"):
        found["cost_curve"] = [_point(ask, day) for day in ask["cost_curve"]["dates"]]
    return found


def quote(ask: Dict) -> Dict:
    """Every field of the quote of section 3.7."""
    promotion, zone = ask["promotion"], ask["terms"]["time_zone"]
    at = received(ask["terms"], ask["request"])
    if promotion["status"] == "cancelled":
        return _refused("ALREADY_CANCELLED", at and written(at, zone))
    if at is None:
        return _refused("NOTICE_FORM_INVALID", None)
    if promotion["status"] == "completed" or at >= instant(promotion["flight"]["end"]):
        return _refused("ALREADY_ENDED", written(at, zone))
    about = [right for right in ask["terms"]["rights"] if is_about(right, ask)]
    hindered = [(right, hindrance(right, ask, at)) for right in about]
    blocked = [(right["id"], found) for right, found in hindered if found is not None]
    routes = [priced(right, ask, at) for right, found in hindered if found is None]
    told = {"received_at": written(at, zone), "blocked": [_blocked(name, found, zone) for name, found in blocked]}
    if not routes:
        ends = [until for _, (_, until) in blocked if until and until < instant(promotion["flight"]["end"])]
        earliest = written(min(ends), zone) if ends else None
        return {**_refused("NO_OPEN_RIGHT", None), **told, "earliest_permitted_at": earliest}
    return {**_best_first(routes), **told}


def _refused(code: str, received_at: str | None) -> Dict:
    return {
        "permitted": False,
        "code": code,
        "received_at": received_at,
        "blocked": [],
        "earliest_permitted_at": None,
    }


def _blocked(right: str, found: tuple[str, datetime | None], zone: str) -> Dict:
    code, until = found
    return {"right": right, "code": code, "until": until and written(until, zone)}


def _best_first(routes: list[Dict]) -> Dict:
    """The quote of the cheapest route, then the earliest, then the first listed; the others beside it."""
    left, order = list(routes), []
    while left:
        best = left[0]
        for route in left[1:]:
            if (route["exit_cost"], route["effective"]) < (best["exit_cost"], best["effective"]):
                best = route
        left.remove(best)
        order.append(best["quote"])
    others = [{field: found[field] for field in OTHER_FIELDS} for found in order[1:]]
    return {**order[0], "alternatives": others}


def priced(right: Dict, ask: Dict, at: datetime) -> Dict:
    """One open right as a route: {exit_cost, effective, quote}."""
    zone = ask["terms"]["time_zone"]
    dates = {"received_at": at, **notice_dates(right, ask, at)}
    dates["last_service_day"] = day_of(dates["effective_at"] - datetime.resolution, zone)
    lines, known = media_lines(right, ask, dates)
    creators = settled(right, ask, dates)
    refund, forfeited, owed = _refund(right, ask, lines, dates)
    totals = _totals(ask, lines, creators, forfeited)
    totals |= _cash(creators, lines, refund, owed)
    return {
        "exit_cost": totals["exit_cost"],
        "effective": dates["effective_at"],
        "quote": _written(right, ask, dates | known, (lines, totals, creators, refund)),
    }


def _written(right: Dict, ask: Dict, dates: Dict, parts: tuple[list[Dict], Dict, list[Dict], Dict | None]) -> Dict:
    lines, totals, creators, refund = parts
    currency, zone = ask["terms"]["currency"], ask["terms"]["time_zone"]
    return {
        "permitted": True,
        "code": "OK",
        **{field: right[field] for field in ("ground", "clause")},
        "right": right["id"],
        "effect": "expires_first" if dates["expires_first"] else "cancels",
        "notice_last_day": dates["notice_last_day"],
        "effective_at": written(dates["effective_at"], zone),
        "last_service_day": dates["last_service_day"].isoformat(),
        "service_days_charged": dates["service_days"],
        "lines": [_money_in(line, currency, ["amount"]) for line in lines if line["amount"]],
        "totals": _money_in(totals, currency, list(totals)),
        "creators": [_creator(creator, currency) for creator in creators],
        "refund": refund and _money_in(refund, currency, ["amount", "credited"]),
        "earliest_permitted_at": None,
    }


def _money_in(found: Dict, currency: str, fields: list[str]) -> Dict:
    changed = {key: money(value, currency) if key in fields else value for key, value in found.items()}
    changed.pop("fact", None)
    return changed


def _creator(creator: Dict, currency: str) -> Dict:
    told = {key: value for key, value in creator.items() if key not in ("earned", "full")}
    told["lines"] = {name: money(amount, currency) for name, amount in creator["lines"].items()}
    return _money_in(told, currency, ["due", "paid", "balance", "forgiven"])


def _refund(right: Dict, ask: Dict, lines: list[Dict], dates: Dict) -> tuple[Dict | None, Fraction, Fraction]:
    """The refund, what is forfeited of the prepaid money, and what is still owed to the media owner."""
    terms = ask["terms"]
    owed = ZERO
    for line in lines:
        owed += line["amount"] if line["to"] in SELLERS else ZERO
        owed -= line["amount"] if line["code"].startswith("credit:") else ZERO
    over = number(ask["promotion"].get("prepaid")) - owed
    if over <= 0:
        return None, ZERO, -over
    refund = terms.get("refund") or {}
    method, within = refund.get("method", "original"), refund.get("within")
    due = within and _due_by(dates["effective_at"], within, terms)
    if method == "none":
        return {"amount": ZERO, "due_by": None, "credited": ZERO, "method": method}, over, ZERO
    if method == "account_credit":
        return {"amount": ZERO, "due_by": due, "credited": over, "method": method}, ZERO, ZERO
    share = right.get("refund_service_fee")
    kept = rounded(over * number(refund.get("service_fee") if share is None else share), terms["currency"])
    return {"amount": over - kept, "due_by": due, "credited": ZERO, "method": method}, kept, ZERO


def _due_by(effective_at: datetime, within: Dict, terms: Dict) -> str:
    zone = terms["time_zone"]
    if within["unit"] == "hours":
        return day_of(period_end(effective_at, within, terms), zone).isoformat()
    return last_day(day_of(effective_at, zone), within, terms["calendar"]).isoformat()


def _totals(ask: Dict, lines: list[Dict], creators: list[Dict], forfeited: Fraction) -> Dict:
    by_code = {line["code"]: line["amount"] for line in lines}
    credited = [line for line in lines if "fact" in line]
    resale = sum((line["amount"] for line in credited if line["fact"] == "resale"), ZERO)
    earned_credits = sum((line["amount"] for line in credited if line["fact"] != "resale"), ZERO)
    earned = sum((creator["earned"] for creator in creators), ZERO)
    sunk = by_code["delivered"] + by_code["custom_material"] + earned - earned_credits
    creator_exit = sum((creator["due"] for creator in creators), ZERO) - earned
    forfeited += sum((creator["forgiven"] for creator in creators), ZERO)
    leaving = by_code["notice_delivery"] + fees_in(lines) + creator_exit - resale
    promotion = ask["promotion"]
    custom = number((promotion.get("custom_material") or {}).get("total"))
    run = number(promotion["budget"]) + custom + sum((c["full"] for c in creators), ZERO) - earned_credits
    return {
        "sunk": sunk,
        "notice_delivery": by_code["notice_delivery"],
        "fees": fees_in(lines),
        "creator_exit": creator_exit,
        "credits": resale,
        "forfeited": forfeited,
        "exit_cost": leaving + forfeited,
        "total_owed": sunk + leaving,
        "run_total": run,
        "saving": run - sunk - leaving - forfeited,
    }


def _cash(creators: list[Dict], lines: list[Dict], refund: Dict | None, owed: Fraction) -> Dict:
    """Money that still moves: balances to pay, refunds and claw-backs, never netted between parties."""
    out, back = owed, refund["amount"] if refund else ZERO
    for creator in creators:
        out += creator["balance"] if creator["direction"] == "pay" else ZERO
        back -= creator["balance"] if creator["direction"] == "clawback" else ZERO
    for line in lines:
        out += line["amount"] if line["code"].startswith("fee:") and line["to"] not in SELLERS else ZERO
    return {"cash_out": out, "cash_in": back}


def _point(ask: Dict, day: str) -> Dict:
    """The quote of one date of the curve, spend projected as section 5 says."""
    found = quote(projected(ask, date.fromisoformat(day)))
    if not found["permitted"]:
        return {"date": day, "permitted": False, "code": found["code"]}
    told = {field: found["totals"][field] for field in ("total_owed", "exit_cost", "saving")}
    return {"date": day, "permitted": True, "effective_at": found["effective_at"], **told}


def projected(ask: Dict, day: date) -> Dict:
    """The same ask on another date at the curve's local time."""
    promotion, curve, zone = ask["promotion"], ask["cost_curve"], ask["terms"]["time_zone"]
    asked = instant(ask["request"]["sent_at"]).astimezone(ZoneInfo(zone)).time()
    clock = time.fromisoformat(curve["local_time"]) if curve.get("local_time") else asked
    sent = written(wall(day, clock, zone), zone)
    lag = curve.get("lag_days")
    through = nth_day(day_of(instant(sent), zone), _lag(ask) if lag is None else lag, -DAY, every_day)
    days = remaining_days(promotion, zone)
    passed = [found for found in days if found <= through]
    if passed:
        left = number(promotion["budget"]) - number(promotion["spent"])
        spent = number(promotion["spent"])
        for _ in passed:
            spent += left / len(days)
        currency = ask["terms"]["currency"]
        spend = {"spent": money(rounded(spent, currency), currency), "spent_through": passed[-1].isoformat()}
        promotion = {**promotion, **spend}
    return {**ask, "promotion": promotion, "request": {**ask["request"], "sent_at": sent}}


def _lag(ask: Dict) -> int:
    """Days from `spent_through` to today; 1 where the flight has not started."""
    zone, through = ask["terms"]["time_zone"], ask["promotion"].get("spent_through")
    today = day_of(instant(ask["request"]["sent_at"]), zone)
    if through is None or today < day_of(instant(ask["promotion"]["flight"]["start"]), zone):
        return 1
    days, day = 0, date.fromisoformat(through)
    while day < today:
        days, day = days + 1, day + DAY
    return days
