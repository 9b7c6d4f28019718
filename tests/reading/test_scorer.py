"""Weights as plain arrays: what they score, and that the same weights make the same file."""

from __future__ import annotations

import numpy as np
import pytest

from unpromote.reading.features import Vocabulary
from unpromote.reading.scorer import Scorer, read_scorer


@pytest.fixture
def scorer():
    vocabulary = Vocabulary(["w:leave", "w:pay"], np.ones(2, np.float32))
    weights = np.array([[4, -4], [-4, 4]], np.float32)
    ones = np.ones(2, np.float32)
    return Scorer(("Leaving", "Paying"), vocabulary, weights, ones * -1, ones, ones * 0)


def test_each_sentence_has_a_score_for_each_category(scorer):
    leaving, paying, neither = scorer.scores([{"w:leave": 1}, {"w:pay": 1}, {"w:zebra": 2}])
    assert (leaving[0] > 0.9, leaving[1] < 0.1) == (True, True)
    assert (paying[1] > 0.9, paying[0] < 0.1) == (True, True)
    assert list(neither) == pytest.approx([1 / (1 + np.e)] * 2)


def test_no_sentence_has_no_scores(scorer):
    assert scorer.scores([]).shape == (0, 2)


def test_a_slope_and_a_shift_move_the_scores(scorer):
    vocabulary, ones = scorer.vocabulary, np.ones(2, np.float32)
    flat = Scorer(scorer.categories, vocabulary, scorer.weights, scorer.intercepts, ones * 0, ones * 0)
    assert list(flat.scores([{"w:leave": 1}])[0]) == [0.5, 0.5]


def test_what_is_written_is_read_back(scorer, tmp_path):
    scorer.write(tmp_path / "a.npz")
    with (tmp_path / "a.npz").open("rb") as file:
        back = read_scorer(file)
    assert back.categories == scorer.categories
    said = [{"w:leave": 1, "w:pay": 1}]
    assert np.array_equal(back.scores(said), scorer.scores(said))


def test_the_same_weights_make_the_same_bytes(scorer, tmp_path):
    for name in ("a.npz", "b.npz"):
        scorer.write(tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
