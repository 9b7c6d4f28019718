"""Findings to fees for leaving: flat sums, percentages of a named base, and creators' kill fees by stage.

A percentage of an unnamed base cannot be computed: it is shown as absent with its words, and is no fee of the terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from unpromote.domain.codec import fraction_text
from unpromote.reading.cues import Category
from unpromote.reading.proposing import Proposal, absent, conflicting, inferred, stated
from unpromote.reading.quantities import Amount, Rate, amounts, rates
from unpromote.reading.values import Finding

_PAYS = re.compile(r"\b(?:pay|pays|paid|payable|owe|charge|equal to|due|forfeit)\b")
_ENDS = re.compile(r"terminat|cancel|exit|kill")
_NO_FEE = re.compile(
    r"no (?:\w+ )?(?:fee|charge|penalty)|without (?:any |the payment of )*(?:\w+ )?(?:fee|charge|penalty)"
)
_BASES = (
    (
        "undelivered_at_effective",
        r"(?:undelivered|remaining|unspent|unused|unperformed|not yet delivered|remains? undelivered)",
    ),
    ("delivered", r"(?:delivered|performed|spent)"),
    ("prepaid", r"(?:prepaid|paid in advance|deposit)"),
    ("budget", r"(?:total|full|entire|whole|contract price|budget|order value|campaign fee|media budget)"),
)
_STAGES = (
    ("published", r"publish|posted|gone live"),
    ("approved", r"(?<!concept )approv"),
    ("concept_approved", r"concept"),
    ("draft_submitted", r"draft|submitted|content (?:has been |is )?delivered"),
    ("briefed", r"brief"),
    ("contracted", r"contracted|signed|before work|confirmed"),
)
_STEP = re.compile(r"\bnothing\b|\bno (?:kill )?fee\b")
_KILL = re.compile(r"\bkill fees?\b|\b(?:creator|influencer|talent)\b[^.]{0,80}\b(?:cancell?ation|termination) fee")
_ADVANCE = re.compile(
    r"\badvance\b[^.]{0,120}\b(?P<back>repaid|returned|refunded|claw\w*)"
    r"|\badvance\b[^.]{0,120}\b(?P<kept>retain|keep|non-?refundable)"
)


def propose_fees(findings: tuple[Finding, ...], currency: str) -> tuple[Proposal, ...]:
    """Return the proposals for `fees[n]` and `creators`; `currency` is what a bare "$" means, where that is said."""
    proposals: list[Proposal] = []
    rank, seen = 0, set()
    for finding in findings:
        if finding.category not in (Category.FEE, Category.LIQUIDATED) or finding.start in seen:
            continue
        seen.add(finding.start)
        lower = finding.lower
        if _KILL.search(lower):
            proposals += _kill(lower, finding)
        elif _PAYS.search(lower) and _ENDS.search(lower):
            fee = tuple(_fee(rank, lower, finding, currency))
            proposals += fee
            rank += any(proposal.path.endswith(".calc") and proposal.value is not None for proposal in fee)
    if any(proposal.path.startswith("creators.") for proposal in proposals):
        proposals += _advances(findings)
    return tuple(proposals)


def _fee(rank: int, lower: str, finding: Finding, currency: str) -> Iterator[Proposal]:
    path = f"fees[{rank}]"
    shares, sums = rates(lower), amounts(lower)
    if shares:
        calc = _share(path, shares[0], lower, finding)
    elif sums:
        calc = _sum(path, sums[0], finding, currency)
    elif _NO_FEE.search(lower):
        return
    else:
        calc = absent(f"{path}.calc", finding, "a fee is named and not its amount: ask how it is computed")
    if calc.value is not None:
        yield inferred(f"{path}.id", f"fee-{rank + 1}", finding)
        yield stated(f"{path}.clause", finding.clause or f"page {finding.page}", finding)
    yield calc
    if calc.value is not None and "liquidated damages" in lower:
        yield stated(f"{path}.label", "liquidated_damages", finding)


def _share(path: str, rate: Rate, lower: str, finding: Finding) -> Proposal:
    after = lower[rate.end : rate.end + 140].partition(";")[0]
    base = next((name for name, words in _BASES if re.search(words, after)), "")
    if not base:
        note = f"{fraction_text(rate.share)} of what? The base is not named: ask for it"
        return absent(f"{path}.calc", finding, note)
    calc = {"rate": fraction_text(rate.share), "base": base}
    if rate.other is not None:
        note = (
            f"the words say {fraction_text(rate.share)}, the figure {fraction_text(rate.other)}: ask which one counts"
        )
        other = calc | {"rate": fraction_text(rate.other)}
        return conflicting(f"{path}.calc", finding, note, (calc, other))
    return inferred(f"{path}.calc", calc, finding, f"read as a share of {base}: compare with the words")


def _sum(path: str, amount: Amount, finding: Finding, currency: str) -> Proposal:
    known = amount.currency or currency
    if known and known == currency:
        return stated(f"{path}.calc", {"flat": amount.digits}, finding)
    if known:
        note = f"{amount.digits} {known} is not in the currency of the agreement: ask for the amount in that one"
    else:
        note = f'"{amount.digits}" in which currency? Ask which dollars are meant'
    return absent(f"{path}.calc", finding, note)


def _kill(lower: str, finding: Finding) -> Iterator[Proposal]:
    table: dict[str, str] = {}
    contradictory = False
    steps = [(match.start(), match.end(), "0") for match in _STEP.finditer(lower)]
    for rate in rates(lower):
        steps.append((rate.start, rate.end, fraction_text(rate.share)))
        contradictory = contradictory or rate.other is not None
    for (_, end, share), (following, _, _) in pairwise([*sorted(steps), (len(lower), 0, "")]):
        for stage, words in _STAGES:
            if re.search(words, lower[end:following]) and stage not in table:
                table[stage] = share
    if not table:
        yield absent("creators.kill.brand", finding, "a kill fee is named and not its steps: ask for the ladder")
        return
    if contradictory:
        note = "words and figures differ: ask which ones count"
        yield conflicting("creators.kill.brand", finding, note, (table,))
        return
    yield stated("creators.clause", finding.clause or f"page {finding.page}", finding)
    yield inferred("creators.kill.brand", table, finding, "stage by stage: compare with the words")


def _advances(findings: tuple[Finding, ...]) -> Iterator[Proposal]:
    for finding in findings:
        match = _ADVANCE.search(finding.lower)
        if match:
            yield inferred("creators.advance", "clawback" if match["back"] else "forgive", finding)
            return
