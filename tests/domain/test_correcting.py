"""Typed text takes the form that its field has, in its place; what was rejected is taken out."""

from __future__ import annotations

import pytest

from unpromote.domain.correcting import corrected, left_open, written
from unpromote.domain.provenance import steps

TERMS = {
    "currency": "USD",
    "rights": [
        {"id": "a", "notice": {"n": 60, "unit": "days"}, "holders": ["advertiser"], "open": True, "cure": None},
        {"id": "b"},
        {"id": "c"},
    ],
}


@pytest.mark.parametrize(
    ("path", "text", "after"),
    [
        ("rights[0].notice.n", "45", 45),
        ("rights[0].notice.n", "soon", "soon"),
        ("rights[0].notice.unit", " weeks ", "weeks"),
        ("rights[0].holders", "advertiser, media", ["advertiser", "media"]),
        ("rights[0].holders", "none", []),
        ("rights[0].open", "no", False),
        ("rights[0].open", "perhaps", "perhaps"),
        ("rights[0].cure.n", "15", 15),
        ("calendar.weekend", "Sat, Sun", ["Sat", "Sun"]),
        ("time_zone", "UTC", "UTC"),
    ],
)
def test_a_field_is_put_in_its_place(path, text, after):
    found = corrected(TERMS, {steps(path): text})
    for step in steps(path):
        found = found[step]
    assert found == after


def test_what_stands_as_it_was_is_not_touched():
    as_it_was = {"rights[0].notice.n": "60", "rights[0].holders": "advertiser", "rights[0].open": "yes"}
    assert corrected(TERMS, {steps(path): text for path, text in as_it_was.items()}) == TERMS


def test_an_empty_field_states_nothing():
    assert "currency" not in corrected(TERMS, {("currency",): " "})
    assert "calendar" not in corrected(TERMS, {("calendar", "open"): ""})
    assert corrected(TERMS, {("rights", 0, "cure"): ""}) == TERMS


@pytest.mark.parametrize(
    "path", [("rights", 9, "clause"), ("rights", 0), ("currency", "code", "x"), ("rights", "a", "n")]
)
def test_what_has_no_place_is_left_out(path):
    assert corrected(TERMS, {path: "x"}) == TERMS


def test_rejected_items_are_taken_out_whatever_their_numbers():
    rejected = [("rights", 0), ("rights", 1), ("rights", 7), ("currency", 0)]
    found = corrected(TERMS, {("rights", 2, "clause"): "9"}, rejected)
    assert found["rights"] == [{"id": "c", "clause": "9"}]
    assert len(TERMS["rights"]) == 3


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (True, "yes"), (False, "no"), ([], "none"), (["a", "b"], "a, b"), (60, "60")]
)
def test_a_value_is_written_as_a_person_types_it(value, text):
    assert written(value) == text


NOTICE = {"path": "rights[1].notice", "question": "How long?", "readings": [None, {"n": 30, "unit": "days"}]}
ZONE = {"path": "time_zone", "question": "Whose days?", "readings": ["Europe/Paris", "Europe/London"]}
RIGHTS = {"rights": [{"id": "a"}, {"id": "b"}]}


def test_a_chosen_reading_is_put_in_its_place_and_the_rest_stays_open():
    terms, still = left_open([NOTICE, ZONE], RIGHTS, {"rights[1].notice": 1})
    assert (terms["rights"][1]["notice"], still) == ({"n": 30, "unit": "days"}, [ZONE])


def test_what_is_stated_now_is_open_no_more():
    terms, still = left_open([ZONE], {"time_zone": "Asia/Tokyo"}, {})
    assert (terms["time_zone"], still) == ("Asia/Tokyo", [])


def test_an_open_field_follows_its_item_when_one_before_it_is_rejected():
    _, still = left_open([NOTICE], {"rights": [{"id": "b"}]}, {}, [("rights", 0)])
    assert [one["path"] for one in still] == ["rights[0].notice"]


def test_an_open_field_goes_with_its_rejected_item():
    assert left_open([NOTICE], {"rights": [{"id": "a"}]}, {"rights[1].notice": 1}, [("rights", 1)])[1] == []
