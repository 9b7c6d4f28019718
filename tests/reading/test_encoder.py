"""The likeliest sentences are looked at more closely, each with what stands around it."""

from __future__ import annotations

import numpy as np

from unpromote.reading import encoder, scorer
from unpromote.reading.encoder import after_a_look, in_context, likeliest
from unpromote.reading.units import split_units

TEXT = "9. LEAVING\n\nThe Brand pays what it owes every month.\n\nIt may walk away whenever it likes."


def scores_of(*best):
    """Scores of sentences in two categories."""
    return np.array([[0, score] for score in best], np.float32)


def test_a_sentence_is_seen_with_its_heading_and_the_end_of_what_stands_before():
    *_, last = in_context(TEXT, split_units(TEXT, (0,)))
    context = "LEAVING | 9. LEAVING The Brand pays what it owes every month."
    assert last == (context, "It may walk away whenever it likes.")


def test_heading_and_what_stands_before_are_cut():
    text = f"{'A' * 70}\n\n{'one two ' * 40}. \n\nIt may go."
    context, _ = list(in_context(text, split_units(text, (0,))))[-1]
    heading, before = context.split(" | ")
    assert (heading, len(before)) == ("A" * 60, 80)


def test_eight_sentences_are_looked_at_or_one_in_sixteen():
    assert len(likeliest(scores_of(*[0.5] * 40))) == 8
    assert len(likeliest(scores_of(*[0.5] * 160))) == 10


def test_the_likeliest_go_first_and_the_hopeless_stay_out():
    assert list(likeliest(scores_of(0.3, 0.04, 0.8, 0.5))) == [2, 3, 0]


def test_the_likeliest_of_each_category_goes_before_all_others():
    scores = scores_of(*[0.9] * 20, 0.1)
    scores[20, 0] = 0.06
    assert set(likeliest(scores)[:2]) == {0, 20}


def test_no_sentence_needs_no_look():
    assert len(likeliest(np.zeros((0, 2), np.float32))) == 0


def test_what_both_say_counts_alike_and_what_was_not_looked_at_less_than_before():
    odds = np.array([[3, 1], [2, 0]], np.float32)
    found = after_a_look(odds, np.array([1]), np.array([[4, -2]], np.float32), 0.5)
    assert found.tolist() == [[1.5, -0.5], [2.5, -1.5]]
    assert odds.tolist() == [[3, 1], [2, 0]]


def test_the_model_says_the_same_of_a_sentence_whatever_stands_beside_it():
    model = encoder.shipped()
    pairs = [("LEAVING | ", "Either party may terminate this Agreement for any reason."), ("FEES | ", "Fees are due.")]
    assert np.array_equal(model.sums(pairs), np.concatenate([model.sums([pair]) for pair in pairs]))


def test_no_sentences_have_no_sums():
    assert encoder.shipped().sums([]).shape == (0, len(encoder.shipped().categories))


def test_what_the_model_tells_are_categories_of_the_scorer():
    assert set(encoder.shipped().categories) < set(scorer.shipped("clauses").categories)


def test_the_model_tells_a_way_out_for_any_reason_from_one_for_a_cause():
    column = encoder.shipped().categories.index("Termination For Convenience")
    said = ("Either party may terminate this Agreement for any reason.", "It may terminate if the Creator dies.")
    (freely,), (for_cause,) = (encoder.shipped().sums([("TERM | ", words)]) for words in said)
    assert freely[column] > for_cause[column] + 2
