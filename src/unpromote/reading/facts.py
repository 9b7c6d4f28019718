"""Findings to facts: what the agreement says about leaving, kind by kind, with who, notice and cure in days.

One unit may carry several facts, and the items of one list may be one fact with the words that lead them in. Values are
read from the quoted words and their lead-in alone; what they do not say is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from unpromote.reading.bearing import is_borne_out
from unpromote.reading.cues import Category
from unpromote.reading.deadlines import cure_length, ends_at_once, notice_length
from unpromote.reading.following import GIVES_A_RIGHT
from unpromote.reading.grounds import BREACHES, grounds_of
from unpromote.reading.inline import listed_in
from unpromote.reading.joining import joined_facts
from unpromote.reading.leads import Leads
from unpromote.reading.subjects import AUTOMATIC, who_acts, who_may_end
from unpromote.reading.units import Unit
from unpromote.reading.values import Document, Fact, Finding

_ENDING = re.compile(r"terminat|cancel|withdraw|rescind|rescission")
_REFUND = re.compile(
    r"refund|repa(?:y|id)\b|\breturn(?:ed)?\b[^.;]{0,60}\b(?:payment|deposit|fee|amount|advance|sum|monies)"
    r"|\bcredit(?:ed)?\b[^.;]{0,40}\b(?:unused|unearned|prepaid)"
)
_AFTERWARDS = re.compile(
    r"terminat|cancel|expir|end of|\bceas|discontinu|no (?:further|longer)|return|destroy|revert|surrender|licen[cs]e"
)
_AUTOMATIC = re.compile(
    r"automatic|unless|non-?renewal|not to renew|successive|(?:shall|will) (?:be )?(?:renew|extend)"
)
_FEE_CLAUSE = re.compile(r"\b(?:pay|owe|charge|fee)\b")
_SENTENCE = re.compile(
    r"\b(?:shall|will|may|must|can|agrees?|is|are|be|has|have|survives?)\b"
)  # a heading has none of these
_EDGE = re.compile(  # a time before or after which a right to leave cannot be used
    r"\b(?:at any time |only )?(?:prior to|before|within|during) (?:the )?(?:expiration of |end of )?(?:first "
    r"|initial )?[\w() -]{2,30}"
    r"(?:days?|months?|years?)[\w\u2019' ]{0,20} (?:of|after|from|subsequent to"
    r"|following) (?:the )?(?:effective date|date|execution|signing)"
    r"|\bnot (?:be )?(?:terminat\w+|cancel\w+)? ?(?:before|prior to|earlier than|until)\b|\b(?:may|shall"
    r"|can) not\b[^.;]{0,40}(?:terminat|cancel)"
    r"|\b(?:at any time )?(?:after|following) (?:the )?(?:first|second|third|fourth|initial|expiration of|end of"
    r"|completion of)\b"
    r"|\bneither party\b[^.;]{0,40}(?:terminat|cancel)"
)
_ENDS_IT = re.compile(
    rf"{GIVES_A_RIGHT.pattern}|\b(?:shall|will|may) (?:\w+ ){{0,2}}(?:terminat|be terminat|cancel|be cancel)"
)
_SURVIVES = re.compile(
    r"surviv|(?:remain|continu)\w* (?:in |to be )?(?:full |in |effect)|affect|impair|prejudice|reliev|releas|accru"
)
_NO_LEADS: Leads = MappingProxyType({})
_BREACH = "terminate_for_breach"
_EVENT = "terminate_for_event"
_FOR_CAUSE = (_BREACH, _EVENT)


def state_facts(document: Document, findings: tuple[Finding, ...], leads: Leads = _NO_LEADS) -> tuple[Fact, ...]:
    """Return the facts that the findings show, in the order of the text; `leads` are the lead-ins of list items."""
    facts: list[Fact] = []
    led = dict(leads)
    for _, group in groupby(findings, key=lambda finding: (finding.start, finding.end)):
        found = {finding.category: finding for finding in group}
        lead = leads.get(next(iter(found.values())).start)
        for fact in _facts_of_unit(found, lead):
            apart = tuple(_by_ground(document, fact)) if fact.kind in _FOR_CAUSE else (fact,)
            led |= {one.findings[0].start: lead for one in apart if lead}
            facts += apart
    return joined_facts(facts, led)


def _facts_of_unit(found: dict[Category, Finding], lead: Unit | None) -> Iterator[Fact]:
    lower = next(iter(found.values())).lower
    if not _SENTENCE.search(lower) and lead is None:
        return
    grounds = _grounds(found, lower)
    for kind, category in _kinds(found, lower, grounds):
        if is_borne_out(kind, found[category], lead.lower if lead else ""):
            yield Fact(kind, _values(kind, found[category], lead, grounds), (found[category],))


def _by_ground(document: Document, fact: Fact) -> Iterator[Fact]:
    """Yield a right for a breach and that for events which the same sentence gives, each with what it lists of them."""
    grounds = fact.values["grounds"]
    breaches = [name for name in grounds if name in BREACHES]
    events = [name for name in grounds if name not in BREACHES]
    lead, items = listed_in(document, fact.findings[0]) if breaches and events else ((), ())
    for kind, named in ((_BREACH, breaches), (_EVENT, events)):
        own = tuple(one for one in items if _is_breach(one) is (kind == _BREACH))
        if own:
            yield Fact(kind, _of_items(fact, kind, lead, own) | {"grounds": named}, (*lead, *own))
        elif kind == fact.kind:
            yield replace(fact, values=fact.values | {"grounds": named or grounds})
        elif kind == _EVENT and set(events) - {"other"} and not items:
            yield Fact(kind, fact.values | {"grounds": named}, fact.findings)


def _of_items(fact: Fact, kind: str, lead: tuple[Finding, ...], items: tuple[Finding, ...]) -> dict[str, Any]:
    """Return what of a right's values holds for those of its grounds that some items of its sentence name."""
    values = {name: value for name, value in fact.values.items() if name != "cure_days" or kind == _BREACH}
    led = "".join(one.lower for one in lead)
    for item in sorted(items, key=_is_of_paying, reverse=True):  # the days of other breaches go before
        values |= _times(kind, item.lower, led)
    return values


def _is_of_paying(finding: Finding) -> bool:
    return "non_payment" in grounds_of(finding.lower)


def _is_breach(finding: Finding) -> bool:
    return bool(BREACHES.intersection(grounds_of(finding.lower)))


def _grounds(found: Mapping[Category, Finding], lower: str) -> tuple[str, ...]:
    """Return the grounds in the words, and those that the clause is about."""
    read = grounds_of(lower)
    breach = BREACHES.intersection(read) and Category.CAUSE in found
    about = [name for name, category in _ABOUT if category in found and (name in read or not breach)]
    named = [name for name in read if name not in about and not (about and name == "other")]
    return (*about, *named)


_ABOUT = (("morals", Category.MORALS), ("force_majeure", Category.FORCE_MAJEURE))


def _kinds(found: Mapping[Category, Finding], lower: str, grounds: tuple[str, ...]) -> Iterator[tuple[str, Category]]:
    if Category.CONVENIENCE in found and not (Category.FEE in found and _FEE_CLAUSE.search(lower)):
        yield "terminate_without_cause", Category.CONVENIENCE
    yield from _kinds_of_cause(found, grounds, lower)
    yield from _kinds_of_term(found, lower)
    if Category.PAYMENT in found:
        yield ("refund" if _REFUND.search(lower) else "payment_on_termination"), Category.PAYMENT
    yield from _kinds_of_after(found, lower)
    if Category.WINDOW not in found and Category.CONVENIENCE in found and _EDGE.search(lower):
        yield "non_cancellable_window", Category.CONVENIENCE
    for kind, category in _PLAIN_KINDS:
        if category in found:
            yield kind, category


def _kinds_of_after(found: Mapping[Category, Finding], lower: str) -> Iterator[tuple[str, Category]]:
    """Yield what holds after the end: a duty of its own, or that something else lives on."""
    lives_on = Category.SURVIVAL in found and bool(_SURVIVES.search(lower))
    if lives_on:
        yield "survival", Category.SURVIVAL
    if Category.POST_TERMINATION in found and Category.PAYMENT not in found:
        yield "post_termination_duty", Category.POST_TERMINATION
    elif Category.TAKE_DOWN in found and _AFTERWARDS.search(lower):
        yield "post_termination_duty", Category.TAKE_DOWN
    elif Category.SURVIVAL in found and not lives_on:
        yield "post_termination_duty", Category.SURVIVAL


_PLAIN_KINDS = (
    ("non_refundable", Category.NON_REFUNDABLE),
    ("non_cancellable_window", Category.WINDOW),
    ("termination_fee", Category.FEE),
    ("force_majeure", Category.FORCE_MAJEURE),
)


def _kinds_of_cause(
    found: Mapping[Category, Finding], grounds: tuple[str, ...], lower: str
) -> Iterator[tuple[str, Category]]:
    if Category.MORALS in found and "morals" in grounds and _ENDS_IT.search(lower):
        yield _EVENT, Category.MORALS
    elif Category.CAUSE in found:
        breach = BREACHES.intersection(grounds) and "force_majeure" not in grounds
        yield (_BREACH if breach else _EVENT), Category.CAUSE
    elif Category.CONTROL in found and _ENDS_IT.search(lower):
        yield _EVENT, Category.CONTROL


def _kinds_of_term(found: Mapping[Category, Finding], lower: str) -> Iterator[tuple[str, Category]]:
    if Category.EXPIRATION in found:
        yield "term", Category.EXPIRATION
    renewal = Category.RENEWAL if Category.RENEWAL in found else Category.RENEWAL_NOTICE
    if renewal in found:
        yield ("auto_renewal" if _AUTOMATIC.search(lower) else "renewal_option"), renewal


def _values(kind: str, finding: Finding, lead: Unit | None, grounds: tuple[str, ...]) -> dict[str, Any]:
    if kind == "term":
        return {"who": "both"}
    if kind == "auto_renewal":
        return {"who": "both"} | _times(kind, finding.lower, "")
    if kind == "survival":
        return {"who": who_acts(finding.words) or "both"}
    if not kind.startswith("terminate_") and kind != "non_cancellable_window":
        acts = {"who": who} if (who := _actor(finding.words) or (_actor(lead.words) if lead else "")) else {}
        ends = kind == "renewal_option" or _ENDING.search(finding.lower)
        times = _times(kind, finding.lower, "") if ends else {}
        return acts | {name: days for name, days in times.items() if days}  # what is owed at once is no notice
    values: dict[str, Any] = {}
    if who := _who(finding, lead) or who_acts(finding.words):
        values["who"] = who
    if kind in _FOR_CAUSE:
        values["grounds"] = list(grounds)
    return values | _times(kind, finding.lower, lead.lower if lead else "")


def _who(finding: Finding, lead: Unit | None) -> str:
    who = who_may_end(finding.words)
    if lead is not None and who in ("", AUTOMATIC):
        return who_may_end(lead.words) or who
    return who


def _actor(words: str) -> str:
    """Return whose duty words state, or else who may end by them."""
    may_end = who_may_end(words)
    return who_acts(words) or ("" if may_end == AUTOMATIC else may_end)


def _times(kind: str, lower: str, led: str) -> dict[str, int]:
    """Return notice and cure in days, from the words or else from their lead-in."""
    times: dict[str, int] = {}
    cure = cure_length(lower) if kind in _FOR_CAUSE else None
    if cure is not None:
        times["cure_days"] = cure.days
    notice = notice_length(lower) or notice_length(led)
    if notice is not None:
        times["notice_days"] = notice.days
    elif ends_at_once(lower) or ends_at_once(led):
        times["notice_days"] = 0
    return times
