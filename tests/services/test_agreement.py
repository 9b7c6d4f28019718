"""From a file to confirmed terms, each with the words behind it."""

from __future__ import annotations

import hashlib
import json
from email.message import EmailMessage

import pytest

import builders as b
from fakes import fake_reader
from papers import locked
from unpromote.domain.case import State
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import AgreementRead
from unpromote.reading.agreement import read_agreement
from unpromote.services import agreement, filing, people, queries
from unpromote.services.presets import preset
from unpromote.services.record import record
from unpromote.store.models import CommandRow, EventRow

SOURCE = {"document": "x", "page": 7, "quote": "USD", "start": 1, "end": 9}


def proposal(path: str, value: object, **changes: object) -> dict[str, object]:
    made = {"path": path, "value": value, "source": SOURCE, "confidence": "0.9", "status": "stated"}
    return made | changes


def test_words_are_cited_under_the_name_that_the_person_knows():
    found = {"pages": 1, "findings": [], "terms": {}, "proposals": [proposal("currency", "USD")], "problems": []}
    event = agreement.read_agreement(b.document(name="deal.pdf"), fake_reader(found), now=b.NOW, by="x")
    assert isinstance(event, AgreementRead)
    assert event.reading.proposals[0]["source"]["document"] == "deal.pdf"


def test_what_is_unclear_is_carried_along():
    unclear = {"path": "time_zone", "readings": ["UTC", "Europe/Paris"], "question": "Whose days?", "source": SOURCE}
    found = {"pages": 1, "findings": [], "terms": {}, "proposals": [], "problems": [], "unclear": [unclear]}
    event = agreement.read_agreement(b.document(name="deal.pdf"), fake_reader(found), now=b.NOW, by="x")
    assert event.reading.unclear == (unclear | {"source": SOURCE | {"document": "deal.pdf"}},)


def test_what_it_says_in_short_is_carried_along():
    fact = {"kind": "survival", "who": "both", "spans": [[0, 9]], "pages": [1], "quotes": ["It lasts."]}
    found = {"pages": 1, "findings": [], "terms": {}, "proposals": [], "problems": [], "facts": [fact]}
    event = agreement.read_agreement(b.document(name="deal.pdf"), fake_reader(found), now=b.NOW, by="x")
    assert event.reading.facts == (fact,)


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
    assert (case.state, case.citations) == (State.READY, ())


DEAL = "All sums are in United States\ndollars (USD). Days are those of Los Angeles."
WORDS = {"document": "agreement.pdf", "page": 1, "quote": "United States dollars", "start": 0, "end": 0}


def read_deal(tmp_path):
    """A case whose document, of these words, was read."""
    deal = tmp_path / "agreement.txt"
    deal.write_text(DEAL)
    b.saved_case("opened")
    case = agreement.receive_agreement(people.person("ana"), "case_1", deal, now=b.NOW)
    proposals = (proposal("currency", "USD"), proposal("time_zone", "America/Los_Angeles"))
    read = b.reading(document_id=case.documents[0].id, proposals=proposals)
    return record("case_1", AgreementRead(at=b.NOW, by="x", reading=read))


@pytest.mark.django_db
def test_each_term_is_cited_once_and_the_persons_own_citation_goes_first(data, tmp_path):
    cast = b.cast()
    read_deal(tmp_path)
    source = WORDS | {"document": "agreement.txt"}
    own = [proposal("currency", "USD", source=source), proposal("rounding", "down", source=None)]
    case = agreement.confirm_terms(cast["ana"], "case_1", b.TERMS, proposals=own, now=b.NOW)
    assert [(found.path, found.page, found.document) for found in case.citations] == [
        ("currency", 1, "agreement.txt"),
        ("time_zone", 7, "agreement.txt"),
    ]
    assert case.citations[0].quote == "United States\ndollars"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"quote": "United States pounds"}, r"proposals\[0\]: words: these words are not on page 1"),
        ({"document": "other.pdf"}, r"no document 'other.pdf' .*handed in: agreement.txt"),
    ],
)
def test_words_that_are_not_on_the_page_are_nobodys_citation(data, tmp_path, changed, told):
    cast = b.cast()
    read_deal(tmp_path)
    own = [proposal("currency", "USD", source=WORDS | {"document": "agreement.txt"} | changed)]
    with pytest.raises(BadInput, match=told):
        agreement.confirm_terms(cast["ana"], "case_1", b.TERMS, proposals=own, now=b.NOW)


@pytest.mark.django_db
def test_a_presets_words_are_those_of_the_preset(data, tmp_path):
    cast = b.cast()
    read_deal(tmp_path)
    known = preset("kapital")
    for quote in (known.title, known.statements[0].says):
        source = WORDS | {"document": "preset kapital", "page": None, "quote": quote}
        own = [proposal("currency", "USD", source=source, status="default")]
        case = agreement.confirm_terms(cast["ana"], "case_1", b.TERMS, proposals=own, now=b.NOW)
        assert (case.citations[0].document, case.citations[0].quote) == ("preset kapital", quote)
    own[0]["source"]["quote"] = "Cancelling is free."
    with pytest.raises(BadInput, match="preset kapital does not say so"):
        agreement.confirm_terms(cast["ana"], "case_1", b.TERMS, proposals=own, now=b.NOW)


@pytest.mark.django_db
def test_a_locked_agreement_is_kept_as_it_came_and_as_a_copy_that_opens(data, tmp_path):
    ana = b.cast()["ana"]
    b.saved_case("opened")
    deal = locked(tmp_path, "Either party may leave.", "sesame")
    (document,) = agreement.receive_agreement(ana, "case_1", deal, password="sesame", now=b.NOW).documents
    assert document.locked_sha256 == hashlib.sha256(deal.read_bytes()).hexdigest() != document.sha256
    assert read_agreement(filing.located(document.path))["text"].strip() == "Either party may leave."
    assert len(list(filing.located(document.path).parent.iterdir())) == 2


@pytest.mark.django_db
def test_a_wrong_password_leaves_the_case_as_it_was(data, tmp_path):
    ana = b.cast()["ana"]
    before = b.saved_case("opened")
    with pytest.raises(BadInput, match=r"locked.pdf.*the password does not open"):
        agreement.receive_agreement(ana, "case_1", locked(tmp_path, "x", "sesame"), password="open", now=b.NOW)
    assert queries.case(ana, "case_1") == before


@pytest.mark.django_db
def test_the_password_is_written_down_nowhere(data, tmp_path):
    b.saved_case("opened")
    deal = locked(tmp_path, "Either party may leave.", "sesame")
    case = agreement.receive_agreement(b.cast()["ana"], "case_1", deal, password="sesame", now=b.NOW)
    rows = [*EventRow.objects.values(), *CommandRow.objects.values()]
    assert "sesame" not in json.dumps([encode(case), rows], default=str)
    assert not [file for file in data.rglob("*") if file.is_file() and b"sesame" in file.read_bytes()]


@pytest.mark.django_db
def test_a_mail_is_handed_in_with_what_it_encloses(data, tmp_path):
    b.saved_case("opened")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "cleo@example.com", "The deal"
    mail.set_content("Agreed.")
    mail.add_attachment(b"Either party may leave.", "text", "plain", filename="order.txt")
    (tmp_path / "deal.eml").write_bytes(bytes(mail))
    case = agreement.receive_agreement(b.cast()["ana"], "case_1", tmp_path / "deal.eml", now=b.NOW)
    assert [document.name for document in case.documents] == ["deal.eml", "order.txt"]
    assert filing.located(case.documents[1].path).read_bytes() == b"Either party may leave."
