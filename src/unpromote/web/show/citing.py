"""The words behind a term, as a page shows them: those cited for its very place, or for what holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unpromote.domain.case import Case
from unpromote.domain.papers import Citation
from unpromote.domain.provenance import Path, steps


@dataclass(frozen=True)
class Cited:
    """Words of the agreement, where they stand, and how sure the value in them is: stated, inferred, default ..."""

    place: str
    quote: str
    status: str
    confidence: str = ""
    document: str = ""
    page: int | None = None


@dataclass(frozen=True)
class PageRef:
    """Which page of which document of a case, both counted from 1; what has no pages is one page."""

    document: int
    page: int


def behind(citations: Iterable[Citation], path: Path) -> list[Cited]:
    """Return the words that stand behind the value at this path of the terms."""
    return [cited(one) for one in citations if path[: len(steps(one.path))] == steps(one.path)]


def cited(one: Citation) -> Cited:
    """Return the citation as a page shows it."""
    return Cited(
        place_of(one.document, one.page),
        " ".join(one.quote.split()),
        one.status,
        one.confidence,
        one.document,
        one.page,
    )


def place_of(document: str, page: int | None) -> str:
    """Return where words stand, as people say it."""
    return f"{document}, page {page}" if page else document


def page_of(one: Cited, case: Case) -> PageRef | None:
    """Return the page on which the words stand, or None where they are of no document of the case (a preset, say)."""
    for nth, document in enumerate(case.documents, start=1):
        if document.name == one.document:
            return PageRef(nth, one.page or 1)
    return None
