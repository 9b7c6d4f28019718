"""Whatever a mail server does with a letter, the outbox knows whether it went, or says that nobody can."""

from __future__ import annotations

import asyncio
import socket
import ssl
from email import message_from_bytes
from email.policy import default

import pytest

from adapters.mail_desk import DESK, envelope, letter, outbox_to
from adapters.test_mail_outbox import certificate, pdf
from smtpserver import FaultyServer, smtp_server
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.domain.errors import OutsideFailed

ID = envelope().message_id


def failure_of(outbox) -> OutsideFailed:
    with pytest.raises(OutsideFailed) as failure:
        outbox.send(letter(), envelope())
    return failure.value


def impatient(url, root, patience=0.2):
    return SmtpOutbox(relay_at(url, patience=patience), desk=DESK, folder=MailFolder(root))


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_whatever_step_is_put_off_the_letter_goes_another_time_and_once(tmp_path, step, code):
    with smtp_server(FaultyServer({step: f"{code} not now"})) as (server, url):
        outbox = outbox_to(url, tmp_path)
        failure = failure_of(outbox)
        assert (failure.permanent, f"{code} not now" in str(failure), outbox.was_sent(ID)) == (False, True, False)
        server.replies.clear()
        outbox.send(letter(), envelope())
    assert (len(server.accepted), outbox.was_sent(ID)) == (1, True)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("code", [550, 552, 554])
def test_what_is_refused_for_good_goes_to_a_person_with_the_servers_words(tmp_path, step, code):
    with smtp_server(FaultyServer({step: f"{code} 5.7.1 We do not take mail from you"})) as (server, url):
        failure = failure_of(outbox_to(url, tmp_path))
    assert failure.permanent
    assert str(failure) == f"the mail server said {code} 5.7.1 We do not take mail from you"
    assert (server.accepted, MailFolder(tmp_path).is_sending(ID)) == ([], False)


def test_a_line_that_breaks_before_the_dot_is_said_proves_that_nothing_went(tmp_path):
    (tmp_path / "report.pdf").write_bytes(b"%PDF" * 2_000_000)  # more than a line holds while nobody reads
    large = letter(attachments=(pdf((tmp_path / "report.pdf").read_bytes()),))
    with smtp_server(FaultyServer(line="before the dot")) as (server, url):
        outbox = outbox_to(url, tmp_path, files=tmp_path)
        with pytest.raises(OutsideFailed, match="could not be handed over") as failure:
            outbox.send(large, envelope())
        assert ("not known" in str(failure.value), outbox.was_sent(ID)) == (False, False)
        server.line = ""
        outbox.send(large, envelope())
    assert len(server.accepted) == 1


@pytest.mark.parametrize("line", ["after the dot", "mute after the dot", "garbage"])
def test_a_letter_without_a_verdict_may_have_gone_and_nobody_can_know(tmp_path, line):
    with smtp_server(FaultyServer(line=line)) as (server, url):
        outbox = impatient(url, tmp_path)
        failure = failure_of(outbox)
    assert ("not known" in str(failure), failure.permanent, failure.reference) == (True, False, ID)
    assert (outbox.was_sent(ID), len(server.seen)) == (None, 1)


def test_a_server_that_thinks_about_a_letter_for_long_is_waited_for(tmp_path, monkeypatch):
    server = FaultyServer()
    take = server.handle_DATA

    async def slowly(*args):
        await asyncio.sleep(1)
        return await take(*args)

    monkeypatch.setattr(server, "handle_DATA", slowly)
    with smtp_server(server) as (_, url):
        outbox = impatient(url, tmp_path, patience=0.5)
        outbox.send(letter(), envelope())
    assert outbox.was_sent(ID)


def test_a_server_that_never_greets_got_nothing(tmp_path, silent_port):
    outbox = impatient(f"smtp://127.0.0.1:{silent_port}", tmp_path)
    failure = failure_of(outbox)
    assert (failure.permanent, "timed out" in str(failure), outbox.was_sent(ID)) == (False, True, False)


@pytest.fixture
def silent_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_letter_too_large_is_refused_before_it_is_said(tmp_path):
    with smtp_server(data_size_limit=100) as (server, url):
        failure = failure_of(outbox_to(url, tmp_path))
    assert (failure.permanent, "552" in str(failure), server.seen) == (True, True, [])


def test_a_server_without_8bitmime_gets_plain_ascii_and_the_words_survive(tmp_path):
    with smtp_server(decode_data=False, enable_SMTPUTF8=False) as (server, url):
        outbox_to(url, tmp_path).send(letter(subject="Kündigung - 終了", body="Grüße 終了\n"), envelope())
    (raw,) = server.accepted
    found = message_from_bytes(raw, policy=default)
    assert raw.isascii()
    assert (found["Subject"], found.get_content()) == ("Kündigung - 終了", "Grüße 終了\r\n")


@pytest.mark.parametrize("body", ["no end", ".\n..\n.", "\n.\n", "x" * 5000])
def test_odd_words_arrive_as_they_were_said(tmp_path, body):
    with smtp_server() as (server, url):
        outbox = outbox_to(url, tmp_path)
        outbox.send(letter(body=body), envelope())
    assert server.accepted == [path.read_bytes() for path in MailFolder(tmp_path).messages(Box.SENT)]


def test_without_starttls_no_password_is_said(tmp_path):
    with smtp_server() as (server, url):
        failure = failure_of(outbox_to(url.replace("smtp://", "smtp+starttls://ana:secret@"), tmp_path))
    assert (failure.permanent, "STARTTLS" in str(failure), server.tries) == (True, True, 0)
    assert "secret" not in str(failure)


def test_a_server_that_wants_starttls_says_so_to_a_person(tmp_path):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate(tmp_path))
    with smtp_server(tls_context=tls, require_starttls=True) as (server, url):
        failure = failure_of(outbox_to(url, tmp_path))
    assert (failure.permanent, "STARTTLS" in str(failure), server.seen) == (True, True, [])


def test_a_server_that_signs_nobody_in_says_so_to_a_person(tmp_path):
    with smtp_server() as (server, url):
        failure = failure_of(outbox_to(url.replace("smtp://", "smtp://ana:secret@"), tmp_path))
    assert (failure.permanent, "AUTH" in str(failure), server.tries) == (True, True, 0)
