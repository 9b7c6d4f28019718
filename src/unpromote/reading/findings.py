"""Units to findings: every stretch that may speak about leaving, with its category, its exact words and its score.

The score is the learned one, of the likeliest units from a closer look; it is 0.5 where most agreements are judged
rightly. A stretch in which a known wording of a category speaks is a finding whatever its score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from unpromote.reading import encoder, scorer
from unpromote.reading.cues import Category
from unpromote.reading.dated import find_dates
from unpromote.reading.features import Features, Floats, cues_among, features_of, features_of_dates
from unpromote.reading.outright import is_outright
from unpromote.reading.preamble import Party, find_names
from unpromote.reading.scorer import chances
from unpromote.reading.units import Unit
from unpromote.reading.values import Document, Finding, cut, in_order

LEAST = 0.02  # a lower score is no finding
_SHORTEST = 20  # letters: less is a heading


def find_clauses(document: Document, units: Iterable[Unit], parties: Iterable[Party]) -> tuple[Finding, ...]:
    """Return the findings in the order of the text; a unit may be found in several categories."""
    found = [*find_names(document, parties), *find_days(document), *_clauses(document, tuple(units))]
    return in_order(found)


def find_days(document: Document) -> Iterator[Finding]:
    """Yield each day that may be the agreement's own or that of its effect; a day may be both."""
    spans = tuple(find_dates(document.text))
    judge = scorer.shipped("dates")
    for (start, end), scores in zip(spans, judge.scores(tuple(features_of_dates(document.text, spans))), strict=True):
        for name, score in zip(judge.categories, scores, strict=True):
            if score >= LEAST:
                yield _found(document, Category(name), (start, end), float(score))


def _clauses(document: Document, units: tuple[Unit, ...]) -> Iterator[Finding]:
    seen = tuple(features_of(document.text, units))
    categories = tuple(map(Category, scorer.shipped("clauses").categories))
    for unit, features, scores in zip(units, seen, _scores(document.text, units, seen), strict=True):
        if len(unit.words) >= _SHORTEST:
            cued = cues_among(features)
            for category, score in zip(categories, scores, strict=True):
                if score >= LEAST or category in cued:
                    worded = category in cued or is_outright(category, score, unit.lower)
                    told = {"clause": unit.clause, "worded": worded}
                    yield _found(document, category, (unit.start, unit.end), float(score), **told)


def _scores(text: str, units: Sequence[Unit], seen: Sequence[Features]) -> Floats:
    """Return the scores of units by category of the scorer, after a closer look at the likeliest."""
    judge, model = scorer.shipped("clauses"), encoder.shipped()
    odds = judge.odds(judge.sums(seen))
    told = [judge.categories.index(name) for name in model.categories]
    rows = encoder.likeliest(chances(odds[:, told]))
    pairs = tuple(encoder.in_context(text, units))
    sums = model.sums([pairs[row] for row in rows])
    odds[:, told] = encoder.after_a_look(odds[:, told], rows, sums, model.threshold)
    return chances(odds)


def _found(document: Document, category: Category, span: tuple[int, int], score: float, **told: Any) -> Finding:
    return cut(document, category, *span, round(score * document.sureness_at(span[0]), 3), **told)
