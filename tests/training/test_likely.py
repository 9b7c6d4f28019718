"""The language model learns from marked sentences, from likely ones that are not, and from a few others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.contracts import Chosen
from training.examples import sentences
from training.likely import CATEGORIES, LIKELY, TOLD, columns_of, examples
from training.threshold import common_threshold

LAW = CATEGORIES.index("Governing Law")
LAST = "The laws of Kansas govern this Agreement."
TEXT = "\n\n".join([*(f"{nth}. The Brand pays the invoice of month {nth}." for nth in range(1, 31)), LAST])


@pytest.fixture
def known(make_contract, tmp_path):
    """Two contracts of 31 sentences, whose last is marked; the second is held out, the tenth is likely."""
    marked = {"Governing Law": ((TEXT.index(LAST), len(TEXT)),)}
    both = [make_contract(name, text=TEXT, spans=marked) for name in ("cuad-001", "cuad-002")]
    odds = np.full((62, len(CATEGORIES)), -9.0, np.float32)
    odds[9] = 3
    held_out = {"cuad-002": Chosen("cuad-002", "held-out", 900, "Service")}
    return examples(sentences(both, held_out, labels=tmp_path), odds)


def test_a_marked_sentence_is_learned_from_however_unlikely(known):
    assert known.marks[30, LAW] == 1
    assert known.told(np.random.default_rng(0))[[30, 61]].all()


def test_likely_sentences_are_learned_from_and_few_others(known):
    assert known.likely[9]
    assert known.likely.sum() == 2 * LIKELY  # the same for every category here
    told = known.told(np.random.default_rng(0))
    assert told[9]
    assert 14 <= told.sum() < 24


def test_each_sentence_knows_its_contract(known):
    assert list(np.bincount(known.owner)) == [31, 31]
    assert list(known.held_out[[0, 31]]) == [False, True]


def test_what_nobody_looked_for_does_not_count(known):
    assert known.counted[:, LAW].all()
    assert not known.counted[:, CATEGORIES.index("Morals")].any()


def test_the_reader_looks_at_the_likeliest_of_each_contract(known):
    scores = np.zeros((62, len(TOLD)), np.float32)
    scores[[9, 40], TOLD.index("Minimum Commitment")] = 0.7
    assert list(np.flatnonzero(known.looked_at(scores))) == [9, 40]


def test_the_threshold_parts_those_that_have_it_from_those_that_do_not(known):
    commitment = known.marks.copy()
    commitment[5, CATEGORIES.index("Minimum Commitment")] = 1
    odds = np.full((62, len(TOLD)), -9.0, np.float32)
    odds[5], odds[40] = 1.5, 0.5  # a sentence of the first contract, which is marked, and one of the second
    threshold = common_threshold(replace(known, fold=0 * known.fold, marks=commitment), odds)
    assert 0.5 < threshold < 1.5


def test_categories_are_found_among_others():
    assert list(columns_of(("b", "c"), ("a", "c", "b"))) == [2, 1]
