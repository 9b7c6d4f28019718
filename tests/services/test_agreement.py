"""From a file to confirmed terms, each with the words behind it."""

from __future__ import annotations

import builders as b
import pytest
from fakes import fake_reader

from unpromote.domain.case import State
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import AgreementRead
from unpromote.services import agreement
from unpromote.services.citations import cited

SOURCE = {"document": "x", "page": 7, "quote": "sixty (60) days", "start": 1, "end": 9}


def proposal(path: str, value: object, **changes: object) -> dict[str, object]:
    made = {"path": path, "value": value, "source": SOURCE, "confidence": "0.9", "status": "stated"}
    return made | changes


READ = {"rights": [{"id": "breach"}, {"id": "conv", "notice": {"n": 60}}], "currency": "USD"}


def paths(terms, *proposals, given=()):
    return [found.path for found in cited(terms, [b.reading(terms=READ, proposals=proposals)], given)]


def test_a_right_is_found_by_its_id_wherever_the_person_put_it():
    terms = {"rights": [{"id": "conv", "notice": {"n": 60}}]}
    assert paths(terms, proposal("rights[1].notice", {"n": 60})) == ["rights[0].notice"]


@pytest.mark.parametrize(
    ("terms", "path", "value"),
    [
        ({"rights": [{"id": "conv", "notice": {"n": 30}}]}, "rights[1].notice", {"n": 60}),
        ({"rights": [{"id": "other"}]}, "rights[1].notice", {"n": 60}),
        ({"rights": "none"}, "rights[1].notice", {"n": 60}),
        ({}, "currency", "USD"),
        ({"currency": "EUR"}, "currency", "USD"),
        ({"rights": [{"id": "conv"}]}, "rights[7].notice", {"n": 60}),
    ],
    ids=["corrected", "left out", "no list", "absent", "another value", "beyond the reading"],
)
def test_words_do_not_stand_behind_what_the_person_changed(terms, path, value):
    assert paths(terms, proposal(path, value)) == []


def test_a_value_that_no_words_gave_is_not_cited():
    assert paths({"rounding": "half_up"}, proposal("rounding", "half_up", source=None)) == []


def test_what_the_person_cites_goes_before_what_was_read():
    given = [proposal("currency", "USD", source=SOURCE | {"page": 1}), proposal("gone", 1), proposal("currency", 1)]
    (found,) = cited({"currency": "USD"}, [b.reading(terms=READ, proposals=(proposal("currency", "USD"),))], given)
    assert (found.page, found.document, found.confidence) == (1, "x", "0.9")


def test_a_plain_path_is_cited_as_it_is():
    assert paths({"currency": "USD", "calendar": {"open": "09:00"}}, proposal("currency", "USD")) == ["currency"]


def test_words_are_cited_under_the_name_that_the_person_knows():
    found = {"pages": 1, "findings": [], "terms": {}, "proposals": [proposal("currency", "USD")], "problems": []}
    event = agreement.read_agreement(b.document(name="deal.pdf"), fake_reader(found), now=b.NOW, by="x")
    assert isinstance(event, AgreementRead)
    assert event.reading.proposals[0]["source"]["document"] == "deal.pdf"


@pytest.mark.django_db
def test_ana_hands_in_an_agreement_and_dan_does_not(data, tmp_path):
    cast = b.cast()
    b.saved_case("opened")
    deal = tmp_path / "deal.pdf"
    deal.write_bytes(b"%PDF-1.7")
    case = agreement.receive_agreement(cast["ana"], "case_1", deal, now=b.NOW)
    assert (case.state, case.documents[0].name) == (State.READING, "deal.pdf")
    with pytest.raises(NotAllowed, match="no case"):
        agreement.receive_agreement(cast["dan"], "case_1", deal, now=b.NOW)


@pytest.mark.django_db
def test_confirmed_terms_are_complete_or_refused_by_their_place():
    cast = b.cast()
    b.saved_case("review")
    with pytest.raises(BadInput, match="currency"):
        agreement.confirm_terms(cast["ana"], "case_1", {"rights": []}, now=b.NOW)
    case = agreement.confirm_terms(cast["ana"], "case_1", b.TERMS, now=b.NOW)
    assert (case.state, [found.path for found in case.citations]) == (State.READY, ["rights[0].notice"])
