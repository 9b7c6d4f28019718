"""Days as contracts write them: "May 1, 2006", "the 1st day of May, 2006", "31 December 2019", "12/31/19".

Where a day is blacked out or left blank there is none. Figures alone are read month first, as the United States
write them, unless only the other order is a day; with points between them ("1.4.2011") day first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TH = r"(?:\s?s\s?t|\s?n\s?d|\s?r\s?d|\s?t\s?h)?"  # text layers tear "17th" apart
_YEAR = r"(?:,|\.|of|in the year)*\s*(?P<year{n}>(?:19|20)\s?\d\s?\d)\b"
DAY = re.compile(
    rf"\b(?P<month1>{MONTH})\.?\s*(?P<day1>\d{{1,2}}){_TH}\s*{_YEAR.format(n=1)}"
    rf"|\b(?P<day2>\d{{1,2}}|{'|'.join(_ORDINALS)}|last){_TH}\s*(?:day\s*)?(?:of|in)?[\s-]*"
    rf"(?P<month2>{MONTH})\s*(?:day\s)?{_YEAR.format(n=2)}"
    r"|\b(?P<of_month>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>(?:19|20)\d\d)\b"
    r"|\b(?P<one>\d{1,2})(?P<mark>[/-])(?P<two>\d{1,2})(?P=mark)(?P<year3>(?:19|20)\d\d|\d\d)\b",
    re.IGNORECASE,
)
_CENTURY = 100
_YOUNGEST = 50  # "50" is 1950, "49" is 2049


@dataclass(frozen=True)
class Day:
    """A day that stands at [start, end) of the words; in figures alone it is often a printer's or a filing's."""

    on: date
    start: int
    end: int
    in_figures: bool = False


def days(words: str) -> Iterator[Day]:
    """Yield the days in words, in order; what is no day of the calendar ("February 30, 2019") is left out."""
    for match in DAY.finditer(words):
        in_figures = not (match["month1"] or match["month2"])
        on = _in_figures(match) if in_figures else _written(match)
        if on is not None:
            yield Day(on, *match.span(), in_figures)


def _written(match: re.Match[str]) -> date | None:
    month = _MONTHS.index((match["month1"] or match["month2"])[:3].lower()) + 1
    day, year = match["day1"] or match["day2"].lower(), match["year1"] or match["year2"]
    in_year = int("".join(year.split()))
    if day == "last":
        return _day(in_year, month, monthrange(in_year, month)[1])
    return _day(in_year, month, _ORDINALS.index(day) + 1 if day in _ORDINALS else int(day))


def _in_figures(match: re.Match[str]) -> date | None:
    if match["year4"]:
        return _day(int(match["year4"]), int(match["month4"]), int(match["of_month"]))
    year = int(match["year3"])
    if year < _CENTURY:
        year += 2000 if year < _YOUNGEST else 1900
    one, two = int(match["one"]), int(match["two"])
    return _day(year, one, two) or _day(year, two, one)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
