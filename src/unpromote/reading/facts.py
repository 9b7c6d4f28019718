"""Findings to facts: what the agreement says about leaving, kind by kind, with who, notice and cure in days.

One unit may carry several facts. Values are read from the quoted words alone; what they do not say is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from unpromote.reading.cues import Category
from unpromote.reading.deadlines import cure_length, notice_length
from unpromote.reading.holders import who_acts, who_may_end
from unpromote.reading.values import Fact, Finding

_BREACH = re.compile(
    r"\b(?:breach\w*|default\w*|fails?|failure|violat\w*|cure[ds]?|uncured|non-?compliance|not made)\b"
)
_INSOLVENT = re.compile(r"insolven|bankrupt|receiver|assignment for the benefit|liquidation|winding up")
_ENDING = re.compile(r"terminat|cancel")
_REFUND = re.compile(r"refund|repa(?:y|id)\b|reimburs|pro-?\s?rat")
_AUTOMATIC = re.compile(r"automatic|unless|successive|shall (?:be )?(?:renew|extend)|will (?:be )?(?:renew|extend)")
_FEE_CLAUSE = re.compile(r"\b(?:pay|owe|charge|fee)\b")
_SENTENCE = re.compile(
    r"\b(?:shall|will|may|must|can|agrees?|is|are|be|has|have|survives?)\b"
)  # a heading has none of these
_IMMEDIATE = re.compile(r"\bimmediate(?:ly)?\b|\bforthwith\b|\bat once\b|without (?:any )?(?:requirement of )?notice")


def state_facts(findings: tuple[Finding, ...]) -> tuple[Fact, ...]:
    """Return the facts that the findings show, in the order of the text."""
    facts: list[Fact] = []
    for _, group in groupby(findings, key=lambda finding: (finding.start, finding.end)):
        found = {finding.category: finding for finding in group}
        facts += _facts_of_unit(found)
    return tuple(facts)


def _facts_of_unit(found: dict[Category, Finding]) -> Iterator[Fact]:
    lower = next(iter(found.values())).lower
    if not _SENTENCE.search(lower):
        return
    for kind, category in _kinds(found, lower):
        yield Fact(kind, _values(kind, found[category]), (found[category],))


def _kinds(found: dict[Category, Finding], lower: str) -> Iterator[tuple[str, Category]]:
    ends = bool(_ENDING.search(lower))
    if Category.CONVENIENCE in found and not (Category.FEE in found and _FEE_CLAUSE.search(lower)):
        yield "terminate_without_cause", Category.CONVENIENCE
    yield from _kinds_of_cause(found, lower, ends=ends)
    yield from _kinds_of_term(found, lower)
    if Category.PAYMENT in found:
        yield ("refund" if _REFUND.search(lower) else "payment_on_termination"), Category.PAYMENT
    if Category.POST_TERMINATION in found and Category.PAYMENT not in found:
        yield "post_termination_duty", Category.POST_TERMINATION
    elif Category.TAKE_DOWN in found and ends:
        yield "post_termination_duty", Category.TAKE_DOWN
    for kind, category in _PLAIN_KINDS:
        if category in found:
            yield kind, category


_PLAIN_KINDS = (
    ("non_refundable", Category.NON_REFUNDABLE),
    ("non_cancellable_window", Category.WINDOW),
    ("termination_fee", Category.FEE),
    ("force_majeure", Category.FORCE_MAJEURE),
    ("survival", Category.SURVIVAL),
)


def _kinds_of_cause(found: dict[Category, Finding], lower: str, *, ends: bool) -> Iterator[tuple[str, Category]]:
    if Category.MORALS in found and ends:
        yield "terminate_for_event", Category.MORALS
    elif Category.CAUSE in found:
        breach, insolvent = _BREACH.search(lower), _INSOLVENT.search(lower)
        if breach and not (insolvent and insolvent.start() < breach.start()):
            yield "terminate_for_breach", Category.CAUSE
        else:
            yield "terminate_for_event", Category.CAUSE
    elif Category.CONTROL in found and ends:
        yield "terminate_for_event", Category.CONTROL


def _kinds_of_term(found: dict[Category, Finding], lower: str) -> Iterator[tuple[str, Category]]:
    if Category.EXPIRATION in found:
        yield "term", Category.EXPIRATION
    renewal = Category.RENEWAL if Category.RENEWAL in found else Category.RENEWAL_NOTICE
    if renewal in found:
        yield ("auto_renewal" if _AUTOMATIC.search(lower) else "renewal_option"), renewal


def _values(kind: str, finding: Finding) -> dict[str, Any]:
    words, lower = finding.words, finding.lower
    if kind in ("term", "auto_renewal", "survival"):
        return {"who": "both"}
    if not kind.startswith("terminate_"):
        return {"who": who} if (who := who_acts(words)) else {}
    values: dict[str, Any] = {}
    if who := who_may_end(words):
        values["who"] = who
    cure = cure_length(lower) if kind == "terminate_for_breach" else None
    notice = notice_length(lower)
    if cure is not None:
        values["cure_days"] = cure.days
    if notice is not None and notice != cure:
        values["notice_days"] = notice.days
    elif notice is None and cure is None and _IMMEDIATE.search(lower):
        values["notice_days"] = 0
    return values
