"""Findings in another language to facts about leaving, kind by kind as in English: who, notice and cure in days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from unpromote.reading.cues import Category
from unpromote.reading.languages.clauses import Player
from unpromote.reading.languages.figures import lengths_in
from unpromote.reading.languages.tongues import Tongue
from unpromote.reading.quantities import Length
from unpromote.reading.values import Fact, Finding

_NEAR = 70  # characters at most between a length of time and the word that says what it is
_CLOSE = 25  # characters in which other words say that it is something else
_PLAIN_KINDS = (
    ("non_refundable", Category.NON_REFUNDABLE),
    ("non_cancellable_window", Category.WINDOW),
    ("termination_fee", Category.FEE),
    ("force_majeure", Category.FORCE_MAJEURE),
)


@dataclass(frozen=True)
class Times:
    """The notice and the time to cure that a clause names, None where it names none."""

    notice: Length | None
    cure: Length | None


def facts_in(tongue: Tongue, findings: tuple[Finding, ...], players: tuple[Player, ...]) -> tuple[Fact, ...]:
    """Return the facts that the findings show, in the order of the text."""
    facts: list[Fact] = []
    for _, group in groupby(findings, key=lambda finding: (finding.start, finding.end)):
        found = {finding.category: finding for finding in group}
        flat = tongue.flat(next(iter(found.values())).quote)
        for kind, category in _kinds(tongue, found, flat):
            facts.append(Fact(kind, _values(tongue, kind, flat, players), (found[category],)))
    return tuple(facts)


def _kinds(tongue: Tongue, found: dict[Category, Finding], flat: str) -> Iterator[tuple[str, Category]]:
    if Category.CONVENIENCE in found:
        yield "terminate_without_cause", Category.CONVENIENCE
    if Category.CAUSE in found:
        breach = tongue.says["breach"].search(flat) and Category.MORALS not in found
        yield ("terminate_for_breach" if breach else "terminate_for_event"), Category.CAUSE
    if Category.EXPIRATION in found:
        yield "term", Category.EXPIRATION
    renewal = Category.RENEWAL if Category.RENEWAL in found else Category.RENEWAL_NOTICE
    if renewal in found:
        yield ("auto_renewal" if tongue.says["automatic"].search(flat) else "renewal_option"), renewal
    if Category.PAYMENT in found:
        yield ("refund" if tongue.says["refund"].search(flat) else "payment_on_termination"), Category.PAYMENT
    for kind, category in _PLAIN_KINDS:
        if category in found:
            yield kind, category


def _values(tongue: Tongue, kind: str, flat: str, players: tuple[Player, ...]) -> dict[str, Any]:
    if kind in ("term", "auto_renewal"):
        return {"who": "both"}
    if not kind.startswith("terminate_"):
        return {}
    who = holder_in(tongue, flat, players)
    values: dict[str, Any] = {"who": who} if who else {}
    times = times_in(tongue, flat, may_cure=kind == "terminate_for_breach")
    if times.cure is not None:
        values["cure_days"] = times.cure.days
    if times.notice is not None:
        values["notice_days"] = times.notice.days
    elif times.cure is None and tongue.says["immediate"].search(flat):
        values["notice_days"] = 0
    return values


def times_in(tongue: Tongue, flat: str, *, may_cure: bool) -> Times:
    """Return which length of time in flat words is the notice, and which one the time to cure.

    Each is the one that stands nearest to a word for it; a length that is called something else is neither.
    """
    known = [one for one in lengths_in(tongue, flat) if not _is_other(tongue, flat, one)]
    cure = (
        nearest(tongue.says["cure"], flat, [one for one in known if not _is_led(tongue, flat, one)])
        if may_cure
        else None
    )
    return Times(nearest(tongue.says["notice"], flat, [one for one in known if one is not cure]), cure)


def _is_other(tongue: Tongue, flat: str, length: Length) -> bool:
    return bool(tongue.says["not_notice"].search(flat[max(0, length.start - _CLOSE) : length.end + _CLOSE]))


def _is_led(tongue: Tongue, flat: str, length: Length) -> bool:
    """Tell whether the words right before a length make it a notice, whatever else stands around it."""
    lead = tongue.says.get("lead")
    return lead is not None and bool(lead.search(flat[: length.start]))


def nearest(words: re.Pattern[str], flat: str, known: Sequence[Length]) -> Length | None:
    """Return the length that stands nearest to one of the words, None where none is near."""
    places = [match.span() for match in words.finditer(flat)]
    apart = [(min(max(start - one.end, one.start - end, 0) for start, end in places), one) for one in known if places]
    near = [(gap, one) for gap, one in apart if gap <= _NEAR]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def holder_in(tongue: Tongue, flat: str, players: tuple[Player, ...]) -> str:
    """Return who may end it in the agreement's own words; empty where they do not say.

    It is the party nearest to the verb that gives the right, before it where one stands there.
    """
    gives = tongue.says["may"].search(flat)
    if gives is None:
        return ""
    names = [re.escape(player.party.short.lower()) for player in players]
    roles = [f"(?:{words.pattern})" for words in tongue.roles.values()]
    either = f"(?P<either>{tongue.says['either'].pattern})"
    pattern = re.compile("|".join([either, *names, *roles]))
    before = [match for match in pattern.finditer(flat, 0, gives.end()) if _is_subject(tongue, flat, match)]
    after = list(pattern.finditer(flat, gives.end()))
    both = next((match for match in before if match["either"]), None)
    chosen = both or (before[-1] if before else after[0] if after else None)
    return chosen[0] if chosen else ""


def _is_subject(tongue: Tongue, flat: str, match: re.Match[str]) -> bool:
    """Tell whether words name somebody as the subject: in Japanese a particle behind them says so."""
    particle = tongue.says.get("subject")
    return particle is None or bool(match["either"]) or bool(particle.match(flat, match.end()))


def parts_of(tongue: Tongue, who: str, players: tuple[Player, ...]) -> tuple[str, ...]:
    """Return the parts that hold a right given to `who`; empty where it is not shown which part that is."""
    known = tuple(dict.fromkeys(player.part for player in players if player.part))
    if who and tongue.says["either"].search(who):
        return known or ("advertiser", "media")
    named = next((player.part for player in players if player.party.short.lower() in who), "") if who else ""
    named = named or (next((part for part, words in tongue.roles.items() if words.search(who)), "") if who else "")
    return (named,) if named else ()
