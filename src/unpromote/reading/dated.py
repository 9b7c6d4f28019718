"""Every stretch of a text that is a date, or the blank for one: "May 3, 2016", "3rd day of May 2016", "____ , 2016".

Scans break words ("1s t day") and drafts leave out numbers, so both are allowed for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = r"\s{0,40}"
_MONTH = (
    r"(?:j\s?a\s?n(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_BLANK = r"(?:_[_ ]*_|_|\[[^\]\n]{0,12}\]|\[?[●•·]\]?)"
_NUMBER = rf"\d\s?\d?{_GAP}(?:s\s?t|n\s?d|r\s?d|t\s?h)?"
_WORD_NUMBER = (
    r"(?:(?:twenty|thirty)[ -])?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|[a-z]+teenth|twentieth|thirtieth)"
)
_DAY = rf"(?:{_NUMBER}|{_BLANK}|{_WORD_NUMBER}(?:\s*\(\s*{_NUMBER}\s*\))?)"
_YEAR = (
    rf"(?:(?:1\s?9|2\s?0)(?:\s?\d\s?\d|[ ]?{_BLANK})|{_BLANK}|[12]9?\b|'?\d\d\b"
    r"|two thousand(?: and)?(?: [a-z-]+)*|nineteen hundred(?: and)? [a-z-]+(?: [a-z]+)?)"
)
_OF_YEAR = rf"{_GAP},?{_GAP}(?:in the year(?: of)?{_GAP})?(?:a\.?d\.?{_GAP})?(?:{_YEAR})?"
_DATE = re.compile(
    "|".join(
        (
            rf"(?:\bthis{_GAP})?{_DAY}?{_GAP}\bday{_GAP}of{_GAP}(?:[a-z]+day,?{_GAP})?(?:{_MONTH}|{_BLANK}|(?=,)){_OF_YEAR}",
            rf"\b{_MONTH}{_GAP}(?:{_NUMBER}|{_BLANK}){_GAP},?{_GAP}{_YEAR}",
            rf"(?<![\w$.,]){_NUMBER}{_GAP}(?:of{_GAP})?{_MONTH}{_GAP},?{_GAP}(?:{_YEAR})?",
            rf"\b{_MONTH}{_GAP},?{_GAP}(?:19|20)\d\d\b",
            rf"\b\d{{1,2}}{_GAP}[/.-]{_GAP}\d{{1,2}}{_GAP}[/.-]{_GAP}(?:\d{{4}}|\d\d)\b|\b(?:19|20)\d\d-\d\d-\d\d\b",
            rf"{_BLANK}{_GAP},?{_GAP}(?:19|20)(?:\d\d|{_BLANK})",
            rf"(?<=\s),{_GAP}(?:19|20)\d\d\b",
            r"\[[●•·*]+\](?=\s*(?:\(|by|between|,))",
        )
    ),
    re.IGNORECASE,
)
_SIGN = re.compile(  # one of these is in every date, and quickly found
    rf"\bday\s{{0,40}}of\b|\b{_MONTH}(?=[\s\d_\[,])|,\s{{0,40}}(?:19|20)\d\d\b|{_BLANK}\s{{0,40}},?\s{{0,40}}(?:19|20)"
    r"|\d\s?[/.-]\s?\d\d?\s?[/.-]\s?\d|\b(?:19|20)\d\d-\d\d|\[[●•·*]+\]",
    re.IGNORECASE,
)
_REACH = 90  # characters of a date on either side of its sign
_FRINGE = " ,\n\t\r."


def find_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each date in the text, in order."""
    done = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < done:
            continue
        start, end = max(done, sign.start() - _REACH), min(len(text), sign.end() + _REACH)
        for match in _DATE.finditer(text, start, end):
            if match.end() <= sign.start():
                continue
            words = match[0].rstrip(_FRINGE)
            if words:
                yield match.start(), match.start() + len(words)
            done = match.end()
            break
