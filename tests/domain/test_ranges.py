"""Unclear terms give an interval and questions by the money they decide, and no reading's quote lies outside."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoting import vectors, written_ask
from unpromote.domain.errors import BadInput
from unpromote.domain.explain_open import explain_range
from unpromote.domain.ranges import MOST, Ranged, ranged
from unpromote.domain.vectors import answer, read_ask

DAYS: dict[str, Any] = {"n": 7, "unit": "days"}


def unclear(path: str, *readings: Any, clause: str | None = None) -> dict[str, Any]:
    return {"path": path, "readings": list(readings), "clause": clause, "question": f"What of {path}?"}


def with_fees(count: int) -> dict[str, Any]:
    """An ask with that many fees, each of them nothing or a power of two."""
    fees = [{"id": f"F{n}", "clause": "8", "calc": {}} for n in range(count)]
    vector = written_ask(terms__fees=fees, terms__rights__0__fees=[fee["id"] for fee in fees])
    return {**vector, "unclear": [unclear(f"fees[{n}].calc.flat", "0.00", f"{2**n}.00") for n in range(count)]}


def found(vector: dict[str, Any]) -> Ranged:
    ask = read_ask(vector)
    assert ask.unsettled is not None
    return ranged(ask.unsettled, ask.request)


def test_as_many_combinations_as_are_bearable_are_all_quoted():
    range_ = found(with_fees(6)).range
    assert (range_.readings, range_.complete) == (MOST, True)


def test_of_more_the_ends_are_still_met_and_the_range_says_that_it_is_not_complete():
    written = answer(read_ask(with_fees(7)))
    assert written["range"]["exit_cost"] == {"least": "100.00", "greatest": "227.00"}
    assert (written["range"]["readings"], written["range"]["complete"]) == (9, False)


def test_questions_come_by_what_they_decide():
    written = answer(read_ask(with_fees(7)))
    assert [one["decides"]["greatest"] for one in written["questions"]] == [f"{2**n}.00" for n in reversed(range(7))]
    assert all(one["decides"]["least"] == one["decides"]["greatest"] for one in written["questions"])
    assert [one["path"] for one in written["questions"]][:2] == ["fees[6].calc.flat", "fees[5].calc.flat"]


def test_of_more_the_ends_are_met_wherever_a_readings_cheapest_stands():
    vector = with_fees(7)
    for one in vector["unclear"]:
        one["readings"].reverse()
    assert answer(read_ask(vector))["range"]["exit_cost"] == {"least": "100.00", "greatest": "227.00"}


def test_of_questions_that_decide_as_much_at_most_the_one_that_always_does_comes_first():
    vector = with_fees(2)
    vector["terms"]["fees"][0]["calc"] = {"greater_of": [{}, {}]}
    paths = ["fees[0].calc.greater_of[0].flat", "fees[0].calc.greater_of[1].flat", "fees[1].calc.flat"]
    vector["unclear"] = [unclear(path, "0.00", "10.00") for path in paths]
    questions = answer(read_ask(vector))["questions"]
    assert [one["path"] for one in questions] == [paths[2], *paths[:2]]
    assert [one["decides"]["least"] for one in questions] == ["10.00", "0.00", "0.00"]


def test_what_only_some_readings_agree_on_is_left_out():
    holders = unclear("rights[0].holders", ["advertiser"], ["advertiser", "agency"], ["never"])
    assert not {"permitted", "right", "totals"} & answer(read_ask(written_ask() | {"unclear": [holders]})).keys()


def test_questions_that_decide_the_same_stay_in_the_order_listed():
    fees = with_fees(2) | {"unclear": [unclear(f"fees[{n}].calc.flat", "0.00", "5.00") for n in (1, 0)]}
    assert [one["path"] for one in answer(read_ask(fees))["questions"]] == ["fees[1].calc.flat", "fees[0].calc.flat"]


def test_there_is_no_figure_where_readings_differ():
    written = answer(read_ask(with_fees(2)))
    assert not {"totals", "lines"} & written.keys()
    assert (written["right"], written["permitted"]) == ("conv", True)


def test_what_no_reading_changes_stands_as_in_any_quote():
    vector = written_ask() | {"unclear": [unclear("governing_law", "FR", "DE")]}
    plain, open_ = answer(read_ask(written_ask())), answer(read_ask(vector))
    supposed = {"evidence", "if_proven"}  # nothing is supposed over unclear terms
    assert all(open_[key] == item for key, item in plain.items() if key not in supposed)
    assert open_["range"]["exit_cost"] == {"least": "100.00", "greatest": "100.00"}


def test_the_answer_says_what_remains_if_a_reading_is_confirmed():
    (_, smaller) = answer(read_ask(with_fees(2)))["questions"]
    costs = [one["cost"] for one in smaller["answers"]]
    assert costs == [{"least": "1100.00", "greatest": "1102.00"}, {"least": "1101.00", "greatest": "1103.00"}]


def test_a_decimal_reading_is_written_as_text():
    vector = with_fees(1) | {
        "unclear": [unclear("rights[0].needs", None, {"fact": "outage", "min_hours": Decimal("1.5")})]
    }
    vector["terms"]["fees"][0]["calc"] = {"flat": "1.00"}
    (question,) = answer(read_ask(vector))["questions"]
    assert question["answers"][1]["reading"] == {"fact": "outage", "min_hours": "1.5"}
    assert [one["permitted"] for one in question["answers"]] == ["yes", "no"]


def test_a_reading_that_cannot_be_meant_is_named():
    vector = with_fees(2)
    vector["unclear"][1]["readings"].append("-3.00")
    with pytest.raises(BadInput) as refused:
        answer(read_ask(vector, "S"))
    assert str(refused.value).startswith("S: unclear[1].readings[2]: the amount -3.00 is negative")


def test_readings_that_contradict_each_other_are_named():
    vector = with_fees(1) | {"unclear": [unclear("fees[0].id", "F0", "F1"), unclear("title", "a", "b")]}
    vector["terms"]["fees"][0]["calc"] = {"flat": "1.00"}
    with pytest.raises(BadInput) as refused:
        answer(read_ask(vector))
    told = "terms.rights[0].fees[0]: the fee 'F0' is not defined, with fees[0].id by reading 1, title by reading 0"
    assert str(refused.value).startswith(told)


def test_there_is_no_curve_over_unclear_terms():
    with pytest.raises(BadInput, match="cost_curve: there is no one cost_curve while terms are unclear"):
        read_ask(with_fees(1) | {"cost_curve": {"dates": ["2026-06-12"]}})


def test_explained_it_shows_the_range_the_questions_and_both_ends():
    text = explain_range(found(with_fees(7)))
    assert text.startswith("The terms are unclear; 9 readings quoted, not every combination: the range may be wider.\n")
    assert "\n  exit_cost         100.00 to 227.00\n" in text
    assert "\n1. What of fees[6].calc.flat?  fees[6].calc.flat decides 64.00 to 64.00\n" in text
    assert '\nDearest reading, fees[0].calc.flat = "1.00"; fees[1].calc.flat = "2.00"; ' in text


def test_explained_it_says_where_leaving_depends_on_the_reading():
    vector = written_ask() | {"unclear": [unclear("rights[0].holders", ["advertiser"], ["never"], clause="8.1")]}
    text = explain_range(found(vector))
    assert "\nPermitted under some readings only: where not, it runs" in text
    assert '\n   ["never"]: cost 3000.00 to 3000.00 (permitted: no)\n' in text
    assert "?  [clause 8.1]  rights[0].holders decides 1900.00 to 1900.00\n" in text
    assert text.endswith("  Not open: conv: NOT_HOLDER.")


def test_explained_it_says_where_no_reading_permits_leaving():
    vector = written_ask(request__by="media") | {"unclear": [unclear("rights[0].notice", None, DAYS)]}
    text = explain_range(found(vector))
    assert "\nNot permitted under any reading.\nFrom least to greatest, in EUR:\n  cost              3000.00 to" in text
    assert "exit_cost" not in text


OPEN = {
    "rights[0].notice": [None, DAYS, {"n": 36, "unit": "hours"}],
    "rights[0].holders": [["advertiser"], ["never"]],
    "calendar.holidays": [[], ["2026-06-12"]],
    "refund": [None, {"method": "original", "service_fee": "0.1"}, {"method": "none"}],
    "aggregate_cap": [None, {"clause": "9", "rate": "0.05", "base": "budget"}],
    "minimum_commitment": [None, {"clause": "2", "amount": "90000", "rate": "0.3"}],
    "creators.advance": ["clawback", "forgive", "credit"],
    "time_zone": ["Europe/Paris", "America/Santiago", "Asia/Tokyo"],
}


@st.composite
def open_asks(draw: st.DrawFn) -> dict[str, Any]:
    vector = draw(vectors())
    paths = draw(st.lists(st.sampled_from(sorted(OPEN)), min_size=1, max_size=3, unique=True))
    for path in paths:
        put(vector["terms"], path, OPEN[path][0])
    return {**vector, "unclear": [unclear(path, *OPEN[path]) for path in paths]}


def put(terms: dict[str, Any], path: str, value: Any) -> None:
    *outer, name = path.replace("[0]", ".0").split(".")
    for step in outer:
        terms = terms[0] if step == "0" else terms[step]
    terms[name] = value


def quoted_alone(vector: dict[str, Any], choice: tuple[Any, ...]) -> dict[str, Any]:
    """The plain quote over the terms with the chosen values written into them."""
    terms = json.loads(json.dumps(vector["terms"]))
    for one, value in zip(vector["unclear"], choice, strict=True):
        put(terms, one["path"], value)
    return answer(read_ask({**vector, "terms": terms, "unclear": []}))


@settings(max_examples=60, deadline=None)
@given(open_asks(), st.data())
def test_no_single_readings_quote_lies_outside_the_range(vector, data):
    try:
        written = answer(read_ask(vector))
    except BadInput:
        return  # a zone in which the spend lies outside the flight
    alone = quoted_alone(vector, data.draw(st.tuples(*(st.sampled_from(one["readings"]) for one in vector["unclear"]))))
    assert all(alone[key] == item for key, item in written.items() if key in alone)
    for name, bounds in written["range"].items() if alone["totals"] else ():
        if name in alone["totals"]:
            assert Decimal(bounds["least"]) <= Decimal(alone["totals"][name]) <= Decimal(bounds["greatest"])


@settings(max_examples=60, deadline=None)
@given(open_asks())
def test_both_ends_are_the_quote_of_some_reading_and_no_question_decides_more_than_lies_between(vector):
    try:
        range_, questions = (whole := found(vector)).range, whole.questions
    except BadInput:
        return
    costs = {reading.cost for reading in whole.readings}
    assert {range_.cost.least, range_.cost.greatest} <= costs
    assert all(one.decides.greatest <= range_.cost.width for one in questions)
    assert [one.decides.greatest for one in questions] == sorted((o.decides.greatest for o in questions), reverse=True)
