"""Following up from the command line: peace, logs, letters in one's own words, and where they work."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain import events as e
from unpromote.services.record import record

CASE = "UP-ABCDEFGH"


@pytest.fixture
def told(db, data):
    b.cast()
    return b.saved_case("emil told")


def talk(say):
    return say("case", "message", CASE, "support", "--json").json[0]


def test_peace_until_a_day_or_an_instant(say, told):
    assert say("case", "snooze", CASE, "support", "--until=2030-01-07", "--why=they move").code == 0
    assert talk(say)["due_at"] == "2030-01-07T17:00:00+00:00"
    say("case", "snooze", CASE, "support", "--until=2030-01-08T10:00", "--why=longer")
    assert talk(say)["due_at"] == "2030-01-08T18:00:00+00:00"
    assert "Left in peace" in say("case", "message", CASE, "support").out
    assert "is no day" in say("case", "snooze", CASE, "support", "--until=soon", "--why=x").err


def test_a_call_is_logged_with_what_was_promised(say, told):
    words = ["--spoke-with=Kim", "--said=asked", "--promised=a mail", "--at=2026-09-22T10:00:00-07:00"]
    assert say("case", "log", CASE, "support", "phone", *words, "--json").json[0]["messages"][-1]["log"]["promised"]
    refused = say("case", "log", CASE, "support", "portal")
    assert (refused.code, "ticket number" in refused.err) == (2, True)


def test_an_answer_is_shown_with_what_it_seems_to_be(say, data, db):
    b.cast()
    b.saved_case("support answered")
    shown = say("case", "message", CASE, "support").out
    assert "It seems to be confirmed, by these words: We confirm" in shown


@pytest.mark.parametrize(
    ("more", "told"), [(["--as=none"], "We object to: 4,800.00 USD"), ([], "No objection is drafted: first say")]
)
def test_a_claimed_fee_is_compared_and_objected_to(say, data, db, more, told):
    b.cast()
    b.saved_case("support answered")
    shown = say("case", "answer", CASE, "support", "fee_claimed", "--fee=4800.00 USD", *more).out
    assert "They claim" in shown
    assert told in shown


def test_a_letter_in_ones_own_words_is_next(say, told):
    assert say("case", "reply", CASE, "support", "--subject=Our view", "--text=No fee is owed.").code == 0
    assert talk(say)["written"][0]["body"] == "No fee is owed.\n"


def test_where_they_work_and_who_else_there_is(say, told):
    stated = say(
        "case", "contact", CASE, "support", "--zone=Africa/Cairo", "--opens=10:00", "--weekend=Fri,Sat",
        "--role=finance=Accounts <accounts@platform.example>", "--phone=+20 2 1",
    )  # fmt: skip
    assert "finance: Accounts accounts@platform.example" in stated.out
    again = say("case", "contact", CASE, "support", "--closes=18:00", "--json").json
    assert (again["place"]["zone"], again["place"]["opens"], again["place"]["closes"]) == (
        "Africa/Cairo",
        "10:00",
        "18:00",
    )
    assert "in the agreement's zone" in say("case", "contact", CASE, "cleo", "--phone=1").out


@pytest.mark.parametrize(("option", "why"), [("--opens=09:00", "--zone"), ("--role=finance", "no role")])
def test_a_contact_half_stated_is_refused(say, told, option, why):
    refused = say("case", "contact", CASE, "support", option)
    assert (refused.code, why in refused.err) == (2, True)


def test_a_ticket_systems_reply_is_taken_as_the_answer(say, told):
    receipt = b.message("support", "reply", automatic=True)
    record("case_1", e.ReplyReceived(at=b.NOW, by="x", conversation_id="support", message=receipt))
    assert say("case", "as-answer", CASE, "support", "--json").json[0]["state"] == "answered"
    assert "answered" in say("case", "message", CASE).out
    assert say("case", "as-answer", CASE, "support").err == "unpromote: no automatic message came from TikTok support\n"


def test_a_stuck_letter_is_sent_again(say, data, db):
    b.cast()
    b.saved_case("off")
    record("case_1", b.stuck())
    assert talk(say)["stuck"] == "request"
    assert "planned" in say("case", "resend", CASE, "support").out
    assert "waits for your decision" in say("case", "resend", CASE, "support").err


def test_all_stuck_letters_are_sent_again_at_once(say, data, db):
    b.cast()
    b.saved_case("off")
    record("case_1", b.stuck())
    assert "planned" in say("case", "resend", CASE, "--all").out
    assert say("case", "resend", CASE, "--all").err == "unpromote: no letter waits for your decision\n"


@pytest.mark.parametrize("given", [(), ("support", "--all")])
def test_whose_letter_goes_again_has_to_be_said_once(say, told, given):
    assert "say whose letter, or --all" in say("case", "resend", CASE, *given).err
