"""A figure leads back to its clause, and a clause to the place of its words on a page."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain.tracing import find_words, term_behind, within

TERMS = b.TERMS | {"credits": [{"id": "late"}], "minimum_commitment": {"amount": "1"}, "aggregate_cap": None}


@pytest.mark.parametrize(
    ("code", "term"),
    [
        ("fee:early-exit", ("fees", 0)),
        ("credit:late", ("credits", 0)),
        ("notice_delivery", ("rights", 0)),
        ("shortfall", ("minimum_commitment",)),
        ("creator:cleo", ("creators",)),
        ("fee:unknown", ()),
        ("cap_adjustment", ()),
        ("delivered", ()),
    ],
)
def test_a_line_rests_on_a_term(code, term):
    assert term_behind(code, "conv", TERMS) == term


def test_no_creators_clause_is_no_term():
    assert term_behind("creator", "conv", {}) == ()


def test_the_words_of_a_term_are_those_of_its_parts():
    assert within([b.CITATION], ("rights", 0)) == (b.CITATION,)
    assert within([b.CITATION], ("rights", 1)) == ()
    assert within([b.CITATION], ()) == ()


PAGE = (
    "14.2 Each Party may\nter-\nminate on \u201csixty (60)\u201d days\u2019 notice. A clause that runs over the end\n"
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("each party may terminate", "Each Party may\nter-\nminate"),
        ('"sixty (60)" days\' notice', "sixty (60)\u201d days\u2019 notice"),
        ("A clause that runs over the end, to the page after it", "A clause that runs over the end"),
        ("from the page before: 14.2 each party may terminate", "14.2 Each Party may\nter-\nminate"),
    ],
)
def test_words_are_found_whatever_breaks_and_signs_stand_between(words, found):
    start, end = find_words(PAGE, words)
    assert PAGE[start:end] == found


@pytest.mark.parametrize("words", ["", "...", "ninety days", "runs on and so forth"])
def test_words_that_are_not_there_are_not_found(words):
    assert find_words(PAGE, words) is None


def test_nothing_is_found_on_an_empty_page():
    assert find_words("", "sixty days of notice to the other party") is None
