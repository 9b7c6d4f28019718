"""A proposed value for one place of the terms, with the words it comes from; and how proposals make up terms.

The statuses are the domain's. A conflicting or absent value is none: it stays out of the terms until a person asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from unpromote.domain.provenance import FieldStatus, steps
from unpromote.reading.values import Finding

_SURE = {
    FieldStatus.STATED: 1.0,
    FieldStatus.INFERRED: 0.7,
    FieldStatus.DEFAULT: 0.5,
    FieldStatus.CONFLICTING: 0.3,
    FieldStatus.ABSENT: 0.0,
}


@dataclass(frozen=True)
class Proposal:
    """What the reader proposes for `path` ("rights[0].notice"); `note` says what a person should look at.

    Words that contradict themselves have no value, but the `alternatives` that they allow.
    """

    path: str
    value: Any
    finding: Finding | None
    status: FieldStatus
    note: str = ""
    alternatives: tuple[Any, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the reader is: that of the finding, less where the value was not simply stated."""
        return round((self.finding.score if self.finding else 0.0) * _SURE[self.status], 2)


def stated(path: str, value: Any, finding: Finding | None, note: str = "") -> Proposal:
    """Return a value that stands in the words."""
    return Proposal(path, value, finding, FieldStatus.STATED, note)


def inferred(path: str, value: Any, finding: Finding | None, note: str = "") -> Proposal:
    """Return a value that follows from the words; a person should look at it."""
    return Proposal(path, value, finding, FieldStatus.INFERRED, note)


def by_default(path: str, value: Any, finding: Finding | None, note: str = "") -> Proposal:
    """Return a value that a rule gives where the words are silent."""
    return Proposal(path, value, finding, FieldStatus.DEFAULT, note)


def conflicting(path: str, finding: Finding, note: str, alternatives: tuple[Any, ...]) -> Proposal:
    """Return what words that contradict themselves allow; there is no value until a person has asked."""
    return Proposal(path, None, finding, FieldStatus.CONFLICTING, note, alternatives)


def absent(path: str, finding: Finding | None, note: str) -> Proposal:
    """Return a gap; `note` is the question to ask."""
    return Proposal(path, None, finding, FieldStatus.ABSENT, note)


def terms_of(proposals: Iterable[Proposal]) -> dict[str, Any]:
    """Return the terms that the proposals make up; what is absent or conflicting stays out."""
    terms: dict[str, Any] = {}
    for proposal in proposals:
        if proposal.status not in (FieldStatus.ABSENT, FieldStatus.CONFLICTING):
            _put(terms, proposal.path, proposal.value)
    return terms


def _put(terms: dict[str, Any], path: str, value: Any) -> None:
    along = steps(path)
    here: Any = terms
    for step, following in zip(along, [*along[1:], None], strict=True):
        if following is None:
            _place(here, step, value)
        else:
            empty: Any = [] if isinstance(following, int) else {}
            here = _place(here, step, empty) if _missing(here, step) else here[step]


def _missing(here: Any, step: Any) -> bool:
    return step >= len(here) if isinstance(here, list) else step not in here


def _place(here: Any, step: Any, value: Any) -> Any:
    if isinstance(here, list) and step == len(here):
        here.append(value)
    else:
        here[step] = value
    return value
