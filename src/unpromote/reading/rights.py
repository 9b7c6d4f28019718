"""Findings to rights to cancel: who may leave, on what ground, with what notice, after what time to cure.

Silence is no right: a right is proposed only where words give one, and only for those whom the words name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from unpromote.reading.cues import Category
from unpromote.reading.deadlines import cure_length, notice_length
from unpromote.reading.doubts import Span, period_json, ways_to_read
from unpromote.reading.holders import TWO_SIDES, holders_of
from unpromote.reading.proposing import Proposal, absent, by_default, conflicting, inferred, stated
from unpromote.reading.quantities import Length
from unpromote.reading.subjects import AUTOMATIC, who_may_end
from unpromote.reading.values import Fact, Finding

_GIVES = re.compile(
    r"\b(?:may|can|(?:has|have) the (?:\w+ )?right|entitled to|reserves? the right|terminable|"
    r"desires? to|be terminated)\b"
)
_FORCE_MAJEURE = re.compile(r"force majeure|acts? of god|beyond (?:its|their|the) (?:reasonable )?control")
_LEAVES = re.compile(r"terminat|cancel")
_REFUSES = re.compile(
    r"\b(?:may|shall|can) ?not (?:be )?(?:terminat|cancel)|neither party[^.;]{0,40}(?:terminat|cancel)"
    r"|not have the right"
    r"|mutual(?:ly)?,? (?:\w+ )?(?:consent|agree)\w*|by agreement in writing|without terminating"
    r"|without prejudice|exclusive remedy|injuncti"
    r"|^(?:if|should|where|in the event(?: that)?) (?:\w+ ){1,4}(?:terminates?|cancels?|is terminated)"
    r" [^,]*without cause"
)
_IMMEDIATE = re.compile(
    r"\bimmediate(?:ly)?\b|\bforthwith\b|at any time (?:by|upon|on) (?:giving )?(?:written )?notice"
)
_CONDITION = re.compile(
    r"\b(?:after|prior to|before|until|during|following) (?:the )?"
    r"(?:contract year|first|second|third|initial|expiration)[^,.;(]*"
)
_SPECIAL = re.compile(  # what makes a right one of its own: a condition, a time, a part of the agreement
    r"\b(?:if|in the event|upon (?:any|the) (?!written|prior|notice)|after|following|during|until|unless|provided"
    r"|except|any (?:particular|given|individual|specific)|such|portion|services?|program|project|licen[cs]e"
    r"|schedule|sow|statement of work|purchase order|product|event|exhibit)\b"
)
_CAUSED = re.compile(r"\b(?:if|in the event|(?:up)?on the occurrence|should)\b")
_NOT_BEFORE_END = {"n": 0, "unit": "days", "not_before": {"anchor": "end"}}
_NAMES = {"convenience": "conv", "breach": "breach", "morals": "morals", "force_majeure": "force-majeure"}
_FACTS = {"breach": "breach", "morals": "misconduct", "force_majeure": "force_majeure"}


@dataclass(frozen=True)
class _Way:
    """A way to leave that a clause gives, before it has a place among the rights."""

    ground: str
    fact: Fact
    holders: tuple[str, ...]
    by: str

    @property
    def finding(self) -> Finding:
        """The words that give the right: the lead-in where it stands in a list."""
        return self.fact.findings[0]

    @property
    def notice(self) -> Length | None:
        """The notice of a right without cause or condition, which one agreement gives somebody but once."""
        lower = self.finding.lower
        if self.ground != "convenience" or not self.holders or _SPECIAL.search(lower):
            return None
        return notice_length(lower)

    def telling(self, read: Callable[[str], Length | None]) -> tuple[Length | None, Finding]:
        """Return a length of time, and which of the words state it."""
        for finding in reversed(self.fact.findings):
            if (length := read(finding.lower)) is not None:
                return length, finding
        return None, self.finding


def propose_rights(facts: tuple[Fact, ...], parts: dict[str, str]) -> tuple[Proposal, ...]:
    """Return the proposals for `rights[n]`, in the order of the text. `parts` says who plays which part."""
    proposals: list[Proposal] = []
    names: Counter[str] = Counter()
    told: list[_Way] = []
    ways = tuple(_ways(facts, parts))
    for way in ways:
        if any(_same_right(way, other) for other in told):
            continue
        told.append(way)
        names[way.ground] += 1
        name = _NAMES[way.ground] if names[way.ground] == 1 else f"{_NAMES[way.ground]}-{names[way.ground]}"
        rivals = tuple(other for other in ways if other is not way and _same_right(way, other))
        proposals += _right(f"rights[{len(told) - 1}]", name, way, rivals)
    return tuple(proposals)


def _ways(facts: tuple[Fact, ...], parts: dict[str, str]) -> Iterator[_Way]:
    seen: set[tuple[str, int]] = set()
    sides = tuple(dict.fromkeys(parts.values())) or TWO_SIDES
    for fact in _giving(facts):
        finding, who = fact.findings[0], str(fact.values.get("who", ""))
        lower = " ".join(one.lower for one in fact.findings)
        ground = _ground(fact, lower)
        if not ground or (ground, finding.start) in seen or not _GIVES.search(lower) or _REFUSES.search(lower):
            continue
        if who == AUTOMATIC:  # what ends by itself is nobody's right
            continue
        seen.add((ground, finding.start))
        for holders, by in _sides(ground, holders_of(who, parts), sides):
            yield _Way(ground, fact, holders, by)


def _giving(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts in the order of the text, of those about force majeure only what lets somebody leave."""
    found = []
    for fact in facts:
        if fact.kind != "force_majeure":
            found.append(fact)
        elif own := tuple(filter(_lets_leave, fact.findings)):
            who = who_may_end(own[0].words) or fact.values.get("who", "")
            found.append(replace(fact, findings=own, values=fact.values | {"who": who}))
    return sorted(found, key=lambda fact: (fact.findings[0].start, fact.kind == "force_majeure"))


def _lets_leave(finding: Finding) -> bool:
    return bool(_LEAVES.search(finding.lower) and _GIVES.search(finding.lower) and not _REFUSES.search(finding.lower))


def _same_right(one: _Way, other: _Way) -> bool:
    """Tell whether two clauses give one right with two notices."""
    return one.holders == other.holders and None not in (one.notice, other.notice) and _notices(one) != _notices(other)


def _notices(way: _Way) -> tuple[Span, ...]:
    return ways_to_read(way.notice, way.finding.lower)[0] if way.notice else ()


def _ground(fact: Fact, lower: str) -> str:
    if fact.kind == "terminate_without_cause":
        return "convenience"
    if fact.kind == "terminate_for_breach":
        return "breach"
    if fact.kind == "terminate_for_event" and any(one.category is Category.MORALS for one in fact.findings):
        return "morals"
    if fact.kind == "force_majeure" or (fact.kind == "terminate_for_event" and _FORCE_MAJEURE.search(lower)):
        return "force_majeure" if _LEAVES.search(lower) else ""  # not to perform is no end
    return ""  # insolvency and the like: a fact to show, but no ground on which a promotion is cancelled


def _sides(ground: str, holders: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (holders, whose breach it must be): a breach that either may invoke is two rights, one against each."""
    if ground != "breach" or not holders or len(parts) != 2:  # noqa: PLR2004 - two sides
        yield holders, ""
        return
    for holder in holders:
        yield (holder,), next(part for part in parts if part != holder)


def _right(path: str, name: str, way: _Way, rivals: tuple[_Way, ...]) -> Iterator[Proposal]:
    ground, finding, lower = way.ground, way.finding, way.finding.lower
    condition = _CONDITION.search(lower) if ground == "convenience" else None
    yield by_default(f"{path}.id", name, finding)
    yield stated(f"{path}.clause", finding.clause or f"page {finding.page}", finding)
    yield stated(f"{path}.ground", ground, finding, f"only {condition[0].strip()}: check the date" if condition else "")
    yield _holders(path, way.holders, finding, str(way.fact.values.get("who", "")))
    if ground in _FACTS:
        needs: dict[str, Any] = {"fact": _FACTS[ground]} | ({"by": way.by} if way.by else {})
        yield inferred(f"{path}.needs", needs, finding)
    if ground == "breach":
        cure, told = way.telling(cure_length)
        yield from propose_period(f"{path}.cure", cure, told) if cure is not None else ()
    if rivals:
        yield _two_notices(f"{path}.notice", (way, *rivals))
    else:
        yield from _notice(f"{path}.notice", way)
    yield by_default(f"{path}.fees", [], finding, "no fee is named in these words")


def _two_notices(path: str, ways: tuple[_Way, ...]) -> Proposal:
    periods = dict.fromkeys(span for way in ways for span in _notices(way))
    said = [
        f"{way.finding.clause or f'page {way.finding.page}'} says {_notices(way)[0][0]} {_notices(way)[0][1]}"
        for way in ways
    ]
    note = f"clause {', clause '.join(said)} for the same right: which one counts?"
    others = tuple(way.finding for way in ways[1:])
    return conflicting(path, ways[0].finding, note, tuple(period_json(span) for span in periods), others)


def _holders(path: str, holders: tuple[str, ...], finding: Finding, who: str) -> Proposal:
    if holders:
        return inferred(f"{path}.holders", list(holders), finding, f'the words say "{who}"')
    note = f'the words say "{who}"' if who else "the words do not say who"
    asked = f"{note}: which part is that (advertiser, media, creator, ...)?"
    sides = tuple([side] for side in TWO_SIDES)
    return absent(f"{path}.holders", finding, asked, sides if who else ([*TWO_SIDES], *sides))


def _notice(path: str, way: _Way) -> Iterator[Proposal]:
    length, told = way.telling(notice_length)
    finding, lower = way.finding, way.finding.lower
    if length is not None:
        yield from propose_period(path, length, told)
    elif _IMMEDIATE.search(lower):
        yield stated(path, None, finding, "at once")
    elif way.ground != "convenience" or _CAUSED.search(lower):
        yield inferred(path, None, finding, "no time of notice is named: at once")
    else:
        asked = (
            "no time of notice is named here: at once, or after how long? Read as at once, and as not before the end"
        )
        yield absent(path, finding, asked, (None, _NOT_BEFORE_END))


def propose_period(path: str, length: Length, finding: Finding) -> Iterator[Proposal]:
    """Yield the proposals for a period and for how it is counted, which agreements seldom say."""
    spans, asked = ways_to_read(length, finding.lower)
    if len(spans) > 1:
        yield conflicting(path, finding, asked, tuple(period_json(span) for span in spans))
        return
    yield stated(path, period_json(spans[0]), finding)
    yield by_default(f"{path}.count", "exclusive", finding, "the day of receipt is not counted unless the words say so")
