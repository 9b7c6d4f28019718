"""A sentence that lists its grounds: "if the other party (i) breaches this agreement, or (ii) becomes insolvent".

Its items are cut as those of a list that stands in lines are, so that a right for a breach and one for an event are
each shown by its own words, with the days that these words name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase

from unpromote.reading.units import stripped
from unpromote.reading.values import Document, Finding, cut

_MARK = re.compile(
    r"(?<![\w(])(?<!section )(?<!paragraph )(?<!clause )\(?(?P<label>[a-zA-Z]|[ivx]{1,5}|\d{1,2})\)\s"
    r"(?!(?:\w+ )?(?:days?|weeks?|months?|years?|hours?|times|part(?:y|ies))\b)"
)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_ORDERS = (_NUMERALS, tuple(ascii_lowercase), tuple(ascii_uppercase), tuple(map(str, range(1, 30))))
_FEWEST = 2  # marks of a list
_BEFORE = 8  # characters before a sentence in which the mark of its first item may stand


def listed_in(document: Document, finding: Finding) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what leads a sentence's list in, and its items in order; (), () where it lists none.

    What begins with an item has no lead-in of its own.
    """
    lists = (tuple(_starts(document.text, finding, order)) for order in _ORDERS)
    starts = min((starts for starts in lists if len(starts) >= _FEWEST), default=())  # a list within it starts later
    if not starts:
        return (), ()
    lead = (_part(document, finding, finding.start, starts[0]),) if starts[0] > finding.start else ()
    return lead, tuple(_part(document, finding, *edges) for edges in pairwise((*starts, finding.end)))


def _starts(text: str, finding: Finding, order: tuple[str, ...]) -> Iterator[int]:
    """Yield where the items of one way of numbering start, from its first on without a gap."""
    wanted = iter(order)
    label = next(wanted)
    for mark in _MARK.finditer(text, max(0, finding.start - _BEFORE), finding.end):
        if mark["label"] == label:
            label = next(wanted, "")
            yield max(finding.start, mark.start())


def _part(document: Document, finding: Finding, start: int, end: int) -> Finding:
    first, last = stripped(document.text, start, end)
    clause, worded = finding.clause, finding.worded
    return cut(document, finding.category, first, last, finding.score, clause=clause, worded=worded)
