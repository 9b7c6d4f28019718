"""Findings in the order in which they decide a case: under a heading for each kind, duties party by party."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

Told = TypeVar("Told")  # a finding, with whatever its reader knows of it besides

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
DUTIES = "Duties And Rights"
_NOBODYS = frozenset({"", "both", "each", "either", "neither", "parties"})  # first words of no single party
_AT_HAND = 16  # kinds that bear on whether one may leave, and at what price


@dataclass(frozen=True)
class Group(Generic[Told]):
    """All findings under one heading, the surest first; of duties those of one party, in the order of the agreement.

    Attributes:
        kind: their category.
        is_at_hand: whether they bear on whether one may leave, and at what price.
    """

    kind: str
    heading: str
    findings: tuple[Told, ...]
    is_at_hand: bool = False


def grouped(found: Iterable[Told], finding_of: Callable[[Told], Mapping[str, Any]]) -> Iterator[Group[Told]]:
    """Yield what was found, kind by kind, and at the end what each party has to do and may do.

    `finding_of` returns the JSON form of a finding, its score as a number or as one in words.
    """
    kinds: dict[str, list[Told]] = {kind: [] for kind in HEADINGS}
    for one in found:
        kinds[finding_of(one)["category"]].append(one)
    duties = kinds.pop(DUTIES)
    for rank, (kind, findings) in enumerate(kinds.items()):
        if findings:
            surest_first = sorted(findings, key=lambda one: -float(finding_of(one)["score"]))
            yield Group(kind, HEADINGS[kind], tuple(surest_first), is_at_hand=rank < _AT_HAND)
    yield from _of_each_party(duties, finding_of)


def _of_each_party(duties: Iterable[Told], finding_of: Callable[[Told], Mapping[str, Any]]) -> Iterator[Group[Told]]:
    """Yield a checklist for each party, who has most to do first, and at the end what is everybody's."""
    parties: dict[str, list[Told]] = {}
    for duty in duties:
        name = finding_of(duty).get("who", "").removeprefix("the ").removeprefix("The ")
        parties.setdefault("" if name.lower().split(" ")[0] in _NOBODYS else name, []).append(duty)
    everybodys = parties.pop("", [])
    for name, findings in sorted(parties.items(), key=lambda party: (-len(party[1]), party[0])):
        yield Group(DUTIES, f"{HEADINGS[DUTIES]} of {name}", tuple(findings))
    if everybodys:
        yield Group(DUTIES, f"{HEADINGS[DUTIES]} of both sides, or of nobody named", tuple(everybodys))
