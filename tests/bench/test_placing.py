"""Words of one text are found in another of the same paper, whatever its line breaks."""

from __future__ import annotations

import pytest

from unpromote.bench.placing import Placing

NOTICE = "Either party may terminate this Agreement upon thirty days prior written notice to the other."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Notice: thirty days.", "thirty\ndays"),
        ("Notice: thirty\n days.", "THIRTY days"),
        ("Notice: thir-\nty days.", "thirty days"),
        ("Notice: “thirty” days.", '"thirty" days'),
        ("Notice: ofﬁce days.", "office days"),
    ],
)
def test_letters_alone_count(text, words):
    ((start, end),) = Placing(text).spans(words)
    assert text[start:end].split()[-1].strip(".") == "days"
    assert text[start - 1] in ' "“'


def test_every_place_is_told_and_no_place_for_what_is_not_there():
    assert Placing("a fee, a fee").spans("fee") == [(2, 5), (9, 12)]
    assert Placing("a fee, a fee").spans("tax") == []
    assert Placing("a fee").spans("…") == []


def test_of_two_places_the_nearer_one_counts():
    twice = Placing("a fee, a fee")
    assert (twice.nearest("fee", 0.1), twice.nearest("fee", 0.9)) == ((2, 5), (9, 12))


def test_the_foot_of_a_page_between_the_words_does_not_hide_them():
    torn = NOTICE.replace("upon", "Page 3 of 9 upon")
    assert Placing(f"1. {torn} 2.").nearest(NOTICE, 0) == (3, 3 + len(torn) - 1)


def test_words_that_only_begin_and_end_alike_far_apart_are_not_found():
    torn = NOTICE.replace("upon", "or assign it. " + "Nothing else is agreed. " * 5)
    assert Placing(torn).nearest(NOTICE, 0) is None


def test_words_are_not_found_by_their_beginning_alone():
    assert Placing(NOTICE[:60]).nearest(NOTICE, 0) is None
    assert Placing("thirty hours").nearest("thirty days", 0) is None
