"""Clauses that name different fees for the same end: neither counts before a person has said which one.

Two clauses are about one fee where both call it the same, one party pays it, and none names a time, a condition or a
ground of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from unpromote.reading.proposing import Proposal, conflicting
from unpromote.reading.subjects import who_acts
from unpromote.reading.values import Finding

Fee = tuple[Proposal, ...]

_NAME = re.compile(r"\b(?P<name>terminat|cancel|exit|break)\w*-?\s?(?:up )?(?:fee|charge|payment)s?\b")
_OWN = re.compile(  # what makes a fee one of its own
    r"\b(?:before|after|prior to|within|during|until|following|unless|except|first|second|third|initial|renewal"
    r"|years?|days?"
    r"|breach\w*|default\w*|cause|change (?:of|in)|partial(?:ly)?|each|per|such|additional(?:ly)?|also|further)\b"
)


def without_rivals(fees: Sequence[Fee]) -> tuple[Fee, ...]:
    """Return the fees, with those that contradict one another made one open question."""
    kept: list[Fee] = []
    for fee in fees:
        place = next((place for place, known in enumerate(kept) if _is_rival(known, fee)), None)
        if place is None:
            kept.append(fee)
        elif _calc(kept[place]) != _calc(fee):
            kept[place] = _opened(kept[place], fee)
    return tuple(kept)


def _is_rival(one: Fee, other: Fee) -> bool:
    findings = [calc.finding for calc in (_calc_of(one), _calc_of(other)) if calc and calc.finding]
    if len(findings) != 2 or findings[0] == findings[1]:  # noqa: PLR2004 - both of them
        return False
    if any(_OWN.search(finding.lower) for finding in findings):
        return False
    names = [_NAME.search(finding.lower) for finding in findings]
    payers = {who_acts(finding.words) for finding in findings} - {""}
    return None not in names and len({match["name"] for match in names if match}) == 1 and len(payers) <= 1


def _calc_of(fee: Fee) -> Proposal | None:
    return next((one for one in fee if one.path.endswith(".calc") and (one.value is not None or one.can_be_read)), None)


def _calc(fee: Fee) -> tuple[object, ...]:
    """Return every way to read the calculation of a fee."""
    calc = _calc_of(fee)
    return () if calc is None else calc.alternatives or (calc.value,)


def _opened(one: Fee, other: Fee) -> Fee:
    calc, rival = _calc_of(one), _calc_of(other)
    if calc is None or rival is None or calc.finding is None or rival.finding is None:
        return one
    ways = (*_calc(one), *(way for way in _calc(other) if way not in _calc(one)))
    asked = f"{_place(calc.finding)} and {_place(rival.finding)} name different fees: which one counts?"
    asked_of = conflicting(calc.path, calc.finding, asked, ways, (*calc.others, rival.finding))
    return tuple(asked_of if proposal is calc else proposal for proposal in one)


def _place(finding: Finding) -> str:
    return f"clause {finding.clause}" if finding.clause else f"page {finding.page}"
