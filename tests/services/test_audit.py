"""Closing, and the file that the pack is made of."""

from __future__ import annotations

import pytest

import builders as b
from fakes import FakePacks
from unpromote.domain.case import State
from unpromote.domain.errors import NotAllowed
from unpromote.services import audit
from unpromote.services.record import record
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return b.cast()


def test_ana_closes_what_is_settled_and_dan_does_not(cast):
    b.saved_case("emil settled")
    with pytest.raises(NotAllowed, match="no case"):
        audit.close_case(cast["dan"], "case_1", now=b.NOW)
    assert audit.close_case(cast["ana"], "case_1", now=b.NOW).state is State.CLOSED


def test_what_is_open_keeps_it_open(cast):
    b.saved_case("settling")
    with pytest.raises(NotAllowed, match="cannot be closed yet"):
        audit.close_case(cast["ana"], "case_1", now=b.NOW)


def test_a_pack_can_be_ordered_before_the_end(cast):
    b.saved_case("quoted")
    audit.order_pack(cast["ana"], "case_1", now=b.NOW)
    assert CommandRow.objects.filter(kind="BuildPack", status="ready").count() == 1


def test_an_alarm_is_answered_in_words(cast):
    b.saved_case("off")
    record("case_1", b.gave_up())
    with pytest.raises(NotAllowed):
        audit.answer_alarm(cast["ana"], "case_1", "another", "done", now=b.NOW)
    case = audit.answer_alarm(cast["ana"], "case_1", "SendMessage failed: mailbox unknown", "called", now=b.NOW)
    assert case.alarms == ()


def test_the_case_file_holds_everything(cast):
    b.saved_case("packed")
    file = audit.case_file("case_1")
    assert (file.case.reference, file.case.closed_at) == ("UP-ABCDEFGH", b.late())
    assert (file.agreements[0].pages, file.agreements[0].findings[0].page) == (10, 7)
    assert (file.citations, len(file.events)) == ((b.CITATION,), len(b.story()) + 1)
    assert file.quote.hash == file.approval.quote_hash


def test_a_case_without_an_agreement_has_a_file_too(cast):
    b.saved_case("opened")
    assert audit.case_file("case_1").agreements == ()


def test_a_document_that_is_still_being_read_is_in_the_file(cast):
    b.saved_case("reading")
    (document,) = audit.case_file("case_1").agreements
    assert (document.name, document.pages, document.findings) == ("agreement.pdf", 0, ())


def test_the_pack_is_what_its_place_says(cast):
    b.saved_case("closed")
    packs = FakePacks()
    built = audit.build_pack("case_1", packs, now=b.NOW, by="unpromote")
    assert (built.path, built.manifest_sha256) == ("/nowhere/UP-ABCDEFGH", "f" * 64)
    assert len(packs.packs) == 1
