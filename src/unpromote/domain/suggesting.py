"""What an answer seems to amount to, by the words that give it away. A suggestion: a person always decides.

Rules are plain wordings with the outcome they speak for. Where several speak, the one that costs most to overlook is
suggested: a fee before a refusal, a refusal before a question, a question before a confirmation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from unpromote.domain.messages import Outcome

_ORDER = (Outcome.FEE_CLAIMED, Outcome.REFUSED, Outcome.MORE_WANTED, Outcome.CONFIRMED)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_SIGNS = {"€": "EUR", "£": "GBP", "us$": "USD", "a$": "AUD", "c$": "CAD", "$": "", "¥": ""}  # "" names none for sure
_CURRENCY = r"us\$|a\$|c\$|[$€£¥]|\b[A-Z]{3}\b"
_NUMBER = r"\d{1,3}(?:[.,'\u2019\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?i:(?P<before>us\$|a\$|c\$|[$€£¥])|\b(?P<code>[A-Z]{{3}}))[ \u00a0]?(?P<first>{_NUMBER})(?![\d%])"
    rf"|(?<![\d.,])(?P<second>{_NUMBER})[ \u00a0]?(?P<after>{_CURRENCY})"
)
_FAR = 120  # letters between the word for a fee and its amount


@dataclass(frozen=True)
class Cue:
    """A regular expression, case ignored, and what it speaks for; `unless` in the same sentence undoes it."""

    outcome: Outcome
    language: str
    pattern: str
    unless: str = ""


@dataclass(frozen=True)
class Hit:
    """Words of the text at [start, end), and what they speak for."""

    start: int
    end: int
    outcome: Outcome


@dataclass(frozen=True)
class Sum:
    """An amount as it is written at [start, end); `currency` is "" where the sign names none for sure."""

    start: int
    end: int
    amount: str
    currency: str


@dataclass(frozen=True)
class Suggestion:
    """What a text seems to amount to, None where nothing speaks for anything; and the words that say so.

    `fee` is the amount that stands beside the words for a fee.
    """

    outcome: Outcome | None
    hits: tuple[Hit, ...]
    fee: Sum | None = None


def suggest(text: str, cues: Iterable[Cue]) -> Suggestion:
    """Return the suggestion for an answer's text, quotations cut already."""
    hits = tuple(
        sorted({hit for start, said in _sentences(text) for cue in cues for hit in _hits(cue, said, start)}, key=_place)
    )
    outcome = next((one for one in _ORDER if any(hit.outcome is one for hit in hits)), None)
    return Suggestion(outcome, hits, _fee(text, hits))


def sums(text: str) -> tuple[Sum, ...]:
    """Return the amounts of money that a text names with a currency, in order."""
    return tuple(
        Sum(
            found.start(),
            found.end(),
            _plain(found["first"] or found["second"]),
            _code(found["before"] or found["code"] or found["after"]),
        )
        for found in _AMOUNT.finditer(text)
    )


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.start, hit.end, hit.outcome.value


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Give each sentence with its offset."""
    start = 0
    for gap in _SENTENCE_END.finditer(text):
        yield start, text[start : gap.start()]
        start = gap.end()
    yield start, text[start:]


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _hits(cue: Cue, said: str, offset: int) -> Iterator[Hit]:
    if cue.unless and _compiled(cue.unless).search(said):
        return
    for found in _compiled(cue.pattern).finditer(said):
        yield Hit(offset + found.start(), offset + found.end(), cue.outcome)


def _fee(text: str, hits: tuple[Hit, ...]) -> Sum | None:
    """Return the amount nearest to a word for a fee."""
    fees = [hit for hit in hits if hit.outcome is Outcome.FEE_CLAIMED]
    near = [(min(_distance(one, fee) for fee in fees), one.start, one) for one in sums(text)] if fees else []
    distance, _, found = min(near, default=(_FAR + 1, 0, None))
    return found if distance <= _FAR else None


def _distance(one: Sum, hit: Hit) -> int:
    return max(one.start - hit.end, hit.start - one.end, 0)


def _code(written: str) -> str:
    return _SIGNS.get(written.lower(), written.upper())


def _plain(number: str) -> str:
    """Return "4.800,50", "4,800.50", "4'800.5" and "4 800,50" as 4800.50; three digits after a sign are thousands."""
    head, sign, tail = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", number).groups()  # type: ignore[union-attr]
    whole = re.sub(r"\D", "", head)
    return f"{whole}.{tail:0<2}" if sign else f"{whole}.00"
