"""The opening of an agreement: its parties by full and by short name.

The parties stand in a row behind a word that opens it ("between", "among"): the row is walked from name to name. Where
no such row is found, the names before the short names that are defined first are the parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from unpromote.reading.cues import Category
from unpromote.reading.names import Name, name_at, short_name
from unpromote.reading.values import Document, Finding, cut

OPENING = 6000  # characters in which the parties are looked for
_LATEST = 30000  # where a table of contents goes before, a row of parties is looked for up to here
_SURE = 0.7
_MOST = 8  # parties
_ROWS = 12  # places looked at where a row may begin
_APART = 700  # characters between two parties: what is defined further down is no party
_PAIR = 2  # parties that a row has at least

_OPENS = re.compile(
    r"\b(?i:between|among(?:st)?|B E T W E E N)\b(?:\s+(?i:the)\s+(?i:following|parties|two)[^:\n]{0,40})?"
)
_NUMBER = r"(?:\(?(?:\d|[ivx]{1,3}|[a-h])(?:\)\s*|\.\s+))?"  # of a list: "(1)", "b)", "2. "
_LEAD = re.compile(
    r"(?:,?\s*\b(?i:and)\b[\s:,-]{1,40}|;\s*|[)\"\u201d]\s*,?\s+|\n\s*)(?:(?i:and)\b[\s:,-]{0,40})?"
    rf"{_NUMBER}(?:(?i:the)\s+)?"
)
_FIRST = re.compile(rf"[\s:,-]{{0,60}}{_NUMBER}(?i:the\s+)?")
_STOP = re.compile(  # where a row of parties is over
    r"\b(?i:whereas|witnesseth|w i t n e s s|recitals?|background|preamble|therefore|(?<!this )agreement|agrees?|shall"
    r"|in consideration|desires?|wish(?:es)?|between|among|dated|entered|source:)\b"
    r"|[\"\u201c](?i:(?:the )?parties)|\b(?:an?|as|individually)\s+[\"\u201c](?i:party)"
    r"|(?:[)\"\u201d]|\b[a-z]{6,20})\.\s+(?!(?i:and)\b)(?=[A-Z])"
)
_TAIL = re.compile(r"\s*(?:,|\(|(?i:an?|having|with|located|whose|organi[sz]ed|incorporated|of|acting|residing)\s)")
_OPENS_ELSEWHERE = re.compile(
    r"\b(?i:by|with)\b|[\"\u201d]\)|\n\s*\n|[^\S\n]{3}"
)  # "entered into by", a letter's first line
_LABEL = re.compile(r"\b(?P<label>Party\s[A-Z\d])(?:\s?\(\w{1,20}\))?\s?:\s*")
_LISTED = re.compile(r",\s+")
_AND = re.compile(r"\s+(?i:and)\s+")
_NEXT_TO = 12  # characters between names that only "and" joins


@dataclass(frozen=True)
class Party:
    """A party by the short name that the agreement uses ("Newegg") and by the full one ("Newegg Inc.") beside it."""

    short: str
    full: str
    start: int
    end: int

    @property
    def has_short_name(self) -> bool:
        """Whether the agreement calls the party by another name than its full one."""
        return self.short != " ".join(self.full.split())


def find_parties(document: Document) -> tuple[Party, ...]:
    """Return the parties that the opening names, each once, in order; without a short name that is the full one."""
    text = document.text
    rows = [_row(text, opens.end()) for opens in islice(_OPENS.finditer(text, 0, _LATEST), _ROWS)]
    rows.append(_labelled(text))
    elsewhere = [_row(text, opens.end()) for opens in _OPENS_ELSEWHERE.finditer(text, 0, OPENING)]
    surer, less_sure = ([row for row in some if _names_a_company(row)] for some in (rows, elsewhere))
    choice = (
        *(row for row in (*rows, *less_sure) if _defined(row) >= _PAIR),
        *(row for row in surer if len(row) >= _PAIR),
        *(row for row in (*surer, *less_sure) if _defined(row)),
        *(row for row in elsewhere if _defined(row) >= _PAIR),
    )
    return next(iter(choice), ())


def _defined(row: tuple[Party, ...]) -> int:
    return sum(party.has_short_name for party in row)


def _names_a_company(row: tuple[Party, ...]) -> bool:
    return any((name := name_at(party.full, 0)) and name.is_company for party in row)


def _labelled(text: str) -> tuple[Party, ...]:
    """Return the parties that stand behind labels of their own ("Party A: Acme Inc.")."""
    found: dict[str, Party] = {}
    for label in _LABEL.finditer(text, 0, OPENING):
        if name := name_at(text, label.end()):
            found.setdefault(label["label"], _party_of(text, label["label"], name))
    return tuple(found.values())


def _party_of(text: str, short: str, name: Name) -> Party:
    return Party(short, text[name.start : name.end], name.start, name.end)


def _row(text: str, start: int) -> tuple[Party, ...]:
    """Return the parties in the row that begins at a place; none where no name stands there."""
    first = _FIRST.match(text, start)
    name = name_at(text, first.end()) if first else None
    names: list[Name] = []
    while name and len(names) < _MOST:
        names.append(name)
        name = _next_name(text, name)
    names = _joined(text, names)
    ends = [*(after.start for after in names[1:]), _end_of_row(text, names[-1])] if names else []
    return _each_once(_party(text, name, end) for name, end in zip(names, ends, strict=True))


def _joined(text: str, names: list[Name]) -> list[Name]:
    """Return a row's names, with the first two as one where "and" is within a name ("Film and Music Company")."""
    if len(names) <= _PAIR or names[0].is_company or not _AND.fullmatch(text, names[0].end, names[1].start):
        return names
    return [replace(names[1], start=names[0].start), *names[2:]]


def _end_of_row(text: str, last: Name) -> int:
    limit = min(last.end + _APART, len(text))
    stop = _STOP.search(text, last.end, limit)
    return stop.start() + 1 if stop else limit


def _next_name(text: str, last: Name) -> Name | None:
    end = _end_of_row(text, last)
    listed = _LISTED.match(text, last.end, end)
    name = name_at(text, listed.end()) if listed else None
    if name and name.is_company:
        return name
    for lead in _LEAD.finditer(text, last.end, end):
        name = name_at(text, lead.end())
        if name and (further := _goes_on(text, name)):
            return replace(further, start=name.start)
        if name and _follows(text, last, name):
            return name
    return None


def _goes_on(text: str, name: Name) -> Name | None:
    """Return the company's name that goes on behind an "and" within it ("Life Insurance and Annuity Company")."""
    within = _AND.match(text, name.end)
    further = name_at(text, within.end()) if within and not name.is_company else None
    return further if further and further.is_company else None


def _follows(text: str, last: Name, name: Name) -> bool:
    """Tell whether a name is the row's next party: a company, or whoever stands close by or has a short name."""
    if name.is_company or (name.start - last.end <= _NEXT_TO and _AND.search(text, last.end, name.start)):
        return True
    if short_name(text, last.end, name.start) is None:
        return False  # a town in the address of the party before, which has no short name yet
    return bool(_TAIL.match(text, name.end)) and short_name(text, name.end, _end_of_row(text, name)) is not None


def _party(text: str, name: Name, end: int) -> Party:
    short = short_name(text, name.end, end)
    return _party_of(text, short["name"].strip(" ,.") if short else " ".join(text[name.start : name.end].split()), name)


def _each_once(parties: Iterator[Party]) -> tuple[Party, ...]:
    """Return the parties, each once: rather where it is given its short name than where it is not."""
    found: dict[str, Party] = {}
    for party in parties:
        same = found.get(party.full.lower())
        if same is None or (party.has_short_name and not same.has_short_name):
            found[party.full.lower()] = party
    return tuple({party.short.lower(): party for party in reversed(found.values())}.values())[::-1]


def find_names(document: Document, parties: Iterable[Party]) -> Iterator[Finding]:
    """Yield the parties' names, full and short, where the opening defines them."""
    for party in parties:
        yield cut(document, Category.PARTIES, party.start, party.end, _SURE)
        place = document.text.find(party.short, party.end, party.end + OPENING)
        if party.has_short_name and place >= 0:
            yield cut(document, Category.PARTIES, place, place + len(party.short), _SURE)
