"""The part that each party plays in a promotion, and which parts hold a right that a clause gives.

A party's part is taken from what the agreement calls it ("the Sponsor") or says that it pays; where it says neither,
the part stays open and a person is asked. Nobody is made the holder of a right by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from unpromote.reading.preamble import Party
from unpromote.reading.subjects import AUTOMATIC

TWO_SIDES = ("advertiser", "media")  # who they are where a promotion has two sides and the agreement names no parts
_ROLE_WORDS = (
    ("agency", r"\bagency\b"),
    ("creator", r"creator|influencer|talent|artist|athlete|endorser|spokesperson|celebrity|consultant|player|golfer"),
    ("advertiser", r"sponsor|advertiser|\bbrand\b|marketer|\bclient\b|\bcustomer\b"),
    (
        "media",
        r"publisher|media|network|platform|broadcaster|website|arena|racing|team|venue|organi[sz]er|promoter|\bstation\b",
    ),
)
_ANYBODY = re.compile(  # words that mean whichever side it is
    r"either|each|both|any party|an? party|such party|that party|neither party|the part(?:y|ies)\b"
    r"|(?:an?|the|such )?\s?(?:non-?\s?(?:breach|default|terminat|affect|offend|bankrupt)|other|aggrieved|innocent"
    r"|injured|unaffected|terminating|not)"
)
_PAYS = (
    r"{name}\b[^.;]{{0,80}}\b(?:shall|agrees to|will|must)\b[^.;]{{0,40}}"
    r"\b(?:pay|sponsor|provide)\b[^.;]{{0,60}}\bspons"
)


def parts_played(parties: Iterable[Party], text: str) -> dict[str, str]:
    """Return the part (advertiser, media, ...) that each party plays, by short name, where the agreement shows it.

    A party that has its full name alone plays no part by it: not every "Acme Media Inc." is the media's side.
    """
    listed = tuple(parties)
    parts = {
        party.short: part
        for party in listed
        if (part := (party.has_short_name and _named_part(party.short)) or _paying_part(party.short, text))
    }
    if len(listed) == 2 and len(parts) == 1:  # noqa: PLR2004 - two parties: the other one is the other side
        known = next(iter(parts.values()))
        other = next(party.short for party in listed if party.short not in parts)
        parts[other] = {"advertiser": "media", "media": "advertiser", "creator": "advertiser"}.get(known, "media")
    return parts


def _named_part(name: str) -> str:
    return next((part for part, words in _ROLE_WORDS if re.search(words, name, re.IGNORECASE)), "")


def _paying_part(name: str, text: str) -> str:
    pays = re.compile(_PAYS.format(name=re.escape(name)), re.IGNORECASE)
    return "advertiser" if pays.search(text) else ""


def holders_of(who: str, parts: dict[str, str]) -> tuple[str, ...]:
    """Return the parts that hold a right given to `who`; empty where it is not shown which part that is."""
    if not who or who == AUTOMATIC:
        return ()
    lower = who.lower()
    if _ANYBODY.match(lower):
        return tuple(dict.fromkeys(parts.values())) or TWO_SIDES
    held = tuple(part for name, part in parts.items() if re.search(rf"\b{re.escape(name.lower())}\b", lower))
    if held:
        return tuple(dict.fromkeys(held))
    named = _named_part(who)
    return (named,) if named else ()
