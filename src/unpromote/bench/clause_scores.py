"""How well clauses were found, by the measure of CUAD and by what a person gains from it.

Two stretches are the same where they share at least half of all words that either has. From the surest finding down,
each gold stretch met is a hit and each finding that meets none is a false alarm; precision is made monotone and the
area under precision over recall counts as far as recall gets (D. Hendrycks et al., CUAD, arXiv 2103.06268).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

SHOWN = 0.5  # the score from which an agreement is said to have such a clause
TOP = 3  # findings that a person looks at
_ALIKE = 0.5
_NAMES = "Parties"  # a finding that holds the name as it stands meets it too

Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """A stretch [start, end) of the text and how sure the reader is of it."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Judged:
    """One category in one contract.

    Attributes:
        met: by gold stretch, the score of the surest finding that meets it, or minus infinity.
        alarms: the scores of findings that meet none.
        surest: the highest score of all.
        seen: gold stretches of which half is covered by the surest `TOP` findings.
    """

    met: tuple[float, ...]
    alarms: tuple[float, ...]
    surest: float
    seen: int


def judge(text: str, category: str, gold: Sequence[Span], found: Iterable[Found]) -> Judged:
    """Return how the findings of one category in one contract stand to the gold stretches."""
    findings = sorted(found, key=lambda one: -one.score)
    wanted = [(text[slice(*span)], word_set(text[slice(*span)])) for span in gold]
    met, alarms = [-inf] * len(gold), []
    for words, score in {text[one.start : one.end]: one.score for one in reversed(findings)}.items():
        have = word_set(words)
        hits = [
            nth
            for nth, (quote, want) in enumerate(wanted)
            if _alike(have, want) or (category == _NAMES and quote in words)
        ]
        for nth in hits:
            met[nth] = max(met[nth], score)
        if not hits:
            alarms.append(score)
    top = [(one.start, one.end) for one in findings[:TOP]]
    seen = sum(_letters_in(text, span, top) * 2 >= _letters(text, *span) > 0 for span in gold)
    return Judged(tuple(met), tuple(alarms), findings[0].score if findings else -inf, seen)


def word_set(text: str) -> frozenset[str]:
    """Return the words of a stretch as they are compared."""
    bare = text.replace("/", " ")
    for sign in ".,;:":
        bare = bare.replace(sign, "")
    return frozenset(bare.lower().split(" "))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _letters(text: str, start: int, end: int) -> int:
    return sum(not letter.isspace() for letter in text[start:end])


def _letters_in(text: str, span: Span, covers: Iterable[Span]) -> int:
    count, done = 0, span[0]
    for start, end in sorted(covers):
        start, end = max(start, done), min(end, span[1])  # noqa: PLW2901 - cut to what is new
        if start < end:
            count, done = count + _letters(text, start, end), end
    return count


def area(judged: Sequence[Judged]) -> float | None:
    """Return the area under precision and recall; None where nothing was to be found."""
    gold = sum(len(one.met) for one in judged)
    if not gold:
        return None
    hits = sorted(score for one in judged for score in one.met if score > -inf)
    alarms = sorted(score for one in judged for score in one.alarms)
    points = [(0.0, 1.0)]
    for score in sorted({*hits, *alarms}, reverse=True):
        hit = len(hits) - bisect_left(hits, score)
        wrong = len(alarms) - bisect_left(alarms, score)
        points.append((hit / gold, hit / (hit + wrong)))
    best = 0.0
    monotone = []
    for recall, precision in reversed(points):
        best = max(best, precision)
        monotone.append((recall, best))
    return sum((right[0] - left[0]) * (right[1] + left[1]) / 2 for left, right in pairwise(reversed(monotone)))


def document_f1(judged: Sequence[Judged], shown: float = SHOWN) -> float | None:
    """Return the F1 of "this contract has such a clause"; None where none has."""
    there = sum(bool(one.met) for one in judged)
    said = sum(one.surest >= shown for one in judged)
    right = sum(bool(one.met) and one.surest >= shown for one in judged)
    return 2 * right / (there + said) if there else None


def seen_at_once(judged: Sequence[Judged]) -> float | None:
    """Return the share of gold stretches that the surest findings show; None where nothing was to be found."""
    gold = sum(len(one.met) for one in judged)
    return sum(one.seen for one in judged) / gold if gold else None
