"""Following up over REST: where a conversation stands, and every way to act on it, once right and once refused."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.domain import events as e
from unpromote.services.record import record

JSON = "application/json"
TALK = "/api/cases/UP-ABCDEFGH/conversations/support"


def post(client, path, body):
    return client.post(f"{TALK}/{path}", body, content_type=JSON)


def test_whose_turn_it_is_and_what_comes_next(as_):
    b.saved_case("emil told")
    found = as_("ana").get(f"{TALK}/standing").json()
    assert (found["turn"], found["due_at"], found["zone"]) == (
        "theirs",
        "2026-09-24T17:00:00Z",
        "America/Los_Angeles",
    )
    assert found["next_step"] == {"step": "reminder", "channel": "email", "role": "", "by_itself": True}


def test_an_answer_comes_with_the_words_that_say_what_it_is(as_):
    b.saved_case("support answered")
    found = as_("ana").get(f"{TALK}/standing").json()
    assert (found["suggestion"]["outcome"], found["suggestion"]["hits"][0]["start"]) == ("confirmed", 0)
    assert found["answer_id"] == "<support.reply@desk.invalid>"


def test_a_claimed_fee_is_kept_with_the_judgement(as_):
    b.saved_case("support answered")
    given = {"outcome": "fee_claimed", "fee": "4800.00 USD", "fee_is": "none"}
    talk = post(as_("ana"), "judgement", given).json()["conversations"][0]
    assert (talk["state"], talk["outcome"]) == ("waiting", "fee_claimed")
    (kept,) = as_("ana").get("/api/cases/UP-ABCDEFGH/claims").json()
    assert (kept["claim"]["partial"], kept["comparison"]["objected"]) == (True, "4800.00 USD")


def test_a_snooze_moves_the_clock(as_):
    b.saved_case("emil told")
    given = {"until_at": "2027-03-01T09:00:00+01:00", "why": "they move"}
    talk = post(as_("ana"), "snooze", given).json()["conversations"][0]
    assert (talk["snooze"]["why"], talk["due_at"]) == ("they move", "2027-03-01T17:00:00Z")


def test_a_call_is_logged_and_a_ticket_needs_its_number(as_, data):
    b.saved_case("emil told")
    given = {"channel": "phone", "with_whom": "Kim", "said": "asked", "promised": "Friday"}
    talk = post(as_("ana"), "logs", given).json()["conversations"][0]
    assert talk["messages"][-1]["log"]["promised"] == "Friday"
    refused = post(as_("ana"), "logs", {"channel": "portal"})
    assert (refused.status_code, refused.json()["place"]) == (422, "reference")


def test_a_letter_in_ones_own_words_is_ordered(as_):
    b.saved_case("emil told")
    assert post(as_("ana"), "replies", {"subject": "Our view", "body": "No fee is owed."}).status_code == 200
    letter = as_("ana").get(f"{TALK}/letters/answer-1").json()
    assert letter["body"] == "No fee is owed.\n"


def test_where_they_work_is_stated(as_):
    b.saved_case("emil told")
    way = {"role": "finance", "name": "Accounts", "address": "accounts@platform.example"}
    given = {"place": {"zone": "Africa/Cairo", "opens": "10:00"}, "ways": [way]}
    answer = as_("ana").put("/api/cases/UP-ABCDEFGH/contacts/support", given, content_type=JSON).json()
    talk = answer["conversations"][0]
    assert (talk["contact"]["place"]["zone"], talk["contact"]["ways"][0]["role"]) == ("Africa/Cairo", "finance")
    assert talk["due_at"] == "2026-09-27T07:00:00Z"


@pytest.mark.parametrize("path", ["standing", "snooze"])
def test_dan_finds_nothing_here(as_, path):
    b.saved_case("emil told")
    dan = as_("dan")
    body = {"until_at": "2027-03-01T09:00:00+01:00", "why": "x"}
    answer = dan.get(f"{TALK}/{path}") if path == "standing" else post(dan, path, body)
    assert answer.status_code == 404


def test_an_automatic_reply_becomes_an_answer_by_a_persons_word(as_, people):
    b.saved_case("emil told")
    receipt = b.message("support", "reply", automatic=True)
    record("case_1", e.ReplyReceived(at=b.NOW, by="x", conversation_id="support", message=receipt))
    talk = post(as_("ana"), "answers", {"message_id": receipt.message_id}).json()["conversations"][0]
    assert (talk["state"], talk["messages"][-1]["counted"]) == ("answered", True)


def test_a_stuck_letter_goes_again_once(as_):
    b.saved_case("off")
    record("case_1", b.stuck())
    assert as_("ana").get("/api/cases/UP-ABCDEFGH/conversations").json()[0]["stuck"] == "request"
    assert post(as_("ana"), "again", {}).json()["conversations"][0]["stuck"] == ""
    assert post(as_("ana"), "again", {}).status_code == 409
