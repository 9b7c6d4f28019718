"""Dates are found however a draft or a scan has them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from unpromote.reading.dated import find_dates

WRITTEN = [
    "May 3, 2016",
    "3 May 2016",
    "the 3rd day of May, 2016",
    "this 20th day of March 2002",
    "1s t day of June, 2004",
    "14t h day of April, 2015",
    "2nd  day  of  September  1998",
    "twenty-first day of February, 2011",
    "Sept. 27, 2018",
    "04/28/2017",
    "2019-09-26",
    "September 2019",
    "____ day of ______________ 2013",
    "[●], 2020",
    "May __, 2010",
]


def dates_in(text):
    return [text[start:end] for start, end in find_dates(text)]


@pytest.mark.parametrize("date", WRITTEN)
def test_a_date_is_found_as_it_is_written(date):
    (found,) = dates_in(f"This Agreement is made as of {date} (the Effective Date) between Ana and Ben.")
    assert date.removeprefix("the ") in found


@pytest.mark.parametrize(
    "words",
    [
        "either party may terminate on 30 days notice",
        "a fee of $1,500.00 is due",
        "see Sections 4.3, 5.1 and 10.2",
        "the first day of the event",
        "may be changed",
        "Clause 12 (a)",
    ],
)
def test_what_is_no_date_is_not_found(words):
    assert dates_in(f"It is agreed that {words} in any case.") == []


def test_several_dates_stand_in_order_and_do_not_overlap():
    text = "From January 1, 2013 until December 31, 2014; signed 4/28/2017."
    assert dates_in(text) == ["January 1, 2013", "December 31, 2014", "4/28/2017"]


def test_blanks_and_line_ends_after_a_date_are_no_part_of_it():
    assert dates_in("dated March 3, 2000 ,\n\n by Ana") == ["March 3, 2000"]


def test_an_empty_text_has_none():
    assert dates_in("") == []
