"""A page of the agreement with the words marked that the terms of the case rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from unpromote.domain.case import Case
from unpromote.domain.papers import Document
from unpromote.domain.provenance import Path, steps
from unpromote.domain.tracing import find_words
from unpromote.services.agreement import citations_of
from unpromote.services.papers import Box, PageView
from unpromote.services.proposed_terms import proposed_terms
from unpromote.web import words
from unpromote.web.show.agreement import term_name
from unpromote.web.show.clauses import said_at


@dataclass(frozen=True)
class Marked:
    """Words marked on a page, with the terms read from them; `asked` are those that the person came for."""

    number: int
    quote: str
    terms: list[str]
    status: str
    asked: bool
    boxes: tuple[Box, ...] = ()
    found: bool = False


@dataclass(frozen=True)
class Stretch:
    """A stretch of the page's text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True)
class PageShown:
    """The page as it is shown; without a size it has no picture."""

    document: str
    number: int
    of: int
    width: int
    height: int
    marks: list[Marked]
    text: list[Stretch]
    before: int | None
    after: int | None


def marks(case: Case, document: Document, number: int, asked: Path, clause: str = "") -> list[Marked]:
    """Return the words that terms rest on, confirmed ones or else proposed ones, which stand on that page.

    With them stands the clause that the person came for, by its offset in the document's text.
    """
    terms = proposed_terms(case) if case.terms is None else case.terms
    here = [one for one in citations_of(case, terms) if one.document == document.name and one.page in (number, None)]
    found: dict[str, Marked] = {}
    for one in here:
        path, quote = steps(one.path), " ".join(one.quote.split())
        known = found.get(quote) or Marked(len(found) + 1, quote, [], _status(one.status), asked=False)
        came_for = known.asked or (bool(asked) and path[: len(asked)] == asked)
        found[quote] = replace(known, terms=[*known.terms, term_name(path, terms)], asked=came_for)
    for heading, quote in said_at(case, document, number, clause):
        known = found.get(quote) or Marked(len(found) + 1, quote, [], "", asked=True)
        found[quote] = replace(known, terms=[*known.terms, heading], asked=True)
    return list(found.values())


def _status(written: str) -> str:
    """Return how a value was come by, in words; nothing where the agreement simply states it."""
    return "" if written == "stated" else words.spaced(written)


def page(document: Document, view: PageView, marked: Sequence[Marked]) -> PageShown:
    """Return the page with the marks where they stand on its picture and in its text."""
    spans = [find_words(view.text, one.quote) for one in marked]
    boxes = view.places or ((),) * len(marked)
    known = [
        replace(one, boxes=places, found=bool(places) or span is not None)
        for one, places, span in zip(marked, boxes, spans, strict=True)
    ]
    return PageShown(
        document=document.name,
        number=view.number,
        of=view.of,
        width=view.width,
        height=view.height,
        marks=known,
        text=list(_stretches(view.text, [span for span in spans if span])),
        before=view.number - 1 or None,
        after=view.number + 1 if view.number < view.of else None,
    )


def _stretches(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """Yield the text cut at the marks; marks that overlap are one."""
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        if at < start:
            yield Stretch(text[at:start], marked=False)
        yield Stretch(text[max(at, start) : end], marked=True)
        at = end
    if at < len(text):
        yield Stretch(text[at:], marked=False)
