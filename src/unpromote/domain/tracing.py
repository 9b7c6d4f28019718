"""From a figure back to the agreement: which term a line of a quote rests on, and where on a page its words stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from unpromote.domain.papers import Citation
from unpromote.domain.provenance import Path, steps

Json = Any

_WHOLE = {
    "short_rate": "short_rate",
    "shortfall": "minimum_commitment",
    "cap_adjustment": "aggregate_cap",
    "makegood": "makegood",
    "refund": "refund",
}
_LISTED = {"fee": "fees", "credit": "credits"}
_SHORTEST = 20  # letters of a passage that runs over a page's end; less may be anything


def term_behind(code: str, right: str, terms: Mapping[str, Json]) -> Path:
    """Return where in the terms (JSON form) the rule of a line stands; () for what was delivered, not ruled.

    Args:
        code: the line's, such as "fee:early-exit".
        right: the right by which the quote permits leaving.
        terms: those of the quote.
    """
    kind, _, name = code.partition(":")
    if kind in _LISTED:
        return _item(_LISTED[kind], name, terms)
    if kind == "notice_delivery":
        return _item("rights", right, terms)
    if kind == "creator":
        return ("creators",) if terms.get("creators") else ()
    return (_WHOLE[kind],) if terms.get(_WHOLE.get(kind, "")) else ()


def within(citations: Iterable[Citation], term: Path) -> tuple[Citation, ...]:
    """Return the words that carry the term as a whole or any part of it; none for the term ()."""
    return tuple(one for one in citations if term and steps(one.path)[: len(term)] == term)


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Return [start, end) of the words in a page's text, letters and digits alone compared; None where they are not.

    Words that run over the page's end are found as far as they stand on this page.
    """
    places = [place for place, letter in enumerate(text) if letter.isalnum()]
    plain, sought = _plain(text), _plain(words)
    at = plain.find(sought) if sought else -1
    if at >= 0:
        return places[at], places[at + len(sought) - 1] + 1
    for length in range(min(len(plain), len(sought) - 1), _SHORTEST - 1, -1):
        if plain.endswith(sought[:length]):
            return places[-length], places[-1] + 1
        if plain.startswith(sought[-length:]):
            return places[0], places[length - 1] + 1
    return None


def _plain(text: str) -> str:
    """Return one lower letter for each letter or digit: what line breaks, hyphens and quotation marks do not change."""
    return "".join(letter.lower()[0] for letter in text if letter.isalnum())


def _item(top: str, name: str, terms: Mapping[str, Json]) -> Path:
    return next(((top, nth) for nth, item in enumerate(terms.get(top, ())) if item.get("id") == name), ())
