"""How an agreement renews itself, and by when one has to refuse."""

from __future__ import annotations

import pytest

from unpromote.reading.renewals import read_renewal, renewal_notices


def renewed(words: str) -> tuple[int, str, int | None]:
    found = read_renewal(words)
    assert found is not None
    assert found.length is not None
    return found.length.n, found.length.unit, found.times


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("shall automatically renew for successive one (1) year periods", (1, "years", None)),
        ("will renew for successive 5-year terms unless refused", (5, "years", None)),
        ("renewed for successive additional 3~year periods", (3, "years", None)),
        ("will automatically renew for successive terms of twelve (12) months each", (12, "months", None)),
        ("will automatically renew for periods of one (1) calendar year each", (1, "years", None)),
        ("shall continue on a month to month basis", (1, "months", None)),
        ("will extend automatically for monthly periods", (1, "months", None)),
        ("with automatic annual renewals thereafter", (1, "years", None)),
        ("shall continue on a year to year basis", (1, "years", None)),
        ("is renewed quarterly", (3, "months", 1)),
        ("is renewed tacitly every year", (1, "years", None)),
        ("extended for an additional period of half a year", (6, "months", 1)),
        ("be automatically renewed for one (1) additional twelve month period", (12, "months", 1)),
        ("shall renew for a subsequent term of two (2) years", (2, "years", 1)),
        ("may be renewed for one year (but can only be renewed once) from year to year", (1, "years", 1)),
        ("automatically renew for up to two (2) renewal terms of five (5) years each", (5, "years", 2)),
        ("renew for up to three additional renewal terms of one year each", (1, "years", 3)),
        ("renewed for another one (1) year", (1, "years", 1)),
        ("renewable on an annual basis for one (1) year terms for up to another ten (10) years", (1, "years", None)),
        ("extended by notice up to a maximum of one (1) year", (1, "years", 1)),
    ],
)
def test_the_renewed_term_has_a_length_and_a_number(words: str, length: tuple[int, str, int | None]) -> None:
    assert renewed(words) == length


def test_the_initial_term_and_the_notice_are_not_the_renewed_term() -> None:
    words = (
        "shall have an initial term of five (5) years and shall thereafter automatically renew for additional two (2)"
        " year terms unless a party gives notice of non-renewal no less than 6 months prior to the expiration"
    )
    assert renewed(words) == (2, "years", None)


@pytest.mark.parametrize(
    "words",
    [
        "and indefinitely after that until terminated by either party",
        "shall continue in effect until either party gives the other at least six (6) months prior written notice",
        "renews for an unlimited period of time",
    ],
)
def test_what_goes_on_until_somebody_ends_it_has_no_length(words: str) -> None:
    found = read_renewal(words)
    assert found is not None
    assert found.is_endless


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("shall automatically renew for successive terms of the same duration", None),
        ("shall renew once more for the same period", 1),
    ],
)
def test_a_term_as_long_as_the_one_before_is_told_apart(words: str, times: int | None) -> None:
    found = read_renewal(words)
    assert found is not None
    assert (found.as_before, found.length, found.times) == (True, None, times)
    assert not found.is_endless


@pytest.mark.parametrize(
    "words",
    [
        "nothing renews itself here",
        "the term is two years, and may then be renewed",
        "the fee is due within thirty (30) days",
        "renewed [***] periods, as agreed",
    ],
)
def test_where_no_length_is_named_nothing_is_read(words: str) -> None:
    assert read_renewal(words) is None


@pytest.mark.parametrize(
    ("words", "notice"),
    [
        ("unless either party gives thirty (30) days prior written notice", (30, "days")),
        ("unless notice of non-renewal is given at least ninety (90) days before the expiration", (90, "days")),
        ("unless terminated by either party at least six months prior to the expiration", (6, "months")),
        ("in the form of a registered letter, at least six (6) weeks prior to the renewal date", (6, "weeks")),
        ("upon written notice to the other party of at least 3 months", (3, "months")),
        ("must notify Ana within 5 days of the conclusion of the 12 month term", (5, "days")),
    ],
)
def test_the_notice_against_renewal_is_read(words: str, notice: tuple[int, str]) -> None:
    assert [(length.n, length.unit) for length in renewal_notices(words)] == [notice]


def test_two_notices_before_the_end_are_both_read() -> None:
    words = (
        "upon thirty (30) days notice; by Ana sixty (60) days prior to the end, by Ben ninety (90) days before the end"
    )
    assert [length.n for length in renewal_notices(words.split("; ")[1])] == [60, 90]
    assert [length.n for length in renewal_notices(words)] == [30]


def test_the_same_notice_named_twice_is_one() -> None:
    words = "sixty (60) days prior to the end of the initial term, or sixty (60) days prior to that of a renewed one"
    assert [length.n for length in renewal_notices(words)] == [60]


def test_no_notice_is_read_where_none_is_named() -> None:
    assert renewal_notices("renews for one year unless cancelled") == ()
