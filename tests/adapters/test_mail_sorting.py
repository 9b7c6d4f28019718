"""Programs give themselves away in many ways; none of these signs alone makes a person's letter a program's."""

from __future__ import annotations

from base64 import b64encode

import pytest

from unpromote.adapters.mail.incoming import read_incoming
from unpromote.domain.letters import Incoming, token_for

TOKEN = token_for("case-1/cleo")
THREAD = "In-Reply-To: <m@desk.example>"


def read(*headers: str, body: str = "Hello\n") -> Incoming:
    return read_incoming("\r\n".join((*headers, "", body)).encode())


@pytest.mark.parametrize(
    "headers",
    [
        ("X-Auto-Response-Suppress: All", "Subject: Réponse automatique : Votre lettre", THREAD),
        ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",),
        ("X-POST-MessageClass: 9; Autoresponder",),
        ("Delivered-To: Autoresponder",),
        ("X-FC-MachineGenerated: true",),
        ("List-Unsubscribe: <https://news.example/u>", "Subject: Ten ideas"),
        ("From: no-reply@tickets.example", "Subject: Case received: 4711", THREAD),
        ("Subject: Out of office: back on Monday",),
        (f"Subject: Abwesenheitsnotiz: [{TOKEN}] Ende", THREAD),
        ("Return-Path: <MAILER-DAEMON>",),
        ("From: System Administrator <admin@mx.example>", "Subject: Undeliverable: hello"),
        ("Subject: Read: The promotion ends", "X-Auto-Response-Suppress: All", THREAD),
        ("Content-Type: text/calendar; method=REPLY",),
        ("Content-Type: text/calendar; method=COUNTER",),
        ("Subject: AUTO: Cleo Marsh is out of the office (returning 05/10/2026)", THREAD),
        (f"Subject: [Auto-reply] [{TOKEN}] The end", THREAD),
        (f"Subject: Gelesen: [{TOKEN}] The end", THREAD),
        (f"Subject: Case 00778 created: [{TOKEN}] The end", THREAD),
        (f"Subject: Anfrage erhalten: [{TOKEN}] The end", THREAD),
        ("Content-Type: message/delivery-status",),
    ],
)
def test_a_program_is_known(headers: tuple[str, ...]) -> None:
    assert read(*headers).automatic


@pytest.mark.parametrize(
    "headers",
    [
        ("X-Auto-Response-Suppress: All", "Subject: Re: Automatic reply: hello", THREAD),
        ("Precedence: bulk", "List-Id: <team.creators.example>", THREAD),
        ("List-Unsubscribe: <https://lists.example>", "List-Id: <team.creators.example>"),
        ("List-Unsubscribe: <https://crm.example>", "Subject: Re: hello", THREAD),
        ("X-OTRS-Loop: no",),
        ("From: System Administrator <admin@mx.example>", "Subject: Re: your question"),
        ("From: no-reply@tickets.example", "Subject: Re: hello", THREAD),
        ("Subject: Out of office hours are fine for me", THREAD),
        ("Subject: Vacation", THREAD),
        ("Content-Type: text/calendar; method=REQUEST",),
    ],
)
def test_a_person_is_not_taken_for_a_program(headers: tuple[str, ...]) -> None:
    assert not read(*headers).automatic


@pytest.mark.parametrize(
    ("headers", "bounce"),
    [
        (("Return-Path: <>", "Subject: Mail delivery failed"), True),
        (("Return-Path: <>", "Subject: Read: your failed delivery"), False),
        (("Content-Type: multipart/report; boundary=b", "Subject: Undeliverable: x"), True),
        (("Content-Type: multipart/report; boundary=b", "Subject: FW: x"), False),
        (("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Subject: x"), True),
        (("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Subject: Delayed: x"), False),
        (("X-Failed-Recipients: a@b.example", "Subject: Delivery Status Notification (Delay)"), False),
        (("From: MAILER-DAEMON@x.example", f"Subject: Undeliverable: [{TOKEN}] delayed launch"), True),
        (("From: postmaster@x.example", f"Subject: {TOKEN} failed"), False),
    ],
)
def test_a_bounce_without_a_readable_report_is_known_by_its_subject(headers: tuple[str, ...], *, bounce: bool) -> None:
    assert read(*headers).bounce is bounce


def status(block: str) -> Incoming:
    part = f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n{block}\r\n--b--\r\n"
    return read("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Subject: x", body=part)


@pytest.mark.parametrize(
    ("block", "bounce"),
    [
        ("Action: failed (twice)", True),
        ("Action: delayed\r\n\r\nAction: failed", True),
        ("Action: delayed\r\nStatus: 5.0.0", False),
        ("Status: 5.1.1", True),
        ("Status: 4.4.7", False),
    ],
)
def test_a_report_says_what_was_done(block: str, *, bounce: bool) -> None:
    assert status(block).bounce is bounce


def test_a_report_that_a_person_passes_on_is_a_persons_letter() -> None:
    part = "--o\r\nContent-Type: message/rfc822\r\n\r\nFrom: MAILER-DAEMON@x\r\nSubject: Undelivered\r\n\r\n--o--\r\n"
    found = read("From: cleo@creators.example", "Content-Type: multipart/mixed; boundary=o", body=part)
    assert (found.automatic, found.bounce) == (False, False)


@pytest.mark.parametrize(
    ("subject", "sort"),
    [("Adresse unbekannt", (True, True)), ("Message retardé", (True, False)), ("Abwesenheitsnotiz", (True, False))],
)
def test_a_postmaster_whom_nobody_may_answer_is_a_mail_system_unless_it_says_otherwise(
    subject: str, sort: tuple[bool, bool]
) -> None:
    found = read("Return-Path: <>", "From: postmaster@mx.example", f"Subject: {subject}")
    assert (found.automatic, found.bounce) == sort


def test_a_newsletter_is_no_bounce_whatever_it_asks() -> None:
    found = read("Return-Path: <>", "Subject: Delivery failed? Try us", "List-Unsubscribe: <https://news.example/u>")
    assert (found.automatic, found.bounce) == (True, False)


def test_what_a_report_brings_back_is_found_where_its_encoding_hides_it() -> None:
    back = b64encode(b"Returned:\nMessage-ID: <own@desk.example>\n").decode()
    found = read("Return-Path: <>", "Subject: failure notice", "Content-Transfer-Encoding: base64", body=back)
    assert found.references == ("<own@desk.example>",)


def test_what_a_report_brings_back_names_the_conversation_even_where_a_relay_renamed_the_letter() -> None:
    back = f"Reply-To: <desk+{TOKEN.lower()}@desk.example>\r\nMessage-ID: <new@relay.example>\r\n"
    found = read("Return-Path: <>", "Subject: failure notice", body=back)
    assert (found.references, found.address_tokens) == (("<new@relay.example>",), (TOKEN,))
