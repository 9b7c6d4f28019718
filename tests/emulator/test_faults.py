"""Faults on order: each kind, on the very call that was ordered, and never by chance."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from emulator.desk import EU, Desk
from unpromote.emulator import EmulatorApp, build_app


def order(desk: Desk, kind: str, **fault: Any) -> None:
    desk.control("faults", [{"kind": kind, **fault}])


def codes(desk: Desk, calls: int = 4) -> list[int]:
    return [desk.get("campaign/get/", advertiser_id=EU)["code"] for _ in range(calls)]


def one(desk: Desk) -> str:
    return str(desk.rows("campaign")[0]["campaign_id"])


def status(desk: Desk, campaign_id: str) -> str:
    (row,) = desk.rows("campaign", filtering={"campaign_ids": [campaign_id]})
    return str(row["operation_status"])


@pytest.mark.parametrize("code", [50000, 50002, 51010, 40202, 40100, 60001])
def test_any_code_can_be_ordered(desk: Desk, code: int) -> None:
    order(desk, "code", code=code, message="as ordered")
    answer = desk.get("campaign/get/", advertiser_id=EU)
    assert (answer["code"], answer["message"], answer["data"]) == (code, "as ordered", {})


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({}, [50000, 0, 0, 0]),
        ({"nth": 2}, [0, 50000, 0, 0]),
        ({"nth": 2, "times": 2}, [0, 50000, 50000, 0]),
        ({"times": 0}, [50000] * 4),
        ({"path": "adgroup"}, [0] * 4),
        ({"method": "POST"}, [0] * 4),
        ({"advertiser_id": EU}, [50000, 0, 0, 0]),
        ({"advertiser_id": "73"}, [0] * 4),
    ],
)
def test_the_very_call_is_hit(desk: Desk, fault: dict[str, Any], expected: list[int]) -> None:
    order(desk, "code", **fault)
    assert codes(desk) == expected


def test_a_code_before_the_act_changes_nothing(desk: Desk) -> None:
    first = one(desk)
    order(desk, "code", path="status/update")
    assert desk.switch([first])["code"] == 50000
    assert status(desk, first) == "ENABLE"


def test_a_code_after_the_act_hides_that_it_was_done(desk: Desk) -> None:
    first = one(desk)
    order(desk, "code", path="status/update", after_commit=True)
    assert desk.switch([first])["code"] == 50000
    assert status(desk, first) == "DISABLE"


def test_a_lost_reply_was_acted_on(desk: Desk) -> None:
    first = one(desk)
    order(desk, "lost_reply_after_commit", path="status/update")
    with pytest.raises(httpx.RemoteProtocolError):
        desk.switch([first])
    assert status(desk, first) == "DISABLE"


def test_a_lost_request_was_not_acted_on(desk: Desk) -> None:
    first = one(desk)
    order(desk, "lost_request", path="status/update")
    with pytest.raises(httpx.RemoteProtocolError):
        desk.switch([first])
    assert status(desk, first) == "ENABLE"


def test_a_server_fault_is_plain_http(desk: Desk) -> None:
    order(desk, "http_500")
    answer = desk.http.get("/open_api/v1.3/campaign/get/", params={"advertiser_id": EU})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_a_change_may_spread_late_while_the_money_stops_at_once(desk: Desk) -> None:
    first = one(desk)
    order(desk, "late_propagation", seconds=120)
    desk.switch([first])
    early = status(desk, first)
    desk.later(seconds=120)
    late = status(desk, first)
    desk.later(hours=24)
    assert (early, late) == ("ENABLE", "DISABLE")
    assert desk.spend(first) == "617.97"


def test_a_page_may_miss_rows_that_are_counted(desk: Desk) -> None:
    order(desk, "incomplete_page", drop=4)
    data = desk.get("campaign/get/", advertiser_id=EU, page_size="1000")["data"]
    assert (len(data["list"]), data["page_info"]["total_number"]) == (26, 30)


def test_a_write_has_no_page_to_miss_rows_from(desk: Desk) -> None:
    first = one(desk)
    order(desk, "incomplete_page")
    assert desk.switch([first])["data"]["campaign_ids"] == [first]


def test_a_delay_holds_the_answer_back_on_top_of_the_latency() -> None:
    pauses: list[float] = []
    app = EmulatorApp(build_app().emulator, pause=pauses.append)
    with httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://emulator") as http:
        http.post("/__emulator__/latency", json={"ms": 20})
        http.post("/__emulator__/faults", json=[{"kind": "delay_ms", "delay_ms": 500}])
        for _ in range(2):
            http.get("/open_api/v1.3/campaign/get/")
    assert pauses == [0.52, 0.02]


def test_without_a_socket_a_lost_reply_looks_the_same() -> None:
    with httpx.Client(transport=httpx.WSGITransport(app=build_app()), base_url="http://emulator") as http:
        http.post("/__emulator__/faults", json=[{"kind": "lost_request"}])
        with pytest.raises(httpx.RemoteProtocolError, match="/campaign/get/"):
            http.get("/open_api/v1.3/campaign/get/")


def test_several_faults_may_hit_one_call_and_the_log_tells(desk: Desk) -> None:
    order(desk, "code")
    order(desk, "delay_ms", delay_ms=1)
    codes(desk, 1)
    assert desk.control("log")[-1]["trouble"] == ["code", "delay_ms"]
    assert [fault["hits"] for fault in desk.control("faults")] == [1, 1]


def test_faults_can_be_forgotten(desk: Desk) -> None:
    order(desk, "code", times=0)
    desk.http.delete("/__emulator__/faults")
    assert codes(desk) == [0] * 4


@pytest.mark.parametrize(
    ("orders", "problem"),
    [
        ({"kind": "code"}, "give a list of objects"),
        (["code"], "give a list of objects"),
        ([{"kind": "gremlin"}], "[0].kind: unknown 'gremlin'; known: code, lost_request"),
        ([{"kind": "code"}, {"code": 50000}], "[1].kind: unknown ''"),
        ([{"kind": "code", "when": 1}], "[0]: unknown field 'when'; known: kind, path"),
        ([{"kind": "code", "nth": "2"}], "[0].nth: expected int, found '2'"),
    ],
)
def test_an_order_that_cannot_be_read_is_refused_whole(desk: Desk, orders: Any, problem: str) -> None:
    answer = desk.http.post("/__emulator__/faults", json=orders)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(problem)
    assert desk.control("faults") == []
