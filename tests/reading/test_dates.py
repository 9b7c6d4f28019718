"""Days are read in every way that contracts write them, and never where part of one is missing."""

from __future__ import annotations

from datetime import date

import pytest

from unpromote.reading.dates import days


def read(words: str) -> list[str]:
    return [day.on.isoformat() for day in days(words)]


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("February 16, 2019", "2019-02-16"),
        ("FEBRUARY 16, 2019", "2019-02-16"),
        ("Feb. 16, 2019", "2019-02-16"),
        ("Sept. 1, 2004", "2004-09-01"),
        ("June 1,1999", "1999-06-01"),
        ("March 18. 2021", "2021-03-18"),
        ("November 30th, 2019", "2019-11-30"),
        ("August 2nd, 2015", "2015-08-02"),
        ("31 December 2006", "2006-12-31"),
        ("the 1st day of May, 2006", "2006-05-01"),
        ("the first day of September 2004", "2004-09-01"),
        ("the tenth day of May, 2010", "2010-05-10"),
        ("1st day of --- November, 2003", "2003-11-01"),
        ("the 17t h day of February 2016", "2016-02-17"),
        ("5 May in the year 2011", "2011-05-05"),
        ("January 1, 20 20", "2020-01-01"),
        ("April. 1st 2019", "2019-04-01"),
        ("20 March day of 1998", "1998-03-20"),
    ],
)
def test_a_day_is_read_in_words(words: str, on: str) -> None:
    assert read(words) == [on]


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("the last day of February, 2023", "2023-02-28"),
        ("the last day in February, 2024", "2024-02-29"),
        ("last day of December 2020", "2020-12-31"),
    ],
)
def test_the_last_day_of_a_month_is_reckoned(words: str, on: str) -> None:
    assert read(words) == [on]


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("3/4/2021", "2021-03-04"),
        ("31/01/2025", "2025-01-31"),
        ("04-01-08", "2008-04-01"),
        ("1/2/49", "2049-01-02"),
        ("1/2/50", "1950-01-02"),
        ("1.4.2011", "2011-04-01"),
    ],
)
def test_a_day_is_read_in_figures(words: str, on: str) -> None:
    (day,) = days(words)
    assert (day.on, day.in_figures) == (date.fromisoformat(on), True)


@pytest.mark.parametrize(
    "words",
    [
        "February 30, 2019",
        "the 40th day of May, 2010",
        "May 2020",
        "May __, 2020",
        "February [*], 2017",
        "13/13/2020",
        "31.02.2020",
        "Section 5-1401 of the law",
        "January 1 of any year",
    ],
)
def test_what_is_no_whole_day_is_none(words: str) -> None:
    assert read(words) == []


def test_days_stand_in_order_with_their_places() -> None:
    words = "from May 1, 2006 through 30 April 2007"
    first, last = days(words)
    assert [words[day.start : day.end] for day in (first, last)] == ["May 1, 2006", "30 April 2007"]
    assert not first.in_figures
