"""At which log-odds the reader says, after its closer look, that an agreement has such a clause.

One threshold for all categories: agreements that neither scorer nor model has learned from are too few for one each.
"""

from __future__ import annotations

from statistics import fmean

import numpy as np

from training.fit import by_contract
from training.likely import CATEGORIES, OUT, TOLD, Examples, columns_of
from training.table import Flags
from unpromote.reading.features import Floats

_TRIED = np.arange(-300, 301, 5) / 100

Seen = tuple[Floats, Flags]  # of contracts: the log-odds of the likeliest sentence, and whether there is such a clause


def common_threshold(known: Examples, odds: Floats) -> float:
    """Return the threshold with the best mean F1 over contracts that the model did not see.

    `odds` are those after a look, sentences x `TOLD`.
    """
    columns = columns_of(TOLD, CATEGORIES)
    seen = [_contracts(known, odds[:, nth], column) for nth, column in enumerate(columns)]
    seen = [each for each in seen if each[1].any()]
    means = [fmean(_f1(each, threshold) for each in seen) for threshold in _TRIED]
    return float(np.mean(_TRIED[np.isclose(means, max(means))]))


def _contracts(known: Examples, odds: Floats, column: int) -> Seen:
    rows = np.flatnonzero((known.counted[:, column] > 0) & (known.fold == OUT))
    return by_contract(known.owner[rows], odds[rows], known.marks[rows, column] > 0)


def _f1(seen: Seen, threshold: float) -> float:
    odds, there = seen
    said = odds > threshold
    return 2 * int((said & there).sum()) / int(said.sum() + there.sum())
