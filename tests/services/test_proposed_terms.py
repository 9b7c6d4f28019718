"""Several documents make one proposal, the first one going before."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.services.proposed_terms import proposed_agreement, proposed_terms, proposed_unclear


def case_with(*terms):
    documents = tuple(b.document(id=f"doc_{n}") for n in range(len(terms)))
    readings = tuple(
        b.reading(document_id=d.id, terms=t) for d, t in zip(documents, terms, strict=True) if t is not None
    )
    return replace(b.case_after("opened"), documents=documents, readings=readings)


def test_nothing_handed_in_proposes_nothing():
    assert proposed_terms(case_with()) == {}


def test_a_document_not_read_yet_proposes_nothing():
    assert proposed_terms(case_with(None, {"currency": "EUR"})) == {"currency": "EUR"}


@pytest.mark.parametrize(
    ("order", "agreement", "both"),
    [
        ({"currency": "USD"}, {"currency": "EUR", "rounding": "half_up"}, {"currency": "USD", "rounding": "half_up"}),
        ({"currency": None}, {"currency": "EUR"}, {"currency": "EUR"}),
        (
            {"refund": {"method": "none"}},
            {"refund": {"method": "original", "within": 1}},
            {"refund": {"method": "none", "within": 1}},
        ),
        (
            {"fees": [{"id": "a", "x": 1}]},
            {"fees": [{"id": "a", "x": 2}, {"id": "b"}]},
            {"fees": [{"id": "a", "x": 1}, {"id": "b"}]},
        ),
        ({"weekend": ["Sat"]}, {"weekend": ["Sat", "Sun"]}, {"weekend": ["Sat", "Sun"]}),
        ({"refund": "none"}, {"refund": {"method": "original"}}, {"refund": "none"}),
    ],
)
def test_where_two_documents_differ_the_first_goes_before(order, agreement, both):
    assert proposed_terms(case_with(order, agreement)) == both


def asks(path):
    return {"path": path, "readings": [1, 2], "question": "Which?", "clause": None, "source": None}


def leaving_open(*paths_of_each):
    """A case of documents that leave those paths open, each with one right of its own name."""
    rights = [{"rights": [{"id": f"right-{n}"}]} for n in range(len(paths_of_each))]
    case = case_with(*rights)
    readings = [
        replace(reading, unclear=tuple(asks(path) for path in paths))
        for reading, paths in zip(case.readings, paths_of_each, strict=True)
    ]
    return replace(case, readings=tuple(reversed(readings)))


def test_what_one_document_leaves_open_another_may_state():
    case = leaving_open(["time_zone", "currency"], [])
    first, second = case.readings[::-1]
    stating = replace(case, readings=(first, replace(second, terms={"time_zone": "Europe/Paris"})))
    assert [one["path"] for one in proposed_unclear(case)] == ["time_zone", "currency"]
    assert [one["path"] for one in proposed_unclear(stating)] == ["currency"]


def test_an_open_field_of_a_list_moves_with_its_item():
    case = leaving_open(["rights[0].notice"], ["rights[0].notice", "time_zone"])
    assert [one["path"] for one in proposed_unclear(case)] == ["rights[0].notice", "rights[1].notice", "time_zone"]


def test_an_open_field_goes_with_the_item_that_gives_way():
    case = leaving_open(["rights[0].notice"], ["rights[0].holders"])
    twins = tuple(replace(reading, terms={"rights": [{"id": "conv"}]}) for reading in case.readings)
    assert [one["path"] for one in proposed_unclear(replace(case, readings=twins))] == ["rights[0].notice"]


def test_a_person_is_asked_to_confirm_the_terms_with_what_they_leave_open():
    case = leaving_open(["time_zone"])
    assert proposed_agreement(case) == {"terms": proposed_terms(case), "unclear": [asks("time_zone")]}
    assert proposed_agreement(leaving_open([])) == {"rights": [{"id": "right-0"}]}
