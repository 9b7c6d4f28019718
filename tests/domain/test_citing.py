"""Words are cited for a term only where the person confirmed what they say, wherever that stands in the terms."""

from __future__ import annotations

from typing import Any

import pytest

from unpromote.domain.citing import cited, handed_in
from unpromote.domain.papers import Citation

CONV = {"id": "conv", "clause": "Agreement 14.2", "ground": "convenience", "notice": {"n": 60, "unit": "days"}}
BREACH = {"id": "breach", "clause": "Agreement 14.1", "ground": "breach", "notice": None, "holders": ["advertiser"]}


def proposal(path: str, value: Any, quote: str = "the words", **changes: Any) -> dict[str, Any]:
    made = {
        "path": path,
        "value": value,
        "source": {"page": 7, "quote": quote},
        "confidence": "0.9",
        "status": "stated",
    }
    return {**made, **changes}


def right(nth: int, clause: str, ground: str, *fields: tuple[str, Any]) -> list[dict[str, Any]]:
    known = [("clause", clause), ("ground", ground), *fields]
    return [proposal(f"rights[{nth}].{name}", value, f"words of {clause}") for name, value in known]


def paths(terms: dict[str, Any], *proposals: dict[str, Any]) -> list[str]:
    return [citation.path for citation in cited(terms, proposals, document="agreement.pdf")]


def test_a_confirmed_value_is_cited_with_document_page_and_words() -> None:
    made = cited({"currency": "USD"}, [proposal("currency", "USD")], document="order.txt")
    assert made == (Citation("currency", 7, "the words", "stated", "0.9", "order.txt"),)


@pytest.mark.parametrize("confirmed", [{"currency": "EUR"}, {}, {"currency": None}])
def test_a_value_that_was_changed_or_dropped_is_not_cited(confirmed: dict[str, Any]) -> None:
    assert paths(confirmed, proposal("currency", "USD")) == []


def test_rights_in_another_order_keep_their_own_words() -> None:
    read = [*right(0, "14.1", "breach"), *right(1, "14.2", "convenience", ("notice", {"n": 60, "unit": "days"}))]
    made = cited({"rights": [CONV, BREACH]}, read, document="agreement.pdf")
    assert {(citation.path.split(".")[0], citation.quote) for citation in made} == {
        ("rights[1]", "words of 14.1"),
        ("rights[0]", "words of 14.2"),
    }


def test_a_right_that_was_not_confirmed_lends_its_words_to_no_other() -> None:
    read = right(0, "5.2", "breach", ("holders", ["advertiser"]), ("notice", None))
    assert paths({"rights": [BREACH, CONV]}, *read) == []


def test_the_same_clause_on_another_ground_is_another_right() -> None:
    assert paths({"rights": [CONV]}, *right(0, "14.2", "morals")) == []


def test_two_rights_of_one_clause_and_ground_are_not_guessed_apart() -> None:
    assert paths({"rights": [CONV, CONV]}, *right(0, "14.2", "convenience")) == []


def test_a_right_without_a_clause_is_not_followed() -> None:
    assert paths({"rights": [CONV]}, proposal("rights[0].notice", {"n": 60, "unit": "days"})) == []


def test_a_changed_field_loses_its_words_and_its_neighbors_keep_theirs() -> None:
    read = right(0, "14.2", "convenience", ("notice", {"n": 30, "unit": "days"}))
    assert paths({"rights": [CONV]}, *read) == ["rights[0].clause", "rights[0].ground"]


def test_a_right_taken_as_a_whole_is_cited_as_a_whole() -> None:
    read = [*right(3, "14.2", "convenience"), proposal("rights[3]", {"ground": "convenience"})]
    assert "rights[0]" in paths({"rights": [CONV]}, *read)


def test_a_person_may_say_more_than_the_words_did() -> None:
    terms = {"refund": {"method": "original", "within": {"n": 30, "unit": "days", "count": "exclusive"}}}
    assert paths(terms, proposal("refund.within", {"n": 30, "unit": "days"})) == ["refund.within"]
    assert paths(terms, proposal("refund.within", {"n": 30, "from": "invoice"})) == []


def test_a_default_that_is_not_written_out_loses_no_words() -> None:
    terms = {"refund": {"within": {"n": 30, "unit": "days"}}}
    assert paths(terms, proposal("refund.within", {"n": 30, "unit": "days", "count": "exclusive"})) == ["refund.within"]
    assert paths(terms, proposal("refund.within", {})) == []


def test_a_rate_is_the_same_however_many_digits_it_has() -> None:
    fee = {"id": "f", "clause": "Order 3", "calc": {"rate": "0.10", "base": "budget"}}
    read = [proposal("fees[0].clause", "3"), proposal("fees[0].calc", {"rate": "0.1", "base": "budget"})]
    assert paths({"fees": [fee]}, *read) == ["fees[0].clause", "fees[0].calc"]
    assert paths({"creators": {"takedown": "1"}}, proposal("creators.takedown", "one")) == []


@pytest.mark.parametrize(
    "unfit",
    [
        proposal("rounding", "half_up", source=None),
        proposal("rounding", "half_up", status="absent"),
        proposal("rights[0].id", "conv"),
        proposal("fees[0].clause", "3"),
        proposal("rounding.deeper", "half_up"),
    ],
)
def test_what_no_words_carry_is_not_cited(unfit: dict[str, Any]) -> None:
    assert paths({"rounding": "half_up", "rights": [CONV]}, unfit) == []


def test_an_immediate_right_is_something_that_words_can_say() -> None:
    assert "rights[0].notice" in paths({"rights": [BREACH]}, *right(0, "14.1", "breach", ("notice", None)))


def test_a_person_cites_by_the_confirmed_terms_own_paths() -> None:
    source = {"page": 7, "quote": "sixty (60) days", "document": "agreement.pdf"}
    own = [
        proposal("rights[0].notice", {"n": 60, "unit": "days", "count": "exclusive"}, source=source),
        proposal("rights[0].clause", "Agreement 9.9", source=source),
        proposal("rights[5].clause", "Agreement 9.9", source=source),
        proposal("rights[0].ground", "convenience", source=None),
    ]
    made = handed_in({"rights": [CONV]}, own)
    assert [(found.path, found.document) for found in made] == [("rights[0].notice", "agreement.pdf")]
