"""How long an agreement runs: until a day, for a length from a start, or without an end; the arithmetic is shown.

A length that starts with an event ("the Launch Date") gives no day: nothing here says when the event was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from unpromote.domain.dates import add_months
from unpromote.reading.dates import Day, days
from unpromote.reading.quantities import Length, lengths
from unpromote.reading.units import plain

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    "twentieth",
)
_TENS_OF = {"twenty-fifth": 25, "thirtieth": 30, "fiftieth": 50}
_NTH = {word: n for n, word in enumerate(_ORDINALS, start=1)} | _TENS_OF
_ANNIVERSARY = re.compile(
    rf"\b(?P<word>{'|'.join(_NTH)})?[ ]*\(?(?P<figure>\d{{1,2}})?[ ]*(?:s ?t|n ?d|r ?d|t ?h)?\)?[ -]*(?:full )?"
    r"(?:year )?(?:anniversary|(?:contract|license) year)"
)
_NUMBERED_YEAR = re.compile(r"\bend of (?:contract )?year (?P<figure>\d{1,2})\b")
_TO = re.compile(  # the last word of the kind before a day
    r".*\b(?:until|till|thru|through|to|ends?|ending|expir\w*|terminat\w*|conclud\w*|means|(?:later|earlier) of"
    r"|later than|beyond)\b(?P<between>[^.;]{0,60})$"
)
_START = re.compile(r"\b(?:commenc\w*|begin\w*|effective (?:as of|on)|from|start\w*|dated|prior to|before)\b")
_NO_TERM_AFTER = re.compile(
    r"^['s\u2019]{0,2}[ ,]*(?:(?:prior|advanced?|written|previous|calendar)[ ,]*)*"
    r"(?:notice|notif\w+|prior|before|in advance)\b"
)
_NO_TERM_BEFORE = re.compile(
    r"\b(?:renew\w*|extend(?:ed|able)\w*|(?<!shall )(?<!will )extend|extension|additional|successive"
    r"|consecutive|subsequent|further|within|notice of|not less than|cure\w*"
    r"|every|each|such|at any time|following the|after)\b[^,.;]{0,40}$|\bupon (?:an? )?$"
)
_FIRST_TERM = re.compile(r"\b(?:initial|original|primary) (?:term|period)\b[^,.;]{0,20}$")
_TERM_BEFORE = re.compile(
    r"\b(?:for|of|until|till|be|is|ends?|ending|expires?|terminates?|term|period|duration|valid|through|than|effect|a|an|end)\b"
    r"[^;]{0,25}$|^\W*$|: ?$"
)
_ANCHOR = re.compile(
    r"^(?:\W|\w+ period|periods?|terms?|thereafter|therefrom)*"
    r"(?:and )?(?:immediately )?(?:after|following|from|of|commencing|beginning|starting|subsequent to|hereof)\b"
    r"(?: (?:on|upon|and after|with)\b)?(?P<of>[^.;(]{0,90})",
)
_KNOWN_START = re.compile(
    r"effective ?date|date (?:of|hereof|first|written|set|above|this|on which (?:it|this))|hereof|herewith|execution"
    r"|sign|commencement date|this agreement|agreement date|above|such date|effectiveness|thereof|date and year"
    r"|^\W*the date\W*$|contract date|closing date"
)
_SIGNED = re.compile(
    r"\bdate (?:hereof|first|above|of (?:this|its|the|execution|signature))|execution|\bsign|\babove\b"
)
_NEXT_CLAUSE = re.compile(r" but | and ")
_CLAUSE_END = re.compile(r",| and ")
_BEGINS = re.compile(
    r"\b(?:commenc\w*|begin\w*|start\w*|effective|effect)\b(?: \w+){0,2}? (?:on|upon|as of|from|with)\b"
    r"(?P<of>[^.;(]{0,60})"
)
_ENDLESS = re.compile(
    r"\bindefinite\w*\b|\bperpetu\w*|\bunlimited (?:period|time|term|duration)|\bno (?:fixed|expiration|set)\b"
    r"|\buntil (?:it is |and unless |such time as it is |sooner |earlier )*(?:either party\b|terminat\w*|cancel\w*)"
    r"|\bunless and until\b|\bend when terminated\b|\bmay be terminated by either\b|\bnot be terminable\b"
)
_END_OF_YEAR = re.compile(
    r"\b(?:until|through|to) the end of (?:the|that|such) (?:current |then[- ]current |same )?calendar year\b"
)
_GOES_ON = re.compile(r"\b(?:continu\w*|remain\w*|in (?:full )?(?:force|effect)|become effective|govern)\b")
_UNLESS_ENDED = re.compile(r"\bunless\b[^.;]{0,40}\b(?:terminat\w*|cancel\w*)[^,.;]*")
_OTHER_END = re.compile(r"\b(?:until|till|through|ends?|expires?|for the (?:term|duration)|terminates?|upon)\b|\d")
_EVENT_ENDS = re.compile(
    r"\buntil\b[^.;]{0,40}\b(?:expiration|expiry|completion|termination of|duration of|termination or expiration)\b"
    r"|\bto\b[^.;]{0,20}\b(?:19|20)\d\d\b"
)
_OR = re.compile(r"\b(?:later|latest|earlier|earliest|longer|shorter) (?:of|to occur)\b|\bwhichever\b")
_ALONE = 45  # characters: a day with little around it is the answer itself
_AROUND = 90
_MOST_YEARS = 99  # longer is a misreading: nothing is reckoned from it


@dataclass(frozen=True)
class Starts:
    """The days from which a term may run, where they are known."""

    effective_on: date | None = None
    agreed_on: date | None = None

    def first(self, *, signed: bool = False) -> tuple[date | None, str]:
        """Return the day of effect and what it is called, or that of signing where the words speak of it, as known."""
        effective, agreed = (self.effective_on, "effective date"), (self.agreed_on, "agreement date")
        wanted, other = (agreed, effective) if signed else (effective, agreed)
        return other if wanted[0] is None and other[0] is not None else wanted


@dataclass(frozen=True)
class Term:
    """How long an agreement runs. `on`: the day it ends, where that is said or can be reckoned; `formula` says how.

    `length` is None for a day that is named, and for a term without an end. `after` names what a length runs from.
    """

    on: date | None
    length: Length | None = None
    after: str = ""
    formula: str = ""
    note: str = ""

    @property
    def is_endless(self) -> bool:
        """Whether it runs until somebody ends it."""
        return self.on is None and self.length is None


def read_term(words: str, starts: Starts) -> Term | None:
    """Return how long words let an agreement run, None where they do not say it in days, lengths or for good."""
    lower = plain(words)
    note = "the words name a second end beside it: which one comes first?" if _OR.search(lower) else ""
    day = next(_end_days(words, lower, starts), None)
    if day is not None:
        return Term(day.on, note=note)
    length = next(_term_lengths(lower), None)
    if length is not None:
        return _from_start(words, lower, length, starts, note)
    start, name = starts.first()
    if start is not None and _END_OF_YEAR.search(lower):
        on = date(start.year, 12, 31)
        return Term(on, after=name, formula=f"the year of {start} ({name}) ends on {on}", note=note)
    return Term(None) if _goes_on(lower) else None


def _goes_on(lower: str) -> bool:
    """Tell whether words let an agreement run until somebody ends it: nothing else in them ends it."""
    if _ENDLESS.search(lower):
        return not _EVENT_ENDS.search(lower)
    if not _UNLESS_ENDED.search(lower):
        return False
    rest = _UNLESS_ENDED.sub("", lower)
    return bool(_GOES_ON.search(rest)) and not _OTHER_END.search(rest)


def _end_days(words: str, lower: str, starts: Starts) -> Iterator[Day]:
    edge = 0
    named = tuple(days(words))
    for day in named:
        before = lower[max(edge, day.start - _AROUND) : day.start]
        to = _TO.search(before)
        alone = len(named) == 1 and len(words) - (day.end - day.start) < _ALONE and not _START.search(before)
        ends = alone or (to and not _START.search(to["between"]))
        if ends and day.on not in (starts.effective_on, starts.agreed_on):
            yield day
        edge = day.end


def _term_lengths(lower: str) -> Iterator[Length]:
    found = [*lengths(lower), *_anniversaries(lower)]
    for length in sorted(found, key=lambda length: length.start):
        before, after = lower[max(0, length.start - _AROUND) : length.start], lower[length.end : length.end + _AROUND]
        refused = _NO_TERM_BEFORE.search(before[-60:]) and not _FIRST_TERM.search(before)
        if _NO_TERM_AFTER.match(after) or refused or not _TERM_BEFORE.search(before):
            continue
        if length.unit != "hours" and length.n:
            yield length


def _anniversaries(lower: str) -> Iterator[Length]:
    for pattern in (_ANNIVERSARY, _NUMBERED_YEAR):
        for match in pattern.finditer(lower):
            spoken = match.groupdict().get("word")
            n = _NTH[spoken] if spoken else int(match["figure"] or 0)
            if n:
                yield Length(n, "years", match.start(), match.end())


def _from_start(words: str, lower: str, length: Length, starts: Starts, note: str) -> Term:
    start, name = _start(words, lower, length, starts)
    if start is None:
        return Term(None, length, name, note=note)
    on = end_of(start, length)
    if on is None:
        return Term(None, length, name, note=note)
    unit = length.unit if length.n != 1 else length.unit.removesuffix("s")
    return Term(on, length, name, f"{start} ({name}) + {length.n} {unit} = {on}", note)


def _start(words: str, lower: str, length: Length, starts: Starts) -> tuple[date | None, str]:
    """Return the day a length runs from and what it is called; no day where it is an event."""
    anchor = _ANCHOR.match(lower[length.end : length.end + 2 * _AROUND])
    begins = _BEGINS.search(lower)
    for match, offset in ((anchor, length.end), (begins, 0)):
        if match is None:
            continue
        place = offset + match.start("of")
        named = next(days(words[place : place + len(_NEXT_CLAUSE.split(match["of"])[0])]), None)
        if named is not None:
            return named.on, "named day"
        event = _CLAUSE_END.split(match["of"])[0]
        if _KNOWN_START.search(event):
            return starts.first(signed=bool(_SIGNED.search(event)))
        return None, words[place : place + len(event)].strip()
    return starts.first()


def end_of(start: date, length: Length) -> date | None:
    """Return the day on which a length from a start is over: the anniversary, as agreements count years."""
    if length.days > _MOST_YEARS * 365:
        return None
    if length.unit in ("months", "years"):
        return add_months(start, length.n * (12 if length.unit == "years" else 1))
    return start + timedelta(days=length.days) if length.unit in ("days", "weeks") else None
