"""The emulator's own door: clock, log, state, latency, quirks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from emulator.desk import EU, Desk, scenario_of
from unpromote.emulator import Clock


def test_the_clock_moves_by_seconds_and_to_an_instant(desk: Desk) -> None:
    assert desk.control("clock") == {"now": "2026-09-14T09:00:00+00:00", "speed": "0"}
    assert desk.control("clock", {"advance_seconds": 90})["now"] == "2026-09-14T09:01:30+00:00"
    assert desk.control("clock", {"now": "2026-09-15T11:00:00+02:00"})["now"] == "2026-09-15T09:00:00+00:00"
    assert desk.control("clock", {"speed": "0.5"})["speed"] == "1/2"


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        ({}, "give one or more of advance_seconds, now, speed"),
        ([], "give one or more"),
        ({"tomorrow": 1}, "give one or more"),
        ({"advance_seconds": -1}, "the clock stands at 2026-09-14T09:00:00+00:00 and does not go back"),
        ({"now": "2026-09-01T00:00:00Z"}, "the clock stands at"),
        ({"now": "2026-09-15T00:00:00"}, "now: 2026-09-15T00:00:00 has no zone; add Z or an offset"),
        ({"now": "noon"}, "Invalid isoformat string"),
        ({"advance_seconds": "1"}, "unsupported type"),
        ({"speed": -1}, "the clock's speed is zero or more"),
    ],
)
def test_a_clock_order_that_makes_no_sense_is_refused(desk: Desk, order: Any, problem: str) -> None:
    answer = desk.http.post("/__emulator__/clock", json=order)
    assert (answer.status_code, answer.json()["error"][: len(problem)]) == (400, problem)
    assert desk.control("clock")["now"] == "2026-09-14T09:00:00+00:00"


def test_the_clock_runs_with_real_time_times_its_speed() -> None:
    ticks = [0]
    clock = Clock(datetime(2026, 9, 14, 9, tzinfo=UTC), ticks=lambda: ticks[0])
    ticks[0] = 2_000_000_000
    assert clock.now() == datetime(2026, 9, 14, 9, 0, 2, tzinfo=UTC)
    clock.run_at(Fraction(60))
    ticks[0] = 5_000_000_000
    assert clock.now() == datetime(2026, 9, 14, 9, 3, 2, tzinfo=UTC)


def test_a_clock_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        Clock(datetime(2026, 9, 14, 9))  # noqa: DTZ001 - the very point


def test_the_log_tells_what_really_changed(desk: Desk) -> None:
    first, second = (row["campaign_id"] for row in desk.rows("campaign")[:2])
    desk.switch([first])
    answer = desk.switch([first, second])
    entry = desk.control("log")[-1]
    assert (entry["ids"], entry["changed"], entry["code"]) == ([first, second], [second], 0)
    assert (entry["method"], entry["path"]) == ("POST", "/open_api/v1.3/campaign/status/update/")
    assert (entry["advertiser"], entry["request_id"]) == (EU, answer["request_id"])
    assert entry["at"] == "2026-09-14T09:00:00+00:00"


def test_the_log_names_the_ids_of_a_read_and_survives_a_bad_one(desk: Desk) -> None:
    desk.get("campaign/get/", advertiser_id=EU, filtering={"campaign_ids": ["18"]})
    desk.get("campaign/get/", advertiser_id=EU, filtering="{")
    desk.post("campaign/status/update/", advertiser_id=7, campaign_ids="18")
    assert [entry["ids"] for entry in desk.control("log")] == [["18"], [], []]
    assert [entry["code"] for entry in desk.control("log")] == [0, 40002, 40002]


def test_a_plain_http_error_has_no_code_in_the_log(desk: Desk) -> None:
    desk.http.get("/nowhere")
    assert desk.control("log")[-1]["code"] is None


def test_the_log_can_be_forgotten(desk: Desk) -> None:
    desk.rows("campaign")
    desk.http.delete("/__emulator__/log")
    assert desk.control("log") == []


def test_the_state_shows_the_truth_without_delay(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"count": 2}))
    desk.switch([desk.rows("campaign")[0]["campaign_id"]])
    (account,) = desk.control("state")["accounts"]
    shown = [(c["name"], c["operation_status"], c["spend"], c["budget"]) for c in account["campaigns"]]
    assert shown == [("Story 1", "DISABLE", "46.66", "140.00"), ("Story 2", "ENABLE", "53.33", "160.00")]
    assert account["campaigns"][0]["adgroups"][0]["ads"][0]["secondary_status"] == "AD_STATUS_CAMPAIGN_DISABLE"


def test_the_state_of_what_has_not_started(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"starts_on": "2026-09-20"}))
    assert desk.control("state")["accounts"][0]["campaigns"][0]["spend"] == "0.00"


def test_latency_can_be_set(desk: Desk) -> None:
    assert desk.control("latency", {"ms": 3}) == desk.control("latency") == {"ms": 3}


@pytest.mark.parametrize("order", [{}, {"ms": -1}, {"ms": "1"}, []])
def test_latency_is_a_whole_number(desk: Desk, order: Any) -> None:
    assert desk.http.post("/__emulator__/latency", json=order).status_code == 400


def test_quirks_can_be_switched_while_it_runs(desk: Desk) -> None:
    assert desk.control("quirks")["repeat_code"] == 0
    desk.control("quirks", {"repeat_code": 40012, "level": "basic"})
    first = desk.rows("campaign")[0]["campaign_id"]
    assert [desk.switch([first])["code"] for _ in range(2)] == [0, 40012]


@pytest.mark.parametrize("order", [{"mood": 1}, {"repeat_code": "40012"}, {"level": "gold"}])
def test_unknown_quirks_are_refused(desk: Desk, order: Any) -> None:
    assert desk.http.post("/__emulator__/quirks", json=order).status_code == 400


def test_an_unknown_control_names_the_known_ones(desk: Desk) -> None:
    answer = desk.http.get("/__emulator__/weather")
    assert answer.status_code == 404
    assert "GET clock" in answer.json()["error"]


def test_a_control_that_is_no_json_is_refused(desk: Desk) -> None:
    assert desk.http.post("/__emulator__/clock", content=b"{").status_code == 400
