"""Which case a stray message likely belongs to: what a case is known by, what a message names, and where they meet.

A guess for a person to confirm, never a match. The sender's exact address counts most, a company's domain least.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from unpromote.domain.aggregate import Case
from unpromote.domain.letters import tokens_in
from unpromote.domain.messages import Direction

MOST_SUGGESTED = 5
_LONGEST = 255
_MOST_SOUGHT = 400
_LONG_NUMBER = re.compile(r"(?<!\d)\d{6,25}(?!\d)")
_TICKET = re.compile(r"(?:#\s?\d{3,12}|(?<![A-Z0-9])[A-Z]{2,8}-\d{3,10})(?![\w-])")
_SHORTEST_TITLE = 6
_ANYBODYS = re.compile(  # where anybody may have an address: such a domain says nothing about a company
    r"(gmail|googlemail|outlook|hotmail|live|msn|ymail|icloud|me|mac|aol|proton|protonmail|zoho|fastmail|qq|163|126|sina"
    r"|naver)\.com|(yahoo|hotmail|live|outlook)\.[a-z.]{2,6}|gmx\.[a-z]{2,3}|proton\.me|web\.de|t-online\.de|freenet\.de"
    r"|(orange|wanadoo|free)\.fr|laposte\.net|libero\.it|mail\.ru|yandex\.[a-z]{2,3}|daum\.net"
    r"|(docomo|ezweb|softbank)\.ne\.jp|(uol|bol|terra)\.com\.br|(wp|o2|interia)\.pl"
)


class Sign(Enum):
    """By what a message may point at a case; append-only. Written forms are kept in rows."""

    ADDRESS = "address"
    REFERENCE = "reference"
    OBJECT = "object"
    TICKET = "ticket"
    ACCOUNT = "account"
    TITLE = "title"
    DOMAIN = "domain"


WEIGHT = {
    Sign.REFERENCE: 8,
    Sign.ADDRESS: 6,
    Sign.OBJECT: 5,
    Sign.TICKET: 4,
    Sign.ACCOUNT: 3,
    Sign.TITLE: 2,
    Sign.DOMAIN: 1,
}
_REASONS = {
    Sign.REFERENCE: "it names {}",
    Sign.ADDRESS: "{} is one of its counterparts",
    Sign.OBJECT: "it names {}, which the case stops",
    Sign.TICKET: "it names the ticket {}",
    Sign.ACCOUNT: "it names the advertiser {}",
    Sign.TITLE: "it names {}",
    Sign.DOMAIN: "the sender writes from {}, as one of its counterparts does",
}


@dataclass(frozen=True)
class Clue:
    """Something that a case is known by; `conversation` is "" where it says nothing of who writes."""

    sign: Sign
    value: str
    conversation: str = ""


@dataclass(frozen=True)
class Found:
    """A clue of a case that a message bears."""

    case_id: str
    clue: Clue


@dataclass(frozen=True)
class Guess:
    """A case that a message may belong to, who in it may have written, and why one may think so."""

    case_id: str
    conversation: str
    reasons: tuple[str, ...]


def clues_of(case: Case) -> frozenset[Clue]:
    """Return what a case is known by, but its title."""
    found = {Clue(Sign.REFERENCE, case.reference)}
    for contact in case.contacts:
        address = contact.address.lower()
        found.add(Clue(Sign.ADDRESS, address, contact.id))
        domain = address.rpartition("@")[2]
        if not _ANYBODYS.fullmatch(domain):
            found.add(Clue(Sign.DOMAIN, domain, contact.id))
    for target in case.targets:
        found |= {Clue(Sign.OBJECT, target.external_id), Clue(Sign.ACCOUNT, target.advertiser_id)}
    for talk in case.conversations:
        theirs = " ".join(message.subject for message in talk.messages if message.direction is Direction.IN)
        found |= {Clue(Sign.TICKET, ticket, talk.id) for ticket in _tickets(theirs)}
    return frozenset(clue for clue in found if 0 < len(clue.value) <= _LONGEST)


def sought(sender: str, text: str) -> tuple[str, ...]:
    """Return the values in a message by which a case may be known."""
    address = sender.lower()
    named = (*tokens_in(text), *_LONG_NUMBER.findall(text), *_tickets(text))
    return tuple(dict.fromkeys(filter(None, (address, address.rpartition("@")[2], *named))))[:_MOST_SOUGHT]


def named_titles(text: str, titles: Sequence[tuple[str, str]]) -> tuple[Found, ...]:
    """Return the cases whose title stands in the text; `titles` are (case id, title)."""
    said = text.casefold()
    return tuple(
        Found(case_id, Clue(Sign.TITLE, title))
        for case_id, title in titles
        if len(title) >= _SHORTEST_TITLE and title.casefold() in said
    )


def guesses(found: Iterable[Found]) -> tuple[Guess, ...]:
    """Return the likely cases, the likeliest first, five at most; equals stay in the order in which they were found."""
    by_case: dict[str, set[Clue]] = {}
    for one in found:
        by_case.setdefault(one.case_id, set()).add(one.clue)
    ranked = sorted(by_case.items(), key=lambda item: -_weight(item[1]))
    return tuple(_guess(case_id, clues) for case_id, clues in ranked[:MOST_SUGGESTED])


def _weight(clues: set[Clue]) -> int:
    return sum(WEIGHT[sign] for sign in {clue.sign for clue in clues})


def _guess(case_id: str, clues: set[Clue]) -> Guess:
    ordered = sorted(clues, key=lambda clue: (-WEIGHT[clue.sign], clue.value, clue.conversation))
    reasons = dict.fromkeys(_REASONS[clue.sign].format(clue.value) for clue in ordered)
    who = {clue.conversation for clue in ordered if clue.sign in (Sign.ADDRESS, Sign.TICKET)}
    who = who or {clue.conversation for clue in ordered if clue.conversation}
    return Guess(case_id, who.pop() if len(who) == 1 else "", tuple(reasons))


def _tickets(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.replace(" ", "") for found in _TICKET.findall(text)))
