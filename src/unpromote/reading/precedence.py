"""Several documents of one agreement in the order in which they prevail, as far as the documents themselves show it.

What is later and more special goes before: a mail before an amendment, before an order, before the agreement, before a
master agreement or standard terms; among equals the later date. A clause that says which one prevails goes before all
this. A person has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

from unpromote.reading.findings import find_days
from unpromote.reading.mails import SUFFIX
from unpromote.reading.values import Document

_TITLE = 600  # characters in which a document says what it is
_NAMES = (
    r"(?P<amendment>amendment|addendum|side letter|supplement)"
    r"|(?P<order>insertion order|io|order form|work order|statement of work|sow|purchase order|order)"
    r"|(?P<master>master [\w ]{0,30}agreement|framework agreement|(?:standard|general) terms|terms and conditions)"
    r"|(?P<agreement>agreement|contract)"
)
_KIND = re.compile(rf"\b(?:{_NAMES})\b", re.IGNORECASE)
_PREVAILS = re.compile(
    r"\b(?:conflict|inconsisten\w+|discrepanc\w+|contradiction)\b[^.;]{0,250}?[,)]\s*"
    rf"(?:the\s+)?(?:(?:terms|provisions)(?:\s+and\s+conditions)?\s+of\s+)?(?P<own>this\s+)?(?:the\s+|such\s+|an?\s+)?"
    rf"(?:{_NAMES})\s+(?:shall|will|is to)?\s*(?:prevail|control|govern|takes?\s+precedence)",
    re.IGNORECASE,
)
_DAY = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%B %d %Y", "%m/%d/%Y")


class Kind(IntEnum):
    """What a document is to the others, the one that gives way first."""

    MASTER = 0
    AGREEMENT = 1
    ORDER = 2
    AMENDMENT = 3
    MAIL = 4


def by_precedence(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents, the one that prevails over all others first."""
    order = sorted(documents, key=lambda one: (kind_of(one), _dated(one)), reverse=True)
    for document in documents:
        clause = _PREVAILS.search(document.text)
        if clause is not None:
            order = _moved(order, document, clause)
    return tuple(order)


def kind_of(document: Document) -> Kind:
    """Return what a document is by its name, else by its title; an agreement where neither says."""
    if document.file.suffix.lower() == SUFFIX:
        return Kind.MAIL
    name = re.sub(r"[_\W\d]+", " ", document.file.stem)
    said = _KIND.search(name) or _KIND.search(document.text[:_TITLE])
    return Kind[str(said.lastgroup).upper()] if said else Kind.AGREEMENT


def _dated(document: Document) -> datetime:
    """Return the likeliest date of the document; what names none gives way."""
    for finding in sorted(find_days(document), key=lambda one: -one.score):
        words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", finding.words).replace(" ,", ",")
        for form in _DAY:
            try:
                return datetime.strptime(words, form)  # noqa: DTZ007  # days are compared with days alone
            except ValueError:
                continue
    return datetime.min  # noqa: DTZ901  # the same


def _moved(order: list[Document], document: Document, clause: re.Match[str]) -> list[Document]:
    """Return the order with what prevails by the document's own clause before what gives way to it.

    A mail stays where it is: a clause speaks of the documents that its parties knew.
    """
    kind = next(Kind[name.upper()] for name in ("amendment", "order", "master", "agreement") if clause[name])
    if clause["own"]:
        others = [one for one in order if one is not document]
        place = next((nth for nth, one in enumerate(others) if kind_of(one) is not Kind.MAIL), len(others))
        return [*others[:place], document, *others[place:]]
    winners = [one for one in order if one is not document and kind_of(one) is kind]
    rest = [one for one in order if one not in winners]
    place = rest.index(document)
    before = [one for one in order[: order.index(document)] if one in winners]
    return order if len(before) == len(winners) else [*rest[:place], *winners, *rest[place:]]
