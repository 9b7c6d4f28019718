"""The gate of the shop's API: who may come in, and what the faults on order do there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from emulator.desk import Desk
from emulator.shop import ACTIVITIES, AFFILIATE, SCENARIO, SHOP, Hawker

SHOPS = "/authorization/202309/shops"


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=SCENARIO)


@pytest.fixture
def hawker(desk: Desk) -> Hawker:
    return Hawker(desk)


def test_a_token_opens_its_shops_and_no_other_clients(hawker: Hawker) -> None:
    shops = hawker.call("GET", SHOPS)["data"]["shops"]
    assert [(shop["id"], shop["cipher"]) for shop in shops] == [(SHOP, "GCP_northwind")]


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"key": "somebody"}, 400, 36009004),
        ({"ahead": -301}, 400, 36009004),
        ({"ahead": 32}, 400, 36009004),
        ({"secret": "guess"}, 401, 106001),
        ({"token": "guess"}, 401, 105001),
        ({"token": ""}, 401, 105001),
        ({"cipher": ""}, 400, 36009004),
        ({"cipher": "GCP_kestrel"}, 401, 105005),
        ({"cipher": "GCP_nobody"}, 401, 105005),
    ],
)
def test_what_is_wrong_with_a_call_is_told(hawker: Hawker, wrong: dict[str, Any], status: int, code: int) -> None:
    answer = replace(hawker, **wrong).response("POST", f"{ACTIVITIES}/search", {})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["request_id"].startswith("20260914")


def test_a_timestamp_may_be_a_little_old(hawker: Hawker) -> None:
    assert replace(hawker, ahead=-290).call("GET", SHOPS)["code"] == 0
    assert replace(hawker, ahead=20).call("GET", SHOPS)["code"] == 0


def test_a_timestamp_has_to_be_one(hawker: Hawker) -> None:
    assert "timestamp" in hawker.call("GET", SHOPS, timestamp="today")["message"]


def test_a_call_without_signature_is_refused(desk: Desk, hawker: Hawker) -> None:
    unsigned = httpx.URL(str(hawker.response("GET", SHOPS).url)).copy_remove_param("sign")
    assert "sign is missing" in desk.http.get(unsigned).json()["message"]


def test_the_signature_covers_the_body(desk: Desk, hawker: Hawker) -> None:
    signed = hawker.response("POST", f"{ACTIVITIES}/search", {"page_size": 1}).request
    headers = {"x-tts-access-token": hawker.token}
    changed = desk.http.post(signed.url, content=b'{"page_size": 2}', headers=headers)
    assert changed.json()["code"] == 106001


def test_the_signature_leaves_out_a_multipart_body_and_the_token(hawker: Hawker, desk: Desk) -> None:
    bare = hawker.response("POST", f"{ACTIVITIES}/search", access_token="left out").request.url
    signed = hawker.response("POST", f"{ACTIVITIES}/search").request.url
    headers = {"x-tts-access-token": hawker.token, "Content-Type": "multipart/form-data; boundary=x"}
    assert desk.http.post(bare, headers=headers).json()["code"] == 106001
    assert desk.http.post(f"{signed}&access_token=t", content=b"--x--", headers=headers).json()["code"] == 0


def test_an_unknown_path_and_a_wrong_method_are_told(hawker: Hawker) -> None:
    for method, path in (("POST", "/promotion/202309/nothing"), ("GET", f"{ACTIVITIES}/1/deactivate")):
        answer = hawker.response(method, path)
        assert (answer.status_code, answer.json()["code"]) == (404, 36009009)


def test_a_body_that_is_no_object_counts_as_none(hawker: Hawker) -> None:
    assert hawker.call("POST", f"{ACTIVITIES}/search", [1])["data"]["total_count"] == 5


def test_too_many_calls_are_refused(start: Callable[..., Desk]) -> None:
    hawker = Hawker(start(scenario=SCENARIO, shop_qps=2))
    answers = [hawker.response("GET", SHOPS) for _ in range(3)]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [(200, 0), (200, 0), (429, 36009002)]


def test_every_call_is_noted(desk: Desk, hawker: Hawker) -> None:
    found = hawker.activity("Autumn")["id"]
    answer = hawker.deactivate(found)
    entry = desk.control("log")[-1]
    assert (entry["advertiser"], entry["ids"], entry["changed"], entry["code"]) == (SHOP, [found], [found], 0)
    assert entry["request_id"] == answer["request_id"]


def test_faults_strike_the_shop_too(desk: Desk, hawker: Hawker) -> None:
    found = hawker.activity("Autumn")["id"]
    desk.control("faults", [{"kind": "code", "code": 36009003, "path": "deactivate", "advertiser_id": SHOP}])
    assert (hawker.deactivate(found)["code"], hawker.activity("Autumn")["status"]) == (36009003, "ONGOING")
    desk.control("faults", [{"kind": "code", "code": 36009003, "path": "deactivate", "after_commit": True}])
    assert (hawker.deactivate(found)["code"], hawker.activity("Autumn")["status"]) == (36009003, "DEACTIVATED")


def test_a_reply_is_lost_after_the_act(desk: Desk, hawker: Hawker) -> None:
    found = hawker.activity("Autumn")["id"]
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "deactivate"}])
    with pytest.raises(httpx.RemoteProtocolError):
        hawker.deactivate(found)
    assert hawker.activity("Autumn")["status"] == "DEACTIVATED"


def test_a_request_is_lost_before_the_act(desk: Desk, hawker: Hawker) -> None:
    found = hawker.activity("Autumn")["id"]
    desk.control("faults", [{"kind": "lost_request", "path": "deactivate"}])
    with pytest.raises(httpx.RemoteProtocolError):
        hawker.deactivate(found)
    assert hawker.activity("Autumn")["status"] == "ONGOING"


def test_a_plain_500_has_no_envelope(desk: Desk, hawker: Hawker) -> None:
    desk.control("faults", [{"kind": "http_500", "path": "search"}])
    answer = hawker.response("POST", f"{ACTIVITIES}/search")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_a_change_spreads_late(desk: Desk, hawker: Hawker) -> None:
    found = hawker.activity("Autumn")["id"]
    desk.control("faults", [{"kind": "late_propagation", "path": "deactivate", "seconds": 90}])
    hawker.deactivate(found)
    assert hawker.activity("Autumn")["status"] == "ONGOING"
    assert desk.control("state")["shops"][0]["activities"][found] == "DEACTIVATED"
    desk.later(seconds=90)
    assert hawker.activity("Autumn")["status"] == "DEACTIVATED"


def test_pages_lack_rows_and_totals_drift_on_order(desk: Desk, hawker: Hawker) -> None:
    desk.control("faults", [{"kind": "incomplete_page", "drop": 2}])
    short = hawker.call("POST", f"{ACTIVITIES}/search", {})["data"]
    assert (len(short["activities"]), short["total_count"]) == (3, 5)
    desk.control("faults", [{"kind": "drifting_total", "drop": 3}])
    assert hawker.call("POST", f"{ACTIVITIES}/search", {})["data"]["total_count"] == 8


def test_a_revoked_token_opens_nothing_any_more(desk: Desk, hawker: Hawker) -> None:
    desk.control("faults", [{"kind": "revoke_token", "path": AFFILIATE}])
    assert hawker.call("GET", SHOPS)["code"] == 0
    assert hawker.call("GET", f"{AFFILIATE}/202412/conversations", page_size=1)["code"] == 105001
    assert hawker.call("GET", SHOPS)["code"] == 105001
