"""Numbers as contracts write them: "sixty (60) calendar days", "fourteen days", "$10,000", "ten percent (10%)".

Words and figures are both read. Where they differ both are kept, and whoever uses them has to ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    name: 10 * n
    for n, name in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_VALUE = {name: n for n, name in enumerate(_SMALL)} | _TENS | {"fourty": 40}
_WORD = "|".join(sorted([*_VALUE, "hundred"], key=len, reverse=True))
_NUMBER = (  # a scan reads "(1)" as "(I)"
    rf"(?P<words>(?:{_WORD})(?:[ -]+(?:and[ -]+)?(?:{_WORD})){{0,5}})?[ -]*"
    r"(?:\([il]\)|\(?(?P<figure>\d{1,4}(?:\.\d+)?)?\)?)"
)
_UNIT = (
    r"(?:(?:full|consecutive|contract)[ -]+)?(?:(?P<kind>calendar|business|working|banking|full|consecutive)[ -]+)?"
    r"(?P<unit>hour|day|week|month|year)s?\b"
)
_LENGTH = re.compile(rf"\b(?={_WORD}|\d|\(\d){_NUMBER}[ ~-]*{_UNIT}|\((?P<lone>\d{{1,4}})\)[ -]*days?\b")
_RATE = re.compile(
    rf"(?=\b(?:{_WORD})\b|\b\d|\(\d){_NUMBER}[ ]?(?P<sign>%|per[ ]?cent)"
    r"(?:[ ]*\((?P<again>\d{1,3}(?:\.\d+)?)[ ]?%\))?"
)
_MONEY = re.compile(
    r"(?P<sign>us\$|a\$|c\$|\$|€|£|¥|\b(?:usd|eur|gbp|jpy|aud|cad|chf)\b)[ ]?"
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+(?:\.\d\d)?)"
)
_SIGNS = {"us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "a$": "AUD", "c$": "CAD"}
CURRENCY_OF = _SIGNS | {code.lower(): code for code in ("USD", "EUR", "GBP", "JPY", "AUD", "CAD", "CHF")}
# a bare "$" names no currency: several countries write it


@dataclass(frozen=True)
class Length:
    """A length of time at [start, end) of the words; `other` is the figure where it differs from the words."""

    n: int
    unit: str  # hours, days, business_days, weeks, months, years
    start: int
    end: int
    other: int | None = None

    @property
    def days(self) -> int:
        """The length in days where a rough figure is enough (30 a month, 365 a year)."""
        factor = {"hours": 0, "days": 1, "business_days": 1, "weeks": 7, "months": 30, "years": 365}[self.unit]
        return self.n * factor


@dataclass(frozen=True)
class Rate:
    """A percentage as an exact share, with the figure's share where words and figure differ."""

    share: Fraction
    start: int
    end: int
    other: Fraction | None = None


@dataclass(frozen=True)
class Amount:
    """An amount of money; `currency` is empty where the sign names none for sure (a bare "$")."""

    digits: str
    currency: str
    start: int
    end: int


def number_in_words(words: str) -> int | None:
    """Return 180 for "one hundred eighty", None where a word is no number."""
    total, current = 0, 0
    for word in re.split(r"[ -]+", words.strip()):
        if word == "and":
            continue
        if word == "hundred":
            total, current = total + max(current, 1) * 100, 0
        elif word in _VALUE:
            current += _VALUE[word]
        else:
            return None
    return total + current


def lengths(lower: str) -> tuple[Length, ...]:
    """Return the lengths of time in lower-case words, in order."""
    return tuple(found for match in _LENGTH.finditer(lower) if (found := _length(match)) is not None)


def _length(match: re.Match[str]) -> Length | None:
    if match["lone"]:
        return Length(int(match["lone"]), "days", match.start(), match.end())
    spoken, written = _both(match)
    if written is not None and "(" not in match[0]:
        spoken = None  # "twelve 30-day months": two numbers, of which the second one counts the days
    n = spoken if spoken is not None else written
    if n is None or n != int(n):
        return None
    unit = f"{match['unit']}s"
    if match["kind"] in ("business", "working", "banking") and unit == "days":
        unit = "business_days"
    other = int(written) if spoken is not None and written is not None and spoken != written else None
    return Length(int(n), unit, match.start(), match.end(), other)


def _both(match: re.Match[str]) -> tuple[Fraction | None, Fraction | None]:
    spoken = number_in_words(match["words"]) if match["words"] else None
    written = Fraction(match["figure"]) if match["figure"] else None
    return (Fraction(spoken) if spoken is not None else None), written


def rates(lower: str) -> tuple[Rate, ...]:
    """Return the percentages in lower-case words, in order."""
    return tuple(found for match in _RATE.finditer(lower) if (found := _rate(match)) is not None)


def _rate(match: re.Match[str]) -> Rate | None:
    spoken, written = _both(match)
    written = Fraction(match["again"]) if match["again"] else written
    percent = spoken if spoken is not None else written
    if percent is None:
        return None
    other = written / 100 if spoken is not None and written is not None and spoken != written else None
    return Rate(percent / 100, match.start(), match.end(), other)


def amounts(lower: str) -> tuple[Amount, ...]:
    """Return the amounts of money in lower-case words, in order."""
    return tuple(
        Amount(match["figure"].replace(",", ""), CURRENCY_OF.get(match["sign"], ""), match.start(), match.end())
        for match in _MONEY.finditer(lower)
    )
