"""The pages on which a person says how they are told, and what a case waits for."""

from __future__ import annotations

import pytest

import builders as b
from unpromote.services.notices import watch
from unpromote.store.models import FeedRow
from web.pages import PAGE, every, words

WANTED = {"address": "ana@desk.example", "time_zone": "Europe/Berlin", "digest_at": "08:00", "alarms": "yes"}
HOOK = "https://hooks.example/services/T0/B0/secret-part"


@pytest.fixture(autouse=True)
def case(cast):
    return b.saved_case("quoted")


def test_ana_says_how_she_is_told(ana):
    answer = ana.post("/notices/", WANTED, follow=True)
    assert "You are told so from now on." in words(answer)
    assert 'name="digest_at" type="time" value="08:00"' in answer.content.decode()


@pytest.mark.parametrize(("wrong", "says"), [({"address": "x"}, "no mail address"), ({"time_zone": "Mars"}, "zone")])
def test_what_cannot_be_used_is_said_and_what_was_typed_is_kept(ana, wrong, says):
    answer = ana.post("/notices/", WANTED | wrong)
    assert answer.status_code == 422
    assert says in words(answer, ".refusal")
    assert f'value="{next(iter(wrong.values()))}"' in answer.content.decode()


def test_what_became_of_notices_is_shown(ana):
    ana.post("/notices/", WANTED)
    watch(b.NOW)
    assert "Digest, waiting" in words(ana.get("/notices/"))


def test_only_who_may_approve_sees_a_clients_channels_and_nobody_sees_an_address_whole(ana, ben):
    assert "Channels of" not in words(ana.get("/notices/"))
    ben.post("/notices/channels/northwind/", {"slack": HOOK, "time_zone": "UTC", "wake_us": "yes"})
    page = ben.get("/notices/").content.decode()
    assert "https://hooks.example/…part" in page
    assert "secret" not in page.replace("a secret, whoever", "")
    ben.post("/notices/channels/northwind/", {"end_slack": "yes", "time_zone": "UTC"})
    assert "hooks.example" not in ben.get("/notices/").content.decode()


def test_a_channel_of_another_client_or_over_http_is_refused(dan, ben):
    assert dan.post("/notices/channels/northwind/", {"slack": HOOK}).status_code == 409
    assert ben.post("/notices/channels/northwind/", {"slack": "http://x.example"}).status_code == 422


def test_calendars_are_made_and_taken_back(ana):
    ana.post("/notices/calendars/")
    ana.post(f"{PAGE}calendar/")
    page = words(ana.get("/notices/"))
    assert "the calendar of all your cases" in page
    assert "the calendar of UP-ABCDEFGH" in page
    for row in FeedRow.objects.all():
        ana.post("/notices/calendars/revoke/", {"id": row.id})
    assert "None yet." in words(ana.get("/notices/"))


def test_deadlines_are_shown_and_met(ana):
    shown = ana.get(f"{PAGE}deadlines/")
    assert "21 Dec 2026" in words(shown)
    answer = ana.post(f"{PAGE}deadlines/met/", {"id": "pay_by/cleo", "note": "paid"}, follow=True)
    assert "The deadline is met." in words(answer)
    assert "moot" in every(ana.get(f"{PAGE}deadlines/"), "td")


def test_a_case_that_waits_for_nothing_says_so(ana):
    b.saved_case("opened", case_id="case_2", reference="UP-22222222")
    assert "Nothing is awaited yet." in words(ana.get("/cases/UP-22222222/deadlines/"))


def test_dan_sees_no_deadlines_of_others(dan):
    assert dan.get(f"{PAGE}deadlines/").status_code == 404
    assert dan.post(f"{PAGE}calendar/").status_code == 404
