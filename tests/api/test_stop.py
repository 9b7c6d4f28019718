"""Stopping over REST: when, at once, ratified, again and undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders as b
from unpromote.domain.stop_events import StoppedAtOnce
from unpromote.services import queries
from unpromote.services.record import record

JSON = "application/json"
STOP = "/api/cases/UP-ABCDEFGH/stop"


@pytest.fixture
def ana(as_):
    return as_("ana")


@pytest.fixture
def ben(as_):
    return as_("ben")


def post(client, path, **body):
    return client.post(f"{STOP}/{path}", body, content_type=JSON)


def test_a_stop_is_put_off_and_shown_with_the_case(ana):
    b.saved_case("quoted")
    put_off = post(ana, "schedule", stop_at="2030-01-07T06:00:00Z")
    assert (put_off.status_code, put_off.json()["stop_at"]) == (200, "2030-01-07T06:00:00Z")
    assert post(ana, "schedule", stop_at=None).json()["stop_at"] is None
    assert post(ana, "schedule", stop_at="2030-01-07T06:00:00").status_code == 422


def test_the_plan_names_calls_by_money_and_a_persons_steps(ana):
    mine = b.target(3, kind="topview", route=b.Route.BY_HAND)
    b.saved_case("quoted", targets=(b.target(1, pace=b.usd("5.00")), b.target(2, advertiser_id="72"), mine))
    plan = ana.get(STOP).json()
    assert [call["target_ids"] for call in plan["calls"]] == [["t2"], ["t1"]]
    assert (plan["calls"][1]["a_day"], plan["calls"][0]["at_most"]) == (["5.00 USD"], ["50000.00 USD"])
    assert (plan["by_hand"][0]["target_ids"], plan["by_hand"][0]["until_at"]) == (["t3"], None)


def test_an_emergency_is_previewed_then_ordered_and_waits_for_an_approver(ana, ben, people):
    case = b.saved_case("opened")
    assert [one["target_ids"] for one in post(ana, "at-once/preview", why="fire").json()["calls"]] == [["t1", "t2"]]
    assert queries.open_commands(people["ana"], case.id) == ()
    assert post(ana, "at-once", why="fire").json()["emergency"]["by"] == "ana"
    assert {one.kind for one in queries.open_commands(people["ana"], case.id)} == {"StopBatch", "WatchRatification"}
    assert post(ana, "ratify").status_code == 409
    assert post(ben, "ratify").json()["emergency"]["ratified_by"] == "ben"


def test_an_emergency_without_a_reason_is_refused(ana, people):
    before = b.saved_case("opened")
    refused = post(ana, "at-once", why=" ")
    assert (refused.status_code, "say why" in refused.json()["detail"]) == (409, True)
    assert queries.case(people["ana"], before.id) == before


def test_what_this_case_switched_off_is_undone_by_an_approver_alone(ana, ben, people):
    case = b.saved_case("settling")
    assert post(ana, "undo", targets=["t1"], why="a mistake").status_code == 409
    assert post(ben, "undo", targets=["t1"], why="a mistake").status_code == 200
    assert "StartBatch" in {one.kind for one in queries.open_commands(people["ana"], case.id)}


def test_what_it_spent_meanwhile_is_told(ana):
    b.saved_case("settling")
    assert ana.get(f"{STOP}/aftermath").json()[0] == {
        "target_id": "t1",
        "name": "Arena autumn 1",
        "spent_since": "0.00 USD",
        "read_at": "2026-09-21T20:00:00Z",
    }


def test_what_is_still_on_is_stopped_again(ana, people):
    case = b.saved_case("opened")
    record(case.id, StoppedAtOnce(at=b.NOW, by="ben", why="fire"))
    assert post(ana, "again", targets=["t1"]).status_code == 409
    record(case.id, b.stop_observed(*case.targets, status="ENABLE"))
    assert post(ana, "again", targets=["t1"]).json()["targets"][0]["state"] == "planned"


def test_what_cannot_be_undone_waits_for_an_approvers_typed_word(ana, ben, people):
    case = b.saved_case("stopping", targets=(b.target(1, final="it does not come back"),))
    assert ana.get(STOP).json()["to_confirm"][0]["final"] == "it does not come back"
    assert post(ana, "confirm-final", targets=["t1"], typed=case.reference).status_code == 409
    assert post(ben, "confirm-final", targets=["t1"], typed="yes").status_code == 409
    target = post(ben, "confirm-final", targets=["t1"], typed=case.reference).json()["targets"][0]
    assert (target["state"], target["confirmed_by"], target["final"]) == ("planned", "ben", "it does not come back")
    assert "StopBatch" in {one.kind for one in queries.open_commands(people["ana"], case.id)}


def test_a_screenshot_shows_what_a_person_stopped(ana):
    b.saved_case("stopping", targets=(b.target(1, kind="promote", route=b.Route.BY_HAND),))
    (step,) = ana.get(STOP).json()["by_hand"]
    assert "TikTok app" in step["route"]["steps"][0]
    form = {"file": SimpleUploadedFile("ended.png", b"a picture"), "proof": "the app says ended"}
    answer = ana.post("/api/cases/UP-ABCDEFGH/targets/t1/stopped/file", form)
    (target,) = ana.get("/api/cases/UP-ABCDEFGH/targets").json()
    assert (answer.status_code, target["state"], target["proof_file"]) == (200, "proven", "ev1")


def test_a_postback_window_is_chosen_with_the_word(ben):
    seen = replace(b.observation(b.target(), "ENABLE"), for_good="the quota comes back later")
    b.saved_case("quoted", targets=(b.target(before=seen, final="the quota comes back later"),))
    given = {"targets": ["t1"], "typed": "UP-ABCDEFGH"}
    assert post(ben, "confirm-final", **given, window="MODE9").status_code == 409
    assert post(ben, "confirm-final", **given, window="MODE2").status_code == 200
    (target,) = ben.get("/api/cases/UP-ABCDEFGH/targets").json()
    assert (target["window"], target["before"]["for_good"]) == ("MODE2", "the quota comes back later")
