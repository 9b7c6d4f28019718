"""Where the words of one text stand in another that was made from the same paper.

Letters and digits alone are compared: line breaks, blanks, hyphens and the forms of quotation marks differ from reader
to reader, and so do ligatures.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from unpromote.bench.clause_scores import Span

_EDGE = 30  # letters: enough to know where a stretch begins and ends when something stands between
_STRETCHED = 1.5  # times its length: what a page's foot and head add to a stretch


class Placing:
    """A text in which words of another are looked up."""

    def __init__(self, text: str) -> None:
        letters = [(letter, place) for place, sign in enumerate(text) for letter in _plain(sign)]
        self._plain = "".join(letter for letter, _ in letters)
        self._places = [place for _, place in letters]

    def spans(self, words: str) -> list[Span]:
        """Return every [start, end) at which the words stand."""
        sought = _plain(words)
        return [self._span(at, len(sought)) for at in self._all(sought)]

    def nearest(self, words: str, share: float) -> Span | None:
        """Return where the words stand, of several places that nearest to a share (0 to 1) of the text.

        Words between whose beginning and end something else stands here are found too; None where they are not found.
        """
        sought = _plain(words)
        at = self._nearest(sought, share)
        if at is not None:
            return self._span(at, len(sought))
        at = self._nearest(sought[:_EDGE], share)
        if at is None or len(sought) <= _EDGE:
            return None
        last = self._plain.rfind(sought[-_EDGE:], at, at + int(len(sought) * _STRETCHED))
        return None if last < 0 else self._span(at, last + _EDGE - at)

    def _nearest(self, sought: str, share: float) -> int | None:
        return min(self._all(sought), key=lambda at: abs(at - share * len(self._plain)), default=None)

    def _all(self, sought: str) -> Iterator[int]:
        at = self._plain.find(sought) if sought else -1
        while at >= 0:
            yield at
            at = self._plain.find(sought, at + 1)

    def _span(self, at: int, length: int) -> Span:
        return self._places[at], self._places[at + length - 1] + 1


def _plain(text: str) -> str:
    return "".join(letter for letter in normalize("NFKC", text).lower() if letter.isalnum())
