"""How likely a sentence, or a date, is of each category: learned weights over features, as plain arrays.

The arrays lie in `weights/`; `training/` makes them, and the model card says from what.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from unpromote.reading.features import Features, Floats, Vocabulary


@dataclass(frozen=True)
class Scorer:
    """One weighted sum of features for each category.

    Attributes:
        categories: their names, in the order of the columns of what follows.
        vocabulary: the features that are known.
        weights: features x categories.
        intercepts: by category.
        slopes, shifts: by category, what turns a sum into the log-odds of a score.
    """

    categories: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    intercepts: Floats
    slopes: Floats
    shifts: Floats

    def sums(self, stretches: Sequence[Features]) -> Floats:
        """Return the weighted sums, stretches x categories."""
        standing = self.vocabulary.standing(stretches)
        values = self.vocabulary.weighed(standing)
        found = np.tile(self.intercepts, (standing.height, 1))
        if len(values):
            first = np.flatnonzero(np.diff(standing.rows, prepend=-1))
            parts = self.weights[standing.columns] * values[:, None]
            found[standing.rows[first]] += np.add.reduceat(parts, first, axis=0)
        return found

    def scores(self, stretches: Sequence[Features]) -> Floats:
        """Return how likely each stretch is of each category, stretches x categories, each from 0 to 1.

        From 0.5 on an agreement is said to have such a clause; that is where most agreements are judged rightly.
        """
        return chances(self.odds(self.sums(stretches)))

    def odds(self, sums: Floats) -> Floats:
        """Return the log-odds of the scores that sums, stretches x categories, stand for."""
        odds: Floats = self.slopes * sums + self.shifts
        return odds

    def write(self, file: Path) -> None:
        """Write the arrays into a file; the same arrays give the same bytes."""
        texts = {"categories": json.dumps(self.categories), "names": "\n".join(self.vocabulary.names)}
        arrays = {name: np.frombuffer(text.encode(), np.uint8) for name, text in texts.items()}
        arrays |= {name: getattr(self, name) for name in ("intercepts", "slopes", "shifts")}
        arrays |= {"weights": self.weights.astype(np.float16), "rarity": self.vocabulary.rarity.astype(np.float16)}
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, array in arrays.items():
                data = BytesIO()
                np.save(data, array, allow_pickle=False)
                archive.writestr(ZipInfo(f"{name}.npy"), data.getvalue(), ZIP_DEFLATED)  # of no time: 1980


def chances(odds: Floats) -> Floats:
    """Return log-odds as scores from 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def read_scorer(file: IO[bytes]) -> Scorer:
    """Return the scorer that `Scorer.write` has written."""
    with np.load(file, allow_pickle=False) as arrays:
        vocabulary = Vocabulary(arrays["names"].tobytes().decode().split("\n"), arrays["rarity"].astype(np.float32))
        return Scorer(
            tuple(json.loads(arrays["categories"].tobytes())),
            vocabulary,
            arrays["weights"].astype(np.float32),
            *(arrays[name] for name in ("intercepts", "slopes", "shifts")),
        )


@cache
def shipped(name: str) -> Scorer:
    """Return a scorer that the product carries: of "clauses" or of "dates"."""
    with (resources.files(__package__) / "weights" / f"{name}.npz").open("rb") as file:
        return read_scorer(file)
