"""Tariffs by days before the start: "25 % if cancelled within 30 days before the start, 50 % within 10 days".

Where the words leave the boundary open ("within 10 days": are 10 days before the start within?) there are two tables,
the milder one first. Hours run to the second, so that their boundary moves no money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from unpromote.domain.codec import fraction_text
from unpromote.reading.quantities import Length, Rate, lengths, rates

Table = tuple[dict[str, Any], ...]

_FAR = 10**6  # days: more than any tariff names

_MEASURES = {
    "days": ("days_before_start", 1),
    "weeks": ("days_before_start", 7),
    "business_days": ("business_days_before_start", 1),
    "hours": ("hours_before_start", 1),
}
_BEFORE = re.compile(
    r"^(?: or (?P<side>less|fewer|more|longer))?(?: \(?(?:prior|advance) notice\)?)?,? ?"
    r"(?:before|prior to|ahead of|of) (?:the |its |any )?(?:\w+ ){0,3}?"
    r"(?:start|launch|commencement|campaign|flight|event|air(?:ing)?|publication|go-live|shoot|live date|first)"
)
_SAME = re.compile(  # the rest of a length whose start was named with an earlier one: "…, 100 % within 14 days"
    r"^(?: or (?P<side>less|fewer|more|longer))?(?=\s*(?:[,.;)]|and\b|\(?(?:prior|advance) notice|notice|$))"
)
_ENDS = re.compile(
    r"(?:(?P<inside>within|inside|up to)|(?P<less>less than|fewer than|under)|(?P<least>at least|not less than|"
    r"no (?:less|fewer) than)|(?P<more>more than|over)|(?P<between>between|from))(?: the last)? ?$"
)
_RANGE = re.compile(r"\b(?P<n>\d{1,3})\)? ?(?:days? |hours? |weeks? )?(?:and|to|-|\u2013) ?$")


@dataclass(frozen=True)
class Tariff:
    """What is measured, and the table of its bands: two where the boundary is open. `start` is that of the rates."""

    by: str
    tables: tuple[Table, ...]
    start: int


@dataclass(frozen=True)
class _Step:
    """A rate from `least` on to before `ends`: the end if the boundary is the milder side's, and if it is the dearer's.

    None: nothing is said about that side.
    """

    rate: Fraction
    by: str
    least: int | None
    ends: tuple[int, int] | None


def read_tariff(lower: str) -> Tariff | None:
    """Return the tariff that lower-case words state, None where they state none or one with a hole."""
    found = rates(lower)
    edges = [rate.start for rate in found] + [len(lower)]
    behind = [_step(rate, lower, rate.end, end) for rate, end in zip(found, edges[1:], strict=True)]
    ends = [0, *(rate.end for rate in found)]
    ahead = [_step(rate, lower, start, rate.start) for rate, start in zip(found, ends, strict=False)]
    steps = next((side for side in (behind, ahead) if side and None not in side), [])
    known = sorted((step for step in steps if step), key=lambda step: step.ends or (_FAR, _FAR))
    if not known or len({step.by for step in known}) > 1 or _has_hole(known):
        return None
    tables = dict.fromkeys(_table(known, side) for side in (0, 1))
    return Tariff(known[0].by, tuple(_bands(table) for table in tables), found[0].start)


def _step(rate: Rate, lower: str, start: int, end: int) -> _Step | None:
    """Return the step that the words between those places tie to a rate."""
    known = [length for length in lengths(lower) if start <= length.start < end and length.unit in _MEASURES]
    for length in known if rate.other is None else ():
        rest = lower[length.end :]
        before = _BEFORE.match(rest) or (_SAME.match(rest) if _names_the_start(lower) else None)
        if before is None:
            continue
        by, factor = _MEASURES[length.unit]
        days, tick = length.n * factor, 0 if by == "hours_before_start" else 1
        if range_ := _RANGE.search(lower[: length.start]):
            least, most = sorted((int(range_["n"]) * factor, days))
            return _Step(rate.share, by, least, (most + tick, most + tick))
        return _one_sided(rate.share, by, (days, days + tick), _word(lower, length, before))
    return None


def _names_the_start(lower: str) -> bool:
    return any(_BEFORE.match(lower[length.end :]) for length in lengths(lower))


def _word(lower: str, length: Length, before: re.Match[str]) -> str:
    if before["side"]:
        return "least" if before["side"] in ("more", "longer") else "most"
    named = _ENDS.search(lower[: length.start])
    return str(named.lastgroup) if named else ""


def _one_sided(rate: Fraction, by: str, days: tuple[int, int], word: str) -> _Step | None:
    """Return the step that ends or begins at a day; `days`: that day, and the one after it."""
    on, after = days
    match word:
        case "inside":
            return _Step(rate, by, None, days)
        case "less":
            return _Step(rate, by, None, (on, on))
        case "most":
            return _Step(rate, by, None, (after, after))
        case "least":
            return _Step(rate, by, on, None)
        case "more":
            return _Step(rate, by, after, None)
    return None


def _has_hole(steps: list[_Step]) -> bool:
    if steps[0].least not in (None, 0, 1):
        return True
    return any(one.ends is None or two.least not in (None, *one.ends) for one, two in pairwise(steps))


def _table(steps: list[_Step], side: int) -> tuple[tuple[int | None, Fraction], ...]:
    """Return where each rate begins; `side`: which end of the steps counts. Above the last nothing is due."""
    rows: list[tuple[int | None, Fraction]] = []
    begins: int | None = None
    for step in steps:
        rows.append((step.least if rows and step.least is not None else begins, step.rate))
        begins = step.ends[side] if step.ends else None
    return (*rows, (begins, Fraction(0))) if begins is not None else tuple(rows)


def _bands(table: tuple[tuple[int | None, Fraction], ...]) -> Table:
    return tuple({"min": begins, "rate": fraction_text(rate)} for begins, rate in table)
