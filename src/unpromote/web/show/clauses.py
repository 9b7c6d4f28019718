"""What the documents say about leaving, kind by kind: the exact words, where they stand, and how sure the reader is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.papers import Document
from unpromote.reading.brief import in_short
from unpromote.reading.headings import HEADINGS, grouped
from unpromote.web.show.citing import PageRef, place_of


@dataclass(frozen=True)
class ClauseShown:
    """A clause: its words, its number in the agreement, and the page that shows it; `start` tells it from others."""

    quote: str
    clause: str
    place: str
    confidence: str
    start: int
    at: PageRef


@dataclass(frozen=True)
class KindShown:
    """All clauses of one kind, or all duties of one party; `is_open`: shown at once."""

    heading: str
    clauses: list[ClauseShown]
    is_open: bool


def kinds(case: Case) -> list[KindShown]:
    """Return what was found in all documents, kind by kind, and at the end what each party has to do and may do."""
    return [
        KindShown(group.heading, [_clause(*one) for one in group.findings], group.is_at_hand)
        for group in grouped(_findings(case), lambda one: one[2])
    ]


@dataclass(frozen=True)
class FactShown:
    """A fact in short, its words, and the page that shows it; `start` tells its first words from others."""

    heading: str
    said: str
    words: tuple[str, ...]
    place: str
    start: int
    at: PageRef


def facts(case: Case) -> list[FactShown]:
    """Return what all documents say about leaving in short, those of each document by itself."""
    read = {reading.document_id: reading.facts for reading in case.readings}
    return [
        FactShown(
            heading=one.heading,
            said=one.said,
            words=one.words,
            place=place_of(document.name, one.page),
            start=one.start,
            at=PageRef(nth, one.page or 1),
        )
        for nth, document in enumerate(case.documents, start=1)
        for one in in_short(read.get(document.id, ()))
    ]


def said_at(case: Case, document: Document, number: int, start: str) -> Iterator[tuple[str, str]]:
    """Yield heading and words of what was found on a page at an offset of a document's text, written as a number."""
    for _, known, finding in _findings(case):
        if known == document and str(finding["start"]) == start and finding["page"] in (number, None):
            yield HEADINGS[finding["category"]], " ".join(finding["quote"].split())


def _findings(case: Case) -> Iterator[tuple[int, Document, Mapping[str, Any]]]:
    read = {reading.document_id: reading.findings for reading in case.readings}
    for nth, document in enumerate(case.documents, start=1):
        yield from ((nth, document, finding) for finding in read.get(document.id, ()))


def _clause(nth: int, document: Document, finding: Mapping[str, Any]) -> ClauseShown:
    page = finding["page"]
    return ClauseShown(
        quote=" ".join(finding["quote"].split()),
        clause=finding["clause"],
        place=place_of(document.name, page),
        confidence=finding["score"],
        start=finding["start"],
        at=PageRef(nth, page or 1),
    )
