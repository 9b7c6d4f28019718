"""How far two readers of the same contracts agree: figures for each category, from values alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from training.passes import Label

Read = Mapping[str, Sequence[Label]]  # by contract: a contract without labels was read too

HALF = Fraction(1, 2)  # a span is met where it shares that much of what both cover


@dataclass(frozen=True)
class Agreement:
    """Two readers on one category: spans, contracts that have it, and days stated for spans that both marked."""

    category: str
    spans: tuple[int, int]
    met: int  # spans of both readers, together, that the other has too
    contracts: tuple[int, int, int, int]  # that both say have it, only the first, only the second, neither
    days: tuple[int, int]  # of met spans with days stated by either: how many, and how many alike

    @property
    def span_f1(self) -> Fraction | None:
        """Return the share of all spans that the other reader has too; None where there is none."""
        return Fraction(self.met, sum(self.spans)) if any(self.spans) else None

    @property
    def kappa(self) -> Fraction | None:
        """Return Cohen's kappa on "this contract has such a clause"; None where chance alone gives full agreement."""
        both, first, second, neither = self.contracts
        count = sum(self.contracts)
        if not count:
            return None
        seen = Fraction(both + neither, count)
        chance = Fraction((both + first) * (both + second) + (second + neither) * (first + neither), count * count)
        return (seen - chance) / (1 - chance) if chance != 1 else None


def compare(category: str, first: Read, second: Read) -> Agreement:
    """Return how far two readings agree on a category, over the contracts that both have read."""
    spans, met, days = [0, 0], 0, [0, 0]
    contracts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for contract_id in sorted(first.keys() & second.keys()):
        ours, theirs = (_of(category, reading[contract_id]) for reading in (first, second))
        contracts[bool(ours), bool(theirs)] += 1
        spans[0], spans[1] = spans[0] + len(ours), spans[1] + len(theirs)
        pairs = [(one, other) for one in ours for other in theirs if overlap(one, other) >= HALF]
        met += len({one.start for one, _ in pairs}) + len({other.start for _, other in pairs})
        for one, other in pairs:
            stated, alike = _days(one), _days(one) == _days(other)
            days[0] += bool(stated or _days(other))
            days[1] += bool(stated and alike)
    counts = (contracts[True, True], contracts[True, False], contracts[False, True], contracts[False, False])
    return Agreement(category, (spans[0], spans[1]), met, counts, (days[0], days[1]))


def overlap(one: Label, other: Label) -> Fraction:
    """Return the characters that both cover as a share of those that either covers."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    either = max(one.end, other.end) - min(one.start, other.start)
    return Fraction(max(shared, 0), either)


def unmet(category: str, first: Read, second: Read) -> Iterator[tuple[str, Label]]:
    """Yield, with its contract, each label of the first reading that the second, having read the contract, has not."""
    for contract_id in sorted(first.keys() & second.keys()):
        theirs = _of(category, second[contract_id])
        for label in _of(category, first[contract_id]):
            if all(overlap(label, other) < HALF for other in theirs):
                yield contract_id, label


def _of(category: str, labels: Iterable[Label]) -> list[Label]:
    return [label for label in labels if label.category == category]


def _days(label: Label) -> dict[str, int]:
    return {key: value for key, value in label.facts.items() if key.endswith("days")}
