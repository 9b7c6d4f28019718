"""Creators' kill fees by stage, and what becomes of the advance, from the findings that speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from unpromote.domain.codec import fraction_text
from unpromote.reading.proposing import Proposal, absent, conflicting, inferred, stated
from unpromote.reading.quantities import rates
from unpromote.reading.values import Finding

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


def is_kill_fee(lower: str) -> bool:
    """Tell whether lower-case words speak of what a creator gets for work that is cancelled."""
    return bool(_KILL.search(lower))


def propose_kill(finding: Finding) -> Iterator[Proposal]:
    """Yield the proposals for the brand's kill table that a finding states."""
    lower = finding.lower
    found = rates(lower)
    table = _ladder(lower, [(rate.start, rate.end, rate.share) for rate in found])
    figures = _ladder(
        lower, [(rate.start, rate.end, rate.share if rate.other is None else rate.other) for rate in found]
    )
    if not table:
        yield absent("creators.kill.brand", finding, "a kill fee is named and not its steps: ask for the ladder")
        return
    yield stated("creators.clause", finding.clause or f"page {finding.page}", finding)
    if figures != table:
        note = "words and figures differ: which ones count?"
        yield conflicting("creators.kill.brand", finding, note, (table, figures))
        return
    yield inferred("creators.kill.brand", table, finding, "stage by stage: compare with the words")


def _ladder(lower: str, shares: list[tuple[int, int, Fraction]]) -> dict[str, str]:
    """Return the share of each stage that the words behind a share name; "nothing" is a share too."""
    table: dict[str, str] = {}
    nothing = [(match.start(), match.end(), Fraction(0)) for match in _STEP.finditer(lower)]
    for (_, end, share), (following, _, _) in pairwise([*sorted([*shares, *nothing]), (len(lower), 0, Fraction(0))]):
        for stage, words in _STAGES:
            if re.search(words, lower[end:following]) and stage not in table:
                table[stage] = fraction_text(share)
    return table


def propose_advances(findings: Iterable[Finding]) -> Iterator[Proposal]:
    """Yield what is said about the advance: paid back, or kept."""
    for finding in findings:
        match = _ADVANCE.search(finding.lower)
        if match:
            yield inferred("creators.advance", "clawback" if match["back"] else "forgive", finding)
            return
