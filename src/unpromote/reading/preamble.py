"""The opening of an agreement: its parties by full and by short name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unpromote.reading.cues import Category
from unpromote.reading.places import places
from unpromote.reading.values import Document, Finding

OPENING = 6000  # characters in which the parties are looked for
_SURE = 0.7

_SHORT_NAME = re.compile(r"\(\s*(?:[\w,]+\s+){0,8}[\"\u201c](?P<name>[^\"\u201d\n]{2,50})[\"\u201d][^)]{0,80}\)")
_LEAD = re.compile(r"\b(?:between|among|and|by|of)\b[:\s]+(?=[A-Z])|(?<=[;:])\s+(?=[A-Z])|\(\d\)\s+")
_TRAIL = re.compile(
    r",?\s+(?:an?|with|whose|having|the|located|organized|incorporated|company|acting)\s", re.IGNORECASE
)
_NO_PARTY = re.compile(
    r"agreement|effective date|part(?:y|ies)|\bterm\b|date$|territory|products?$|event|exhibit", re.IGNORECASE
)
_APART = 700  # characters between two parties: what is defined further down is no party
_NO_NAME = re.compile(r"\b(?:whereas|shall|agrees?|means|referred|desires?|witnesseth|conditions)\b", re.IGNORECASE)
_BEFORE_NAME = 260  # characters in which the full name stands before the short one
_NAME_LENGTHS = range(3, 91)
_COMPANY = re.compile(
    r"[A-Z][\w&.,'\u2019 -]{1,60}?,?\s+(?:Inc|LLC|L\.L\.C|Ltd|Corp|Corporation|Company|Limited|L\.P|GmbH|S\.A|plc)\b\.?"
)


@dataclass(frozen=True)
class Party:
    """A party by the short name that the agreement uses ("Newegg") and by the full one ("Newegg Inc.") beside it."""

    short: str
    full: str
    start: int
    end: int


def find_parties(document: Document) -> tuple[Party, ...]:
    """Return the parties that the opening defines, each once, in order."""
    text, edge = document.text[:OPENING], 0
    seen: set[str] = set()
    parties: list[Party] = []
    for match in _SHORT_NAME.finditer(text):
        short = match["name"].strip(" ,.")
        if short.lower() in seen or _NO_PARTY.search(short) or not short[0].isalpha():
            continue
        full = _full_name(text, max(edge, match.start() - _BEFORE_NAME), match.start())
        edge = match.end()
        if full is None or (parties and full[0] - parties[-1].end > _APART):
            continue
        seen.add(short.lower())
        parties.append(Party(short, text[full[0] : full[1]], *full))
    return tuple(parties[:6])


def _full_name(text: str, start: int, before: int) -> tuple[int, int] | None:
    stretch = text[start:before]
    for lead in reversed(list(_LEAD.finditer(stretch))):
        name = stretch[lead.end() :]
        company = _COMPANY.match(name)
        trail = _TRAIL.search(name)
        length = company.end() if company else trail.start() if trail else len(name.rstrip())
        if length in _NAME_LENGTHS and _is_name(name[:length]):
            return start + lead.end(), start + lead.end() + len(name[:length].rstrip(" ,"))
    return None


def _is_name(words: str) -> bool:
    """Tell whether words name somebody: not where a party was founded ("a corporation of Colorado"), nor a sentence."""
    if not words.strip() or _NO_NAME.search(words):
        return False
    place = next(places(words), None)
    return place is None or bool(words[: place.start].strip() or _COMPANY.match(words))


def find_names(document: Document) -> Iterator[Finding]:
    """Yield the parties' names, full and short, where the opening defines them."""
    for party in find_parties(document):
        yield _finding(document, party.start, party.end)
        place = document.text.find(party.short, party.end, OPENING + 400)
        if place >= 0:
            yield _finding(document, place, place + len(party.short))


def _finding(document: Document, start: int, end: int) -> Finding:
    return Finding(Category.PARTIES, start, end, document.page_at(start), "", document.text[start:end], _SURE)
