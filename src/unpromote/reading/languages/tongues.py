"""What the reader knows of one language: its wordings, numbers, units, money, dates, parts and places, from its table.

Tables are matched on flat words: lower case, one blank between words (none between letters of scripts that need none),
full-width figures and signs as the narrow ones, traditional Chinese letters of the table as the simplified ones.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from unpromote.reading.cues import Cue, load_cues
from unpromote.reading.units import plain

READ = ("de", "fr", "es", "pt", "ja", "zh")  # the languages that have a table
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_A-Z])")
_UNSPACED = re.compile(r"\s+")

Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, eq=False)  # one a language: told apart by itself, so that patterns can be kept for it
class Tongue:
    """A language as its table has it; each pattern is meant for flat words."""

    code: str
    name: str
    spaced: bool
    cues: tuple[Cue, ...]
    numbers: Mapping[str, int]
    months: tuple[str, ...]
    units: Mapping[str, str]
    percent: str
    currencies: Mapping[str, str]
    says: Patterns  # single wordings: may, refuses, either, breach, cure, notice, immediate, ...
    roles: Patterns
    places: Patterns
    bases: Patterns
    methods: Patterns
    parties: tuple[re.Pattern[str], ...]
    as_role: tuple[str, ...]
    fold: Mapping[int, int]

    def folded(self, text: str) -> str:
        """Return the text with narrow signs and folded letters, each at its place."""
        return text.translate(self.fold)

    def flat(self, quote: str) -> str:
        """Return a quote as the table's patterns are matched."""
        if self.spaced:
            return plain(" ".join(_HYPHENATED.sub("", self.folded(quote)).split()))
        return _UNSPACED.sub("", plain(self.folded(quote)))


@cache
def tongue(code: str) -> Tongue:
    """Return what the reader knows of a language that it reads."""
    source = resources.files(__package__).joinpath(f"{code}.toml").read_text("utf-8")
    table = tomllib.loads(source)
    return Tongue(
        code=code,
        name=table["name"],
        spaced=table["spaced"],
        cues=load_cues(source),
        numbers={word: int(n) for n, words in table["numbers"].items() for word in words.split()},
        months=tuple(table.get("months", ())),
        units=table["units"],
        percent=table["percent"],
        currencies=table["currencies"],
        says=_compiled(table["says"], table["words"]),
        roles=_compiled(table["roles"], {}),
        places=_compiled(table["places"], {}),
        bases=_compiled(table["bases"], {}),
        methods=_compiled(table["methods"], {}),
        parties=tuple(re.compile(pattern, re.DOTALL) for pattern in table["parties"]),
        as_role=tuple(table.get("as_role", ())),
        fold=_WIDE | _letters(table),
    )


def _compiled(patterns: Mapping[str, str], words: Mapping[str, str]) -> Patterns:
    compiled = {}
    for name, source in patterns.items():
        pattern = source
        for word, meaning in words.items():
            pattern = pattern.replace(f"<{word}>", meaning)
        compiled[name] = re.compile(pattern)
    return compiled


def _letters(table: Mapping[str, Any]) -> dict[int, int]:
    pairs = table.get("fold", {})
    return {ord(one): ord(other) for one, other in zip(pairs.get("from", ""), pairs.get("to", ""), strict=True)}
