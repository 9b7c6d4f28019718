"""`unpromote case message`: the next letter in each of its forms, and the files that came with what was said."""

from __future__ import annotations

from email import message_from_string, policy

import pytest

import builders as b
from strays import CONTENT, DIGEST, stray
from unpromote.domain.ladders import Chase
from unpromote.services import messages, tray
from unpromote.services.record import record

CASE = "UP-ABCDEFGH"
NEXT = ("case", "message", CASE, "support", "--preview")


@pytest.fixture
def quoted(db, data):
    b.cast()
    return b.saved_case("quoted")


def test_each_way_has_words_of_its_own(say, quoted):
    said = {way: say(*NEXT, "--channel", way, "--json").json[0]["body"] for way in ("email", "portal", "chat", "phone")}
    assert len(set(said.values())) == 4
    assert say(*NEXT).out == say(*NEXT, "--channel", "email").out


def test_the_raw_message_is_what_the_mail_server_would_get(say, quoted):
    raw = message_from_string(say(*NEXT, "--raw").out, policy=policy.default)
    (plain,) = say(*NEXT, "--json").json
    assert raw["To"] == "TikTok support <support@platform.example>"
    assert raw["Subject"].endswith(plain["subject"])
    assert raw["Message-ID"]
    assert raw.get_content().split() == plain["body"].split()


def test_the_raw_messages_of_everybody_follow_one_another(say, quoted):
    assert say("case", "message", CASE, "--preview", "--raw").out.count("Message-ID: ") == 3


def test_the_letter_to_be_posted_is_a_pdf(say, quoted, tmp_path):
    file = tmp_path / "letter.pdf"
    told = say(*NEXT, "--pdf", file)
    assert told.out == f"{file}: the letter to TikTok support, to be signed and posted.\n"
    assert file.read_bytes().startswith(b"%PDF-")
    refused = say(*NEXT, "--pdf", tmp_path / "missing" / "letter.pdf")
    assert (refused.code, "cannot be written" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["support", "--raw"], "add --preview"),
        (["support", "--pdf", "letter.pdf"], "add --preview"),
        (["support", "--channel", "chat"], "add --preview"),
        (["--preview", "--pdf", "letter.pdf"], "say to whom"),
        (["zoe", "--preview", "--pdf", "letter.pdf"], "known here: support"),
    ],
)
def test_what_names_no_letter_is_bad_input(say, quoted, words, told):
    refused = say("case", "message", CASE, *words)
    assert (refused.code, told in refused.err) == (2, True)


def test_past_the_ladder_there_is_no_letter_to_print(say, db, data, tmp_path):
    b.cast()
    case = b.saved_case("support told")
    for _ in range(9):
        talk = case.conversations[0]
        case = record(case.id, b.reminder_due(talk.reminders + 1, clock=talk.clock, chase=Chase()))
    refused = say(*NEXT, "--pdf", tmp_path / "letter.pdf")
    assert (refused.code, "a person decides" in refused.err) == (1, True)
    assert say(*NEXT, "--raw").out == ""


def test_the_files_of_each_message_are_listed_with_what_to_beware_of(say, db, data):
    ana = b.cast()["ana"]
    b.saved_case("emil told")
    messages.take_mail(stray(), now=b.NOW, by="unpromote")
    (mail,) = tray.waiting(ana)
    tray.assign(ana, mail.id, "case_1", "cleo", now=b.NOW)
    shown = say("case", "message", CASE, "cleo").out
    assert f"File: proof.html, text/html, {len(CONTENT)} bytes may run a program when opened" in shown
    assert DIGEST[:12] in shown
    assert "File:" not in say("case", "message", CASE, "support").out
