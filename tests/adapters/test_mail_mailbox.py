"""A mailbox on a real IMAP server: nothing that arrives is lost or taken twice, and the Sent folder settles doubt."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.mail_desk import DESK, awkward, envelope, letter
from imapserver import PASSWORD, USER, dovecot
from unpromote.adapters.mail import watch
from unpromote.adapters.mail.courier import MailboxInbox
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.mailbox import Mailbox, mailbox_at
from unpromote.adapters.mail.outbox import FILED_WITHIN, SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.adapters.mail.servers import Server
from unpromote.adapters.mail.watch import MailboxWatch
from unpromote.domain.errors import BadInput, OutsideFailed

ID = envelope().message_id


@pytest.fixture(scope="module")
def shared_server():
    with dovecot() as running:
        yield running


@pytest.fixture
def server(shared_server):
    """The server with empty folders."""
    with shared_server.signed_in() as imap:
        for folder in ("INBOX", "Sent"):
            _, (count,) = imap.select(folder)
            if int(count):
                imap.store("1:*", "+FLAGS", "\\Deleted")
                imap.expunge()
    return shared_server


def mail(n: int) -> bytes:
    return f"Message-ID: <{n}@cleo.example>\r\nSubject: answer {n}\r\n\r\nAgreed, {n}.\r\n".encode()


def inbox(url: str, root: Path) -> MailboxInbox:
    return MailboxInbox(mailbox_at(url, patience=3), MailFolder(root), lambda: datetime.now(UTC))


def read(arriving: MailboxInbox) -> list[str]:
    found = arriving.unread()
    for message in found:
        arriving.mark_read(message)
    return [message.subject for message in found]


def test_what_arrives_is_handed_over_once_and_stays_unread_for_people(server, tmp_path):
    arriving = inbox(server.url, tmp_path)
    server.deliver(mail(1))
    first = read(arriving)
    server.deliver(mail(2))
    assert (first, read(arriving), read(arriving)) == (["answer 1"], ["answer 2"], [])
    assert server.unseen() == 2


def test_the_exact_bytes_are_kept(server, tmp_path):
    raw = b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nX-Odd:  two  spaces \r\n\r\nbody \xff\r\n"
    server.deliver(raw)
    (arrived,) = inbox(server.url, tmp_path).unread()
    assert (tmp_path / Box.NEW / Path(arrived.path).name).read_bytes() == raw


def test_another_process_goes_on_where_the_last_one_stopped(server, tmp_path):
    server.deliver(mail(1))
    read(inbox(server.url, tmp_path))
    server.deliver(mail(2))
    assert read(inbox(server.url, tmp_path)) == ["answer 2"]


def test_a_message_brought_before_the_mark_moved_is_not_handed_over_again(server, tmp_path):
    server.deliver(mail(1))
    read(inbox(server.url, tmp_path))
    (tmp_path / "mailbox.json").unlink()  # as if killed in between
    assert read(inbox(server.url, tmp_path)) == []


def test_when_the_server_numbers_anew_nothing_is_lost_or_taken_twice(tmp_path):
    with dovecot() as server:
        server.deliver(mail(1))
        read(inbox(server.url, tmp_path))
        server.kill()
        server.forget_numbers()
        server.start()
        server.deliver(mail(2))
        assert read(inbox(server.url, tmp_path)) == ["answer 2"]


def test_mail_of_long_ago_is_not_taken_from_a_mailbox_seen_for_the_first_time(server, tmp_path):
    with server.signed_in() as imap:
        imap.append("INBOX", "", datetime.now(UTC) - timedelta(days=30), mail(1))
    server.deliver(mail(2))
    assert read(inbox(server.url, tmp_path)) == ["answer 2"]


def test_a_server_that_is_away_loses_nothing(tmp_path):
    with dovecot() as server:
        arriving = inbox(server.url, tmp_path)
        server.deliver(mail(1))
        server.kill()
        with pytest.raises(OutsideFailed, match=r"mailbox at 127\.0\.0\.1 failed") as failure:
            arriving.unread()
        server.start()
        assert (failure.value.permanent, read(arriving)) == (False, ["answer 1"])


def test_a_wrong_password_goes_to_a_person_and_is_not_shown(server, tmp_path):
    url = server.url.replace(PASSWORD, "another")
    with pytest.raises(OutsideFailed, match=f"refuses the user {USER}") as failure:
        inbox(url, tmp_path).unread()
    assert failure.value.permanent
    assert "another" not in str(failure.value)


def outbox(server, root: Path, smtp: str, **query: str) -> SmtpOutbox:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    place = mailbox_at(f"{server.url}?{asked}", patience=3)
    return SmtpOutbox(relay_at(smtp, patience=2), desk=DESK, folder=MailFolder(root), mailbox=place)


def test_a_letter_that_went_lies_once_in_the_sent_folder(server, tmp_path):
    with awkward() as (smtp, url):
        sending = outbox(server, tmp_path, url)
        sending.send(letter(), envelope())
        sending.send(letter(), envelope())
    assert len(smtp.seen) == 1
    assert server.messages("Sent") == smtp.seen


def in_doubt(sending: SmtpOutbox) -> None:
    with pytest.raises(OutsideFailed, match="not known"):
        sending.send(letter(), envelope())


def test_a_letter_in_doubt_that_lies_in_the_sent_folder_went(server, tmp_path):
    with awkward(**{"hang up": "yes"}) as (smtp, url):
        sending = outbox(server, tmp_path, url, copies="server")
        in_doubt(sending)
        server.deliver(smtp.seen[0], "Sent")  # the server had filed it
        assert sending.was_sent(ID) is True
        sending.send(letter(), envelope())
    assert len(smtp.seen) == 1
    assert MailFolder(tmp_path).find(ID, Box.SENT).read_bytes() == smtp.seen[0]


def test_a_letter_in_doubt_waits_until_the_server_would_have_filed_it(server, tmp_path):
    with awkward(**{"hang up": "yes"}) as (_, url):
        sending = outbox(server, tmp_path, url, copies="server")
        in_doubt(sending)
        with pytest.raises(OutsideFailed, match="may not show") as failure:
            sending.was_sent(ID)
        assert failure.value.permanent is False
        (mark,) = (tmp_path / "sending").iterdir()
        long_ago = mark.stat().st_mtime - FILED_WITHIN.total_seconds()
        os.utime(mark, (long_ago, long_ago))
        assert sending.was_sent(ID) is False


def test_where_we_file_the_copies_their_absence_proves_nothing(server, tmp_path):
    with awkward(**{"hang up": "yes"}) as (_, url):
        sending = outbox(server, tmp_path, url)
        in_doubt(sending)
        assert sending.was_sent(ID) is None


def test_a_letter_goes_even_if_no_copy_can_be_filed(tmp_path):
    with dovecot() as server, awkward() as (smtp, url):
        sending = outbox(server, tmp_path, url)
        server.kill()
        sending.send(letter(), envelope())
    assert len(smtp.seen) == 1


@pytest.mark.parametrize(("name", "query"), [("Sent Items", {}), ("Gesendet", {"sent": "Gesendet"})])
def test_the_folder_of_sent_letters_is_found_by_its_usual_name_or_by_ours(tmp_path, name, query):
    with dovecot(sent=f'"{name}"', marked=False) as server, awkward() as (_, url):
        outbox(server, tmp_path, url, **query).send(letter(), envelope())
        assert len(server.messages(f'"{name}"')) == 1


def test_a_mailbox_without_a_folder_of_sent_letters_says_how_to_name_one():
    with dovecot(sent="Gesendet", marked=False) as server, mailbox_at(server.url).open() as opened:
        with pytest.raises(OutsideFailed, match=r"\?sent=Sent") as failure:
            opened.sent_copy(ID)
        assert failure.value.permanent


class News:
    """Counts the calls, and lets a test wait for one."""

    def __init__(self) -> None:
        self.count = 0
        self._called = threading.Condition()

    def __call__(self) -> None:
        with self._called:
            self.count += 1
            self._called.notify_all()

    def wait_for(self, count: int) -> bool:
        with self._called:
            return self._called.wait_for(lambda: self.count >= count, timeout=20)


def watched(url: str, news: News) -> MailboxWatch:
    watching = MailboxWatch(mailbox_at(url, patience=10), news)
    watching.start()
    return watching


def test_mail_is_told_of_at_once_and_again_after_the_line_was_lost(monkeypatch):
    monkeypatch.setattr(watch, "LISTEN_SECONDS", 1)
    monkeypatch.setattr(watch, "FIRST_PAUSE", 0.2)
    news = News()
    with dovecot() as server:
        watching = watched(server.url, news)
        assert news.wait_for(1)
        server.deliver(mail(1))
        assert news.wait_for(2)
        server.kill()
        server.start()
        assert news.wait_for(3)
        watching.stop()
        watching.join(timeout=10)
    assert not watching.is_alive()


def test_a_server_that_does_not_tell_is_left_to_the_regular_look():
    news = News()
    with dovecot(capability="IMAP4rev1 SASL-IR LITERAL+") as server:
        watching = watched(server.url, news)
        watching.join(timeout=10)
    assert (watching.is_alive(), news.count) == (False, 0)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("imaps://ana:pw@mail.example", Mailbox(Server("imaps", "mail.example", 993, "ana", "pw"))),
        (
            "imap+starttls://ana:pw@mail.example/Desk?sent=Out&copies=server",
            Mailbox(
                Server("imap+starttls", "mail.example", 143, "ana", "pw", "Desk", "sent=Out&copies=server"),
                inbox="Desk",
                sent="Out",
                files_itself=True,
            ),
        ),
    ],
)
def test_a_url_names_the_mailbox(url, expected):
    assert mailbox_at(url) == expected


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("pop3://ana:secret@mail.example", "not reached by 'pop3'"),
        ("imap://ana:secret@mail.example", "in the clear"),
        ("imaps://mail.example", "names no user"),
        ("imaps://ana:secret@mail.example?folder=x", "something unknown"),
        ("imaps://ana:secret@mail.example?copies=nobody", "something unknown"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_repeating_the_password(url, problem):
    with pytest.raises(BadInput, match=problem) as refusal:
        mailbox_at(url)
    assert "secret" not in str(refusal.value)
