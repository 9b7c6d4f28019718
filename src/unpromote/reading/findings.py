"""Units to findings: every stretch that speaks about leaving, with its category and its exact words."""

from __future__ import annotations

from collections.abc import Iterable

from unpromote.reading.cues import CUES, Category
from unpromote.reading.preamble import find_opening
from unpromote.reading.units import Unit
from unpromote.reading.values import Document, Finding

_SHORTEST = 20  # letters: less is a heading


def find_clauses(document: Document, units: Iterable[Unit]) -> tuple[Finding, ...]:
    """Return the findings in the order of the text; a unit may be found in several categories."""
    found = list(find_opening(document))
    for unit in units:
        for category, score in _categories(unit).items():
            quote = document.text[unit.start : unit.end]
            page = document.page_at(unit.start)
            sure = round(score * document.sureness_at(unit.start), 2)
            found.append(Finding(category, unit.start, unit.end, page, unit.clause, quote, sure))
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, -finding.score)))


def _categories(unit: Unit) -> dict[Category, float]:
    best: dict[Category, float] = {}
    lower = unit.lower
    if len(lower) < _SHORTEST:
        return best
    for cue in CUES:
        if cue.score > best.get(cue.category, 0) and cue.speaks_in(lower):
            best[cue.category] = cue.score
    return best
