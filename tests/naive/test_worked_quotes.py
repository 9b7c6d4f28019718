"""The naive evaluator, written from the rules alone, gives every worked quote to the cent and to the instant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from naive.compare import differences
from naive.quote import answer

VECTORS = Path(__file__).parents[1] / "vectors"
PLAIN = ["shared", "calendar", "creators", "curves", "fees", "money", "presets", "rights"]  # one quote, one currency
WORKED = [vector for name in PLAIN for vector in json.loads((VECTORS / f"{name}.json").read_text())["vectors"]]


@pytest.mark.parametrize("vector", WORKED, ids=lambda vector: vector["id"])
def test_the_naive_evaluator_agrees_with_the_quote_worked_by_hand(vector):
    assert list(differences(vector["expected"], answer(vector))) == []


def test_the_shared_quotes_and_well_over_a_hundred_more_are_among_them():
    names = {vector["id"] for vector in WORKED}
    assert {f"S{n:02}" for n in range(1, 12)} <= names
    assert len(names) >= 160


@pytest.mark.parametrize(
    ("expected", "found", "difference"),
    [
        ({"a": "1"}, {"a": "2"}, "quote.a: '1' and '2'"),
        ({"a": ["1"]}, {"a": []}, "quote.a: ['1'] and []"),
        ({"lines": []}, {"lines": [{"code": "fee:X", "amount": "0.01"}]}, "quote.lines: [] and ['fee:X']"),
        ({"lines": {"d": "1"}}, {"lines": {}}, "quote.lines: {'d': '1'} and {}"),
    ],
)
def test_a_difference_is_seen(expected, found, difference):
    assert list(differences(expected, found)) == [difference]


def test_a_line_of_nothing_and_another_formula_are_no_difference():
    expected = {"lines": [{"code": "delivered", "amount": "1.00", "formula": "spent"}]}
    found = {"lines": [{"code": "fee:X", "amount": "0.00"}, {"code": "delivered", "amount": "1.00", "formula": "?"}]}
    assert list(differences(expected, found)) == []
