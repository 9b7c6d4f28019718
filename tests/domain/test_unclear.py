"""A path that no term has, readings that are no readings: refused with the place, what was found, what is allowed."""

from __future__ import annotations

from typing import Any

import pytest

from quoting import written_ask
from unpromote.domain.errors import BadInput
from unpromote.domain.unclear import read_unclear

TERMS = written_ask(
    terms__fees=[{"id": "F", "clause": "8", "calc": {"flat": "1.00"}, "cap": {"flat": "9.00"}}],
    terms__creators={"kill": {"brand": {"briefed": "0.25"}}},
    terms__refund={"method": "original", "service_fee": "0.1"},
    terms__short_rate={"clause": "3", "contracted_rate": "1", "bands": [{"min": None, "rate": "2"}], "unit": {"of": 1}},
)["terms"]


def read(*items: Any, terms: Any = TERMS) -> str:
    """What is said of the items, or nothing."""
    try:
        read_unclear(list(items), terms)
    except BadInput as problem:
        return str(problem)
    return ""


def open_(path: str, *readings: Any) -> dict[str, Any]:
    return {"path": path, "readings": list(readings or ("a", "b")), "question": "Which?"}


@pytest.mark.parametrize(
    "path",
    [
        "rights[0].notice",
        "rights[0].needs",
        "rights[0].holders[0]",
        "fees[0].cap.base",
        "fees[0].calc.rate",
        "fees[0].measure_at",
        "notice_receipt.post",
        "notice_receipt.email.n",
        "creators.kill.brand.approved",
        "creators.kill.fault",
        "windows",
        "calendar.open",
        "short_rate.unit.per",
        "term",
    ],
)
def test_a_path_of_the_vocabulary_can_be_unclear(path):
    value = {"rights[0].holders[0]": "advertiser", "calendar.open": "09:00"}.get(path, "a")
    assert read(open_(path, value, "b")) == ""


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (
            "rights[0].notise",
            "no term has the path 'rights[0].notise': nothing is called 'notise' there (known here: acc",
        ),
        (
            "penalty",
            "no term has the path 'penalty': nothing is called 'penalty' there (known here: aggregate_cap, cal",
        ),
        (
            "fees[0].cap.calc",
            "no term has the path 'fees[0].cap.calc': nothing is called 'calc' there (known here: base,",
        ),
        ("rights.conv", "no term has the path 'rights.conv': nothing is called 'conv' there (see the fields of an agr"),
        ("rights[0].clause.x", "no term has the path 'rights[0].clause.x': nothing is called 'x' there (see the"),
        ("creators.kill[0]", "no term has the path 'creators.kill[0]': nothing is called 0 there"),
        ("calendar[0]", "no term has the path 'calendar[0]': nothing is called 0 there (known here: close, "),
        ("rights[1].notice", "the terms have no place for rights[1].notice (state what is around it, or give readings"),
        ("rights[1]", "the terms have no place for rights[1] (state"),
        ("pause.fee", "the terms have no place for pause.fee (state what is around it"),
        ("rights[x]", "'rights[x]' is no path (write it as rights[0].notice)"),
        ("", "'' is no path"),
        (f"rights[{'9' * 5000}]", "'rights[999"),
        ("currency", "currency cannot be left open (sums can be compared in one currency only)"),
        ("layers", "layers cannot be left open"),
    ],
)
def test_a_path_of_nothing_is_refused(path, problem):
    assert read(open_(path)).startswith(f"unclear[0].path: {problem}")


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ([open_("title", "a")], "unclear[0].readings: a field is unclear if it has two different readings (give each"),
        ([open_("title", "a", "a")], "unclear[0].readings: a field is unclear if it has two different readings"),
        (
            [open_("refund.service_fee", None, "0.2")],
            "unclear[0].readings: what the terms state is none of the readings (add what terms.refund",
        ),
        (
            [open_("refund", None, TERMS["refund"]), open_("refund.service_fee", None, "0.1")],
            "unclear[1].path: refund.service_fee and refund overlap (give the readings of the outer field as a whole)",
        ),
        ([open_("title"), open_("title")], "unclear[1].path: title and title overlap"),
        ([{"path": "title", "readings": ["a", "b"]}], "unclear[0]: field 'question' is missing"),
        (
            [open_("title") | {"note": 1}],
            "unclear[0]: unknown field 'note' (known here: clause, path, question, readings",
        ),
        (["title"], "unclear[0]: expected an object, found 'title'"),
    ],
)
def test_readings_that_are_none_are_refused(items, problem):
    assert read(*items).startswith(problem)


def test_unclear_is_a_list():
    with pytest.raises(BadInput, match="unclear: expected a list"):
        read_unclear({"path": "title"}, TERMS)


@pytest.mark.parametrize("terms", [[], None, {"rights": {"0": {}}}, {"rights": "x"}])
def test_terms_of_another_shape_have_no_place(terms):
    assert "the terms have no place for rights[0].notice" in read(open_("rights[0].notice"), terms=terms)
