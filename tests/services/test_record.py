"""One door for change: case, event and commands are saved together or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

import builders as b
from unpromote.domain import events as e
from unpromote.domain.audit import check_chain
from unpromote.domain.case import State
from unpromote.domain.errors import NotAllowed
from unpromote.domain.letters import Incoming
from unpromote.services import record
from unpromote.store import cases, events, work
from unpromote.store.models import CaseRow, CommandRow, EventRow, HandleRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people():
    return b.cast()


def rows():
    """Everything that a change may touch, to tell whether anything did."""
    return [list(model.objects.order_by("pk").values()) for model in (CaseRow, EventRow, CommandRow, HandleRow)]


def test_every_moment_of_the_story_is_loaded_as_it_was_saved():
    case = b.saved_case("packed")
    assert cases.load("case_1") == case
    assert cases.load("up-abcdefgh") == case


def test_case_event_and_commands_are_saved_together():
    b.saved_case("stopping")
    kinds = [entry["kind"] for entry in events.chain("case_1")]
    assert kinds == [type(event).__name__ for event in [b.opened(), *(event for _, event in b.story()[:6])]]
    assert set(CommandRow.objects.values_list("kind", flat=True)) == {"ReadAgreement", "StopBatch", "TellEveryone"}


@pytest.mark.parametrize("moment", ["opened", "quoted", "off", "settling", "closed"])
def test_a_refused_event_changes_no_row(moment):
    b.saved_case(moment)
    before = rows()
    with pytest.raises(NotAllowed):
        record.record("case_1", e.AgreementRead(at=b.NOW, by="x", reading=b.reading(document_id="unknown")))
    assert rows() == before


def test_a_failure_while_saving_changes_no_row(monkeypatch):
    b.saved_case("signed once")
    before = rows()
    monkeypatch.setattr(work, "order", lambda _orders: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record.record("case_1", e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64))
    assert rows() == before


def test_the_chain_of_the_whole_story_holds():
    b.saved_case("packed")
    assert check_chain(events.chain("case_1")) is None


def test_a_changed_event_row_breaks_the_chain():
    b.saved_case("packed")
    EventRow.objects.filter(seq=5).update(by="somebody else")
    broken = check_chain(events.chain("case_1"))
    assert broken is not None
    assert broken.seq == 5


def test_a_case_that_changed_meanwhile_is_not_overwritten():
    case = b.saved_case("quoted")
    record.record("case_1", e.QuoteSigned(at=b.NOW, by="ben", quote_hash="a" * 64))
    with pytest.raises(cases.Changed, match="look again"), transaction.atomic():
        cases.save(case, case)


def test_what_a_command_taught_is_saved_with_its_result():
    b.saved_case("stopping")
    claimed = work.claim("worker", b.NOW, timedelta(seconds=30))
    while claimed.kind != "StopBatch":
        work.settle(claimed, {})
        claimed = work.claim("worker", b.NOW, timedelta(seconds=30))
    assert record.settle(claimed, b.stop_observed(b.target(1), b.target(2)))
    assert cases.load("case_1").told
    assert CommandRow.objects.get(key=claimed.key).result == {"event": "StopObserved"}


def test_a_worker_that_lost_its_lease_saves_nothing():
    b.saved_case("reading")
    late = work.claim("slow", b.NOW, timedelta(seconds=1))
    work.claim("second", b.NOW + timedelta(seconds=2), timedelta(seconds=30))
    before = rows()
    assert not record.settle(late, e.AgreementRead(at=b.NOW, by="x", reading=b.reading()))
    assert rows() == before


def test_an_event_that_no_longer_fits_is_kept_as_ignored():
    b.saved_case("off")
    claimed = work.claim("worker", b.NOW + timedelta(hours=1), timedelta(seconds=30))
    assert record.settle(claimed, e.NoticesDue(at=b.NOW, by="unpromote"))
    last = events.chain("case_1")[-1]
    assert (last["kind"], last["data"]["event"]) == ("Ignored", "NoticesDue")
    assert check_chain(events.chain("case_1")) is None
    assert cases.load("case_1").state is State.STOPPING


def test_a_number_in_the_chain_is_given_once():
    b.saved_case("opened")
    row = EventRow.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_parts_that_fall_away_are_taken_out():
    b.saved_case("quoted")
    case = record.record("case_1", e.TermsConfirmed(at=b.NOW, by="ana", terms=b.TERMS))
    assert cases.load("case_1") == case
    assert case.settlements == ()


def answering(*ids: str, **more: str) -> Incoming:
    return Incoming(
        "<new@x>", "", ids, "", "x@y.example", "Re", "", None, automatic=False, bounce=False, sha256="0", **more
    )


def test_a_message_is_found_by_its_id_and_by_its_conversations_token():
    b.saved_case("support told")
    token = HandleRow.objects.get(handle__startswith="UP-", conversation="cleo").handle
    assert cases.place_for(answering("<support.request@desk.invalid>", "<unknown@x>")) == ("case_1", "support")
    assert cases.place_for(answering(address_token=token)) == ("case_1", "cleo")
    assert cases.place_for(answering("<unknown@x>")) is None


def test_an_id_longer_than_a_column_is_found_all_the_same():
    b.saved_case("support told")
    long = f"<{'x' * 500}@platform.example>"
    reply = b.message("support", "reply", message_id=long)
    record.record("case_1", e.ReplyReceived(at=b.NOW, by="unpromote", conversation_id="support", message=reply))
    assert cases.is_known(long)
    assert cases.place_for(answering(long)) == ("case_1", "support")


def test_sqlite_keeps_what_was_committed_when_the_power_fails():
    if connection.vendor != "sqlite":
        pytest.skip("this is about SQLite's settings")
    with connection.cursor() as cursor:
        modes = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert modes == ["wal", 2]
