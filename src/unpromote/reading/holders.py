"""Who may leave: the subject of "may terminate", and the part that each party plays in a promotion.

A party's part is taken from what the agreement calls it ("the Sponsor") or says that it pays; where it says neither,
the part stays open and a person is asked. Nobody is made the holder of a right by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from unpromote.reading.preamble import Party

_RIGHT = (
    r"(?:may|can|shall (?:each )?have the (?:\w+ )?right|(?:has|have) the (?:\w+ )?right|will have the (?:\w+ )?right|"
    r"shall be entitled|(?:is|are) entitled|will be entitled|"
    r"(?:reserves|retains) the right|desires?|elects?|wishes|decides?|shall)"
)
_ENDING = re.compile(r"\b(?:terminate|cancel|end|withdraw|termination of)\b")
_MODAL = re.compile(rf"\b{_RIGHT}\b")
_SUBJECT = re.compile(
    r"\b(?P<who>(?i:(?:either|each|any)(?: one)?(?: of the)? part(?:y|ies)|both parties|the parties"
    r"|(?:the )?(?:non-?\s?(?:breaching|defaulting)|other|aggrieved|innocent|terminating) party)"
    r"|[A-Z][\w&'\u2019-]*(?: (?:of |& )?[A-Z][\w&'\u2019-]*){0,3})"
)
_PASSIVE = re.compile(
    r"\b(?:terminat|cancell?)ed\b[^.;]{0,160}?\b(?:by|at the (?:option|election|discretion) of)\s+(?:the\s+)?"
    r"(?P<who>either(?: \w+)? party|each party|any party|both parties|"
    r"[A-Z][\w&'\u2019-]*(?: (?:of (?:the )?)?[A-Z][\w&'\u2019-]*){0,3})"
    r"(?:[^.;]{0,40}?,? or,? by (?:the )?(?P<also>[A-Z][\w&'\u2019-]*))?",
)
_DUTY = re.compile(r"\b(?:shall|will|must|agrees?|has earned|is entitled)\b")
TWO_SIDES = ("advertiser", "media")  # who they are where a promotion has two sides and the agreement names no parts
_COMMON = frozenset(
    [
        "agreement",
        "term",
        "this",
        "section",
        "termination",
        "notice",
        "if",
        "upon",
        "in",
        "such",
        "no",
        "all",
        "event",
        "article",
        "date",
        "effective",
        "contract",
        "paragraph",
        "by",
        "a",
        "an",
        "except",
        "provided",
        "notwithstanding",
    ]
)
_ROLE_WORDS = (
    ("agency", r"\bagency\b"),
    ("creator", r"creator|influencer|talent|artist|athlete|endorser|spokesperson|celebrity|consultant|player|golfer"),
    ("advertiser", r"sponsor|advertiser|\bbrand\b|marketer|\bclient\b|\bcustomer\b"),
    (
        "media",
        r"publisher|media|network|platform|broadcaster|website|arena|racing|team|venue|organi[sz]er|promoter|\bstation\b",
    ),
)
_PAYS = (
    r"{name}\b[^.;]{{0,80}}\b(?:shall|agrees to|will|must)\b[^.;]{{0,40}}"
    r"\b(?:pay|sponsor|provide)\b[^.;]{{0,60}}\bspons"
)


def who_may_end(words: str) -> str:
    """Return who may end it, in the agreement's own words ("Each Party", "Newegg"); empty where they do not say."""
    for ending in _ENDING.finditer(words):
        before = words[max(0, ending.start() - 120) : ending.start()]
        modals = list(_MODAL.finditer(before))
        subject = _last_subject(before[: modals[-1].start()]) if modals else ""
        if subject:
            return subject
    passive = _PASSIVE.search(words)
    if passive is None:
        return ""
    return f"{passive['who']} or {passive['also']}" if passive["also"] else passive["who"]


def who_acts(words: str) -> str:
    """Return whose duty a sentence states: the last name before its first "shall", "will" or "agrees"."""
    duty = _DUTY.search(words)
    return _last_subject(words[max(0, duty.start() - 120) : duty.start()]) if duty else ""


def _last_subject(before: str) -> str:
    names = [match["who"] for match in _SUBJECT.finditer(before)]
    return next((name for name in reversed(names) if name.split()[0].lower() not in _COMMON), "")


def parts_played(parties: Iterable[Party], text: str) -> dict[str, str]:
    """Return the part (advertiser, media, ...) that each party plays, by short name, where the agreement shows it."""
    listed = tuple(parties)
    parts = {
        party.short: part for party in listed if (part := _named_part(party.short) or _paying_part(party.short, text))
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
    if not who:
        return ()
    lower = who.lower()
    if re.match(
        r"either|each|both|any party|the parties|(?:the )?(?:non-?\s?(?:breach|default)|other|aggrieved|innocent)",
        lower,
    ):
        return tuple(dict.fromkeys(parts.values())) or TWO_SIDES
    for name, part in parts.items():
        if re.search(rf"\b{re.escape(name.lower())}\b", lower):
            return (part,)
    named = _named_part(who)
    return (named,) if named else ()
