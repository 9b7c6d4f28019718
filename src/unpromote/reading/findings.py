"""Units to findings: every stretch that may speak about leaving, with its category, its exact words and its score.

The score is the learned one; it is 0.5 where most agreements are judged rightly. A stretch in which a known wording of
a category speaks is a finding whatever its score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from unpromote.reading.cues import Category
from unpromote.reading.dated import find_dates
from unpromote.reading.features import cues_among, features_of, features_of_dates
from unpromote.reading.preamble import find_names
from unpromote.reading.scorer import shipped
from unpromote.reading.units import Unit
from unpromote.reading.values import Document, Finding, in_order

LEAST = 0.02  # a lower score is no finding
_SHORTEST = 20  # letters: less is a heading


def find_clauses(document: Document, units: Iterable[Unit]) -> tuple[Finding, ...]:
    """Return the findings in the order of the text; a unit may be found in several categories."""
    found = [*find_names(document), *find_days(document), *_clauses(document, tuple(units))]
    return in_order(found)


def find_days(document: Document) -> Iterator[Finding]:
    """Yield each day that may be the agreement's own or that of its effect; a day may be both."""
    spans = tuple(find_dates(document.text))
    scorer = shipped("dates")
    for (start, end), scores in zip(spans, scorer.scores(tuple(features_of_dates(document.text, spans))), strict=True):
        for name, score in zip(scorer.categories, scores, strict=True):
            if score >= LEAST:
                yield _finding(document, Category(name), (start, end), "", float(score))


def _clauses(document: Document, units: tuple[Unit, ...]) -> Iterator[Finding]:
    seen = tuple(features_of(document.text, units))
    scorer = shipped("clauses")
    for unit, features, scores in zip(units, seen, scorer.scores(seen), strict=True):
        if len(unit.words) >= _SHORTEST:
            cued = cues_among(features)
            for name, score in zip(scorer.categories, scores, strict=True):
                category = Category(name)
                if score >= LEAST or category in cued:
                    found = _finding(document, category, (unit.start, unit.end), unit.clause, float(score))
                    yield replace(found, worded=category in cued)


def _finding(document: Document, category: Category, span: tuple[int, int], clause: str, score: float) -> Finding:
    start, end = span
    sure = round(score * document.sureness_at(start), 3)
    return Finding(category, start, end, document.page_at(start), clause, document.text[start:end], sure)
