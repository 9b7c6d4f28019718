"""Findings that follow from others: the items of a right's list, and the sentences of one clause.

"Either party may terminate if: (a) …" is a right, so each item is a ground for it, whatever its words are; after
"neither party is liable for acts of God" the sentence about "such event" is still about force majeure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from unpromote.reading.cues import Category
from unpromote.reading.features import is_heading
from unpromote.reading.leads import Leads, is_lead_in
from unpromote.reading.units import Unit
from unpromote.reading.values import Document, Finding, cut, in_order

_FAINTER = 0.9  # of the score of what it follows from
GIVES_A_RIGHT = re.compile(
    r"\b(?:may|can|shall|will)\b(?! not)(?: \w+){0,6} (?:terminat|cancel|rescind|withdraw)|\b(?:right|entitled"
    r"|option)\b[^.;]{0,60}\bto (?:terminat|cancel)"
)
_UNFOUND = 0.6  # the score of a lead-in that gives a right and was not found for itself
_ON_THAT = re.compile(
    r"\b(?:such|that|this|the)\b[\w ,-]{0,30}\b(?:events?|causes?|conditions?|circumstances?|delays?|non-?performance|"
    r"force|failure|period|interruption|prevent\w*|party|suspension|excuse\w*)\b"
)
_GOES_ON = re.compile(r"(?:[;,]|\b(?:and|or))$")  # of an item that is not the last
_SHORTEST = 12  # letters of an item that says something


def with_followers(
    document: Document, units: Iterable[Unit], findings: tuple[Finding, ...], leads: Leads
) -> tuple[Finding, ...]:
    """Return the findings and what follows from them, in the order of the text."""
    listed = tuple(units)
    known = {(finding.start, finding.category) for finding in findings}
    scores = {(finding.start, finding.category): finding.score for finding in findings}
    added = {
        (unit.start, category): _finding(document, unit, category, score)
        for unit, category, score in (*_items(listed, scores, leads), *_clauses(listed, scores))
        if (unit.start, category) not in known
    }
    return in_order((*findings, *added.values()))


def _items(
    units: tuple[Unit, ...], scores: dict[tuple[int, Category], float], leads: Leads
) -> Iterator[tuple[Unit, Category, float]]:
    for unit in units:
        lead = leads.get(unit.start)
        if lead is None or not is_lead_in(lead) or not GIVES_A_RIGHT.search(lead.lower):
            continue
        if len(unit.words) < _SHORTEST or (is_heading(unit.words) and not _GOES_ON.search(unit.words)):
            continue
        if (unit.start, Category.CONVENIENCE) not in scores:
            yield unit, Category.CAUSE, scores.get((lead.start, Category.CAUSE), _UNFOUND) * _FAINTER
            yield lead, Category.CAUSE, _UNFOUND


def _clauses(
    units: tuple[Unit, ...], scores: dict[tuple[int, Category], float]
) -> Iterator[tuple[Unit, Category, float]]:
    majeure = Category.FORCE_MAJEURE
    followed: dict[int, float] = {}
    for before, unit in pairwise(units):
        score = scores.get((before.start, majeure), followed.get(before.start))
        if score is None or not unit.clause or unit.clause != before.clause or not _ON_THAT.search(unit.lower):
            continue
        followed[unit.start] = score * _FAINTER
        yield unit, majeure, followed[unit.start]


def _finding(document: Document, unit: Unit, category: Category, score: float) -> Finding:
    return cut(document, category, unit.start, unit.end, round(score, 3), clause=unit.clause, worded=True)
