"""Lengths of time that contradict themselves: every way to read them, and what to ask.

"Fourteen calendar days, excluding weekends" are two different lengths, and so are "two weeks (10 business days)" and
"thirty (60) days". Words that only repeat themselves ("two weeks (14 days)") leave nothing open.
"""

from __future__ import annotations

import re
from typing import Any

from unpromote.reading.quantities import Length, lengths

Span = tuple[int, str]  # how many, of which unit

_EXCLUDED = re.compile(
    r"^[ ,(]*(?:excluding|exclusive of|not (?:including|counting)|except(?:ing)?(?: for)?|other than|but not)\b"
    r"[^.;]{0,60}?\b(?P<what>weekends?|saturdays?|sundays?|(?:public |bank |legal )?holidays?)\b"
)
_AGAIN = re.compile(r"^[ ,]*(?:\((?:or|i\.e\.|that is|being|namely)?|i\.e\.|that is)[ ,]*$")
_CIVIL = re.compile(r"\b(?:calendar|consecutive)\b")
_IN = {"hours": ("hours", 1), "days": ("days", 1), "weeks": ("days", 7), "months": ("months", 1)} | {
    "years": ("months", 12),
    "business_days": ("business_days", 1),
}


def ways_to_read(length: Length, lower: str) -> tuple[tuple[Span, ...], str]:
    """Return every way to read a length within its words, and what to ask where there are several."""
    plain = (length.n, length.unit)
    if length.other is not None:
        asked = f"the words say {length.n}, the figure {length.other} {length.unit}: which one counts?"
        return (plain, (length.other, length.unit)), asked
    excluded = _EXCLUDED.match(lower[length.end :])
    if excluded and length.unit == "days":
        return _without(excluded, plain, lower[length.start : length.end])
    again = _said_again(length, lower)
    if again is not None and _size(again) != _size(plain):
        return (plain, again), f"{_said(plain)} and {_said(again)} are not the same: which one counts?"
    return (plain,), ""


def period_json(span: Span) -> dict[str, Any]:
    """Return the period of the terms that a length stands for; the day of receipt is not counted."""
    return {"n": span[0], "unit": span[1], "count": "exclusive"}


def _without(excluded: re.Match[str], plain: Span, words: str) -> tuple[tuple[Span, ...], str]:
    """Days without weekends are business days, unless they are called calendar days or only holidays are left out."""
    worked = (plain[0], "business_days")
    if not _CIVIL.search(words) and not excluded["what"].endswith(("holiday", "holidays")):
        return (worked,), ""
    asked = f"{_said(plain)} without {excluded['what']}: calendar days or business days?"
    return (plain, worked), asked


def _said_again(length: Length, lower: str) -> Span | None:
    for other in lengths(lower):
        between = lower[length.end : other.start]
        if (
            other.start >= length.end
            and _AGAIN.match(between)
            and ("(" not in between or lower.startswith(")", other.end))
        ):
            return other.n, other.unit
    return None


def _size(span: Span) -> tuple[str, int]:
    unit, factor = _IN[span[1]]
    return unit, span[0] * factor


def _said(span: Span) -> str:
    return f"{span[0]} {span[1].replace('_', ' ')}"
