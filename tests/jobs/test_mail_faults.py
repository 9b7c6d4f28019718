"""Mail under faults, from the command to the case, over real servers: nothing lost, nothing twice, clear words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import builders as b
from adapters.mail_desk import DESK
from imapserver import PASSWORD, dovecot
from smtpserver import FaultyServer, smtp_server
from unpromote.adapters.mail.courier import MailboxInbox
from unpromote.adapters.mail.folder import MailFolder, message_id_of
from unpromote.adapters.mail.mailbox import mailbox_at
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.domain.letters import token_for
from unpromote.domain.messages import ConversationState
from unpromote.domain.notices import PersonNotices
from unpromote.jobs import schedule
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.wiring import worker
from unpromote.services import deciding, messages, notices, tray
from unpromote.store import cases
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people():
    return b.cast()


def only_letters() -> None:
    CommandRow.objects.exclude(kind="SendMessage").delete()


def sending(tools, url, root, **how) -> Embedded:
    outbox = SmtpOutbox(relay_at(url, patience=0.5), desk=DESK, folder=MailFolder(root), **how)
    return Embedded(worker(replace(tools, outbox=outbox)))


def work(executor, clock, *, minutes=0) -> None:
    """Work for that long, a minute at a time."""
    executor.work_off()
    for _ in range(minutes):
        clock.move(minutes=1)
        executor.work_off()


def test_a_greylisted_letter_goes_once_its_time_is_over(tools, clock, tmp_path):
    b.saved_case("off")
    only_letters()
    server = FaultyServer(grey_for=timedelta(minutes=20), clock=clock)
    with smtp_server(server) as (_, url):
        executor = sending(tools, url, tmp_path)
        work(executor, clock, minutes=19)
        early = len(server.accepted)
        work(executor, clock, minutes=30)
    assert (early, len(server.accepted)) == (0, 3)
    case = cases.load("case_1")
    assert {talk.state for talk in case.conversations} == {ConversationState.WAITING}
    assert case.alarms == ()


def test_a_letter_refused_for_good_waits_for_a_person_with_the_servers_words(tools, clock, tmp_path, people):
    b.saved_case("off")
    only_letters()
    with smtp_server(FaultyServer({"RCPT": "550 5.1.1 no such mailbox"})) as (server, url):
        executor = sending(tools, url, tmp_path)
        work(executor, clock)
        case = cases.load("case_1")
        assert [talk.stuck for talk in case.conversations] == ["request", "notice", "notice"]
        assert case.alarms[0].endswith("waits: the mail server said 550 5.1.1 no such mailbox")
        assert case.alarms[1:] == ("more letters wait: the mail server said 550 5.1.1 no such mailbox",)
        server.replies.clear()
        for who in ("support", "cleo", "emil"):
            deciding.send_again(people["ana"], "case_1", who, now=clock())
        work(executor, clock)
    case = cases.load("case_1")
    assert (len(server.accepted), case.alarms) == (3, ())
    assert {talk.state for talk in case.conversations} == {ConversationState.WAITING}


def test_after_a_wrong_password_all_letters_go_in_one_go(tools, clock, tmp_path, people):
    b.saved_case("off")
    only_letters()
    with smtp_server(FaultyServer({"MAIL": "535 5.7.8 wrong password"})) as (server, url):
        executor = sending(tools, url, tmp_path)
        work(executor, clock)
        assert [talk.stuck for talk in cases.load("case_1").conversations] == ["request", "notice", "notice"]
        server.replies.clear()
        deciding.send_unsent_again(people["ana"], "case_1", now=clock())
        work(executor, clock)
    case = cases.load("case_1")
    assert (len(server.accepted), case.alarms) == (3, ())
    assert {talk.state for talk in case.conversations} == {ConversationState.WAITING}


def test_a_letter_in_doubt_never_goes_with_the_others(tools, clock, tmp_path, people):
    b.saved_case("off")
    only_letters()
    CommandRow.objects.exclude(key__contains="support").delete()
    with smtp_server(FaultyServer(line="after the dot")) as (server, url):
        executor = sending(tools, url, tmp_path)
        work(executor, clock, minutes=200)
        for _ in range(2):
            deciding.send_unsent_again(people["ana"], "case_1", now=clock())
            work(executor, clock)
    case = cases.load("case_1")
    assert (len(server.accepted), case.conversations[0].stuck) == (1, "request")
    assert ["nobody can tell whether it went" in alarm for alarm in case.alarms] == [True]


def test_a_line_lost_after_the_dot_is_never_repeated_blindly(tools, clock, tmp_path):
    b.saved_case("off")
    only_letters()
    with smtp_server(FaultyServer(line="after the dot")) as (server, url):
        work(sending(tools, url, tmp_path), clock, minutes=200)
    assert len(server.accepted) == 3
    case = cases.load("case_1")
    assert {talk.stuck for talk in case.conversations} == {"request", "notice"}
    assert "nobody can tell whether it went" in case.alarms[0]


def test_a_line_lost_after_the_dot_is_settled_by_the_sent_folder(tools, clock, tmp_path):
    b.saved_case("off")
    only_letters()
    with dovecot() as box, smtp_server(FaultyServer(line="after the dot")) as (server, url):
        mailbox = mailbox_at(f"{box.url}?copies=server")
        executor = sending(tools, url, tmp_path, mailbox=mailbox)
        work(executor, clock)
        for raw in server.accepted:  # the server files what it took
            box.deliver(raw, "Sent")
        work(executor, clock, minutes=2)
    assert len({message_id_of(raw) for raw in server.accepted}) == len(server.accepted) == 3
    case = cases.load("case_1")
    assert ({talk.state for talk in case.conversations}, case.alarms) == ({ConversationState.WAITING}, ())


def reading(tools, url, root) -> Embedded:
    inbox = MailboxInbox(mailbox_at(url, patience=10), MailFolder(root), lambda: datetime.now(UTC))
    return Embedded(worker(replace(tools, inbox=inbox)))


def look(executor, clock) -> None:
    schedule.order_mail(clock(), timedelta(minutes=1))
    CommandRow.objects.exclude(kind="CollectMail").delete()
    clock.move(minutes=1)
    executor.work_off()


def told_of(people) -> None:
    notices.want(people["ana"], PersonNotices("ana@desk.example", alarms=True))


def answer(nth: int, *, who="support", n="") -> bytes:
    token = token_for(f"case_1/{who}")
    head = f"Message-ID: <{nth}@platform.example>\r\nFrom: {who}@platform.example\r\n"
    return f"{head}Subject: Re: [{token}] {n}\r\n\r\nWe confirm, {nth}.\r\n".encode()


def test_the_same_mail_with_another_number_and_in_another_shape_is_taken_once(tools, clock, tmp_path):
    b.saved_case("emil told")
    with dovecot() as box:
        executor = reading(tools, box.url, tmp_path)
        for raw in (answer(1), answer(1), b"X-Copy: of the list\r\n" + answer(1)):
            box.deliver(raw)
            look(executor, clock)
        box.kill()
        box.forget_numbers()
        box.start()
        look(executor, clock)
    talk = cases.load("case_1").conversations[0]
    assert [one.message_id for one in talk.messages if one.is_answer] == ["<1@platform.example>"]
    assert tray.waiting(b.people.person("ana")) == ()


def test_a_refused_sign_in_is_told_to_people_and_forgotten_once_it_is_mended(tools, clock, tmp_path, people):
    told_of(people)
    with dovecot() as box:
        refused = reading(tools, box.url.replace(PASSWORD, "wrong"), tmp_path)
        look(refused, clock)
        assert tray.trouble() == "the mailbox at 127.0.0.1 refuses the user desk"
        notices.watch(clock())
        clock.move(minutes=16)
        refused.work_off()
        (letter,) = [letter for letter, _ in tools.outbox.letters]
        assert "refuses the user desk" in letter.body
        look(reading(tools, box.url, tmp_path), clock)
    assert tray.trouble() == ""


def test_trouble_that_passes_is_told_to_nobody(tools, clock, tmp_path, people):
    told_of(people)
    with dovecot() as box:
        box.kill()
        look(reading(tools, box.url, tmp_path), clock)
        assert "failed" in tray.trouble()
        for _ in range(2):
            notices.watch(clock())
        box.start()
        look(reading(tools, box.url, tmp_path), clock)
    clock.move(minutes=20)
    Embedded(worker(tools)).work_off()
    assert tools.outbox.letters == []


def test_a_message_that_cannot_be_taken_up_holds_up_no_other(tools, clock, tmp_path, monkeypatch):
    b.saved_case("emil told")
    take = messages.take_mail

    def poisoned(mail, **how):
        if mail.message_id == "<1@platform.example>":
            raise ValueError("a defect of ours")
        return take(mail, **how)

    monkeypatch.setattr(messages, "take_mail", poisoned)
    with dovecot() as box:
        executor = reading(tools, box.url, tmp_path)
        box.deliver(answer(1))
        box.deliver(answer(2, who="cleo"))
        look(executor, clock)
        assert cases.load("case_1").conversations[1].state is ConversationState.ANSWERED
        monkeypatch.undo()
        look(executor, clock)
    assert cases.load("case_1").conversations[0].state is ConversationState.ANSWERED


def test_what_its_case_cannot_take_lies_in_the_tray(tools, clock, tmp_path, people, monkeypatch):
    b.saved_case("emil told")
    monkeypatch.setattr(cases, "is_known", lambda _: False)
    with dovecot() as box:
        executor = reading(tools, box.url, tmp_path)
        box.deliver(answer(1))
        look(executor, clock)
        box.deliver(answer(1, n="again"))
        look(executor, clock)
    assert len(tray.waiting(people["ana"])) == 1


MALFORMED = [
    b"\x00\xff\xfe",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x",
    b"Content-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\xff",
    b"Subject: " + b"=?utf-8?q?" * 500 + b"\r\n\r\nx",
    b"Content-Type: message/rfc822\r\n\r\n" * 200,
    b"From: <<<>>>@\r\nDate: 99 Foo\r\nMessage-ID: broken\r\n\r\n",
]


def test_malformed_and_huge_mail_reaches_the_tray_and_the_next_answer_its_case(tools, clock, tmp_path, people):
    b.saved_case("emil told")
    with dovecot() as box:
        for raw in (*MALFORMED, answer(9, n="huge") + b"x" * 76 + b"\r\n" + (b"y" * 76 + b"\r\n") * 400_000):
            box.deliver(raw)
        box.deliver(answer(2, who="cleo"))
        look(reading(tools, box.url, tmp_path), clock)
    case = cases.load("case_1")
    assert case.conversations[1].state is ConversationState.ANSWERED
    assert case.conversations[0].state is ConversationState.ANSWERED  # the huge one, by its headers
    assert tray.trouble() == ""
    assert len(list((tmp_path / "inbox" / "seen").iterdir())) == len(MALFORMED) + 2
