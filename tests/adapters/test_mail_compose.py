"""A letter becomes the same message every time, and nothing in it can break out of its place."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mail_desk import DESK, SENT_AT, TOKEN, envelope, letter
from unpromote.adapters.mail.compose import Desk, compose_message
from unpromote.domain.errors import BadInput
from unpromote.domain.letters import Attachment, Letter

LONG_ID = f"<{'A' * 90}@DB7PR04MB4567.eurprd04.prod.outlook.com>"
REPORT = Attachment("Beleg „Sommer“.pdf", "application/pdf", "report.pdf", "0" * 64)


def read_back(written: Letter, *contents: bytes, **change: object) -> EmailMessage:
    raw = compose_message(written, envelope(**change), DESK, contents=contents).as_bytes()
    return cast("EmailMessage", message_from_bytes(raw, policy=default))


def words(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_the_message_says_who_writes_to_whom_about_what_and_when() -> None:
    message = read_back(letter())
    assert message["From"] == "Cancellation desk <desk@desk.example>"
    assert message["To"] == "Cleo Marsh <cleo@creators.example>"
    assert message["Subject"] == f"[{TOKEN}] The promotion ends"
    assert message["Date"].datetime == SENT_AT
    assert message["Message-ID"] == envelope().message_id
    assert message["Content-Language"] == "en"


def test_answers_come_back_to_an_address_that_carries_the_token() -> None:
    assert read_back(letter())["Reply-To"].addresses[0].addr_spec == f"desk+{TOKEN.lower()}@desk.example"


def test_the_body_arrives_word_for_word() -> None:
    body = "Grüße 👋 an Zoë\n\n.dot\nFrom x\n  indented \n" + "a very long line " * 200 + "\n"
    assert words(read_back(letter(body=body))) == body


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=300))
def test_any_body_arrives_word_for_word(body: str) -> None:
    assert words(read_back(letter(body=f"{body}\n"))) == f"{body}\n"


def test_the_same_letter_gives_the_same_bytes() -> None:
    written = letter(attachments=(REPORT,))
    twice = [compose_message(written, envelope(), DESK, contents=[b"%PDF"]).as_bytes() for _ in range(2)]
    assert twice[0] == twice[1]


def test_lines_end_as_mail_wants_and_stay_short_enough() -> None:
    raw = compose_message(letter(body="x" * 5000 + "\n"), envelope(references=(LONG_ID,) * 9), DESK).as_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_long_message_ids_of_others_stay_readable() -> None:
    message = read_back(letter(), in_reply_to=LONG_ID, references=(LONG_ID, "<b@c>", LONG_ID))
    assert message["In-Reply-To"] == LONG_ID
    assert message["References"].split() == [LONG_ID, "<b@c>", LONG_ID]


def test_of_a_long_thread_the_first_and_the_newest_letters_are_referred_to() -> None:
    message = read_back(letter(), references=tuple(f"<{n}@x>" for n in range(50)))
    kept = message["References"].split()
    assert kept == ["<0@x>", *[f"<{n}@x>" for n in range(31, 50)]]


def test_an_attachment_keeps_its_name_and_bytes() -> None:
    (part,) = read_back(letter(attachments=(REPORT,)), b"%PDF-1.7 \x00\xff").iter_attachments()
    assert part.get_filename() == REPORT.name
    assert part.get_content() == b"%PDF-1.7 \x00\xff"


def test_an_attached_mail_is_not_changed_on_its_way() -> None:
    kept = Attachment("reply.eml", "message/rfc822", "reply.eml", "0" * 64)
    (part,) = read_back(letter(attachments=(kept,)), b"Subject: x\r\n\r\nhi").iter_attachments()
    assert part.get_content() == b"Subject: x\r\n\r\nhi"


def test_every_attachment_needs_its_content() -> None:
    with pytest.raises(ValueError, match="zip"):
        compose_message(letter(attachments=(REPORT,)), envelope(), DESK)


def test_a_reminder_by_timer_says_so_and_a_letter_does_not() -> None:
    automatic = read_back(letter(automatic=True))
    assert (automatic["Auto-Submitted"], automatic["Precedence"]) == ("auto-generated", "bulk")
    assert not {"Auto-Submitted", "Precedence"} & set(read_back(letter()).keys())


@pytest.mark.parametrize("name", ['Cleo "Cleopatra" Marsh', "Zoë Ångström", "李小龍", "a" * 120, "evil@x.example, b"])
def test_a_name_is_a_name_whatever_it_holds(name: str) -> None:
    to = read_back(letter(to_name=name))["To"]
    assert [(found.display_name, found.addr_spec) for found in to.addresses] == [(name, "cleo@creators.example")]


def test_a_domain_in_another_script_travels_in_ascii() -> None:
    to = read_back(letter(to_address="cleo@käse.example"))["To"]
    assert to.addresses[0].addr_spec == "cleo@xn--kse-qla.example"


@pytest.mark.parametrize("sender", ["nobody", "Desk <desk>", "a@b\nBcc: c@d", ""])
def test_a_desk_without_an_address_is_refused(sender: str) -> None:
    with pytest.raises(BadInput, match="mail address"):
        Desk(sender)


def test_a_desk_needs_no_name() -> None:
    assert (Desk("desk@desk.example").name, Desk("desk@desk.example").domain) == ("", "desk.example")
