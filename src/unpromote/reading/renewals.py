"""How an agreement renews itself: for how long each time, how often, and how long before a refusal has to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unpromote.reading.deadlines import notice_length
from unpromote.reading.quantities import Length, lengths, number_in_words

_RHYTHMS = (  # periods that are named without a number
    (re.compile(r"\bmonth[- ]to[- ]month\b|\bmonthly\b|\b(?:another|additional|each|every) month\b"), 1, "months"),
    (
        re.compile(
            r"\byear[- ](?:to|by)[- ]year\b|\b(?:annual|yearly|annually)\b(?! (?:report|fee|budget|sales))"
            r"|\b(?:another|additional|further|each|every) (?:calendar )?year\b|\bfrom year to year\b"
        ),
        1,
        "years",
    ),
    (re.compile(r"\bhalf (?:a|of a|an?)[ -]year\b|\bsix-month\b|\bsemi-annual\b"), 6, "months"),
    (re.compile(r"\bquarterly\b"), 3, "months"),
)
_RENEWS = re.compile(r"\b(?:renew\w*|exten[ds]\w*|prolong\w*|continu\w*|successive|additional|subsequent|thereafter)\b")
_EACH = re.compile(
    r"(?:successive|additional|consecutive|subsequent|further|another|renewal|renewed|extended?|optional)"
    r"(?:[ ,]*(?:and )?(?:successive|additional|consecutive|subsequent|renewal|automatic|terms?|periods?|increments?"
    r"|for|of|a|an|the|by|up to|at|on|option|then|periods? of))*[ (]*$"
)
_PERIOD_AFTER = re.compile(
    r"^\)?[- ]?(?:s )?(?:\(?each\)?|(?:additional |renewal |extension |successive |increment |automatic )*"
    r"(?:terms?|periods?|extensions?|increments?|renewals?|intervals?)\b)"
)
_OTHERWISE_MEANT = re.compile(  # what stands after a length that is no renewed term
    r"^['s\u2019]{0,2}[ ,]*(?:(?:prior|advanced?|written|previous|calendar)[ ,]*)*"
    r"(?:notice|notif\w+|prior|before|in advance|following|after|from)\b"
)
_INITIAL = re.compile(
    r"\b(?:initial|original|primary|first|end of (?:the|such|said)) (?:\w+ )?$"
    r"|\binitial (?:term|period) of [^,.;]{0,20}$|\bsuch (?:\w+ )?\(?$"
)
_IN_ALL = re.compile(r"\bup to (?:a (?:maximum|total) of )?(?:another |an additional )?$")
_AGAIN = re.compile(
    r"\b(?:successive|consecutive|each|annual|annually|every|year[- ]to[- ]year|month[- ]to[- ]month"
    r"|monthly|yearly|(?:additional|renewal|further|one) (?:[\w()-]+ ){0,4}terms|periods|increments"
    r"|any renewal|then[- ]current)\b"
)
_ENDLESS = re.compile(
    r"\b(?:indefinite\w*|perpetu\w*|unlimited (?:period|time|term)|(?:continue|remain)\b[^.;]{0,80}\b(?:until|unless)\b"
    r"[^.;]{0,90}\b(?:terminat\w*|cancel\w*|notice))\b"
)
_AS_BEFORE = re.compile(r"\brenew\w*\b[^.;]{0,80}\b(?:same|equal|like|identical) (?:duration|length|period|term)\b")
_TIMES = re.compile(
    r"\b(?P<words>one|two|three|four|five|six|seven|eight|nine|ten)?"
    r" ?\(?(?P<figure>\d{1,2})?\)? (?:(?:more|additional|successive|consecutive|further|renewal|optional) )+"
    r"(?:and )?(?:[\w()-]+ ){0,4}?(?:terms?|periods?|extensions?|renewals?)\b"
)
_ONCE = re.compile(r"\bonly (?:be renewed )?once\b|\ba single (?:additional|renewal)\b")
_BEFORE = re.compile(r"\s*(?:prior to|before|in advance of|(?:of|from) the (?:end|conclusion|expiration))\b")
_NOTICE_OF = re.compile(r"\bnotice\b[^.;]{0,40} of (?:at least|not less than|a minimum of)? ?$")
_AROUND = 110


@dataclass(frozen=True)
class Renewal:
    """A renewed term: its length (None: without an end), and how many there may be (None: no number is named).

    `as_before`: it is as long as the term before it, and the words say no more.
    """

    length: Length | None
    times: int | None
    as_before: bool = False

    @property
    def is_endless(self) -> bool:
        """Whether the agreement goes on until somebody ends it."""
        return self.length is None and not self.as_before


def read_renewal(lower: str) -> Renewal | None:
    """Return how lower-case words renew an agreement, None where they name no length."""
    ranked = sorted(_candidates(lower), key=lambda candidate: (-candidate[0], candidate[1].start))
    if ranked:
        return Renewal(ranked[0][1], _times(lower, ranked[0][1]))
    if _AS_BEFORE.search(lower):
        return Renewal(None, None if _AGAIN.search(lower) else 1, as_before=True)
    return Renewal(None, None) if _ENDLESS.search(lower) else None


def _candidates(lower: str) -> Iterator[tuple[int, Length]]:
    """Yield the lengths that may be the renewed term's, each with how much speaks for it."""
    for length in periods(lower):
        before, after = lower[max(0, length.start - _AROUND) : length.start], lower[length.end : length.end + 60]
        if _OTHERWISE_MEANT.match(after) or _INITIAL.search(before) or not _RENEWS.search(before + after):
            continue
        close = bool(_EACH.search(before))
        named = bool(_PERIOD_AFTER.match(after))
        renewed = bool(_RENEWS.search(before))
        if close or named or renewed:
            in_all = bool(_IN_ALL.search(before))
            yield 4 * (close and renewed) + 2 * (renewed and named) + renewed + close - 9 * in_all, length


def periods(lower: str) -> tuple[Length, ...]:
    """Return the lengths of time in lower-case words, those too that are named without a number, in order."""
    found = list(lengths(lower))
    for pattern, n, unit in _RHYTHMS:
        found += [
            Length(n, unit, match.start(), match.end())
            for match in pattern.finditer(lower)
            if not any(other.start < match.end() and match.start() < other.end for other in found)
        ]
    return tuple(sorted(found, key=lambda length: length.start))


def _times(lower: str, length: Length) -> int | None:
    around = lower[max(0, length.start - _AROUND) : length.end + 40]
    if _ONCE.search(lower):
        return 1
    for match in _TIMES.finditer(around):
        n = int(match["figure"]) if match["figure"] else number_in_words(match["words"] or "")
        if n:
            return n
    return None if _AGAIN.search(around) else 1


def renewal_notices(lower: str) -> tuple[Length, ...]:
    """Return the notices that words ask for to keep an agreement from being renewed, several where they differ."""
    first = notice_length(lower)
    before = tuple(_before_the_end(lower))
    if first is not None and first not in before:
        return (first,)
    return tuple({(length.n, length.unit): length for length in before}.values())


def _before_the_end(lower: str) -> Iterator[Length]:
    """Yield the lengths by which something is to be done before the term is over, whatever that is called."""
    for length in lengths(lower):
        if _BEFORE.match(lower, length.end) or _NOTICE_OF.search(lower[: length.start]):
            yield length
