"""What is learned from: stretches of contracts, each with the categories that it was marked with, and those it was not.

Stretches are sentences, judged for clauses, or dates. Twelve categories are CUAD's, marked in every contract. The
others are ours, marked in the contracts of `contracts.txt`: in those nobody has read, their absence says nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.categories import OWN
from training.contracts import NEVER, PARTS, Chosen, Contract
from training.passes import LABELS, Pass, read_passes
from unpromote.bench.clause_scores import word_set
from unpromote.reading.dated import find_dates
from unpromote.reading.features import Features, features_of, features_of_dates

DATES = ("Agreement Date", "Effective Date")
PARTIES = "Parties"
SENTENCES = (
    "Termination For Convenience",
    "Notice Period To Terminate Renewal",
    "Renewal Term",
    "Expiration Date",
    "Effective Date",  # in half of the contracts a whole sentence
    "Post-Termination Services",
    "Liquidated Damages",
    "Minimum Commitment",
    "Change Of Control",
    "Governing Law",
    PARTIES,
)
FOLDS = 5
_ALIKE, _COVERED = 0.5, 0.6  # share of the words of both; share of the sentence

Spans = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Read:
    """A contract as it is learned from.

    Attributes:
        contract: itself.
        fold: one of `FOLDS`; all contracts that one company filed are in one.
        held_out: whether our own categories may not be learned from it.
        asked: the categories that were looked for in it.
        stretches: [start, end) of each sentence, or date.
        features: of each stretch.
        marks: the categories of each stretch.
    """

    contract: Contract
    fold: int
    held_out: bool
    asked: frozenset[str]
    stretches: tuple[tuple[int, int], ...]
    features: tuple[Features, ...]
    marks: tuple[frozenset[str], ...]

    def without_features(self) -> Read:
        """Return the same without features: those of all contracts together are large."""
        return replace(self, features=())


def sentences(contracts: Iterable[Contract], chosen: Mapping[str, Chosen], labels: Path = LABELS) -> Iterator[Read]:
    """Yield the contracts that may be learned from or measured on, sentence by sentence."""
    own = settled(read_passes(labels))
    for contract in contracts:
        if contract.id not in NEVER:
            spans = {name: contract.spans.get(name, ()) for name in SENTENCES} | dict(own.get(contract.id, {}))
            features = tuple(features_of(contract.text, contract.units))
            stretches = tuple((unit.start, unit.end) for unit in contract.units)
            yield _read(contract, chosen, spans, stretches, features)


def dates(contracts: Iterable[Contract], chosen: Mapping[str, Chosen]) -> Iterator[Read]:
    """Yield the contracts date by date."""
    for contract in contracts:
        if contract.id not in NEVER:
            stretches = tuple(find_dates(contract.text))
            features = tuple(features_of_dates(contract.text, stretches))
            yield _read(contract, chosen, {name: contract.spans.get(name, ()) for name in DATES}, stretches, features)


def _read(
    contract: Contract,
    chosen: Mapping[str, Chosen],
    spans: Spans,
    stretches: tuple[tuple[int, int], ...],
    features: tuple[Features, ...],
) -> Read:
    held_out = contract.id in chosen and chosen[contract.id].part == PARTS[1]
    marks = tuple(_marks(contract, spans, stretches))
    return Read(contract, fold_of(contract), held_out, frozenset(spans), stretches, features, marks)


def fold_of(contract: Contract) -> int:
    """Return the fold of a contract: that of the company that filed it."""
    company = contract.title.split("_")[0] or contract.id
    return int(hashlib.sha256(company.encode()).hexdigest(), 16) % FOLDS


def settled(passes: Iterable[Pass]) -> dict[str, Spans]:
    """Return the spans of our own categories by contract: those of pass C, or else of pass A."""
    found: dict[str, Spans] = {}
    for made in sorted(passes, key=lambda one: "BAC".index(one.name)):
        found[made.contract_id] = {
            name: tuple((one.start, one.end) for one in made.labels if one.category == name) for name in OWN
        }
    return found


def _marks(contract: Contract, spans: Spans, stretches: Iterable[tuple[int, int]]) -> Iterator[frozenset[str]]:
    every = [(start, end, name) for name in spans for start, end in spans[name]]
    for stretch in stretches:
        near = [one for one in every if one[0] < stretch[1] and one[1] > stretch[0]]
        yield frozenset(name for start, end, name in near if _is_it(contract.text, stretch, (start, end), name))


def _is_it(text: str, stretch: tuple[int, int], marked: tuple[int, int], category: str) -> bool:
    if category == PARTIES:  # names within a sentence
        return stretch[0] <= marked[0] and marked[1] <= stretch[1]
    if category not in DATES and min(marked[1], stretch[1]) - max(marked[0], stretch[0]) >= _COVERED * (
        stretch[1] - stretch[0]
    ):
        return True
    one, other = word_set(text[slice(*stretch)]), word_set(text[slice(*marked)])
    return len(one & other) >= _ALIKE * len(one | other)
