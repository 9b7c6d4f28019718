"""Fees of several figures: the greater of both, one plus another, never below a floor or above a cap.

Where the words do not say how two figures hang together, nothing is proposed: a fee is never a guess between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from unpromote.reading.quantities import Amount, Rate, amounts, rates

Figure = Amount | Rate

_CAP = re.compile(
    r"(?:(?:shall |will |may |to )?not (?:to )?exceed(?:ing)?|(?:but )?(?:no|not) (?:more|greater) than|at most"
    r"|up to(?: a maximum of)?"
    r"|(?:a |the )?maximum(?: amount)?(?: fee)? of|capped at|limited to)(?: an? (?:amount|sum) of| the sum of)? ?$"
)
_FLOOR = re.compile(
    r"(?:(?:but |and )?(?:in no event |never )?(?:not|no) less than|at least|(?:a "
    r"|the )?minimum(?: amount)?(?: fee)? of)"
    r"(?: an? (?:amount|sum) of| the sum of)? ?$"
)
_RELATIONS = (
    (
        "greater_of",
        re.compile(
            r"\b(?:greater|higher|larger) of\b|whichever (?:\w+ )?(?:is|are) (?:the )?(?:greater|higher|larger|more)\b"
        ),
    ),
    (
        "lesser_of",
        re.compile(
            r"\b(?:lesser|lower|smaller) of\b|whichever (?:\w+ )?(?:is|are) (?:the )?(?:lesser|less|lower|smaller)\b"
        ),
    ),
    ("sum", re.compile(r"\bplus\b|\bin addition to\b|\btogether with\b")),
)
_BEFORE = 60  # characters before a figure in which a cap or a floor is named


@dataclass(frozen=True)
class Bound:
    """A floor or a cap of a fee, and the figure that it is."""

    name: str  # floor, cap
    figure: Figure


def figures(lower: str) -> tuple[Figure, ...]:
    """Return the amounts and the shares of lower-case words, in order."""
    found: list[Figure] = [*amounts(lower), *rates(lower)]
    return tuple(sorted(found, key=lambda figure: figure.start))


def bounds(lower: str) -> tuple[tuple[Bound, ...], str]:
    """Return the floors and caps in lower-case words, and the words with these figures blanked out."""
    found, rest = [], lower
    for figure in figures(lower) if len(figures(lower)) > 1 else ():
        before = lower[max(0, figure.start - _BEFORE) : figure.start]
        name = "floor" if _FLOOR.search(before) else "cap" if _CAP.search(before) else ""
        if name:
            found.append(Bound(name, figure))
            rest = rest[: figure.start] + " " * (figure.end - figure.start) + rest[figure.end :]
    return tuple(found), rest


def relation(lower: str) -> str:
    """Return how two figures hang together, as calculations name it; empty where the words do not say."""
    return next((name for name, words in _RELATIONS if words.search(lower)), "")
