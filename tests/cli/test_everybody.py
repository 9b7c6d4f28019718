"""`unpromote case message --all`: everybody at once, for programs line by line and for people as a table."""

from __future__ import annotations

import json

import pytest

import builders as b

CASE = "UP-ABCDEFGH"


@pytest.fixture(autouse=True)
def told(db):
    b.cast()
    b.saved_case("settling")


def test_every_letter_is_one_line_for_programs(say):
    found = [json.loads(line) for line in say("case", "message", CASE, "--all", "--preview").out.splitlines()]
    assert [one["conversation_id"] for one in found] == ["support", "cleo", "emil"]
    assert all(one["letter"]["body"] and not one["problem"] for one in found)


def test_every_recipient_is_one_line_for_programs(say):
    found = [json.loads(line) for line in say("case", "message", CASE, "--all", "--json").out.splitlines()]
    assert [one["id"] for one in found] == ["support", "cleo", "emil"]
    assert {one["state"] for one in found} <= {"sent", "answered", "closed"}


def test_people_see_how_many_are_how_far_and_a_table(say):
    told = say("case", "message", CASE, "--all").out
    assert "sent" in told.splitlines()[0] or "answered" in told.splitlines()[0] or "closed" in told.splitlines()[0]
    assert "cleo" in told


def test_another_client_sees_nothing(say):
    told = say("case", "message", CASE, "--all", by="dan")
    assert (told.code, told.out) == (1, "")
