"""What a scorer sees: words, heading, what stands before, known wordings; a long sentence counts no more."""

from __future__ import annotations

import numpy as np
import pytest

from unpromote.reading.features import BLOCKS, Vocabulary, features_of, features_of_dates
from unpromote.reading.units import split_units

TEXT = """TERMINATION

Either party may terminate this Agreement for any reason on 30 days notice.

Fees are not refundable."""


def seen(text=TEXT):
    return list(features_of(text, split_units(text, (0,))))


def test_words_stand_in_runs_of_up_to_three_with_digits_as_nought():
    _, right, _ = seen()
    assert {"w:terminate", "w:may terminate", "w:party may terminate", "w:00 days notice"} <= right.keys()
    assert "w:either party may terminate" not in right


def test_a_sentence_knows_its_heading_and_what_stands_before_it():
    _, right, fees = seen()
    assert "h:termination" in right
    assert "b:days notice" in fees


def test_known_wordings_are_features():
    _, right, _ = seen()
    assert [name for name in right if name.startswith("c:")]


def test_a_date_is_seen_by_the_words_around_it_and_by_its_place():
    text = "This Agreement is made as of May 3, 2016 by Ana. " + "Words. " * 2000
    start = text.index("May")
    (date,) = features_of_dates(text, [(start, start + 11)])
    assert {"l:as of", "r:by ana", "o:may 0", "n:0 of", "p:within 600", "p:first 1", "p:tenth 0"} <= date.keys()


@pytest.fixture
def vocabulary():
    return Vocabulary(["c:1", "h:end", "w:a", "w:b"], np.array([1, 2, 2, 1], np.float32))


def test_the_words_of_a_sentence_together_have_the_length_one(vocabulary):
    values = vocabulary.weighed(vocabulary.standing([{"w:a": 1, "w:b": 1}]))
    assert np.sqrt((values**2).sum()) == pytest.approx(1)
    assert values[0] == pytest.approx(2 * values[1])


def test_a_heading_counts_half_and_a_known_wording_one(vocabulary):
    values = vocabulary.weighed(vocabulary.standing([{"h:end": 3}, {"c:1": 1}]))
    assert list(values) == pytest.approx([BLOCKS["h"], BLOCKS["c"]])


def test_a_word_said_again_counts_more_but_not_twice(vocabulary):
    once, again = vocabulary.weighed(vocabulary.standing([{"w:a": 1, "w:b": 1}, {"w:a": 2, "w:b": 1}]))[::2]
    assert once < again < 2 * once


def test_what_is_not_known_is_left_out(vocabulary):
    standing = vocabulary.standing([{"w:zebra": 1}, {"w:a": 1}, {}])
    assert (list(standing.rows), standing.height) == ([1], 3)
