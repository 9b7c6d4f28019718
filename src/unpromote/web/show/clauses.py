"""What the documents say about leaving, kind by kind: the exact words, where they stand, and how sure the reader is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.events import Document
from unpromote.web.show.citing import PageRef, place_of

HEADINGS: Mapping[str, str] = MappingProxyType(  # of each kind, what decides whether one may leave first
    {
        "Termination For Convenience": "Leaving without a cause",
        "Termination For Cause": "Leaving for a cause",
        "Cure Period": "Time to mend a breach",
        "Force Majeure": "Force majeure",
        "Morals": "Reputation and morals",
        "Change Of Control": "Change of control",
        "Non-Cancellable Window": "When leaving is not open",
        "Notice Form And Address": "How notice is given",
        "Notice Period To Terminate Renewal": "Notice against a renewal",
        "Termination Fee": "Fees for leaving",
        "Liquidated Damages": "Agreed damages",
        "Minimum Commitment": "What is committed at least",
        "Payment And Refund": "Payment and refund",
        "Non-Refundable": "What is not given back",
        "Pause Or Suspension": "Pausing",
        "Dispute Term": "Disputes and objections",
        "Expiration Date": "When it ends",
        "Renewal Term": "How it renews itself",
        "Post-Termination Services": "What is still owed afterwards",
        "Take-Down": "Content taken down, licences that end",
        "Exclusivity End": "Exclusivity",
        "Survival": "What outlasts it",
        "Precedence": "Which document goes first",
        "Governing Law": "Whose law holds",
        "Effective Date": "From when it holds",
        "Agreement Date": "Its date",
        "Parties": "Who agreed",
        "Duties And Rights": "Duties and rights",
    }
)
_DUTIES = "Duties And Rights"
_NOBODYS = frozenset({"", "both", "each", "either", "neither", "parties"})  # first words of no single party
_AT_HAND = 16  # kinds that are open at once: those that bear on whether and at what price


@dataclass(frozen=True)
class ClauseShown:
    """A clause: its words, its number in the agreement, and the page that shows it; `start` tells it from others."""

    quote: str
    clause: str
    place: str
    confidence: str
    start: int
    at: PageRef
    who: str  # whose duty or right it is, as the clause names them; "" where it does not say


@dataclass(frozen=True)
class KindShown:
    """All clauses of one kind, the surest first; of duties those of one party, in the order of the agreement."""

    heading: str
    clauses: list[ClauseShown]
    is_open: bool


def kinds(case: Case) -> list[KindShown]:
    """Return what was found in all documents, kind by kind, and at the end what each party has to do and may do."""
    found: dict[str, list[ClauseShown]] = {kind: [] for kind in HEADINGS}
    for nth, document, finding in _findings(case):
        found[finding["category"]].append(_clause(nth, document, finding))
    duties = found.pop(_DUTIES)
    shown = [
        KindShown(HEADINGS[kind], sorted(clauses, key=lambda one: -float(one.confidence)), rank < _AT_HAND)
        for rank, (kind, clauses) in enumerate(found.items())
        if clauses
    ]
    return [*shown, *_of_each_party(duties)]


def _of_each_party(duties: Iterable[ClauseShown]) -> Iterator[KindShown]:
    """Yield a checklist for each party, who has most to do first, and at the end what is everybody's."""
    parties: dict[str, list[ClauseShown]] = {}
    for duty in duties:
        name = duty.who.removeprefix("the ").removeprefix("The ")
        parties.setdefault("" if name.lower().split(" ")[0] in _NOBODYS else name, []).append(duty)
    everybodys = parties.pop("", [])
    for name, clauses in sorted(parties.items(), key=lambda party: (-len(party[1]), party[0])):
        yield KindShown(f"{HEADINGS[_DUTIES]} of {name}", clauses, is_open=False)
    if everybodys:
        yield KindShown(f"{HEADINGS[_DUTIES]} of both sides, or of nobody named", everybodys, is_open=False)


def said_at(case: Case, document: Document, number: int, start: str) -> Iterator[tuple[str, str]]:
    """Yield heading and words of what was found on a page at an offset of a document's text, written as a number."""
    for _, known, finding in _findings(case):
        if known == document and str(finding["start"]) == start and finding["page"] in (number, None):
            yield HEADINGS[finding["category"]], " ".join(finding["quote"].split())


def _findings(case: Case) -> Iterator[tuple[int, Document, Mapping[str, Any]]]:
    read = {reading.document_id: reading.findings for reading in case.readings}
    for nth, document in enumerate(case.documents, start=1):
        yield from ((nth, document, finding) for finding in read.get(document.id, ()))


def _clause(nth: int, document: Document, finding: Mapping[str, Any]) -> ClauseShown:
    page = finding["page"]
    return ClauseShown(
        quote=" ".join(finding["quote"].split()),
        clause=finding["clause"],
        place=place_of(document.name, page),
        confidence=finding["score"],
        start=finding["start"],
        at=PageRef(nth, page or 1),
        who=finding.get("who", ""),
    )
