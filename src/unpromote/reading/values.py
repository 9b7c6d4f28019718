"""What reading gives: a document's text with its pages, findings with exact quotes, and problems said aloud.

Every finding's quote is `text[start:end]` of its document: it is cut there, never typed again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unpromote.reading.cues import Category
from unpromote.reading.scans import Scan
from unpromote.reading.units import plain

_SURE = 0.6  # the score from which a clause is taken at its word, whatever the wording


@dataclass(frozen=True)
class Text:
    """What was read in a file; `page_starts` holds the offset of each page's start, none in formats without pages.

    `sources`, where a page has a picture, gives for each letter of the page's text its place among the page's own
    letters, and -1 for what was put between them. `scans` are the pages, by number, that were read from their picture.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[array[int], ...] = ()
    scans: Mapping[int, Scan] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A file and its canonical text; `page_starts`, `problems`, `sources` and `scans` are those of the text."""

    file: Path
    sha256: str
    text: str
    page_starts: tuple[int, ...]
    problems: tuple[Problem, ...] = ()
    sources: tuple[array[int], ...] = ()
    scans: Mapping[int, Scan] = field(default_factory=dict)

    def page_at(self, offset: int) -> int | None:
        """Return the 1-based page of an offset, None where the format has no pages."""
        return bisect_right(self.page_starts, offset) if self.page_starts else None

    def sureness_at(self, offset: int) -> float:
        """Return how sure it is that the letters around an offset are those of the paper; less than 1 where scanned."""
        scan = self.scans.get(self.page_at(offset) or 0)
        return scan.confidence if scan else 1.0


@dataclass(frozen=True)
class Problem:
    """Something a person should know before relying on the reading: where it stands, and what mends it."""

    problem: str
    place: str = ""
    mend: str = ""


@dataclass(frozen=True)
class Finding:
    """A stretch [start, end) of the text that speaks about leaving; `score` says how sure the reader is (0 to 1).

    `worded`: a known wording of the category speaks in it, or in what it goes on from.
    """

    category: Category
    start: int
    end: int
    page: int | None
    clause: str
    quote: str
    score: float
    worded: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether facts and terms may be read from it; the others are for a person who looks for more."""
        return self.worded or self.score >= _SURE

    @property
    def words(self) -> str:
        """The quote with every run of blanks made one space."""
        return " ".join(self.quote.split())

    @property
    def lower(self) -> str:
        """The words as cues are matched: lower case, straight quotes."""
        return plain(self.words)


def cut(
    document: Document,
    category: Category,
    start: int,
    end: int,
    score: float,
    *,
    clause: str = "",
    worded: bool = False,
) -> Finding:
    """Return the finding at [start, end) of a document: page and words are those of the text, and can be no others."""
    quote = document.text[start:end]
    return Finding(category, start, end, document.page_at(start), clause, quote, score, worded=worded)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings as they stand in the text; of those that share a place the surest goes first."""
    return tuple(sorted(findings, key=lambda one: (one.start, one.end, -one.score)))


@dataclass(frozen=True)
class Fact:
    """A fact about leaving: its kind, its values (who, notice_days, ...) and the findings that show it."""

    kind: str
    values: dict[str, Any]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Reading:
    """All that was read in one file; `terms` and `proposals` use the vocabulary of terms; a person confirms them.

    `unclear` are the fields that can be read in several ways, in the form that a quote takes beside the terms.
    `values` are what the agreement answers as a whole (dates, term, renewal, law, parties), in the form of proposals.
    """

    document: Document
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    terms: dict[str, Any]
    proposals: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    unclear: tuple[dict[str, Any], ...] = ()
    values: tuple[dict[str, Any], ...] = ()
