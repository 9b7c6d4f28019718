"""A client's channels for programs: listed by its people, set by its approvers, hidden from others."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.services.notices import watch
from unpromote.services.record import record

CHANNELS = f"/api/clients/{b.BRAND}/channels"
HOURS = {"time_zone": "Europe/Berlin", "digest_at": "08:00", "quiet_from": "20:00", "quiet_until": "07:00"}
SECRET = {"address": "https://hooks.example/services/T0/B0/secret-part"}


@pytest.fixture
def ben(as_, people):
    return as_("ben")


def put(client, path, body):
    return client.put(path, body, content_type="application/json")


def test_at_first_there_is_none_and_it_is_never_quiet(as_, people):
    found = as_("ana").get(CHANNELS).json()
    assert (found["channels"], found["latest"]) == ([], [])
    assert (found["digest_at"], found["quiet_from"], found["wake_us"]) == (None, None, False)


def test_a_channel_is_connected_listed_and_removed_and_its_hours_stay(as_, ben):
    assert put(ben, CHANNELS, HOURS).status_code == 200
    assert put(ben, f"{CHANNELS}/slack", SECRET).status_code == 200
    listed = as_("ana").get(CHANNELS)
    assert listed.json()["channels"] == [{"channel": "slack", "address": "https://hooks.example/…part"}]
    assert b"secret" not in listed.content
    removed = ben.delete(f"{CHANNELS}/slack").json()
    assert removed == listed.json() | {"channels": []}
    assert removed.items() >= HOURS.items()


def test_setting_the_hours_leaves_the_channels(ben):
    put(ben, f"{CHANNELS}/teams", SECRET)
    assert [one["channel"] for one in put(ben, CHANNELS, HOURS).json()["channels"]] == ["teams"]


def test_what_was_told_is_listed(ben):
    put(ben, f"{CHANNELS}/slack", SECRET)
    b.saved_case("sampled")
    record("case_1", b.gave_up())
    watch(b.late())
    (found,) = ben.get(CHANNELS).json()["latest"]
    assert (found["channel"], found["kind"], found["status"]) == ("slack", "alarm", "waiting")


@pytest.mark.parametrize("name", ["dan", "ana"])
def test_only_its_approvers_set_them_and_dan_sees_none(as_, ben, name):
    put(ben, f"{CHANNELS}/slack", SECRET)
    other = as_(name)
    refused = [put(other, CHANNELS, HOURS), put(other, f"{CHANNELS}/slack", SECRET), other.delete(f"{CHANNELS}/slack")]
    assert [one.status_code for one in refused] == [409] * 3
    assert other.get(CHANNELS).status_code == (409 if name == "dan" else 200)
    assert len(ben.get(CHANNELS).json()["channels"]) == 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"digest_at": "8"}),
        ("", {"quiet_from": "20:00"}),
        ("", {"time_zone": "Mars"}),
        ("/slack", {"address": "http://hooks.example/x"}),
        ("/slack", {"address": ""}),
        ("/mail", SECRET),
    ],
)
def test_what_cannot_be_meant_is_bad_input(ben, path, body):
    assert put(ben, CHANNELS + path, body).status_code == 422
