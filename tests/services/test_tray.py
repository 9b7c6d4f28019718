"""Stray mail: who may see it, where it may belong, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

import builders as b
from unpromote.domain.codec import encode
from unpromote.domain.enclosed import RUNS
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.letters import Enclosure, Incoming, token_for
from unpromote.domain.messages import ConversationState
from unpromote.domain.tray import TrayState
from unpromote.services import audit, messages, people, tray
from unpromote.services.arriving import drop_mail
from unpromote.store import cases, work
from unpromote.store.models import CaseRow, ClueRow

pytestmark = pytest.mark.django_db

MAIL = Incoming(
    message_id="<stray@creators.example>",
    in_reply_to="<unknown@x>",
    references=(),
    token="",
    sender="Cleo@Creators.example",
    subject="About Arena autumn",
    body="We agree.",
    sent_at=b.NOW,
    automatic=False,
    bounce=False,
    sha256="a" * 64,
    path="/nowhere/stray.eml",
)
FILE = Enclosure("../proof.pdf", b"%PDF-1.7 proof")
STRANGER = {"sender": "robin@elsewhere.example", "subject": "Hello", "sha256": "b" * 64, "message_id": "<2@x>"}


@pytest.fixture
def cast(data):
    found = b.cast()
    people.add_person("eve", b.BRAND, may_approve=False)
    return found | {"eve": people.add_person("eve", b.OTHER, may_approve=False)}


@pytest.fixture
def told(cast):
    return b.saved_case("emil told")


def take(**changes):
    return messages.take_mail(replace(MAIL, **changes), now=b.NOW, by="unpromote")


def only(person):
    (mail,) = tray.waiting(person)
    return mail


def test_mail_from_a_known_address_is_shown_to_those_who_work_for_its_client(cast, told):
    assert take() is None
    assert only(cast["ana"]).subject == "About Arena autumn"
    assert tray.waiting(cast["dan"]) == ()
    with pytest.raises(NotAllowed):
        tray.stray(cast["dan"], only(cast["ana"]).id)


def test_a_strangers_mail_is_shown_to_those_alone_who_work_for_every_client(cast, told):
    take(**STRANGER)
    assert tray.waiting(cast["ana"]) == ()
    assert only(cast["eve"]).sender == "robin@elsewhere.example"


def test_an_id_of_another_clients_case_hides_the_mail_from_whom_the_sender_alone_would_show_it(cast, told):
    other = b.opened(
        client=b.OTHER, case_id="case_2", reference="UP-BBBBBBBB", targets=(b.target(7, advertiser_id="9"),)
    )
    cases.add(
        replace(b.case_after("opened"), id="case_2", client=b.OTHER, reference=other.reference, targets=other.targets)
    )
    take(sender="emil@creators.example", body="about UP-ABCDEFGH")
    assert tray.waiting(cast["ana"]) == tray.waiting(cast["dan"]) == ()
    assert only(cast["eve"]).body == "about UP-ABCDEFGH"


def test_the_same_mail_waits_once_and_two_without_ids_both_wait(cast, told):
    take(message_id="")
    take(message_id="")
    take(message_id="", sha256="c" * 64)
    assert len(tray.waiting(cast["ana"])) == 2


def test_people_come_before_programs(cast, told):
    take(automatic=True)
    take(sha256="c" * 64, subject="A person")
    assert [mail.subject for mail in tray.waiting(cast["ana"])] == ["A person", "About Arena autumn"]


def test_the_likely_case_is_suggested_with_the_reasons(cast, told):
    take()
    (found,) = tray.suggestions(cast["ana"], only(cast["ana"]))
    assert (found.reference, found.conversation, found.name) == ("UP-ABCDEFGH", "cleo", "Cleo Marsh")
    assert found.reasons[0] == "cleo@creators.example is one of its counterparts"
    assert "it names Arena autumn" in found.reasons


def test_nobody_is_shown_another_clients_case_as_likely(cast, told):
    take()
    assert tray.suggestions(cast["dan"], only(cast["ana"])) == ()


def test_assigned_mail_counts_as_their_answer_and_its_thread_is_known_from_then_on(cast, told):
    take(enclosures=(FILE,))
    case = tray.assign(cast["ana"], only(cast["ana"]).id, "UP-ABCDEFGH", "cleo", now=b.NOW)
    talk = case.conversations[1]
    assert talk.state is ConversationState.ANSWERED
    assert talk.messages[-1].files[0].path.startswith("cases/case_1/mail/")
    assert tray.waiting(cast["ana"]) == ()
    assert cases.place_for(replace(MAIL, in_reply_to="<stray@creators.example>")) == ("case_1", "cleo")


def test_mail_that_somebody_decided_about_is_not_decided_again(cast, told):
    take()
    mail = only(cast["ana"])
    tray.set_aside(cast["ben"], mail.id, "it is spam", now=b.NOW)
    for again in (
        lambda: tray.assign(cast["ana"], mail.id, "case_1", "cleo", now=b.NOW),
        lambda: tray.set_aside(cast["ana"], mail.id, "spam", now=b.NOW),
    ):
        with pytest.raises(NotAllowed, match="ben has decided"):
            again()
    kept = tray.stray(cast["ana"], mail.id)
    assert (kept.state, kept.settled_by, kept.reason) == (TrayState.SET_ASIDE, "ben", "it is spam")


def test_a_refused_assignment_leaves_the_mail_in_the_tray(cast):
    b.saved_case("quoted")
    take()
    mail = only(cast["ana"])
    for where, who in (("case_1", "cleo"), ("case_9", "cleo")):
        with pytest.raises(NotAllowed):
            tray.assign(cast["ana"], mail.id, where, who, now=b.NOW)
    with pytest.raises(BadInput, match="no reason"):
        tray.set_aside(cast["ana"], mail.id, " ", now=b.NOW)
    assert only(cast["ana"]) == mail


@pytest.mark.parametrize("name", ["", "9", "x", "²"])
def test_mail_that_is_not_there_is_refused(cast, name):
    with pytest.raises(NotAllowed, match="no mail"):
        tray.stray(cast["eve"], name)


def test_files_of_an_answer_are_kept_with_the_case_and_marked(cast, told):
    runs = Enclosure("invoice.pdf.exe", b"MZ")
    case = take(in_reply_to="<support.request@desk.invalid>", enclosures=(FILE, runs))
    proof, risky = case.conversations[0].messages[-1].files
    assert (proof.name, proof.media_type, proof.warning) == ("proof.pdf", "application/pdf", "")
    assert risky.warning == RUNS
    found = tray.file_of_case(cast["ana"], "case_1", proof.sha256)
    assert found.path.read_bytes() == FILE.content
    with pytest.raises(NotAllowed):
        tray.file_of_case(cast["dan"], "case_1", proof.sha256)


def test_files_of_stray_mail_can_be_had_before_it_is_assigned(cast, told):
    many = tuple(Enclosure(f"{n}.txt", b"text") for n in range(41))
    take(enclosures=(FILE, *many))
    mail = only(cast["ana"])
    assert tray.file_of_stray(cast["ana"], mail.id, sha256(FILE.content).hexdigest()).path.is_file()
    assert mail.files[-1].path == ""
    case = tray.assign(cast["ana"], mail.id, "case_1", "cleo", now=b.NOW)
    assert case.conversations[1].messages[-1].files[-1].path == ""
    with pytest.raises(NotAllowed, match="no file"):
        tray.file_of_stray(cast["ana"], mail.id, "0" * 64)


def test_files_reach_the_case_file_of_the_pack(cast, told):
    take(in_reply_to="<support.request@desk.invalid>", enclosures=(FILE,))
    talk = audit.case_file("case_1").conversations[0]
    assert talk.messages[-1].files[0].name == "proof.pdf"


def test_a_bounce_that_a_person_assigns_stays_a_bounce(cast, told):
    take(automatic=True, bounce=True)
    case = tray.assign(cast["ana"], only(cast["ana"]).id, "case_1", "cleo", now=b.NOW)
    assert case.conversations[1].state is ConversationState.BY_HAND  # the next way is a task
    assert "came back" in case.alarms[-1]


def test_a_copy_of_our_own_letter_is_no_answer(cast, told):
    case = take(sender="desk@desk.invalid", in_reply_to="", token=token_for("case_1/cleo"))
    assert case.conversations[1].messages[-1].automatic
    assert case.conversations[1].state is ConversationState.WAITING


def test_dropped_mail_lies_on_disk_once_and_a_look_is_ordered(data):
    first, second = (drop_mail(b"Subject: x\r\n\r\nhi", now=b.NOW) for _ in range(2))
    assert first == second
    assert [path.stem for path in (Path(data) / "mail" / "dropped").iterdir()] == [first]
    assert work.next_due() == b.NOW


def test_cases_of_before_are_known_by_what_later_ones_are_known_by(cast, told):
    learned = import_module("unpromote.store.migrations.0012_tray")
    before = set(ClueRow.objects.exclude(sign="domain").values_list("sign", "value", "conversation"))
    ClueRow.objects.all().delete()
    row = CaseRow.objects.get(id=told.id)  # as rows were then
    row.data |= {"contacts": [encode(contact) for contact in told.contacts]}
    row.save(update_fields=["data"])
    learned.learn_clues(apps, None)
    assert set(ClueRow.objects.values_list("sign", "value", "conversation")) == before
