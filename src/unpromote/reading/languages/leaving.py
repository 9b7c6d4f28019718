"""Facts in another language to rights to cancel and to fees for leaving, in the vocabulary of the terms.

Silence is no right here either: a right is proposed only where words give one, and for those whom the words name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from unpromote.domain.codec import fraction_text
from unpromote.reading.cues import Category
from unpromote.reading.languages.clauses import Player
from unpromote.reading.languages.facts import Times, holder_in, parts_of, times_in
from unpromote.reading.languages.figures import amounts_in, rates_in
from unpromote.reading.languages.tongues import Tongue
from unpromote.reading.proposing import Proposal, absent, by_default, conflicting, inferred, stated
from unpromote.reading.quantities import Amount, Length, Rate
from unpromote.reading.rights import propose_period
from unpromote.reading.values import Fact, Finding

_SIDES = ("advertiser", "media")
_TWO = 2
_FOLLOWING = 6  # facts: so far a sentence that explains a right may stand behind it
_NOT_BEFORE_END = {"n": 0, "unit": "days", "not_before": {"anchor": "end"}}
_NAMES = {"convenience": "conv", "breach": "breach", "morals": "morals", "force_majeure": "force-majeure"}
_FACTS = {"breach": "breach", "morals": "misconduct", "force_majeure": "force_majeure"}
_WITH_THE_MONTH = "the words let it end only with a week, month, quarter or year: check the date"


@dataclass(frozen=True)
class _Way:
    """A way to leave that a clause gives: on what ground, to whom, and whose breach it must be."""

    ground: str
    finding: Finding
    flat: str
    who: str
    holders: tuple[str, ...]
    by: str
    times: Times


def rights_in(
    tongue: Tongue, findings: tuple[Finding, ...], facts: tuple[Fact, ...], players: tuple[Player, ...]
) -> tuple[Proposal, ...]:
    """Return the proposals for `rights[n]`, in the order of the text."""
    proposals: list[Proposal] = []
    names: Counter[str] = Counter()
    for rank, way in enumerate(_ways(tongue, findings, facts, players)):
        names[way.ground] += 1
        name = _NAMES[way.ground] if names[way.ground] == 1 else f"{_NAMES[way.ground]}-{names[way.ground]}"
        proposals += _right(tongue, f"rights[{rank}]", name, way)
    return tuple(proposals)


def _ways(
    tongue: Tongue, findings: tuple[Finding, ...], facts: tuple[Fact, ...], players: tuple[Player, ...]
) -> Iterator[_Way]:
    sides = tuple(dict.fromkeys(player.part for player in players if player.part)) or _SIDES
    seen: set[tuple[str, int]] = set()
    found: defaultdict[int, set[Category]] = defaultdict(set)
    for one in findings:
        found[one.start].add(one.category)
    for rank, fact in enumerate(facts):
        finding = fact.findings[0]
        flat = tongue.flat(finding.quote)
        ground = _ground(fact, found[finding.start])
        if not ground or (ground, finding.start) in seen or not _gives(tongue, flat):
            continue
        seen.add((ground, finding.start))
        who = holder_in(tongue, flat, players)
        times = times_in(tongue, flat, may_cure=ground == "breach")
        if ground == "breach" and times.cure is None:
            times = Times(times.notice, _cure_said_apart(tongue, finding, facts[rank + 1 : rank + _FOLLOWING]))
        for holders, by in _sides(ground, parts_of(tongue, who, players), sides):
            yield _Way(ground, finding, flat, who, holders, by, times)


def _ground(fact: Fact, categories: set[Category]) -> str:
    if fact.kind == "terminate_without_cause":
        return "convenience"
    if fact.kind == "terminate_for_breach":
        return "breach"
    if fact.kind == "terminate_for_event" and Category.FORCE_MAJEURE in categories:
        return "force_majeure"
    return "morals" if fact.kind == "terminate_for_event" and Category.MORALS in categories else ""


def _gives(tongue: Tongue, flat: str) -> bool:
    return bool(tongue.says["may"].search(flat)) and not tongue.says["refuses"].search(flat)


def _cure_said_apart(tongue: Tongue, finding: Finding, facts: tuple[Fact, ...]) -> Length | None:
    """Return the time to cure of a sentence that only explains the right: "a good cause is a breach that ..."."""
    for fact in facts:
        other = fact.findings[0]
        flat = tongue.flat(other.quote)
        if fact.kind == "terminate_for_breach" and other.clause == finding.clause and not _gives(tongue, flat):
            return times_in(tongue, flat, may_cure=True).cure
    return None


def _sides(ground: str, holders: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield (holders, whose breach it must be): a breach that either may invoke is two rights, one against each."""
    if ground != "breach" or not holders or len(parts) != _TWO:
        yield holders, ""
        return
    for holder in holders:
        yield (holder,), next(part for part in parts if part != holder)


def _right(tongue: Tongue, path: str, name: str, way: _Way) -> Iterator[Proposal]:
    finding, ground = way.finding, way.ground
    yield by_default(f"{path}.id", name, finding)
    yield stated(f"{path}.clause", finding.clause or f"page {finding.page}", finding)
    yield stated(f"{path}.ground", ground, finding)
    yield _holders(f"{path}.holders", way)
    if ground in _FACTS:
        needs: dict[str, Any] = {"fact": _FACTS[ground]} | ({"by": way.by} if way.by else {})
        yield inferred(f"{path}.needs", needs, finding)
    if way.times.cure is not None:
        yield from propose_period(f"{path}.cure", way.times.cure, finding)
    yield from _notice(tongue, f"{path}.notice", way)
    yield by_default(f"{path}.fees", [], finding, "no fee is named in these words")


def _holders(path: str, way: _Way) -> Proposal:
    said = f'the words say "{way.who}"' if way.who else "the words do not say who"
    if way.holders:
        return inferred(path, list(way.holders), way.finding, said)
    sides = tuple([side] for side in _SIDES)
    asked = f"{said}: which part is that (advertiser, media, creator, ...)?"
    return absent(path, way.finding, asked, sides if way.who else ([*_SIDES], *sides))


def _notice(tongue: Tongue, path: str, way: _Way) -> Iterator[Proposal]:
    length = way.times.notice
    if length is not None and way.ground == "convenience" and tongue.says["to_end"].search(way.flat):
        period, *rest = propose_period(path, length, way.finding)
        yield inferred(path, period.value, way.finding, _WITH_THE_MONTH) if not period.is_open else period
        yield from rest
    elif length is not None and way.ground == "convenience":
        yield from propose_period(path, length, way.finding)
    elif tongue.says["immediate"].search(way.flat):
        yield stated(path, None, way.finding, "at once")
    elif way.ground != "convenience":
        yield inferred(path, None, way.finding, "no time of notice is named: at once")
    else:
        asked = (
            "no time of notice is named here: at once, or after how long? Read as at once, and as not before the end"
        )
        yield absent(path, way.finding, asked, (None, _NOT_BEFORE_END))


def fees_in(tongue: Tongue, findings: tuple[Finding, ...], currency: str) -> tuple[Proposal, ...]:
    """Return the proposals for `fees[n]`: what leaving costs, as a share of a named base or as a sum."""
    proposals: list[Proposal] = []
    rank, seen = 0, set()
    for finding in findings:
        flat = tongue.flat(finding.quote)
        is_fee = finding.category in (Category.FEE, Category.LIQUIDATED) and tongue.says["ending"].search(flat)
        if not is_fee or finding.start in seen:
            continue
        seen.add(finding.start)
        calc = _calc(tongue, f"fees[{rank}].calc", flat, finding, currency)
        proposals += _fee(f"fees[{rank}]", finding, calc)
        rank += 1
    return tuple(proposals)


def _fee(path: str, finding: Finding, calc: Proposal) -> list[Proposal]:
    name = inferred(f"{path}.id", f"fee-{int(path[5:-1]) + 1}", finding)
    return [name, stated(f"{path}.clause", finding.clause or f"page {finding.page}", finding), calc]


def _calc(tongue: Tongue, path: str, flat: str, finding: Finding, currency: str) -> Proposal:
    shares, sums = rates_in(tongue, flat), amounts_in(tongue, flat)
    if len({share.share for share in shares}) > 1:
        return absent(path, finding, "several shares are named: ask which one counts when")
    if shares:
        return _share(tongue, path, shares[0], flat, finding)
    if sums:
        return _sum(path, sums[0], finding, currency)
    return absent(path, finding, "a fee is named and not its amount: ask how it is computed")


def _share(tongue: Tongue, path: str, rate: Rate, flat: str, finding: Finding) -> Proposal:
    base = next((name for name, words in tongue.bases.items() if words.search(flat)), "")
    shares = [fraction_text(share) for share in (rate.share, rate.other) if share is not None]
    bases = (base,) if base else ("budget", "undelivered_at_effective")
    calcs = tuple({"rate": share, "base": each} for each in bases for share in shares)
    if len(shares) > 1:
        asked = f"the words say {shares[0]}, the figure {shares[1]}: which one counts?"
        return conflicting(path, finding, asked, calcs)
    if base:
        return inferred(path, calcs[0], finding, f"read as a share of {base}: compare with the words")
    asked = f"{fraction_text(rate.share * 100)} % of what? Of the whole price, or of what is undelivered?"
    return absent(path, finding, asked, calcs)


def _sum(path: str, amount: Amount, finding: Finding, currency: str) -> Proposal:
    if amount.currency == currency:
        return stated(path, {"flat": amount.digits}, finding)
    note = f"{amount.digits} {amount.currency} is not in the currency of the agreement: ask for the amount in that one"
    return absent(path, finding, note)
