"""Which length of time in a clause is the notice, which the time to cure: told apart by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unpromote.reading.quantities import Length, lengths

_CURE = re.compile(
    r"\b(?:cur(?:e[ds]?|ing)|uncured|remed(?:y|ied)|correct(?:s|ed)?|rectif(?:y|ied)|ceases?|not made|continues?)\b"
)
_NOTICE = re.compile(r"\bnot(?:ice|if\w+)\b")
_IS_NOTICE = re.compile(
    r"^['s\u2019]{0,3}\s*(?:(?:prior|advance|advanced|written|previous)[ ,]*){0,3}(?:and )?(?:written )?notice"
)
_BEFORE_EFFECT = re.compile(
    r"^\s*(?:prior to|before|in advance|in which|from the date of (?:the |such )?notice|advance)"
)
_AFTER_NOTICE = re.compile(r"^\s*(?:after|of|following|from)\b[^.;]{0,40}\b(?:notice|receipt|notification)")
_GIVES_NOTICE = re.compile(
    r"(?:not less than|at least|no (?:less|fewer) than|upon|by|with|giving|minimum of)\s*(?:an? )?$"
)
_ASIDE = re.compile(  # what only says which days those are
    r"^(?: \((?:or |i\.e\.,? |that is,? )?[^()]{1,20}(?:\(\d+\))? ?(?:\w+ )?(?:days|weeks|hours|months?)\)"
    r"|,? \(?(?:excluding|exclusive of|not including|not counting) [^,;.)]{1,60}[,)]?)"
)
_AROUND = 90  # characters looked at on either side of a length


def notice_length(lower: str) -> Length | None:
    """Return the notice that a clause asks for before its effect, None where it names none."""
    for length, before, after in _with_surroundings(lower):
        if _IS_NOTICE.match(after) and not _cures(before, after):
            return length
        if _BEFORE_EFFECT.match(after) and _NOTICE.search(before + after):
            return length
        if _GIVES_NOTICE.search(before) and _NOTICE.search(after[:60]) and not _AFTER_NOTICE.match(after):
            return length
    return None


def cure_length(lower: str) -> Length | None:
    """Return the time that a clause gives for curing a breach after notice of it, None where it gives none."""
    for length, before, after in _with_surroundings(lower):
        if _cures(before, after) and not _BEFORE_EFFECT.match(after):
            return length
    return None


def _with_surroundings(lower: str) -> Iterator[tuple[Length, str, str]]:
    """Yield each length with the words before it, back to the length before, and the words after it."""
    edge = 0
    for length in lengths(lower):
        before = lower[max(edge, length.start - _AROUND) : length.start]
        yield length, before, _ASIDE.sub("", lower[length.end : length.end + 2 * _AROUND])[:_AROUND]
        edge = length.end


def _cures(before: str, after: str) -> bool:
    if _CURE.search(before):
        return True
    return bool(_AFTER_NOTICE.match(after) and _CURE.search(after)) or bool(
        re.match(r"[^.;]{0,60}\bto (?:cure|remedy|correct)", after)
    )
