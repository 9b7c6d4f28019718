"""Two readers compared, by figures worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from training.agreement import compare, overlap, unmet
from training.passes import Label

CURE = "Cure Period"


def _label(start, end, category=CURE, **facts):
    return Label(category, start, end, "x" * (end - start), facts)


def test_readers_who_mark_the_same_agree_in_full():
    ana = {"one": [_label(0, 10)], "two": []}
    figures = compare(CURE, ana, ana)
    assert (figures.span_f1, figures.kappa, figures.contracts) == (1, 1, (1, 0, 0, 1))


def test_a_span_is_met_where_half_of_what_both_cover_is_shared():
    ana = {"one": [_label(0, 10), _label(20, 30)]}
    ben = {"one": [_label(0, 20), _label(20, 41)]}
    assert compare(CURE, ana, ben).span_f1 == Fraction(1, 2)


@pytest.mark.parametrize(("start", "end", "share"), [(0, 10, 1), (5, 15, Fraction(1, 3)), (10, 20, 0), (30, 40, 0)])
def test_overlap_is_shared_characters_over_covered_ones(start, end, share):
    assert overlap(_label(0, 10), _label(start, end)) == share


def test_kappa_takes_away_what_chance_gives():
    ana = {"one": [_label(0, 9)], "two": [_label(0, 9)], "three": [], "four": []}
    ben = {"one": [_label(0, 9)], "two": [], "three": [], "four": []}
    assert compare(CURE, ana, ben).kappa == Fraction(1, 2)  # seen 3/4, by chance (2*1 + 2*3) / 16


def test_kappa_says_nothing_where_every_contract_has_the_clause():
    both = {"one": [_label(0, 9)]}
    assert compare(CURE, both, both).kappa is None


def test_contracts_that_only_one_has_read_do_not_count():
    figures = compare(CURE, {"one": [_label(0, 9)]}, {"two": [_label(0, 9)]})
    assert (figures.span_f1, figures.kappa, figures.contracts) == (None, None, (0, 0, 0, 0))


def test_other_categories_do_not_count():
    assert compare(CURE, {"one": [_label(0, 9, "Morals")]}, {"one": []}).spans == (0, 0)


def test_days_are_compared_where_either_states_them():
    ana = {"one": [_label(0, 9, cure_days=30), _label(20, 29, cure_days=10), _label(40, 49, who="Cleo")]}
    ben = {"one": [_label(0, 9, cure_days=30), _label(20, 29), _label(40, 49, who="Ana")]}
    assert compare(CURE, ana, ben).days == (2, 1)


def test_what_only_one_reader_has_is_told_with_its_contract():
    ana = {"one": [_label(0, 10), _label(20, 30)], "two": [_label(0, 9)]}
    ben = {"one": [_label(0, 10), _label(29, 40)]}
    assert [(name, label.start) for name, label in unmet(CURE, ana, ben)] == [("one", 20)]
    assert [(name, label.start) for name, label in unmet(CURE, ben, ana)] == [("one", 29)]
