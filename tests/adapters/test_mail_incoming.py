"""What arrives is read as far as it can be read: threads, tokens, automatic mail, bounces, and broken mail."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.mail_desk import TOKEN, envelope, letter, working_room
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.incoming import FolderInbox, read_incoming
from unpromote.domain.letters import Incoming, match_order


def read(*headers: str, body: str = "We confirm.\n") -> Incoming:
    return read_incoming("\r\n".join((*headers, "", body)).encode())


def test_a_plain_reply_is_read_whole() -> None:
    reply = read(
        "Message-ID: <r@creators.example>",
        "In-Reply-To: <m@desk.example>",
        "References: <l@desk.example>\r\n <m@desk.example>",
        "From: Cleo Marsh <cleo@creators.example>",
        f"To: desk+{TOKEN.lower()}@desk.example",
        f"Subject: Re: [{TOKEN}] The promotion ends",
        "Date: Tue, 22 Sep 2026 09:00:00 +0200",
    )
    expected = Incoming(
        message_id="<r@creators.example>",
        in_reply_to="<m@desk.example>",
        references=("<l@desk.example>", "<m@desk.example>"),
        token=TOKEN,
        address_token=TOKEN,
        sender="cleo@creators.example",
        subject=f"Re: [{TOKEN}] The promotion ends",
        body="We confirm.",
        sent_at=datetime(2026, 9, 22, 7, 0, tzinfo=UTC),
        automatic=False,
        bounce=False,
        sha256=reply.sha256,
    )
    assert reply == expected


def test_a_reply_over_real_smtp_finds_its_conversation(tmp_path: Path) -> None:
    with working_room(tmp_path) as (outbox, _, folder):
        outbox.send(letter(to_address="desk+x@desk.example"), envelope())
        (arrived,) = FolderInbox(folder).unread()
    assert arrived.message_id == envelope().message_id
    assert match_order(replace(arrived, in_reply_to=envelope().message_id)) == (envelope().message_id, TOKEN)


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered-To", "X-Original-To"])
def test_the_token_is_found_in_any_address_it_came_by(header: str) -> None:
    assert read(f"{header}: Desk <desk+{TOKEN.lower()}@desk.example>").address_token == TOKEN


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ("desk+{}@desk.example", TOKEN),
        ("DESK+{}@DESK.EXAMPLE", TOKEN),
        ("desk+{}@desk.example.elsewhere.example", ""),
        ("team+{}@elsewhere.example", ""),
    ],
)
def test_a_token_in_an_address_counts_at_our_own_domain_alone(to: str, found: str) -> None:
    raw = f"To: {to.format(TOKEN.lower())}\r\n\r\nhi".encode()
    assert read_incoming(raw, domain="desk.example").address_token == found


def test_the_folder_takes_mail_for_the_desks_own_domain_only(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path)
    folder.deliver(f"To: team+{TOKEN}@elsewhere.example\r\n\r\nhi".encode())
    (found,) = FolderInbox(folder, domain="desk.example").unread()
    assert found.address_token == ""


AUTOMATIC = [
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated; owner-email=x@y",
    "auto-submitted: AUTO-NOTIFIED (vacation)",
    "Precedence: bulk",
    "Precedence: auto_reply",
    "Precedence: junk",
    "X-Autoreply: yes",
    "X-Autorespond: Out of office",
    "Return-Path: <>",
    "Content-Type: multipart/report; boundary=x; report-type=disposition-notification",
    "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
    "From: postmaster@mx.example\r\nSubject: Undeliverable: The promotion ends",
]
BY_HAND = [
    "Auto-Submitted: no",
    "Auto-Submitted: No (a person)",
    "Auto-Submitted:",
    "Precedence: list",
    "X-Auto-Response-Suppress: All",
    "Return-Path: <cleo@creators.example>",
    "Subject: Out of office? No, I am here",
    "From: postmaster@creators.example\r\nSubject: Re: The promotion ends",
    "X-Spam: Auto-Submitted: auto-replied",
]


@pytest.mark.parametrize("header", AUTOMATIC)
def test_automatic_mail_is_known_by_its_headers(header: str) -> None:
    assert read(header).automatic


@pytest.mark.parametrize("header", BY_HAND)
def test_a_persons_mail_is_not_taken_for_automatic(header: str) -> None:
    assert not read(header).automatic


def report(action: str) -> bytes:
    """A delivery report (RFC 3464) about a letter of ours."""
    lines = [
        "Return-Path: <>",
        "From: Mail system <mailer-daemon@creators.example>",
        "Message-ID: <bounce@creators.example>",
        "Subject: Delivery report",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "",
        *("--b", "Content-Type: text/plain", "", "Your message could not be delivered.", ""),
        *("--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.creators.example", ""),
        *("Final-Recipient: rfc822; cleo@creators.example", f"Action: {action}", "Status: 5.1.1", ""),
        *("--b", "Content-Type: text/rfc822-headers", "", f"Message-ID: {envelope().message_id}", "Subject: x", ""),
        "--b--",
    ]
    return "\r\n".join(lines).encode()


def test_a_bounce_is_known_and_names_the_letter_that_came_back() -> None:
    bounce = read_incoming(report("failed"))
    assert (bounce.bounce, bounce.automatic, bounce.message_id) == (True, True, "<bounce@creators.example>")
    assert match_order(bounce) == (envelope().message_id,)
    assert bounce.body == "Your message could not be delivered."


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_that_is_no_failure_is_automatic_but_no_bounce(action: str) -> None:
    found = read_incoming(report(action))
    assert (found.automatic, found.bounce) == (True, False)


@pytest.mark.parametrize(
    "headers",
    [
        ("X-Failed-Recipients: cleo@creators.example",),
        ("From: MAILER-DAEMON@mx.example", "Subject: failure notice"),
        ("From: postmaster@mx.example", "Subject: Undeliverable: The promotion ends"),
    ],
)
def test_a_bounce_in_no_standard_form_is_known_too(headers: Iterable[str]) -> None:
    assert read(*headers).bounce


def test_a_bounce_in_no_standard_form_names_the_letter_that_came_back() -> None:
    copy = f"Below this line is a copy of the message.\r\n\r\nMessage-ID: {envelope().message_id}\r\n"
    assert match_order(read("From: MAILER-DAEMON@mx.example", body=copy)) == (envelope().message_id,)


def test_a_notice_that_a_letter_is_late_is_no_bounce() -> None:
    found = read("From: MAILER-DAEMON@mx.example", "Subject: Warning: message delayed 24 hours")
    assert (found.automatic, found.bounce) == (True, False)


def test_an_out_of_office_with_an_empty_sender_is_no_bounce() -> None:
    found = read("Return-Path: <>", "Auto-Submitted: auto-replied", "From: cleo@creators.example")
    assert (found.automatic, found.bounce) == (True, False)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("From: =?utf-8?q?Zo=C3=AB?= <zoe@creators.example>", "zoe@creators.example"),
        ("From: cleo@creators.example, dan@other.example", "cleo@creators.example"),
        ('From: "Marsh, Cleo" <cleo@creators.example>', "cleo@creators.example"),
        ("From:", ""),
        ("From: undisclosed", "undisclosed"),
    ],
)
def test_the_sender_is_an_address_where_there_is_one(header: str, expected: str) -> None:
    assert read(header).sender == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Subject: =?utf-8?q?K=C3=BCndigung?=", "Kündigung"),
        ("Subject: Kündigung roh", "Kündigung roh"),
        ("Subject: folded\r\n line", "folded line"),
        ("Subject: =?x-unknown?q?abc?=", "abc"),
        ("Subject: tab\tand \x07 bell", "tab and bell"),
    ],
)
def test_the_subject_is_one_readable_line(header: str, expected: str) -> None:
    assert read(header).subject == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Date: Tue, 22 Sep 2026 09:00:00 -0000", datetime(2026, 9, 22, 9, 0, tzinfo=UTC)),
        ("Date: 22 Sep 2026 09:00:00 GMT", datetime(2026, 9, 22, 9, 0, tzinfo=UTC)),
        ("Date: yesterday", None),
        ("Date: Mon, 99 Foo 99999 99:99:99 +9999", None),
        ("X-Date: none", None),
    ],
)
def test_the_time_it_was_sent_has_a_zone_or_is_unknown(header: str, expected: datetime | None) -> None:
    assert read(header).sent_at == expected


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; charset=x-nope\r\n\r\nWe confirm \xff",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nV2UgY29uZmlybQ==",
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>We <b>confirm</b></p>",
        b"Content-Type: multipart/alternative; boundary=b\n\n--b\n\nWe confirm\n--b\nContent-Type: text/html\n\nx",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nWe confirm\r\n",
    ],
)
def test_the_words_are_read_from_any_usual_form(raw: bytes) -> None:
    assert read_incoming(raw).body.startswith("We confirm")


def test_a_message_without_words_has_an_empty_body() -> None:
    assert read_incoming(b"Content-Type: image/png\r\n\r\n\x89PNG").body == ""


def nested(levels: int) -> bytes:
    level = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'
    return b"Subject: x\n" + b"".join(level % (n, n) for n in range(levels)) + b"\nhi"


HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 1000,
    "open comments": b"From: " + b"(" * 100_000 + b"\nTo: " + b"(" * 100_000 + b"\nSubject: x\n\nhi",
    "open quotes": b'From: "' * 9_000 + b"\nDate: " + b"9" * 100_000 + b"\nSubject: x\n\nhi",
    "many addresses": b"Subject: x\nTo: " + b"a@b, " * 100_000 + b"\n\nhi",
    "many parameters": b"Subject: x\nContent-Type: text/plain; " + b'a*0*="x";' * 100_000 + b"\n\nhi",
    "many headers": b"Subject: x\n" + b"X: y\n" * 200_000 + b"\n\nhi",
    "many parts": b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 1_000_000,
    "deep parts": nested(950),
    "deep tags": b"Subject: x\nContent-Type: text/html\n\n" + b"<div>" * 200_000 + b"hi",
    "open tags": b"Subject: x\nContent-Type: text/html\n\n" + b"<a " * 100_000,
    "a large body": b"Subject: x\n\n" + b"x" * 30_000_000,
    "long lines": b"Subject: x\n\n" + b"on " + b"wrote " * 100_000,
    "long labels": b"Subject: x\n\n" + (b"a:" + b" " * 30_000 + b"\n") * 3,
    "long rules": b"Subject: x\n\n" + b"-" * 50_000 + b"x\nFrom: a\nSent: b\nTo: c\n",
    "long addresses": b"Subject: x\n" + (b"To: " + b"a" * 4_000 + b"\n") * 400 + b"\nhi",
    "many encoded parts": b"Return-Path: <>\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Transfer-Encoding: base64\n\nTWVzc2FnZS1JRDo=\n" * 900,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_in_time_and_never_breaks(name: str) -> None:
    began = time.process_time()
    found = read_incoming(HOSTILE[name])
    assert found.subject == ("x" if b"Subject: x" in HOSTILE[name] else found.subject)
    assert time.process_time() - began < 5


@given(st.binary(max_size=400))
@example(b"Content-Type: multipart/mixed; boundary=\n\n--\n")
@example(b"From: =?utf-8?b?//?= <@>\nContent-Type: =?\n\n")
def test_any_bytes_give_a_value(raw: bytes) -> None:
    assert read_incoming(raw).sha256


HEADERS = ["From", "To", "Date", "Content-Type", "Content-Transfer-Encoding", "Subject", "References", "Auto-Submitted"]


@given(st.lists(st.tuples(st.sampled_from(HEADERS), st.text("()<>@,;:\\\"/[]?=\n a%*'é", max_size=40))), st.text())
def test_any_headers_give_a_value(headers: list[tuple[str, str]], body: str) -> None:
    lines = "".join(f"{name}: {value}\n" for name, value in headers)
    assert read_incoming(f"{lines}\n{body}".encode("utf-8", "replace")).sha256


def test_new_mail_is_handed_over_until_it_is_marked_as_read(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path)
    folder.deliver(b"Subject: one\r\n\r\n1")
    folder.deliver(b"Subject: two\r\n\r\n2")
    inbox = FolderInbox(folder)
    first, second = inbox.unread()
    inbox.mark_read(first)
    assert inbox.unread() == (second,)
    assert Path(first.path).read_bytes() == b"Subject: one\r\n\r\n1"


def test_mail_delivered_twice_is_handed_over_once(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path)
    for _ in range(2):
        folder.deliver(b"Subject: one\r\n\r\n1")
    inbox = FolderInbox(folder)
    (only,) = inbox.unread()
    inbox.mark_read(only)
    inbox.mark_read(only)
    assert (inbox.unread(), len(folder.messages(Box.SEEN))) == ((), 2)
