"""Every stretch that is learned from as one row of a sparse matrix, with its contract, its fold and its marks."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # it ships no types

from training.examples import Read
from unpromote.reading.features import (
    BARE,
    BEFORE,
    CUE,
    HEADING,
    LEFT,
    NEAR,
    OWN,
    PLACE,
    RIGHT,
    WORDS,
    Standing,
    Vocabulary,
    Whole,
)

LEAST: Mapping[str, int] = MappingProxyType(  # by block: stretches that a feature has to stand in
    {WORDS: 2, HEADING: 3, BEFORE: 3, CUE: 1, LEFT: 2, RIGHT: 2, OWN: 3, NEAR: 3, PLACE: 1}
)

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """What was read, stretch by stretch.

    Attributes:
        names: of all features that stand anywhere.
        standing: where they stand.
        contracts: by contract, as it was read.
        owner: by stretch, which contract it is of.
    """

    names: tuple[str, ...]
    standing: Standing
    contracts: tuple[Read, ...]
    owner: Whole

    def marked(self, category: str) -> Flags:
        """Return by stretch whether it is marked with the category."""
        return np.array([category in marks for one in self.contracts for marks in one.marks])

    def asked(self, category: str) -> Flags:
        """Return by stretch whether the category was looked for in its contract."""
        return np.array([category in one.asked for one in self.contracts])[self.owner]

    @property
    def fold(self) -> Whole:
        """The fold of each stretch's contract."""
        return np.array([one.fold for one in self.contracts], np.int32)[self.owner]

    @property
    def held_out(self) -> Flags:
        """By stretch whether its contract is held out from training."""
        return np.array([one.held_out for one in self.contracts])[self.owner]

    def vocabulary(self, stretches: Flags) -> tuple[Vocabulary, Whole]:
        """Return the features that stand often enough in these stretches, and the place of each among all."""
        inside = stretches[self.standing.rows]
        times = np.bincount(self.standing.columns[inside], minlength=len(self.names))
        least = np.array([LEAST[name[0]] for name in self.names])
        places = np.flatnonzero(times >= least).astype(np.int32)
        names = [self.names[place] for place in places]
        rarity = np.log((1 + stretches.sum()) / (1 + times[places])) + 1
        rarity[[name[0] in BARE for name in names]] = 1
        return Vocabulary(names, rarity.astype(np.float32)), places

    def matrix(self, vocabulary: Vocabulary, places: Whole) -> csr_array:
        """Return the weighed features of all stretches, stretches x columns of the vocabulary."""
        column_of = np.full(len(self.names), -1, np.int32)
        column_of[places] = np.arange(len(places), dtype=np.int32)
        columns = column_of[self.standing.columns]
        known = columns >= 0
        kept = Standing(self.standing.rows[known], columns[known], self.standing.counts[known], self.standing.height)
        shape = (kept.height, len(places))
        return csr_array((vocabulary.weighed(kept), (kept.rows, kept.columns)), shape=shape)


def table_of(read: Iterable[Read]) -> Table:
    """Return the table of contracts; their features are not kept a second time."""
    known: dict[str, int] = {}
    rows, columns, counts, owner = array("i"), array("i"), array("f"), array("i")
    contracts = []
    for number, one in enumerate(read):
        for features in one.features:
            columns.extend(known.setdefault(name, len(known)) for name in features)
            counts.extend(features.values())
            rows.extend([len(owner)] * len(features))
            owner.append(number)
        contracts.append(one.without_features())
    names = tuple(known)
    order = np.argsort(np.array(names, dtype=object), kind="stable")
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    standing = Standing(
        np.array(rows, np.int32), rank[np.array(columns, np.int32)], np.array(counts, np.float32), len(owner)
    )
    return Table(tuple(names[place] for place in order), standing, tuple(contracts), np.array(owner, np.int32))
