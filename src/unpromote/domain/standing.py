"""How well the stated facts are shown: which evidence each has, what it still lacks, and which rights rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unpromote.domain.catalogue import FACTS, proofs_of
from unpromote.domain.clauses import Right
from unpromote.domain.evidence import FactStatus
from unpromote.domain.promotion import Fact, Promotion
from unpromote.domain.rights import needed_fact


@dataclass(frozen=True)
class Standing:
    """One stated fact: `evidence` are ids of items, `rights` ids of the rights that rest on it.

    `lacks` are the particulars nobody stated, `proof` is what would count as proof where no evidence is attached yet;
    both in words.
    """

    fact: str
    status: FactStatus
    evidence: tuple[str, ...]
    rights: tuple[str, ...]
    lacks: tuple[str, ...]
    proof: tuple[str, ...]


def standings(rights: Iterable[Right], promotion: Promotion) -> tuple[Standing, ...]:
    """Return how each stated fact stands, in the order in which they are stated."""
    known = tuple(rights)
    stated = ((name, fact, promotion.status_of(name)) for name, fact in promotion.facts.items())
    return tuple(
        _standing(name, fact, status, (known, promotion))
        for name, fact, status in stated
        if fact is not None and status is not None
    )


def lacking(name: str, fact: Fact) -> tuple[str, ...]:
    """Return the particulars that a fact of that name wants and nobody stated, in words."""
    kind = FACTS.get(name)
    wanted = kind.particulars if kind else ()
    return tuple(part.says for part in wanted if part.wanted and _stated(part.name, fact) in (None, ()))


def on_no_evidence(right: Right, promotion: Promotion) -> tuple[str, ...]:
    """Return the warning due where a right's fact has no evidence; convenience rests on no fact."""
    name = needed_fact(right)
    if name is None or promotion.evidence_for(name):
        return ()
    return (f"{name} rests on no evidence yet: terminating on a bad ground can itself be breach",)


def _standing(name: str, fact: Fact, status: FactStatus, of: tuple[tuple[Right, ...], Promotion]) -> Standing:
    known, promotion = of
    items = tuple(item.id for item in promotion.evidence_for(name))
    rights = tuple(right.id for right in known if needed_fact(right) == name)
    return Standing(name, status, items, rights, lacking(name, fact), () if items else proofs_of(name))


def _stated(particular: str, fact: Fact) -> object:
    return getattr(fact, particular, None) or fact.details.get(particular)
