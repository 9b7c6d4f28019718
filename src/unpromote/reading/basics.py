"""What every quote stands on: currency, zone, business days, parties, term, receipt of notices, law, refund.

What the agreement does not say is proposed as absent, so that a person sees the gap; only rounding and counting
have defaults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from unpromote.domain.provenance import FieldStatus
from unpromote.reading.answers import governing_law
from unpromote.reading.cues import Category
from unpromote.reading.dates import days
from unpromote.reading.preamble import Party
from unpromote.reading.proposing import Proposal, absent, by_default, conflicting, inferred, stated
from unpromote.reading.quantities import lengths
from unpromote.reading.rights import propose_period
from unpromote.reading.values import Document, Finding, cut
from unpromote.reading.zones import zones_under

_SURE = 0.9  # what stands there in so many words
_CURRENCIES = {  # by the words that name them, in lower case
    "USD": ("usd", "us$", "u.s. dollar", "us dollar", "united states dollar"),
    "EUR": ("eur", "\u20ac", "euro", "euros"),
    "GBP": ("gbp", "\u00a3", "pounds sterling"),
    "JPY": ("jpy", "\u00a5", "japanese yen"),
    "CAD": ("cad", "c$", "canadian dollar"),
    "AUD": ("aud", "a$", "australian dollar"),
    "CNY": ("cny", "rmb", "renminbi"),
    "CHF": ("chf", "swiss franc"),
}
_ZONE = re.compile(
    r"\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?"
)
_TO = re.compile(r"[^.;]{0,60}?\b(?:through|until|to|ending|and ending|expire\w*)\b[^.;]{0,40}?")
_METHODS = (
    ("email", r"e-?mail|electronic (?:mail|communication|means)"),
    ("courier", r"courier|overnight"),
    ("post", r"\bpost(?:ed)?\b|(?<!e-)(?<!electronic )\b(?:air)?mail(?:ed)?\b|registered|certified"),
    ("hand", r"\bby hand\b|personal(?:ly)? deliver|hand deliver"),
)
_DEEMED = re.compile(
    r"\bdeemed\b|\bcount from\b|\bconsidered (?:\w+ ){0,3}(?:given|delivered|received|effective|served)\b"
    r"|\b(?:effective|given|complete) (?:only )?(?:when|upon|on)\b|\bupon (?:actual )?(?:receipt|delivery)\b"
)
_AT_ONCE, _IN_HOURS = {"rule": "on_send"}, {"rule": "business_hours"}
_RECEIVED = {  # when a notice may count as received where the words are silent, the soonest first
    "email": (_AT_ONCE, _IN_HOURS),
    "courier": (_AT_ONCE, {"rule": "plus_business_days", "n": 1}),
    "post": (_AT_ONCE, {"rule": "plus_business_days", "n": 2}, {"rule": "plus_business_days", "n": 5}),
}
_NO_WAY_NAMED = (
    absent(
        "notice_receipt.email",
        None,
        "no words on how notice is given were found: does an e-mail do, and when does it count as received?",
        _RECEIVED["email"],
    ),
)
_HOURS = re.compile(r"(?P<open>\d{1,2}):(?P<from>\d\d) ?a\.?m\.? to (?P<close>\d{1,2}):(?P<until>\d\d) ?p\.?m")
_WEEK = re.compile(r"monday (?:to|through|-) friday")
_REFUND = re.compile(r"\brefund")


def propose_basics(
    document: Document, findings: tuple[Finding, ...], parties: tuple[Party, ...], parts: dict[str, str]
) -> tuple[Proposal, ...]:
    """Return the proposals for everything but rights and fees."""
    return (
        *_currency(document),
        *_zone(document, findings),
        *_calendar(document),
        by_default("rounding", "half_up", None, "half a cent rounds up, once a line"),
        *_parties(document, parties, parts),
        *_term(findings),
        *(tuple(_receipt(findings)) or _NO_WAY_NAMED),
        *governing_law(findings),
        *_refund(findings),
    )


def _currency(document: Document) -> Iterator[Proposal]:
    lower = document.text.lower()
    found = {code: place for code, words in _CURRENCIES.items() if (place := _first_named(words, lower))}
    if not found:
        yield absent("currency", None, "no currency is named (a bare $ names none): ask for it")
        return
    where = cut(document, Category.PAYMENT, *next(iter(found.values())), _SURE)
    if len(found) == 1:
        yield stated("currency", next(iter(found)), where)
        return
    note = f"several are named ({', '.join(found)}): ask for the one of settlement"
    yield conflicting("currency", where, note, tuple(found))


def _first_named(words: tuple[str, ...], lower: str) -> tuple[int, int] | None:
    for word in words:
        match = re.search(rf"(?<!\w){re.escape(word)}(?:s\b|(?!\w)|(?<=\W))", lower) if word in lower else None
        if match:
            return match.span()
    return None


def _zone(document: Document, findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    match = _ZONE.search(document.text)
    if match:
        yield stated("time_zone", match[0], cut(document, Category.NOTICE_FORM, *match.span(), _SURE))
    else:
        law = next((proposal.value for proposal in governing_law(findings) if proposal.value), "")
        yield absent("time_zone", None, "no time zone is named: whose days count?", zones_under(law))


def _calendar(document: Document) -> Iterator[Proposal]:
    lower = document.text.lower()
    hours, week = _HOURS.search(lower), _WEEK.search(lower)
    if week:
        yield stated("calendar.weekend", ["Sat", "Sun"], cut(document, Category.NOTICE_FORM, *week.span(), _SURE))
    else:
        yield absent("calendar.weekend", None, "business days are not defined: ask which days are worked")
    if hours:
        where = cut(document, Category.NOTICE_FORM, *hours.span(), _SURE)
        yield stated("calendar.open", f"{int(hours['open']):02}:{hours['from']}", where)
        yield stated("calendar.close", f"{int(hours['close']) % 12 + 12:02}:{hours['until']}", where)
    yield absent("calendar.holidays", None, "no list of holidays is given: ask for the days of the flight")


def _parties(document: Document, parties: tuple[Party, ...], parts: dict[str, str]) -> Iterator[Proposal]:
    rank = 0
    for party in parties:
        finding = cut(document, Category.PARTIES, party.start, party.end, _SURE)
        part = parts.get(party.short)
        if part is None:
            note = f"which part does {party.short} play: advertiser, agency, media, platform or creator?"
            yield absent("parties", finding, note)
            continue
        value = {"id": party.short.lower().replace(" ", "-"), "name": " ".join(party.full.split()), "role": part}
        yield inferred(f"parties[{rank}]", value, finding, f"{party.short} plays the part of the {part}: check it")
        rank += 1


def _term(findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    for finding in findings:
        named = tuple(days(finding.words)) if finding.category is Category.EXPIRATION else ()
        for first, last in pairwise(named):
            if _TO.fullmatch(finding.words, first.end, last.start):
                yield stated("term.from", first.on.isoformat(), finding)
                yield stated("term.to", last.on.isoformat(), finding)
                return


def _receipt(findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    proposed: dict[str, Proposal] = {}
    forms = [finding for finding in findings if finding.category is Category.NOTICE_FORM]
    of_all = next((one for one in forms if _DEEMED.search(one.lower) and not _methods(one.lower)), None)
    for finding in forms:
        for method in _methods(finding.lower):
            proposal = _receipt_rule(method, finding.lower, finding)
            if proposal.is_open and of_all is not None:
                proposal = _receipt_rule(method, of_all.lower, of_all)
            if method not in proposed or _tells_more(proposal, proposed[method]):
                proposed[method] = proposal
    yield from proposed.values()


def _methods(lower: str) -> tuple[str, ...]:
    return tuple(method for method, words in _METHODS if re.search(words, lower))


def _tells_more(one: Proposal, other: Proposal) -> bool:
    return one.status == FieldStatus.STATED or (other.is_open and not one.is_open)


def _receipt_rule(method: str, lower: str, finding: Finding) -> Proposal:
    path = f"notice_receipt.{method}"
    days = (
        next((length for length in lengths(lower) if length.unit == "business_days"), None)
        if _DEEMED.search(lower)
        else None
    )
    if days is not None:
        return stated(path, {"rule": "plus_business_days", "n": days.n}, finding)
    if _DEEMED.search(lower):
        return inferred(path, {"rule": "on_send"}, finding, "counts on delivery or confirmation: enter that instant")
    if method == "hand":
        return inferred(path, {"rule": "on_send"}, finding, "by hand it counts on delivery: enter that instant")
    asked = f"the words do not say when a notice by {method} counts as received: when does it?"
    return absent(path, finding, asked, _RECEIVED[method])


def _refund(findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    for finding in findings:
        lower = finding.lower
        if finding.category is not Category.PAYMENT or not _REFUND.search(lower):
            continue
        if "original" in lower:
            yield stated("refund.method", "original", finding)
        else:
            note = "that money comes back is said, how is not: original means of payment assumed"
            yield inferred("refund.method", "original", finding, note)
        within = next(iter(lengths(lower)), None)
        if within is not None:
            yield from propose_period("refund.within", within, finding)
        return
