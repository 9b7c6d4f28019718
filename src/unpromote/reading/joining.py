"""Facts that are one: the items of a list with what leads them in, and the pieces of a sentence that was cut.

"Either party may terminate if the other (a) breaches this agreement; or (b) becomes insolvent; or (c) is wound up"
gives two rights: one for a breach, and one for events. Conduct and force majeure stay rights of their own, and so does
an item that says itself who has it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from unpromote.reading.leads import Leads, is_lead_in
from unpromote.reading.units import Unit
from unpromote.reading.values import Fact

_APART = ("morals", "force_majeure")
_OF_ONE_CLAUSE = ("force_majeure", "renewal_option", "auto_renewal")  # whose sentences tell of one thing
_NEAR, _NEXT = 300, 5  # characters between two sentences of one clause that speak of it; where it has no number
_PROVISO = re.compile(r"(?:and )?(?:further )?(?:provided|except|unless|but|however)\b")
_OF_ITS_OWN = re.compile(r"(?:\w{1,3}[.)] )?(?:by|at the (?:option|election) of)\b")


def joined_facts(facts: Sequence[Fact], leads: Leads) -> tuple[Fact, ...]:
    """Return the facts with those of one list, kind and holder made one, and with what leads them in."""
    joined: list[Fact] = []
    places: dict[tuple[int, str, str], int] = {}
    rights = [fact for fact in facts if _is_right(fact)]
    led = {lead.start for fact in rights if (lead := leads.get(fact.findings[0].start)) and is_lead_in(lead)}
    lead_in = {fact.findings[0].start: fact for fact in rights if fact.findings[0].start in led}
    for fact in facts:
        lead = leads.get(fact.findings[0].start)
        if _is_right(fact) and fact.findings[0].start in lead_in:
            continue
        if lead is None or not _is_right(fact) or not is_lead_in(lead):
            _append(joined, fact, lead)
            continue
        key = (lead.start, _list_of(fact), str(fact.values.get("who")).lower())
        if key in places:
            joined[places[key]] = _both(joined[places[key]], fact)
        else:
            places[key] = len(joined)
            joined.append(_led(lead_in[lead.start], fact) if lead.start in lead_in else fact)
    return tuple(joined)


def _append(joined: list[Fact], fact: Fact, lead: Unit | None) -> None:
    """Append a fact, or make it a part of the one whose words it goes on with."""
    since = lead.start if lead is not None else math.inf
    for place in range(len(joined) - 1, -1, -1):
        if joined[place].findings[0].start < since:
            break
        if _is_rest(joined[place], fact):
            joined[place] = _both(joined[place], fact, named=True)
            return
    before = next((place for place in range(len(joined) - 1, -1, -1) if joined[place].kind == fact.kind), None)
    if before is not None and _is_next(joined[before], fact):
        joined[before] = _both(joined[before], fact)
        return
    begun = next((one for one in joined if one.findings[0].start == since and _is_other_ground(one, fact)), None)
    joined.append(_led(begun, fact) if begun else fact)


def _is_other_ground(known: Fact, fact: Fact) -> bool:
    """Tell whether a fact is a right for other grounds with which the sentence of a known right goes on."""
    kinds = {known.kind, fact.kind}
    return kinds == {"terminate_for_breach", "terminate_for_event"} and not _OF_ITS_OWN.match(fact.findings[0].lower)


def _is_next(known: Fact, fact: Fact) -> bool:
    """Tell whether a fact is what the next sentences of a clause add to a known one of its kind."""
    one, other = known.findings[-1], fact.findings[0]
    if fact.kind not in _OF_ONE_CLAUSE or other.clause != one.clause:
        return False
    return other.start - one.end < (_NEAR if one.clause else _NEXT)


def _is_rest(known: Fact, fact: Fact) -> bool:
    """Tell whether a fact only goes on with a known one: a proviso, a cut sentence, what is refunded after all."""
    if known.kind == "non_refundable":
        return fact.kind in ("non_refundable", "refund", "payment_on_termination")
    if not _is_right(fact) or not _is_right(known):
        return known.kind == fact.kind
    lower = fact.findings[0].lower
    return bool(_PROVISO.match(lower)) or (_list_of(known) == _list_of(fact) and not _OF_ITS_OWN.match(lower))


def _is_right(fact: Fact) -> bool:
    return fact.kind.startswith("terminate_")


def _list_of(fact: Fact) -> str:
    """Return what the items of a list must share to be one right: conduct and force majeure are rights of their own."""
    return next((name for name in _APART if name in fact.values.get("grounds", [])), fact.kind)


def _led(lead: Fact, item: Fact) -> Fact:
    return replace(item, findings=(*lead.findings, *item.findings))


def _both(one: Fact, other: Fact, *, named: bool = False) -> Fact:
    """Return one fact of both; `named`: the other goes on with the first, and names a ground or has none of its own."""
    first, added = one.values.get("grounds", []), other.values.get("grounds", [])
    grounds = list(dict.fromkeys([*first, *(name for name in added if not named or name != "other")]))
    values = other.values | one.values | ({"grounds": grounds} if grounds else {})
    if "breach" not in first and "breach" in grounds and "cure_days" in other.values:
        values["cure_days"] = other.values["cure_days"]  # that of breaches at large, as within one sentence
    return Fact(one.kind, values, (*one.findings, *other.findings))
