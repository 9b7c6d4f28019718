"""The sentences that the language model learns from: what it sees of each, its marks, and whether it is a likely one.

A likely sentence stands among the first of its contract by what `training.fit` learned, marked or not: those that are
not teach the most. All marked ones are learned from, and a few others by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from training.categories import OWN
from training.examples import PARTIES, Read
from training.fit import CLAUSES
from training.table import Flags
from unpromote.reading.encoder import Pair, in_context, likeliest
from unpromote.reading.features import Floats, Whole

CATEGORIES = tuple(name for name in CLAUSES.categories if name not in {"Effective Date", PARTIES, "Duties And Rights"})
PLAIN = ("Governing Law", "Force Majeure", "Notice Form And Address")  # told by words alone as well as it can be
TOLD = tuple(name for name in CATEGORIES if name not in PLAIN)  # by the model that ships
OUT = 0  # the fold that the model does not see at first, so that what it says there can be weighed
LIKELY = 6  # sentences of each contract and category
RANDOM = 0.03  # of all other sentences


@dataclass(frozen=True)
class Examples:
    """Sentences of all contracts, and what is known of each.

    Attributes:
        pairs: what the model sees of each.
        marks, counted: sentences x categories: whether it is marked; whether that may be learned from.
        owner: which contract it is of.
        fold: of its contract.
        held_out: whether its contract is.
        likely: whether it is among the likeliest of its contract in any category.
    """

    pairs: tuple[Pair, ...]
    marks: Floats
    counted: Floats
    owner: Whole
    fold: Whole
    held_out: Flags
    likely: Flags

    def looked_at(self, scores: Floats) -> Flags:
        """Return by sentence whether the reader looks at it closely; `scores` are sentences x `TOLD`."""
        found = np.zeros(len(scores), bool)
        for rows in np.split(np.arange(len(scores)), np.flatnonzero(np.diff(self.owner)) + 1):
            found[rows[likeliest(scores[rows])]] = True
        return found

    def told(self, chance: np.random.Generator) -> Flags:
        """Return by sentence whether it is learned from: it is marked, or likely, or chosen by chance."""
        marked = (self.marks * self.counted).any(axis=1)
        return self.likely | marked | (chance.random(len(self.fold)) < RANDOM)


def examples(read: Iterable[Read], odds: Floats) -> Examples:
    """Return the sentences of contracts; `odds`, sentences x `CATEGORIES`, are those that a scorer gives strangers."""
    contracts = tuple(one.without_features() for one in read)
    lengths = [len(one.marks) for one in contracts]
    owner = np.repeat(np.arange(len(contracts), dtype=np.int32), lengths)
    return Examples(
        tuple(pair for one in contracts for pair in in_context(one.contract.text, one.contract.units)),
        np.array([[name in found for name in CATEGORIES] for one in contracts for found in one.marks], np.float32),
        np.array([_counted(one) for one in contracts], np.float32)[owner],
        owner,
        np.array([one.fold for one in contracts], np.int32)[owner],
        np.array([one.held_out for one in contracts])[owner],
        np.concatenate([_likeliest(each) for each in np.split(odds, np.cumsum(lengths)[:-1])]),
    )


def columns_of(names: Sequence[str], among: Sequence[str]) -> Whole:
    """Return the places of categories among others."""
    return np.array([among.index(name) for name in names], np.int32)


def _counted(one: Read) -> list[bool]:
    return [name in one.asked and not (name in OWN and one.held_out) for name in CATEGORIES]


def _likeliest(odds: Floats) -> Flags:
    found = np.zeros(len(odds), bool)
    found[np.argsort(-odds, axis=0, kind="stable")[:LIKELY]] = True
    return found
