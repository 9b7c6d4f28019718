"""The words of the creator's page, in the creator's language: `phrases/<language>.toml`, one file a language.

A language without a file is spoken to in English. What people wrote themselves is never translated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from moneyed import Money

from unpromote.services.letters.display import displayed, reader_of

PHRASES = Path(__file__).parent / "phrases"
FALLBACK = "en"


@cache
def phrases(language: str) -> Mapping[str, Any]:
    """Return the phrases of a language that has a file."""
    return tomllib.loads((PHRASES / f"{language}.toml").read_text(encoding="utf-8"))


def spoken(language: str) -> str:
    """Return the language to speak: the wanted one, or the one it is a variety of, where there are words; else English.

    Only languages that have a file are ever looked up, whatever is asked for.
    """
    known = {path.stem for path in PHRASES.glob("*.toml")}
    return next((name for name in (language, language.partition("-")[0]) if name in known), FALLBACK)


@dataclass(frozen=True)
class Speech:
    """Says things to one creator: in their language, on their clock."""

    language: str
    zone: str

    @property
    def words(self) -> Mapping[str, Any]:
        """Return every phrase by its name."""
        return phrases(self.language)

    def say(self, phrase: str, /, **parts: str) -> str:
        """Return a phrase with its parts filled in."""
        return str(self.words[phrase]).format(**parts)

    def show(self, value: Money | date) -> str:
        """Return an amount, a civil day or an instant as the creator's letters write it."""
        return str(displayed(value, reader_of(self.language, self.zone)))

    def formula(self, written: str) -> str:
        """Return a formula with true signs and translated stages."""
        told = written.replace(" x ", " \N{MULTIPLICATION SIGN} ").replace("_", " ")
        for ours, theirs in self.words["formula"].items():
            told = told.replace(ours, theirs)
        return told

    def line(self, code: str) -> str:
        """Return what a line is for; a deliverable carries its own name."""
        kind, _, name = code.partition(":")
        known = self.words["line"].get(kind)
        return str(known).format(name=name) if known else code
