"""Whatever stands in a clause, reading answers from it ends soon, breaks on nothing and invents nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpromote.reading.answers import answer
from unpromote.reading.cues import Category
from unpromote.reading.dates import days
from unpromote.reading.places import governing, places
from unpromote.reading.quantities import lengths
from unpromote.reading.renewals import read_renewal, renewal_notices
from unpromote.reading.term import Starts, read_term
from unpromote.reading.values import Finding

STARTS = Starts(date(2019, 2, 1), date(2019, 1, 15))
READERS: tuple[Callable[[str], object], ...] = (
    lambda words: list(days(words)),
    governing,
    lambda words: read_term(words, STARTS),
    read_renewal,
    renewal_notices,
)
PIECES = st.sampled_from(
    [
        *(
            "the term",
            "initial",
            "shall continue",
            "until",
            "unless",
            "terminated",
            "three (3) years",
            "ten (12) months",
        ),
        *("May 1, 2020", "31.12.2019", "the laws of", "Ohio", "and", "New York", "law", "renew", "successive", "each"),
        *("notice", "prior to", "before", "the end", "anniversary", "of the Effective Date", "Launch", "99999 weeks"),
        *("9999 years", "perpetual", "the later of", ",", ";", "(", ")", "December 31, 9999", "0 days", "\u0130"),
    ]
)
CLAUSES = st.lists(PIECES, max_size=25).map(" ".join)
ANSWERED = (
    *(Category.AGREEMENT_DATE, Category.EFFECTIVE_DATE, Category.EXPIRATION),
    *(Category.RENEWAL, Category.RENEWAL_NOTICE, Category.LAW),
)


def clause(category: Category, words: str) -> Finding:
    return Finding(category, 0, len(words), None, "", words, 1.0)


@given(CLAUSES)
def test_every_answer_comes_from_the_clause(words: str) -> None:
    findings = tuple(clause(category, words) for category in ANSWERED)
    for found in answer(findings):
        assert found.finding in findings
        assert found.is_open is (found.value is None)
        assert not found.is_open or len(found.alternatives) > 1


@given(CLAUSES)
def test_an_end_that_is_reckoned_follows_its_start(words: str) -> None:
    found = read_term(words, Starts(date(2019, 2, 1)))
    if found is not None and found.formula and found.on and "named day" not in found.formula:
        assert found.on >= date(2019, 2, 1)


@given(CLAUSES)
def test_a_length_is_one_that_stands_in_the_words(words: str) -> None:
    lower = words.lower()
    notices = {(length.n, length.unit) for length in renewal_notices(lower)}
    assert notices <= {(length.n, length.unit) for length in lengths(lower)}


@given(CLAUSES)
def test_a_law_is_that_of_a_place_in_the_words(words: str) -> None:
    assert {place.name for place in governing(words)} <= {place.name for place in places(words)} | {"England and Wales"}


@given(st.text(max_size=300))
def test_any_text_is_read_without_breaking(words: str) -> None:
    for read in READERS:
        read(words)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            " ",
            "(",
            "one ",
            "laws of ",
            "laws (",
            "New York and ",
            "1/1/",
            "may 1 of,.of ",
            "until ",
            "continue until ",
        ),
        *("unless terminated ", "three (3) years ", "renew successive additional ", "1 january of,"),
    ],
)
def test_a_clause_as_long_as_a_book_is_read_soon(piece: str) -> None:
    words = piece * (20_000 // len(piece))
    started = time.process_time()
    for read in READERS:
        read(words)
    assert time.process_time() - started < 5
