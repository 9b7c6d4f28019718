"""What one route costs the media side (terms 3.6): lines in their order, each rounded once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from naive.dates import DAY, Dict, day_of, flight_days, instant, is_business_day

DIGITS = {"JPY": 0, "CLP": 0, "KRW": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3, "JOD": 3, "OMR": 3}
ZERO = Fraction(0)
BUYERS = ("buyer", "advertiser", "agency")  # whose own outage earns nothing


def rounded(amount: Fraction, currency: str) -> Fraction:
    """Half away from zero, to the currency's minor unit."""
    units = 10 ** DIGITS.get(currency, 2)
    whole, left = divmod(abs(amount) * units, 1)
    whole += 1 if left >= Fraction(1, 2) else 0
    return Fraction(whole, units) * (-1 if amount < 0 else 1)


def money(amount: Fraction, currency: str) -> str:
    """The amount with exactly the currency's digits."""
    digits = DIGITS.get(currency, 2)
    units = str(abs(int(amount * 10**digits))).rjust(digits + 1, "0")
    text = units[: len(units) - digits] + ("." + units[len(units) - digits :] if digits else "")
    return "-" + text if amount < 0 else text


def number(found: Any) -> Fraction:
    return Fraction(str(found if found is not None else 0))


def remaining_days(promotion: Dict, zone: str) -> list[date]:
    through = promotion.get("spent_through")
    return [day for day in flight_days(promotion["flight"], zone) if through is None or day.isoformat() > through]


def media_lines(right: Dict, ask: Dict, dates: Dict) -> tuple[list[Dict], Dict]:
    """The lines beside creators, and the figures behind them (bases and measures)."""
    terms, promotion = ask["terms"], ask["promotion"]
    currency = terms["currency"]
    known = _figures(ask, dates)
    lines = [
        _line("delivered", None, known["delivered"]),
        _line("custom_material", None, number((promotion.get("custom_material") or {}).get("completed"))),
        _line("notice_delivery", right["clause"], known["notice_delivery"]),
    ]
    if not dates["expires_first"]:
        fees = list(right.get("fees", [])) + ([dates["in_lieu"]] if dates["in_lieu"] else [])
        lines += [_fee(_by_id(terms["fees"], fee), known, currency) for fee in fees]
        lines += _cap_adjustment(terms, lines, known)
        lines += _short_rate(right, ask)
        lines += _shortfall(right, ask, lines, known)
    lines += _credits(ask, lines, known)
    return lines, known


def _line(code: str, clause: str | None, amount: Fraction, payee: str = "media", payer: str = "advertiser") -> Dict:
    return {"code": code, "clause": clause, "from": payer, "to": payee, "amount": amount}


def _by_id(found: list[Dict], wanted: str) -> Dict:
    return next(one for one in found if one["id"] == wanted)


def _figures(ask: Dict, dates: Dict) -> Dict:
    promotion, zone, currency = ask["promotion"], ask["terms"]["time_zone"], ask["terms"]["currency"]
    budget, spent = number(promotion["budget"]), number(promotion["spent"])
    days = remaining_days(promotion, zone)
    served = [day for day in days if day <= dates["last_service_day"]]
    notice = ZERO
    for _ in served:
        notice += (budget - spent) / len(days)
    if dates["expires_first"]:
        notice = budget - spent
    notice = rounded(notice, currency)
    return {
        "budget": budget,
        "delivered": spent,
        "undelivered_at_notice": budget - spent,
        "notice_delivery": notice,
        "undelivered_at_effective": budget - spent - notice,
        "noncancellable_costs": number(promotion.get("noncancellable_costs")),
        "prepaid": number(promotion.get("prepaid")),
        "service_days": len(served),
        "measures": {at: measures_at(ask, dates[f"{at}_at"]) for at in ("received", "effective")},
    }


def measures_at(ask: Dict, at: datetime) -> Dict:
    """The tier measures as seen from one instant, all by stepping."""
    promotion, zone = ask["promotion"], ask["terms"]["time_zone"]
    start = instant(promotion["flight"]["start"])
    today, first = day_of(at, zone), day_of(start, zone)
    days, business, day = 0, 0, min(today, first)
    while day < max(today, first):
        days += 1
        business += is_business_day(day, ask["terms"]["calendar"])
        day += DAY
    before = today <= first
    budget = number(promotion["budget"])
    return {
        "days_before_start": Fraction(days if before else -days),
        "business_days_before_start": Fraction(business if before else 0),
        "hours_before_start": Fraction((start - at) // timedelta.resolution, 3_600_000_000),
        "days_elapsed": Fraction(-days if before else days),
        "percent_delivered": number(promotion["spent"]) / budget if budget else ZERO,
    }


def _fee(fee: Dict, known: Dict, currency: str) -> Dict:
    measures = known["measures"][fee.get("measure_at") or "received"]
    amount = calculated(fee["calc"], known, measures)
    if fee.get("floor") is not None:
        amount = max(amount, _limit(fee["floor"], known, measures))
    if fee.get("cap") is not None:
        amount = min(amount, _limit(fee["cap"], known, measures))
    payee, payer = fee.get("payee") or "media", fee.get("payer") or "advertiser"
    return _line(f"fee:{fee['id']}", fee.get("clause"), rounded(amount, currency), payee, payer)


def _limit(limit: Any, known: Dict, measures: Dict) -> Fraction:
    """A floor or cap: an amount, or a calc of its own."""
    return calculated(limit, known, measures) if isinstance(limit, dict) else number(limit)


def calculated(calc: Dict, known: Dict, measures: Dict) -> Fraction:
    """A calc of any kind, nested at will, unrounded."""
    if "flat" in calc:
        return number(calc["flat"])
    if "rate" in calc:
        return number(calc["rate"]) * Fraction(known[calc["base"]])
    if "tiers" in calc:
        return _tier(calc["tiers"], known, measures)
    for word, choose in (("greater_of", max), ("lesser_of", min), ("sum", sum)):
        if word in calc:
            return Fraction(choose([calculated(part, known, measures) for part in calc[word]]))
    raise ValueError(calc)


def _tier(tiers: Dict, known: Dict, measures: Dict) -> Fraction:
    measure = measures[tiers["by"]] if tiers["by"] in measures else known[tiers["by"]]
    band = band_for(tiers["bands"], measure)
    if "flat" in band:
        return number(band["flat"])
    return number(band["rate"]) * Fraction(known[tiers["base"]])


def band_for(bands: list[Dict], measure: Fraction) -> Dict:
    """The band with the greatest `min` not above the measure; the one without `min` catches the rest."""
    best, greatest = None, None
    for band in bands:
        least = band.get("min", band.get("min_units"))
        if least is None:
            best = band if greatest is None else best
        elif number(least) <= measure and (greatest is None or number(least) > greatest):
            best, greatest = band, number(least)
    if best is None:
        raise ValueError(f"no band covers {measure}")
    return best


def _cap_adjustment(terms: Dict, lines: list[Dict], known: Dict) -> list[Dict]:
    cap = terms.get("aggregate_cap")
    fees = sum((line["amount"] for line in lines if line["code"].startswith("fee:")), ZERO)
    if not cap:
        return []
    most = number(cap["rate"]) * Fraction(known[cap["base"]])
    over = rounded(min(ZERO, most - fees), terms["currency"])
    return [_line("cap_adjustment", cap.get("clause"), over)]


def applies(right: Dict, what: str) -> bool:
    """Whether short rate or shortfall goes with the right: for convenience unless it says otherwise."""
    return bool(right.get(what, right["ground"] == "convenience"))


def _short_rate(right: Dict, ask: Dict) -> list[Dict]:
    terms, units = ask["terms"], number(ask["promotion"].get("units_delivered"))
    short = terms.get("short_rate")
    if not short or not applies(right, "short_rate"):
        return []
    band = band_for(short["bands"], units)
    per = short.get("unit") if isinstance(short.get("unit"), int) else 1
    amount = units / per * (number(band["rate"]) - number(short["contracted_rate"]))
    return [_line("short_rate", short.get("clause"), rounded(max(ZERO, amount), terms["currency"]))]


def _shortfall(right: Dict, ask: Dict, lines: list[Dict], known: Dict) -> list[Dict]:
    minimum = ask["terms"].get("minimum_commitment")
    if not minimum or not applies(right, "shortfall"):
        return []
    siblings = ZERO
    for sibling in ask["promotion"].get("siblings", []):
        siblings += number(sibling["spent"]) + number(sibling["planned_remaining"])
    used = siblings + known["delivered"] + known["notice_delivery"]
    if minimum.get("fees_count"):
        used += fees_in(lines)
    before = max(ZERO, number(minimum["amount"]) - siblings - known["budget"])
    after = max(ZERO, number(minimum["amount"]) - used)
    amount = number(minimum["rate"]) * max(ZERO, after - before)
    return [_line("shortfall", minimum.get("clause"), rounded(amount, ask["terms"]["currency"]))]


def fees_in(lines: list[Dict]) -> Fraction:
    """All fee lines: fees, the cap's adjustment, short rate and shortfall."""
    others = ("cap_adjustment", "short_rate", "shortfall")
    return sum((x["amount"] for x in lines if x["code"].startswith("fee:") or x["code"] in others), ZERO)


def _credits(ask: Dict, lines: list[Dict], known: Dict) -> list[Dict]:
    found, facts = [], ask["promotion"].get("facts", {})
    for credit in ask["terms"].get("credits", []):
        fact = facts.get(credit["fact"])
        if fact is None or (credit["fact"] == "outage" and fact.get("cause") in BUYERS):
            continue
        resold = sum((line["amount"] for line in found if line["fact"] == "resale"), ZERO)
        figures = known | {"fees": fees_in(lines) - resold}
        amount = rounded(_credit(credit["fact"], fact, ask, figures), ask["terms"]["currency"])
        line = _line(f"credit:{credit['id']}", credit.get("clause"), amount, "advertiser", "media")
        found.append({**line, "fact": credit["fact"]})
    return found


def _credit(kind: str, fact: Dict, ask: Dict, known: Dict) -> Fraction:
    if kind == "underdelivery":
        return max(ZERO, number(fact["billed"]) - number(fact["delivered_value"]))
    if kind == "resale":
        return min(number(fact["proceeds"]), Fraction(known["fees"]))
    days = len(flight_days(ask["promotion"]["flight"], ask["terms"]["time_zone"]))
    return Fraction(known["budget"]) * number(fact["hours"]) / (24 * days)
