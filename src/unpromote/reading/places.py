"""Whose law an agreement names: states, provinces and countries, by the names that contracts give them.

The countries' names are those of the Unicode tables (through babel); the parts of countries whose law is a law of its
own stand here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale

_PARTS = {  # by country
    "United States": (
        *("Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida"),
        *("Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine"),
        *("Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska"),
        *("Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio"),
        *("Oklahoma", "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee"),
        *("Texas", "Utah", "Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming"),
        *("District of Columbia", "Puerto Rico"),
    ),
    "Canada": (
        *("Alberta", "British Columbia", "Manitoba", "New Brunswick", "Newfoundland", "Nova Scotia", "Ontario"),
        *("Prince Edward Island", "Quebec", "Saskatchewan"),
    ),
    "Australia": ("New South Wales", "Queensland", "South Australia", "Tasmania", "Victoria", "Western Australia"),
    "United Kingdom": ("England", "Wales", "Scotland", "Northern Ireland"),
    "China": ("Beijing", "Shanghai"),
    "United Arab Emirates": ("Dubai", "Abu Dhabi"),
}
_COUNTRY_OF = {part: country for country, parts in _PARTS.items() for part in parts}
_ALSO = {  # other names that contracts use, in lower case
    "people's republic of china": "China",
    "p.r. china": "China",
    "p.r.c.": "China",
    "prc": "China",
    "republic of china": "Taiwan",
    "united states of america": "United States",
    "u.s.a.": "United States",
    "usa": "United States",
    "u.s.": "United States",
    "uk": "United Kingdom",
    "u.k.": "United Kingdom",
    "great britain": "United Kingdom",
    "r.o.c.": "Taiwan",
    "hong kong": "Hong Kong",
    "macau": "Macao",
    "holland": "Netherlands",
    "korea": "South Korea",
    "the czech republic": "Czechia",
}
_ADJECTIVES = {
    "english": "England",
    "scottish": "Scotland",
    "irish": "Ireland",
    "dutch": "Netherlands",
    "swiss": "Switzerland",
    "french": "France",
    "german": "Germany",
    "italian": "Italy",
    "spanish": "Spain",
    "swedish": "Sweden",
    "israeli": "Israel",
    "japanese": "Japan",
    "chinese": "China",
    "canadian": "Canada",
}
_NOT_MEANT = ("GE", "ZZ", "XA", "XB", "EU", "EZ", "UN")  # Georgia is the state; the others are no countries
_STYLE = r"(?:state|commonwealth|province|kingdom|federal\s+republic|republic)\s+of\s+(?:the\s+)?"
_OF_LAW = re.compile(
    r"\b(?:laws?|statutes)\b(?:,? (?:and|or) \w+)*(?:,? (?:in force|applicable|as applied|\([^)]*\)))?,? (?:of|in)\s+"
    r"(?:the\s+)?$|\b(?:laws?|statutes)(?:,[^,;.]{1,60},| \([^)]*\) and decisions of the courts) of (?:the )?$",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\s*(?:,|;|and|or|/|&|in|the|laws|of|federal|country)(?:\s*(?:,|and|or|the|laws|of|in|federal))*\s*", re.IGNORECASE
)
_FOUNDED = re.compile(r"\b(?:formed|organi[sz]ed|existing|incorporated)\b[^,;.]{0,30}$", re.IGNORECASE)
_LAW_AFTER = re.compile(r"\s+(?:state\s+)?laws?\b", re.IGNORECASE)
_AROUND = 150
_ENGLAND_AND_WALES = ("England", "Wales")


@dataclass(frozen=True)
class Place:
    """A place with a law of its own at [start, end) of the words; `country` is the one that it is a part of."""

    name: str
    country: str
    start: int
    end: int


@cache
def _names() -> dict[str, str]:
    countries = (
        name.split(" SAR")[0].replace("\u2019", "'")
        for code, name in Locale("en").territories.items()
        if code.isalpha() and len(code) == len("US") and code not in _NOT_MEANT
    )
    return {name.lower(): name for name in (*countries, *_COUNTRY_OF)} | _ALSO | _ADJECTIVES


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_names(), key=len, reverse=True)
    spaced = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(rf"(?<![\w'])(?:{_STYLE})?(?P<name>{spaced})(?!\w)(?P<after>\s+laws?\b)?", re.IGNORECASE)


def places(words: str) -> Iterator[Place]:
    """Yield the places that words name, in order; "English" names one in "English law" alone."""
    for match in _pattern().finditer(words):
        key = " ".join(match["name"].lower().split())
        if key in _ADJECTIVES and not match["after"]:
            continue
        name = _names()[key]
        yield Place(name, _COUNTRY_OF.get(name, name), match.start(), match.end("name"))


def governing(words: str) -> tuple[Place, ...]:
    """Return the places whose law a clause chooses, each once; a country beside its own part adds none.

    The law of the United States beside that of New York is federal law, which holds there anyway.
    """
    chosen: dict[str, Place] = {}
    before: Place | None = None
    for place in places(words):
        ahead = words[max(0, place.start - _AROUND) : place.start]
        if _FOUNDED.search(ahead.rsplit("law", 1)[0]):
            continue
        follows = before is not None and bool(_JOINED.fullmatch(words[before.end : place.start]))
        if follows or _OF_LAW.search(ahead) or _LAW_AFTER.match(words, place.end):
            chosen.setdefault(place.name, place)
            before = place
    return without_countries(chosen.values())


def without_countries(found: Iterable[Place]) -> tuple[Place, ...]:
    """Return places without the countries that others of them are parts of, and England with Wales as one."""
    kept = {place.name: place for place in found}
    parts = {place.country for place in kept.values() if place.name != place.country}
    return _one_law(tuple(place for place in kept.values() if place.name not in parts))


def _one_law(found: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return England and Wales, which are one jurisdiction, as one place."""
    joint = [place for place in found if place.name in _ENGLAND_AND_WALES]
    if len(joint) < len(_ENGLAND_AND_WALES):
        return found
    start, end = min(place.start for place in joint), max(place.end for place in joint)
    one = Place("England and Wales", "United Kingdom", start, end)
    return (one, *(place for place in found if place not in joint))
