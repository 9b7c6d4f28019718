"""How well facts about leaving were found: the same words, of the same kind, with the same values.

A stated fact meets a known one of the same agreement where it holds at least half of the known one's letters and at
least a quarter of its own letters are the known one's. A known fact that has no words, or says that something is
missing (`no_cancel…`), is met by a stated one of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unpromote.bench.clause_scores import Span
from unpromote.bench.figures import Figure, share

_HELD, _OWN = 2, 4  # a half of the known letters, a quarter of the stated ones
_MISSING = "no_cancel"
_NOBODY = {"-"}


@dataclass(frozen=True)
class Fact:
    """A fact: its kind, its spans [start, end) in the gold text, the pages they stand on, and what it says."""

    kind: str
    spans: tuple[Span, ...]
    pages: tuple[int, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Met:
    """A known fact and the stated ones that meet it, of whatever kind."""

    known: Fact
    by: tuple[Fact, ...]

    @property
    def same(self) -> tuple[Fact, ...]:
        """Those of its kind."""
        return tuple(one for one in self.by if one.kind == self.known.kind)


@dataclass(frozen=True)
class Judged:
    """The facts of one agreement: how each known one is met, how many were stated, and how many of these meet one."""

    met: tuple[Met, ...]
    stated: int
    right: int


def judge(text: str, known: Iterable[Fact], stated: Sequence[Fact]) -> Judged:
    """Return how the facts stated for an agreement stand to those that people read in it."""
    letters = [_letters(text, fact) for fact in stated]
    met, right = [], set()
    for fact in known:
        wanted = _letters(text, fact)
        hits = [nth for nth, other in enumerate(stated) if _meets(fact, wanted, other, letters[nth])]
        right |= set(hits)
        met.append(Met(fact, tuple(stated[nth] for nth in hits)))
    return Judged(tuple(met), len(stated), len(right))


def _letters(text: str, fact: Fact) -> frozenset[int]:
    """Return the places of all that is no blank."""
    return frozenset(place for start, end in fact.spans for place in range(start, end) if not text[place].isspace())


def _meets(known: Fact, wanted: frozenset[int], stated: Fact, have: frozenset[int]) -> bool:
    if not wanted or known.kind.startswith(_MISSING):
        return stated.kind == known.kind
    both = len(wanted & have)
    return both * _HELD >= len(wanted) and both * _OWN >= len(have)


def fact_figures(judged: Sequence[Judged]) -> Iterator[Figure]:
    """Yield what share of the known facts was found, of the stated ones is right, and of the values agrees."""
    met = [one for each in judged for one in each.met]
    stated, right = sum(each.stated for each in judged), sum(each.right for each in judged)
    whole = f"{len(met)} facts of {len(judged)} agreements"
    kind, some = sum(bool(one.same) for one in met), sum(bool(one.by) for one in met)
    yield Figure("facts: recall", share(kind, len(met)), "", f"{kind} of {whole}, the kind right", at_least=0.85)
    yield Figure("facts: recall, the kind aside", share(some, len(met)), "", f"{some} of {whole}")
    how = f"{right} of {stated} stated meet a known one"
    yield Figure("facts: precision", share(right, stated), "", how, at_least=0.90)
    found = [one for one in met if one.same]
    yield _agreeing("page right", [_page(one) for one in found if one.known.pages], at_least=0.99)
    yield _agreeing("who", [_who(one) for one in found if _named(one.known)])
    for name in ("notice_days", "cure_days"):
        said = [one for one in found if name in one.known.values]
        agree = [any(other.values.get(name) == one.known.values[name] for other in one.same) for one in said]
        yield _agreeing(name.replace("_", " "), agree)


def _agreeing(name: str, agree: Sequence[bool], *, at_least: float | None = None) -> Figure:
    how = f"{sum(agree)} of {len(agree)} found of the right kind"
    return Figure(f"facts: {name}", share(sum(agree), len(agree)), "", how, at_least=at_least)


def _page(met: Met) -> bool:
    """Whether the page on which the known fact begins is among those stated."""
    return any(met.known.pages[0] in fact.pages for fact in met.same)


def _who(met: Met) -> bool:
    """Whether they share a word on who is meant."""
    return any(_named(met.known) & _named(fact) for fact in met.same)


def _named(fact: Fact) -> set[str]:
    return set(str(fact.values.get("who", "")).lower().split()) - _NOBODY
