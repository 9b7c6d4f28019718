"""Findings to rights to cancel: who may leave, on what ground, with what notice, after what time to cure.

Silence is no right: a right is proposed only where words give one, and only for those whom the words name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from unpromote.reading.cues import Category
from unpromote.reading.deadlines import cure_length, notice_length
from unpromote.reading.holders import TWO_SIDES, holders_of, who_may_end
from unpromote.reading.proposing import Proposal, absent, by_default, conflicting, inferred, stated
from unpromote.reading.quantities import Length
from unpromote.reading.values import Fact, Finding

_GIVES = re.compile(
    r"\b(?:may|can|(?:has|have) the (?:\w+ )?right|entitled to|reserves? the right|terminable|"
    r"desires? to|be terminated)\b"
)
_FORCE_MAJEURE = re.compile(r"force majeure|acts? of god|beyond (?:its|their|the) (?:reasonable )?control")
_REFUSES = re.compile(r"\b(?:may|shall|can) ?not (?:be )?(?:terminat|cancel)|neither party|not have the right")
_IMMEDIATE = re.compile(
    r"\bimmediate(?:ly)?\b|\bforthwith\b|at any time (?:by|upon|on) (?:giving )?(?:written )?notice"
)
_CONDITION = re.compile(
    r"\b(?:after|prior to|before|until|during|following) (?:the )?"
    r"(?:contract year|first|second|third|initial|expiration)[^,.;(]*"
)
_NAMES = {"convenience": "conv", "breach": "breach", "morals": "morals", "force_majeure": "force-majeure"}
_FACTS = {"breach": "breach", "morals": "misconduct", "force_majeure": "force_majeure"}


def propose_rights(facts: tuple[Fact, ...], parts: dict[str, str]) -> tuple[Proposal, ...]:
    """Return the proposals for `rights[n]`, in the order of the text. `parts` says who plays which part."""
    proposals: list[Proposal] = []
    names: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    sides = tuple(dict.fromkeys(parts.values())) or TWO_SIDES
    rank = 0
    for fact in facts:
        finding = fact.findings[0]
        lower = finding.lower
        ground = _ground(fact, lower)
        if not ground or (ground, finding.start) in seen or not _GIVES.search(lower) or _REFUSES.search(lower):
            continue
        seen.add((ground, finding.start))
        for holders, by in _sides(ground, holders_of(who_may_end(finding.words), parts), sides):
            names[ground] += 1
            name = _NAMES[ground] if names[ground] == 1 else f"{_NAMES[ground]}-{names[ground]}"
            proposals += _right(f"rights[{rank}]", name, ground, finding, holders=holders, by=by)
            rank += 1
    return tuple(proposals)


def _ground(fact: Fact, lower: str) -> str:
    if fact.kind == "terminate_without_cause":
        return "convenience"
    if fact.kind == "terminate_for_breach":
        return "breach"
    if fact.findings[0].category is Category.MORALS and fact.kind == "terminate_for_event":
        return "morals"
    if fact.kind in ("terminate_for_event", "force_majeure") and _FORCE_MAJEURE.search(lower):
        return "force_majeure" if re.search(r"terminat|cancel", lower) else ""
    return ""  # insolvency and the like: a fact to show, but no ground on which a promotion is cancelled


def _sides(ground: str, holders: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (holders, whose breach it must be): a breach that either may invoke is two rights, one against each."""
    if ground != "breach" or not holders or len(parts) != 2:  # noqa: PLR2004 - two sides
        yield holders, ""
        return
    for holder in holders:
        yield (holder,), next(part for part in parts if part != holder)


def _right(
    path: str, name: str, ground: str, finding: Finding, *, holders: tuple[str, ...], by: str
) -> Iterator[Proposal]:
    lower = finding.lower
    condition = _CONDITION.search(lower) if ground == "convenience" else None
    yield by_default(f"{path}.id", name, finding)
    yield stated(f"{path}.clause", finding.clause or f"page {finding.page}", finding)
    yield stated(f"{path}.ground", ground, finding, f"only {condition[0].strip()}: check the date" if condition else "")
    yield _holders(path, holders, finding, who_may_end(finding.words))
    if ground in _FACTS:
        needs: dict[str, Any] = {"fact": _FACTS[ground]} | ({"by": by} if by else {})
        yield inferred(f"{path}.needs", needs, finding)
    cure = cure_length(lower) if ground == "breach" else None
    if cure is not None:
        yield from propose_period(f"{path}.cure", cure, finding)
    yield from _notice(f"{path}.notice", ground, lower, finding, cure)
    yield by_default(f"{path}.fees", [], finding, "no fee is named in these words")


def _holders(path: str, holders: tuple[str, ...], finding: Finding, who: str) -> Proposal:
    if holders:
        return inferred(f"{path}.holders", list(holders), finding, f'the words say "{who}"')
    note = f'the words say "{who}"' if who else "the words do not say who"
    return absent(f"{path}.holders", finding, f"{note}: say which part that is (advertiser, media, creator, ...)")


def _notice(path: str, ground: str, lower: str, finding: Finding, cure: Length | None) -> Iterator[Proposal]:
    length = notice_length(lower)
    if length is not None and length != cure:
        yield from propose_period(path, length, finding)
    elif _IMMEDIATE.search(lower):
        yield stated(path, None, finding, "at once")
    elif cure is not None or ground == "morals":
        yield inferred(path, None, finding, "no time of notice is named: at once")
    else:
        yield absent(path, finding, "no time of notice is named here: ask what notice is due")


def propose_period(path: str, length: Length, finding: Finding) -> Iterator[Proposal]:
    """Yield the proposals for a period and for how it is counted, which agreements seldom say."""
    period = {"n": length.n, "unit": length.unit, "count": "exclusive"}
    if length.other is not None:
        note = f"the words say {length.n}, the figure {length.other} {length.unit}: ask which one counts"
        yield conflicting(path, finding, note, (period, period | {"n": length.other}))
        return
    yield stated(path, period, finding)
    yield by_default(f"{path}.count", "exclusive", finding, "the day of receipt is not counted unless the words say so")
