"""A term cites the words that were read for it, and never those of another clause."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import builders
from unpromote.web.show.agreement import term_groups
from unpromote.web.show.citing import citations, steps

CONV = {
    "id": "conv",
    "clause": "14.2",
    "ground": "convenience",
    "notice": {"n": 60, "unit": "days", "count": "exclusive"},
}
BREACH = {"id": "breach", "clause": "5.2", "ground": "breach", "notice": None}


def proposal(path: str, value: Any, quote: str, **changes: Any) -> dict[str, Any]:
    source = {"document": "agreement.pdf", "page": 7, "quote": quote, "start": 0, "end": 9}
    return {"path": path, "value": value, "confidence": "0.9", "status": "stated", "source": source} | changes


def read(*proposals: dict[str, Any], **terms: Any):
    return builders.reading(terms=terms, proposals=proposals)


def quotes(reading, terms, path):
    return [cited.quote for cited in citations([reading], terms, steps(path))]


def rights(*confirmed: dict[str, Any]) -> dict[str, Any]:
    return {"rights": list(confirmed)}


@pytest.fixture
def reading():
    """The reader found the breach first; a person confirms the convenience right first."""
    return read(
        proposal("rights[0].clause", "5.2", "failure by Allied"),
        proposal("rights[0].ground", "breach", "failure by Allied"),
        proposal("rights[1].clause", "14.2", "may also terminate"),
        proposal("rights[1].notice", CONV["notice"], "sixty (60) days"),
        proposal("rights[1].notice.count", "exclusive", "sixty (60) days", status="default"),
        rights=[BREACH, CONV],
    )


def test_a_right_is_known_by_its_clause_not_by_its_place(reading):
    terms = rights({**CONV, "clause": "Agreement 14.2"})
    assert quotes(reading, terms, "rights[0].clause") == ["may also terminate"]
    assert quotes(reading, terms, "rights[0].notice") == ["sixty (60) days"]


def test_the_same_id_over_another_clause_cites_nothing(reading):
    terms = rights({"id": "breach", "clause": "Agreement 14.1", "ground": "breach"})
    assert quotes(reading, terms, "rights[0].ground") == []


def test_the_same_clause_on_another_ground_cites_nothing(reading):
    assert quotes(reading, rights({**CONV, "ground": "breach"}), "rights[0].clause") == []


def test_a_value_that_a_person_corrected_cites_nothing(reading):
    terms = rights({**CONV, "notice": {"n": 30, "unit": "days"}})
    assert quotes(reading, terms, "rights[0].notice") == []
    assert quotes(reading, terms, "rights[0].clause") == ["may also terminate"]


@pytest.mark.parametrize(
    ("notice", "cited"),
    [({"n": 60, "unit": "days"}, 1), ({"n": 60, "unit": "days", "count": "inclusive"}, 0)],
)
def test_only_the_usual_way_of_counting_goes_without_saying(reading, notice, cited):
    assert len(quotes(reading, rights({**CONV, "notice": notice}), "rights[0].notice")) == cited


def test_where_one_side_names_no_clause_the_id_decides():
    reading = read(
        proposal("parties[0]", {"id": "newegg", "name": "Newegg Inc."}, "Newegg"), parties=[{"id": "newegg"}]
    )
    terms = {"parties": [{"id": "allied", "name": "Newegg Inc."}, {"id": "newegg", "name": "Newegg Inc."}]}
    assert quotes(reading, terms, "parties[0].name") == []
    assert quotes(reading, terms, "parties[1].name") == ["Newegg"]


def test_words_read_for_a_whole_count_for_its_parts():
    brand = {"briefed": "0.25", "approved": "1"}
    reading = read(proposal("creators.kill.brand", brand, "a kill fee"), creators={"kill": {"brand": brand}})
    terms = {"creators": {"kill": {"brand": {"briefed": "0.25", "approved": "0.9", "published": "1"}}}}
    told = [quotes(reading, terms, f"creators.kill.brand.{stage}") for stage in ("briefed", "approved", "published")]
    assert told == [["a kill fee"], [], []]


def test_a_list_agrees_member_by_member():
    reading = read(
        proposal("calendar.weekend", ["Sat", "Sun"], "Monday to Friday"), calendar={"weekend": ["Sat", "Sun"]}
    )
    assert quotes(reading, {"calendar": {"weekend": ["Sat", "Sun"]}}, "calendar.weekend") == ["Monday to Friday"]
    assert quotes(reading, {"calendar": {"weekend": ["Fri"]}}, "calendar.weekend") == []


def test_plain_members_of_a_list_are_compared_as_they_are():
    reading = read(proposal("layers[0]", "order", "the order prevails"), layers=["order"])
    assert quotes(reading, {"layers": ["order"]}, "layers[0]") == ["the order prevails"]


def test_what_the_reader_took_by_default_without_words_cites_nothing():
    reading = read(proposal("rounding", "half_up", "", source=None), rounding="half_up")
    assert quotes(reading, {"rounding": "half_up"}, "rounding") == []


def test_words_are_numbered_once_for_a_group_and_say_how_sure_they_are():
    reading = read(
        proposal("refund.method", "original", "refunded as paid", status="inferred"),
        proposal("refund.clause", "6", "refunded as paid"),
        refund={"method": "original", "clause": "6"},
    )
    case = replace(builders.case_after("review"), readings=(reading,))
    group = term_groups({"refund": {"method": "original", "clause": "6"}}, case)[0]
    assert [(term.name, term.marks, term.status) for term in group.terms] == [
        ("Method", "1", "inferred"),
        ("Clause", "1", ""),
    ]
    assert [citation.quote for citation in group.citations] == ["refunded as paid"]
