"""Every worked quote comes out as worked by hand: the shared ones and ours, each figure and each field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quoting import PLAIN, written_ask
from unpromote.domain.errors import BadInput
from unpromote.domain.vectors import answer, compare, read_ask, vectors_in

OF_ANOTHER_FORMAT = "involvement"  # tests/domain/test_involvement.py
FILES = sorted(
    file for file in (Path(__file__).parents[1] / "vectors").glob("*.json") if file.stem != OF_ANOTHER_FORMAT
)
VECTORS = [found for file in FILES for found in vectors_in(json.loads(file.read_text()))]


@pytest.mark.parametrize(("name", "vector"), VECTORS, ids=[name for name, _ in VECTORS])
def test_a_worked_quote_comes_out_as_worked_by_hand(name: str, vector: dict[str, Any]) -> None:
    assert list(compare(vector["expected"], answer(read_ask(vector, name)))) == []


def test_all_shared_vectors_are_among_them() -> None:
    assert {f"S{n:02}" for n in range(1, 12)} <= {name for name, _ in VECTORS}


@pytest.mark.parametrize(
    ("expected", "found", "difference"),
    [
        ({"a": "1"}, {"a": "2"}, "a: expected '1', found '2'"),
        ({"a": "1"}, {}, "a: expected '1', found 'nothing'"),
        ({"a": [1]}, {"a": [1, 2]}, "a: expected [1], found [1, 2]"),
        ({"lines": []}, {"lines": [{"code": "fee:X", "amount": "0.01"}]}, "lines: unexpected fee:X"),
        ({"lines": {"d": "1.00"}}, {"lines": {}}, "lines: expected {'d': '1.00'}, found {}"),
    ],
)
def test_a_difference_is_named(expected: Any, found: Any, difference: str) -> None:
    assert list(compare(expected, found)) == [difference]


def test_a_zero_line_more_and_another_formula_are_no_difference() -> None:
    expected = {"formula": "spent", "lines": [{"code": "delivered", "amount": "1.00", "formula": "spent"}]}
    found = {"formula": "?", "lines": [{"code": "fee:X", "amount": "0.00"}, {"code": "delivered", "amount": "1.00"}]}
    assert list(compare(expected, found)) == []


def test_a_list_of_asks_and_a_single_one_are_read() -> None:
    assert [place for place, _ in vectors_in([PLAIN, {**PLAIN, "id": "x"}])] == ["[0]", "x"]
    assert [place for place, _ in vectors_in(PLAIN)] == [""]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"vectors": [], "extra": 1}, "unknown field 'extra' (known here: format, conventions, vectors)"),
        (
            {"vectors": [], "format": "other/2"},
            "format: unknown format 'other/2' (this reads cancellation-quote-vectors/1)",
        ),
        ({"vectors": {}}, "vectors: expected a list (write a list of vectors)"),
    ],
)
def test_a_file_of_another_shape_is_refused(document: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        list(vectors_in(document))
    assert str(refused.value) == problem


@pytest.mark.parametrize(
    ("vector", "problem"),
    [
        ("x", "S: expected an object"),
        ({"terms": {}}, "S: field 'promotion' is missing"),
        (written_ask(titel="x"), "S: unknown field 'titel'"),
        (written_ask(cost_curve={"dates": ["x"]}), "S: cost_curve.dates[0]: 'x' does not fit"),
        (written_ask(cost_curve={"dates": ["0001-01-01"]}), "S: cost_curve.dates[0]: the year 1 cannot be meant"),
        (
            written_ask(cost_curve={"dates": [], "lag_days": -1}),
            "S: cost_curve.lag_days: a lag of -1 days cannot be meant",
        ),
        (written_ask(promotion__budget="9" * 40), "S: promotion.budget: '9999"),
        (written_ask(promotion__budgett="1.00"), "S: promotion: unknown field 'budgett'"),
    ],
)
def test_a_vector_that_cannot_be_used_is_refused_by_its_place(vector: Any, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_ask(vector, "S")
    assert str(refused.value).startswith(problem)
