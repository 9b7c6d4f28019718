"""What a scorer sees of a sentence or of a date.

Of a sentence: its words in runs of up to three, the heading above it, what stands before it, and which known wordings
speak in it. Of a date: the words around it, its own, and its place.

A feature is named by the letter of its block and the words, in lower case and with every digit as 0. Training and
reading share this room, so that both see the same.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unpromote.reading.cues import CUES, Category
from unpromote.reading.units import Unit, plain

WORDS, HEADING, BEFORE, CUE = "w", "h", "b", "c"
LEFT, RIGHT, OWN, NEAR, PLACE = "l", "r", "o", "n", "p"
BLOCKS: Mapping[str, float] = MappingProxyType(  # how much a whole block counts
    {WORDS: 1, HEADING: 0.5, BEFORE: 0.5, CUE: 1, LEFT: 1, RIGHT: 1, OWN: 0.5, NEAR: 0.3, PLACE: 1}
)
BARE = (CUE, NEAR, PLACE)  # blocks whose features count alike, however many there are

Features = Mapping[str, int]  # how often each stands there
Floats = NDArray[np.float32]
Whole = NDArray[np.int32]

_CUES = {f"{CUE}:{zlib.crc32(cue.pattern.pattern.encode()):08x}": cue for cue in CUES}  # no other cue's, whatever comes
_LONGEST_RUN = {WORDS: 3, HEADING: 2, BEFORE: 2, LEFT: 3, RIGHT: 3, OWN: 2}
_TOKEN = re.compile(r"[a-z]+|0+|[$%()\"]|\[\*+\]")
_DIGIT = re.compile(r"\d")
_LOOK_BACK, _BLANKS = 120, 30  # characters before a sentence; blanks among them
_HEADING, _HEADING_WORDS = 80, 6  # characters and words that a heading has at most
_AROUND, _CLOSE = 160, 12  # characters on either side of a date; words whose distance to it counts
_OPENING, _FIRST = (600, 1500, 4000), (1, 2, 4, 8)  # characters from the start; dates from the first


def cues_among(features: Features) -> frozenset[Category]:
    """Return the categories whose known wordings are among the features."""
    return frozenset(_CUES[name].category for name in features if name in _CUES)


def features_of(text: str, units: Sequence[Unit]) -> Iterator[Features]:
    """Yield the features of each unit of a text, in order."""
    heading: tuple[str, ...] = ()
    for unit in units:
        lower = unit.lower
        before = _flat(text[max(0, unit.start - _LOOK_BACK - _BLANKS) : unit.start])[-_LOOK_BACK:]
        found = Counter(chain(_runs(WORDS, lower), heading, _runs(BEFORE, before)))
        found.update(name for name, cue in _CUES.items() if cue.speaks_in(lower))
        yield found
        if is_heading(unit.words):
            heading = tuple(_runs(HEADING, lower))


def features_of_dates(text: str, dates: Sequence[tuple[int, int]]) -> Iterator[Features]:
    """Yield the features of each date of a text, in order."""
    for nth, (start, end) in enumerate(dates):
        left, right = _flat(text[max(0, start - _AROUND) : start]), _flat(text[end : end + _AROUND])
        near = reversed(_TOKEN.findall(left)[-_CLOSE:])
        runs = chain(_runs(LEFT, left), _runs(RIGHT, right), _runs(OWN, _flat(text[start:end])))
        found = Counter(chain(runs, (f"{NEAR}:{min(at, 9)} {word}" for at, word in enumerate(near))))
        found.update(f"{PLACE}:within {place}" for place in _OPENING if start < place)
        found.update(f"{PLACE}:first {place}" for place in _FIRST if nth < place)
        found.update({f"{PLACE}:tenth {10 * start // len(text)}": 1, f"{PLACE}:last": int(nth + 1 == len(dates))})
        yield +found


def _flat(words: str) -> str:
    return plain(" ".join(words.split()))


def is_heading(words: str) -> bool:
    return len(words) < _HEADING and (words.isupper() or words.istitle() or len(words.split()) <= _HEADING_WORDS)


def _runs(block: str, lower: str) -> Iterator[str]:
    tokens = _TOKEN.findall(_DIGIT.sub("0", lower))
    for length in range(1, _LONGEST_RUN[block] + 1):
        runs = zip(*(tokens[at:] for at in range(length)), strict=False)
        yield from map(f"{block}:".__add__, map(" ".join, runs))


@dataclass(frozen=True)
class Standing:
    """Which features stand in which of `height` sentences, and how often: three arrays of one length, by sentence."""

    rows: Whole
    columns: Whole
    counts: Floats
    height: int


@dataclass(frozen=True)
class Vocabulary:
    """The features that are known, in the order of their columns, and how rare each is.

    `rarity` has a number for each column: the inverse document frequency.
    """

    names: Sequence[str]
    rarity: Floats

    @cached_property
    def _blocks(self) -> Whole:
        order = {block: number for number, block in enumerate(BLOCKS)}
        return np.array([order[name[0]] for name in self.names], np.int32)

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return {name: column for column, name in enumerate(self.names)}

    def standing(self, sentences: Sequence[Features]) -> Standing:
        """Return where the known features stand."""
        named = chain.from_iterable(sentences)
        columns = np.fromiter(map(self._columns.get, named, repeat(-1)), np.int32)
        counts = np.fromiter(chain.from_iterable(features.values() for features in sentences), np.float32)
        lengths = np.fromiter(map(len, sentences), np.int32)
        rows = np.repeat(np.arange(len(sentences), dtype=np.int32), lengths)
        known = columns >= 0
        return Standing(rows[known], columns[known], counts[known], len(sentences))

    def weighed(self, standing: Standing) -> Floats:
        """Return what each standing feature counts.

        Within a block a value grows with the logarithm of the count and with the rarity, and all values together have
        the length 1; a known wording, a place and a word at its distance simply count 1. All times the block's weight.
        """
        blocks = self._blocks[standing.columns]
        values = (1 + np.log(standing.counts)) * self.rarity[standing.columns]
        places = standing.rows.astype(np.int64) * len(BLOCKS) + blocks
        lengths = np.sqrt(np.bincount(places, values * values))
        for bare in BARE:
            lengths[list(BLOCKS).index(bare) :: len(BLOCKS)] = 1
        scale: Any = np.array(list(BLOCKS.values()))[blocks] / lengths[places]
        weighed: Floats = (values * scale).astype(np.float32)
        return weighed
