"""The mail room: a real SMTP conversation on loopback, filed by whose mail it is."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.relay import relay_at
from unpromote.adapters.mail.room import MailRoom

RAW = b"Subject: hello\r\nMessage-ID: <m@creators.example>\r\n\r\n.hi\r\n"
CLEO, ANA = "cleo@creators.example", "desk+up-abcdefgh@DESK.example"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[MailRoom]:
    with MailRoom(MailFolder(tmp_path), domain="Desk.example") as open_room:
        yield open_room


def mail(room: MailRoom, sender: str, *recipients: str, raw: bytes = RAW) -> None:
    server = relay_at(room.url).server
    with smtplib.SMTP(server.host, server.port, local_hostname="test") as smtp:
        smtp.sendmail(sender, recipients, raw)


def test_mail_to_us_arrives_with_the_trace_of_its_delivery(room: MailRoom, tmp_path: Path) -> None:
    mail(room, CLEO, ANA)
    (path,) = MailFolder(tmp_path).new_messages()
    trace = f"Return-Path: <{CLEO}>\r\nDelivered-To: {ANA}\r\n".encode()
    assert path.read_bytes() == trace + RAW


def test_a_bounce_arrives_with_its_empty_sender(room: MailRoom, tmp_path: Path) -> None:
    mail(room, "", ANA)
    assert MailFolder(tmp_path).new_messages()[0].read_bytes().startswith(b"Return-Path: <>\r\n")


def test_mail_to_others_goes_out_unchanged(room: MailRoom, tmp_path: Path) -> None:
    mail(room, "desk@desk.example", CLEO)
    (path,) = MailFolder(tmp_path).messages(Box.OUTGOING)
    assert path.read_bytes() == RAW
    assert MailFolder(tmp_path).new_messages() == ()


def test_mail_from_us_to_us_both_goes_out_and_arrives(room: MailRoom, tmp_path: Path) -> None:
    mail(room, "desk@desk.example", ANA)
    folder = MailFolder(tmp_path)
    assert (len(folder.messages(Box.OUTGOING)), len(folder.new_messages())) == (1, 1)


def test_mail_to_us_and_to_others_is_filed_for_both(room: MailRoom, tmp_path: Path) -> None:
    mail(room, CLEO, ANA, "dan@other.example")
    folder = MailFolder(tmp_path)
    assert (len(folder.messages(Box.OUTGOING)), len(folder.new_messages())) == (1, 1)


def test_what_is_sent_twice_is_there_twice(room: MailRoom, tmp_path: Path) -> None:
    mail(room, "desk@desk.example", CLEO)
    mail(room, "desk@desk.example", CLEO)
    assert len(MailFolder(tmp_path).messages(Box.OUTGOING)) == room.accepted == 2


def test_mail_that_is_too_large_is_refused(room: MailRoom) -> None:
    with pytest.raises(smtplib.SMTPResponseException, match="552"):
        mail(room, CLEO, ANA, raw=RAW + b"x" * 26 * 1024 * 1024)
    assert room.accepted == 0


def test_mail_that_cannot_be_kept_is_not_accepted(room: MailRoom, tmp_path: Path) -> None:
    (tmp_path / "outgoing").rmdir()
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        mail(room, "desk@desk.example", CLEO)
    assert room.accepted == 0


def test_two_rooms_get_two_ports_and_close_them(tmp_path: Path) -> None:
    with MailRoom(MailFolder(tmp_path), domain="a") as one, MailRoom(MailFolder(tmp_path), domain="b") as two:
        assert one.url != two.url
    server = relay_at(one.url).server
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port), timeout=1)
