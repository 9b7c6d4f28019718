"""Several documents make one proposal, the first one going before."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders as b
from unpromote.services.proposed_terms import proposed_terms


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
