"""A proposed value for one place of the terms, with the words it comes from; and how proposals make up terms.

The statuses are the domain's. A conflicting or absent value is none: it stays out of the terms until a person asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from unpromote.domain.provenance import FieldStatus, Path, steps
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

    What is open has no value, but the `alternatives` to read it by, and the note is what to ask.
    """

    path: str
    value: Any
    finding: Finding | None
    status: FieldStatus
    note: str = ""
    alternatives: tuple[Any, ...] = ()
    others: tuple[Finding, ...] = ()  # the other words, where several contradict one another

    @property
    def is_open(self) -> bool:
        """Whether a person has to say what counts."""
        return self.status in (FieldStatus.ABSENT, FieldStatus.CONFLICTING)

    @property
    def can_be_read(self) -> bool:
        """Whether there are several ways to read it, so that a quote can give the range over them."""
        return len(self.alternatives) > 1 and self.path != "currency"  # sums compare in one currency only

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


def conflicting(
    path: str, finding: Finding, note: str, alternatives: tuple[Any, ...], others: tuple[Finding, ...] = ()
) -> Proposal:
    """Return what words that contradict themselves allow; there is no value until a person has asked."""
    return Proposal(path, None, finding, FieldStatus.CONFLICTING, note, alternatives, others)


def absent(path: str, finding: Finding | None, note: str, alternatives: tuple[Any, ...] = ()) -> Proposal:
    """Return a gap, with what may be meant where that is known; `note` is the question to ask."""
    return Proposal(path, None, finding, FieldStatus.ABSENT, note, alternatives)


def terms_of(proposals: Iterable[Proposal]) -> dict[str, Any]:
    """Return the terms that the proposals make up; what is open stays out, what is around it does not."""
    terms: dict[str, Any] = {}
    for proposal in proposals:
        along = steps(proposal.path)
        if not proposal.is_open:
            _place(_holder(terms, along), along[-1], proposal.value)
        elif proposal.can_be_read:
            _holder(terms, along)
    return terms


def _holder(terms: dict[str, Any], along: Path) -> Any:
    """Return what holds the last step of a path, made where it is missing."""
    here: Any = terms
    for step, following in pairwise(along):
        empty: Any = [] if isinstance(following, int) else {}
        here = _place(here, step, empty) if _missing(here, step) else here[step]
    return here


def _missing(here: Any, step: Any) -> bool:
    return step >= len(here) if isinstance(here, list) else step not in here


def _place(here: Any, step: Any, value: Any) -> Any:
    if isinstance(here, list) and step == len(here):
        here.append(value)
    else:
        here[step] = value
    return value
