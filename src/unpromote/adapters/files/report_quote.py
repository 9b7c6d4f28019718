"""The report's pages on the price: the answer in one sentence, the lines, the totals, what stays closed and why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.adapters.files.report_text import bare, capital, day, instant, money, said
from unpromote.domain.audit import CaseFile
from unpromote.domain.codec import encode
from unpromote.domain.events import TakenQuote

Json = Any
Row = dict[str, Any]

_LINES = {
    "delivered": "Media delivered so far",
    "custom_material": "Custom material made so far",
    "notice_delivery": "Media during the notice period",
    "cap_adjustment": "Cap on all fees together",
    "short_rate": "Short rate",
    "shortfall": "Shortfall of the minimum commitment",
    "minimum_spend": "Shortfall of the minimum spend",
}
_TOTALS = (
    ("sunk", "Sunk", "owed whatever is decided", ""),
    ("notice_delivery", "Media during notice", "still runs, still paid", ""),
    ("fees", "Fees", "charged for leaving", "+"),
    ("creator_exit", "Creators' exit", "owed to creators beyond what they had earned", "+"),
    ("forfeited", "Forfeited", "paid before and not coming back", "+"),
    ("credits", "Credits", "deducted from what is owed", "\u2212"),
    ("exit_cost", "Price of leaving", "what the decision to leave adds", "="),
    ("total_owed", "Total owed", "over the life of the promotion, if it is left", ""),
    ("run_total", "Total if it runs", "over the life of the promotion, if it is not left", ""),
    ("saving", "Saving", "what leaving avoids", ""),
    ("cash_out", "Cash out", "still to be paid", ""),
    ("cash_in", "Cash in", "refunds and claw-backs to come", ""),
)
_STRONG = frozenset({"exit_cost", "saving"})
_WHY_CLOSED = {
    "NOT_HOLDER": "this party may not use it",
    "FACT_MISSING": "the fact that it needs is not on record",
    "CONDITION_NOT_MET": "its condition is not met",
    "CONDITION_ENDED": "its condition has ended",
    "NOT_YET": "it is not open yet",
    "CURED": "the breach was cured in time",
    "CURE_RUNNING": "the time to cure the breach is still running",
    "NON_CANCELLABLE_WINDOW": "the promotion is inside a window in which it cannot be cancelled",
    "TOO_LATE": "it was open until then",
}
_WHY_NOT = {
    "ALREADY_CANCELLED": "it is cancelled already",
    "ALREADY_ENDED": "it has ended already",
    "NOTICE_FORM_INVALID": "notice may not be given in this form",
    "NO_OPEN_RIGHT": "the agreement opens no right to cancel on that day",
}


def answer(case_file: CaseFile, zone: ZoneInfo) -> Row:
    """Return the answer: a verdict, one sentence, and the three or four figures that matter."""
    taken = case_file.quote
    if taken is None:
        return {"verdict": "Not asked", "sentence": "No quote was taken in this case.", "figures": []}
    quote: Json = encode(taken.quote)
    if "range" in quote:
        return _over_readings(quote["range"], taken.price.currency.code, zone)
    if not taken.permitted:
        return {"verdict": "No", "sentence": _refusal(quote, zone), "figures": []}
    figures = [_figure(name, label, quote, taken) for name, label in _HEADLINE]
    figures.append({"label": "Takes effect", "value": instant(quote["effective_at"], zone)})
    return {"verdict": "Yes", "sentence": _consent(quote, taken, zone), "figures": figures}


def _over_readings(found: Json, currency: str, zone: ZoneInfo) -> Row:
    """Return the answer over unclear terms: an interval, never one figure."""
    if found["permitted"] != "yes":
        verdict = "No" if found["permitted"] == "no" else "Open"
        return {"verdict": verdict, "sentence": _UNCLEAR[found["permitted"]], "figures": []}
    figures = [{"label": label, "value": _interval(found[name], currency)} for name, label in _HEADLINE]
    when = [instant(found["effective_at"][end], zone) for end in ("earliest", "latest")]
    figures.append({"label": "Takes effect", "value": " to ".join(dict.fromkeys(when))})
    return {"verdict": "Yes", "sentence": _UNCLEAR["yes"], "figures": figures}


def _interval(span: Json, currency: str) -> str:
    return f"{money(span['least'], currency)} to {money(span['greatest'], currency)}"


_UNCLEAR = {
    "yes": "The terms are unclear; the promotion may be cancelled under every reading of them, at different prices.",
    "no": "The terms are unclear; the promotion may not be cancelled under any reading of them.",
    "depends": "Whether the promotion may be cancelled depends on how unclear terms are read.",
}
_HEADLINE = (("exit_cost", "Price of leaving"), ("saving", "Saving against letting it run"))


def _figure(name: str, label: str, quote: Json, taken: TakenQuote) -> Row:
    return {"label": label, "value": money(quote["totals"][name], taken.price.currency.code)}


def _refusal(quote: Json, zone: ZoneInfo) -> str:
    why = _WHY_NOT.get(quote["code"], said(quote["code"]).lower())
    until = quote.get("earliest_permitted_at")
    hope = f" It may be cancelled from {instant(until, zone)} at the earliest." if until else ""
    return f"The promotion may not be cancelled: {why}.{hope}"


def _consent(quote: Json, taken: TakenQuote, zone: ZoneInfo) -> str:
    price = money(quote["totals"]["exit_cost"], taken.price.currency.code)
    ground = f"on the ground of {said(quote['ground'])}, clause {quote['clause']}"
    if quote["effect"] == "expires_first":
        return (
            f"The promotion may be cancelled {ground}, but it ends before the notice does: cancelling avoids nothing."
        )
    effect = f"with effect from {instant(quote['effective_at'], zone)}"
    return f"The promotion may be cancelled {ground}, {effect}; leaving costs {price}."


def price(case_file: CaseFile, zone: ZoneInfo) -> Row | None:
    """Return the quote with its lines, totals, refund and closed rights; None where none was taken."""
    taken = case_file.quote
    if taken is None:
        return None
    quote, request = encode(taken.quote), encode(taken.request)
    currency = taken.price.currency.code
    return {
        "currency": currency,
        "asked": _asked(taken, request, zone),
        "lines": [*map(_line, quote.get("lines", ())), *_creator_lines(case_file, quote)],
        "totals": [_total(row, quote["totals"]) for row in _TOTALS if row[0] in (quote.get("totals") or {})],
        "refund": _refund(quote.get("refund"), currency),
        "blocked": [_closed(right, zone) for right in quote.get("blocked", ())],
        "others": [_other(right, zone) for right in quote.get("alternatives", ())],
        "notes": [*quote.get("warnings", ()), *quote.get("assumptions", ())],
        "dates": _dates(quote, zone),
        "hash": taken.hash,
    }


def _asked(taken: TakenQuote, request: Mapping[str, Json], zone: ZoneInfo) -> str:
    sent = instant(request["sent_at"], zone)
    return (
        f"Asked on {instant(taken.taken_at, zone)} for a notice by the {said(request['by'])} sent by "
        f"{said(request['method'])} on {sent}, because of {said(request['reason'])}."
    )


def _line(line: Json) -> Row:
    kind, _, name = line["code"].partition(":")
    what = {"fee": f"Fee “{name}”", "credit": f"Credit “{name}”"}.get(kind, _LINES.get(line["code"], said(kind)))
    return {
        "what": what,
        "clause": line.get("clause") or "",
        "formula": _formula(line.get("formula", "")),
        "parties": f"{said(line.get('from', ''))} → {said(line.get('to', ''))}",
        "amount": bare(line["amount"]),
    }


def _formula(text: str) -> str:
    return said(text).replace(" x ", " \u00d7 ")


def _creator_lines(case_file: CaseFile, quote: Json) -> list[Row]:
    names = {settlement.creator_id: settlement.name for settlement in case_file.settlements}
    return [
        {
            "what": f"{names.get(creator['id'], creator['id'])}: {working['code']}",
            "clause": working.get("clause") or "",
            "formula": _formula(working["formula"]),
            "parties": "advertiser → creator",
            "amount": bare(working["amount"]),
        }
        for creator in quote.get("creators", ())
        for working in creator.get("workings", ())
    ]


def _other(right: Json, zone: ZoneInfo) -> Row:
    return {
        "right": f"{right['right']}, clause {right['clause']}",
        "effect": instant(right["effective_at"], zone),
        "exit": bare(right["totals"]["exit_cost"]),
        "saving": bare(right["totals"]["saving"]),
    }


def _total(row: tuple[str, str, str, str], totals: Json) -> Row:
    name, label, meaning, sign = row
    return {
        "name": label,
        "meaning": meaning,
        "sign": sign,
        "amount": bare(totals[name]),
        "strong": name in _STRONG,
    }


def _refund(refund: Json, currency: str) -> str:
    if not refund:
        return ""
    if Decimal(refund.get("credited") or 0):
        return f"{money(refund['credited'], currency)} stays as credit with the other side."
    if not Decimal(refund["amount"]):
        return ""
    due = f", due by {day(refund['due_by'])}" if refund.get("due_by") else ""
    return f"{money(refund['amount'], currency)} comes back by the method “{said(refund['method'])}”{due}."


def _closed(right: Json, zone: ZoneInfo) -> Row:
    until = f" until {instant(right['until'], zone)}" if right.get("until") else ""
    return {"right": right["right"], "why": _WHY_CLOSED.get(right["code"], said(right["code"]).lower()) + until}


def _dates(quote: Json, zone: ZoneInfo) -> list[list[str]]:
    found = [
        ("Notice received", "received_at", instant),
        ("Last day of notice", "notice_last_day", None),
        ("Takes effect", "effective_at", instant),
        ("Last day of service", "last_service_day", None),
    ]
    rows = [
        [label, instant(quote[key], zone) if how else day(quote[key])] for label, key, how in found if quote.get(key)
    ]
    if quote.get("service_days_charged") is not None:
        rows.append(["Days of service charged", capital(str(quote["service_days_charged"]))])
    return rows
