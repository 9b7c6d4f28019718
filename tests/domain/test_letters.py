"""Letters and envelopes hold only what mail can carry; replies name their conversation in a fixed order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpromote.domain.errors import BadInput
from unpromote.domain.letters import (
    Attachment,
    Envelope,
    Incoming,
    Letter,
    match_order,
    matched,
    message_id_for,
    token_for,
    token_in,
    tokens_in,
)

LETTER = Letter("Cleo", "cleo@creators.example", "Hello", "Dear Cleo\n", "en")
ENVELOPE = Envelope("<a@desk.example>", token_for("x"), datetime(2026, 9, 1, tzinfo=UTC))
REPLY = Incoming(
    "<r@x>", "", (), "", "cleo@creators.example", "Re", "", None, automatic=False, bounce=False, sha256="0"
)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"to_name": "Cleo\nBcc: dan@other.example"}, "letter.to_name"),
        ({"subject": "Hi\r\nBcc: dan@other.example"}, "letter.subject"),
        ({"subject": "Hi\u2028there"}, "letter.subject"),
        ({"subject": "x" * 241}, "letter.subject"),
        ({"body": "a\rb"}, "letter.body"),
        ({"body": "a\0b"}, "letter.body"),
        ({"body": "a\ud800b"}, "letter.body"),
        ({"to_address": "cleo@creators.example\nBcc: dan@other.example"}, "letter.to_address"),
        ({"to_address": "cleo@creators.example, dan@other.example"}, "letter.to_address"),
        ({"to_address": "Cleo <cleo@creators.example>"}, "letter.to_address"),
        ({"to_address": "cleo"}, "letter.to_address"),
        ({"to_address": "cleo@a..b"}, "letter.to_address"),
        ({"to_address": f"{'c' * 65}@creators.example"}, "letter.to_address"),
        ({"to_address": f"cleo@{'c' * 300}"}, "letter.to_address"),
    ],
)
def test_a_letter_that_could_break_out_of_its_place_is_refused(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput) as refusal:
        replace(LETTER, **change)
    assert refusal.value.place == place


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "a@b"},
        {"message_id": "<a@b>\n"},
        {"in_reply_to": "b"},
        {"references": ("<a@b>", "c d")},
        {"token": "UP-1"},
        {"at": datetime(2026, 9, 1)},  # noqa: DTZ001 - a time without a zone is the point
    ],
)
def test_an_envelope_that_nobody_could_match_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="envelope"):
        replace(ENVELOPE, **change)


@pytest.mark.parametrize(("name", "kind"), [("a\nb", "text/plain"), ("a", "pdf"), ("a", "a/b\n")])
def test_an_attachment_with_an_odd_name_or_kind_is_refused(name: str, kind: str) -> None:
    with pytest.raises(BadInput, match=r"attachment\."):
        Attachment(name, kind, "a", "0")


def test_the_message_id_comes_from_the_command_alone() -> None:
    assert message_id_for("k", "desk.example") == message_id_for("k", "desk.example")
    assert message_id_for("k", "desk.example") != message_id_for("l", "desk.example")
    assert replace(ENVELOPE, message_id=message_id_for("k", "desk.example"))


@given(st.text(max_size=40))
def test_every_token_is_found_again_however_it_is_written(conversation: str) -> None:
    token = token_for(conversation)
    assert token_in(f"AW: Re: [{token.lower()}] hello") == token
    assert replace(ENVELOPE, token=token).token == token


@pytest.mark.parametrize("text", ["", "UP-ABC", "XUP-ABCDEFGH", "UP-ABCDEFGHI", "UP-ABCDEFG1"])
def test_what_only_looks_like_a_token_is_none(text: str) -> None:
    assert token_in(text) == ""


def test_a_reply_is_matched_by_its_thread_first_and_its_token_last() -> None:
    reply = replace(
        REPLY, in_reply_to="<2@d>", references=("<1@d>", "<3@d>", "<2@d>"), token="UP-AAAAAAAA", address_token="UP-B"
    )
    assert match_order(reply) == ("<2@d>", "<3@d>", "<1@d>", "UP-AAAAAAAA", "UP-B")


def test_a_letter_out_of_the_blue_names_no_conversation() -> None:
    assert match_order(REPLY) == ()


A, B = token_for("case-1/a"), token_for("case-1/b")
KNOWN = {"<1@d>": ("case-1", "a"), "<2@d>": ("case-1", "b"), A: ("case-1", "a"), B: ("case-1", "b")}


@pytest.mark.parametrize(
    ("found", "conversation"),
    [
        ({"in_reply_to": "<1@d>", "token": B}, "a"),
        ({"in_reply_to": "<x@y>", "references": ("<1@d>", "<2@d>")}, "b"),
        ({"in_reply_to": "<1@D>"}, "a"),
        ({"token": A, "address_token": B}, "a"),
        ({"token": A, "tokens": ("UP-QQQQ2222",)}, "a"),
        ({"token": A, "tokens": (B,), "address_token": B}, "b"),
        ({"token": A, "tokens": (B,)}, None),
        ({"token": "UP-QQQQ2222"}, None),
        ({}, None),
    ],
)
def test_a_reply_belongs_where_the_most_certain_sign_says(found: dict[str, Any], conversation: str | None) -> None:
    assert (matched(replace(REPLY, **found), KNOWN) or (None, None))[1] == conversation


def test_a_token_is_read_whatever_a_program_made_of_its_dash() -> None:
    assert tokens_in(f"{A.replace('-', chr(0x2011))} {A} {B}") == (A, B)
