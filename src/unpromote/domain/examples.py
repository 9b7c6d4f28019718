"""What people made of a reading, as labelled words: examples from which a reader can be trained.

A label is a stretch of the document's text, the category of the clause that was found there, and under `facts` the
field, what was proposed, what the person made of it and what counts. Who it was, whose case and which client are not in
it. What rests on no words of the document is no example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unpromote.domain.aggregate import Case
from unpromote.domain.citing import followed
from unpromote.domain.papers import Document, Reading
from unpromote.domain.provenance import found_at, steps
from unpromote.domain.review import Decided, PointDecision
from unpromote.domain.tracing import find_words

Json = Any


@dataclass(frozen=True)
class Label:
    """A stretch [start, end) of the document's text, its very words, their category, and what was made of them."""

    category: str
    start: int
    end: int
    quote: str
    facts: Mapping[str, Any]


def labels_of(case: Case, document: Document, text: str) -> tuple[Label, ...]:
    """Return the labels of one document in the order of its text; none before anybody decided anything."""
    reading = next((one for one in case.readings if one.document_id == document.id), None)
    if reading is None:
        return ()
    made = [(facts, quote) for facts, name, quote in _decided(case) if name == document.name]
    known = {facts["path"] for facts, _ in made}
    made += [(facts, quote) for facts, quote in _confirmed(case, reading) if facts["path"] not in known]
    found = (_label(facts, quote, reading, text) for facts, quote in made)
    return tuple(sorted(filter(None, found), key=lambda one: (one.start, one.end, one.facts["path"])))


def _decided(case: Case) -> Iterator[tuple[dict[str, Json], str, str]]:
    """Yield what was decided point by point, with the document and the words: the person's, else the reader's."""
    for one in case.decisions:
        basis = one.words or one.source
        if basis is not None and one.decided is not Decided.LEFT_OPEN:
            yield _facts(one), basis.document, basis.quote


def _facts(one: PointDecision) -> dict[str, Json]:
    return {
        "path": one.path,
        "proposed": one.proposed,
        "made": one.decided.value,
        "value": one.value,
        "marked_by": "person" if one.words else "reader",
        "reader": one.reader,
    }


def _confirmed(case: Case, reading: Reading) -> Iterator[tuple[dict[str, Json], str]]:
    """Yield what became of each proposal in terms that were confirmed as a whole."""
    if case.terms is None:
        return
    for proposal, path, rests in followed(case.terms, reading.proposals):
        if not proposal["source"] or (proposal["value"] is None and not rests):
            continue
        value = found_at(case.terms, steps(path)) if path else None
        stands = path and _stands(case.terms, path)
        made = Decided.ACCEPTED if rests else Decided.CORRECTED if stands else Decided.REJECTED
        yield (
            {
                "path": proposal["path"],
                "proposed": proposal["value"],
                "made": made.value,
                "value": value if stands else None,
                "marked_by": "reader",
                "reader": reading.reader,
            },
            proposal["source"]["quote"],
        )


def _stands(terms: Mapping[str, Json], path: str) -> bool:
    *outer, last = steps(path)
    holder = found_at(terms, outer)
    return last in holder if isinstance(holder, Mapping) else isinstance(holder, list)


def _label(facts: dict[str, Json], quote: str, reading: Reading, text: str) -> Label | None:
    """Return the label where the words stand in the text; the category is that of the clause found there."""
    start = text.find(quote)
    span = (start, start + len(quote)) if start >= 0 else find_words(text, quote)
    if span is None:
        return None
    categories = (one["category"] for one in reading.findings if one["start"] <= span[0] and span[1] <= one["end"])
    return Label(next(categories, str(steps(facts["path"])[0])), *span, text[slice(*span)], facts)
