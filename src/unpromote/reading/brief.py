"""What an agreement says about leaving, in short: a line for each fact, what decides whether one may leave first.

Whose right it is, is said of rights alone: of duties and payments the words tell it too seldom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from unpromote.domain.phrases import counted
from unpromote.reading.subjects import AUTOMATIC

_RIGHTS = ("terminate_without_cause", "terminate_for_breach", "terminate_for_event")
_WITH_NOTICE = frozenset({*_RIGHTS, "auto_renewal", "renewal_option"})
_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "terminate_without_cause": "Leaving without a cause",
        "terminate_for_breach": "Leaving for a breach",
        "terminate_for_event": "Leaving because of an event",
        "non_cancellable_window": "When leaving is not open",
        "force_majeure": "Force majeure",
        "termination_fee": "A fee for leaving",
        "payment_on_termination": "Paid at the end",
        "refund": "Given back",
        "non_refundable": "Not given back",
        "term": "When it ends",
        "auto_renewal": "Renews itself",
        "renewal_option": "May be renewed",
        "post_termination_duty": "Owed afterwards",
        "survival": "Outlasts it",
    }
)
_ORDER = {kind: rank for rank, kind in enumerate(_HEADINGS)}
_SAID_BY_THE_HEADING = frozenset({"breach", "other"})


@dataclass(frozen=True)
class Brief:
    """A fact in short.

    Attributes:
        heading: what it is about ("Leaving for a breach").
        said: who, on which grounds, by when ("Acme; insolvency; 30 days of notice"); may be empty.
        words: its quotes, each with every run of blanks made one space.
        start: where the first of them begins in the document's text.
        page: on which page, None in formats without pages.
    """

    heading: str
    said: str
    words: tuple[str, ...]
    start: int
    page: int | None


def in_short(facts: Iterable[Mapping[str, Any]]) -> tuple[Brief, ...]:
    """Return facts in their JSON form in short, what decides whether one may leave first."""
    ordered = sorted(facts, key=lambda fact: (_ORDER[fact["kind"]], fact["spans"][0]))
    return tuple(
        Brief(
            heading=_HEADINGS[fact["kind"]],
            said="; ".join(_said(fact)),
            words=tuple(" ".join(quote.split()) for quote in fact["quotes"]),
            start=fact["spans"][0][0],
            page=next(iter(fact["pages"]), None),
        )
        for fact in ordered
    )


def _said(fact: Mapping[str, Any]) -> Iterator[str]:
    who = fact.get("who", "")
    if fact["kind"] in _RIGHTS and who:
        yield "ends by itself" if who == AUTOMATIC else who
    grounds = [name.replace("_", " ") for name in fact.get("grounds", ()) if name not in _SAID_BY_THE_HEADING]
    if grounds:
        yield " or ".join(grounds)
    notice, cure = fact.get("notice_days"), fact.get("cure_days")
    if notice is not None and fact["kind"] in _WITH_NOTICE:
        yield f"{counted(notice, 'day')} of notice" if notice else "at once"
    if cure:
        yield f"{counted(cure, 'day')} to mend it"
