"""`unpromote notices`: how one is told, a client's channels, calendars, deadlines."""

from __future__ import annotations

import pytest
from django.test import Client

import builders as b


@pytest.fixture(autouse=True)
def case(db):
    b.cast()
    return b.saved_case("quoted")


def test_ana_says_how_she_wants_to_be_told(say):
    wanted = ["--address", "ana@desk.example", "--digest", "08:00", "--alarms", "--quiet", "20:00-07:00", "--wake"]
    kept = say("notices", "set", *wanted, "--time-zone", "Europe/Berlin", "--json").json
    assert (kept["digest_at"], kept["quiet_until"], kept["wake_me"]) == ("08:00", "07:00", True)
    assert say("notices", "show", "--json").json == {"wanted": kept, "latest": []}
    assert "digest at: 08:00" in say("notices", "show").out


def test_what_is_left_out_is_off(say):
    assert say("notices", "set").out == "ana is told so from now on.\n"
    assert "digest at: -" in say("notices", "show").out


@pytest.mark.parametrize(
    "wrong", [["--digest", "8"], ["--alarms"], ["--quiet", "20:00"], ["--time-zone", "Mars"], ["--address", "x"]]
)
def test_what_cannot_be_meant_is_bad_input(say, wrong):
    assert say("notices", "set", *wrong).code == 2


def test_a_channels_address_is_not_shown_whole(say):
    url = "https://hooks.example/services/T0/B0/secret-part"
    said = say("notices", "channel", b.BRAND, "--slack", url, by="ben")
    assert said.out == "slack: https://hooks.example/…part\n"
    assert say("notices", "channel", b.BRAND, "--slack", "", by="ben").out == ""
    assert say("notices", "channel", b.BRAND, "--teams", url).code == 1


def test_a_clients_channels_are_listed_with_how_they_are_told(say):
    url = "https://hooks.example/services/T0/B0/secret-part"
    assert say("notices", "channel", b.BRAND, "--slack", url, "--digest", "08:00", by="ben").code == 0
    shown = say("notices", "channels", b.BRAND).out
    assert "slack: https://hooks.example/…part\nteams: -\n" in shown
    assert "digest at: 08:00" in shown
    listed = say("notices", "channels", b.BRAND, "--json").json
    assert (listed["channels"]["teams"], listed["latest"]) == ("", [])
    assert say("notices", "channels", b.BRAND, by="dan").code == 1


def test_a_calendar_is_made_listed_and_taken_back(say):
    address = say("notices", "calendar", "UP-ABCDEFGH").out.strip()
    path = address.removeprefix("http://127.0.0.1:8000")
    assert b"Cleo Marsh" in Client().get(path).content
    (found,) = say("notices", "calendars", "--json").json
    assert found["id"] in say("notices", "calendars").out
    assert say("notices", "revoke", found["id"]).code == 0
    assert Client().get(path).status_code == 404


def test_deadlines_are_listed_and_met(say):
    listed = say("notices", "deadlines", "UP-ABCDEFGH")
    assert "2026-12-21 500.00 USD to Cleo Marsh (ana) [pay_by/cleo]" in listed.out
    assert say("notices", "met", "UP-ABCDEFGH", "pay_by/cleo", "--note", "paid by hand").code == 0
    found = {one["id"]: one["moot"] for one in say("notices", "deadlines", "UP-ABCDEFGH", "--json").json}
    assert found["pay_by/cleo"]
    assert say("notices", "deadlines", "UP-ABCDEFGH", by="dan").code == 1
