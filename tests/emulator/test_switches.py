"""What is switchable: tokens, the sandbox, limits of a whole app, drifting pages, tails on order, known texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import EU, Desk, scenario_of
from emulator.test_money import EVERY_KIND
from unpromote.emulator import build_app


def order(desk: Desk, kind: str, **fault: Any) -> None:
    desk.control("faults", [{"kind": kind, **fault}])


def test_a_token_revoked_in_the_middle_opens_nothing_any_more(desk: Desk) -> None:
    order(desk, "revoke_token", nth=3)
    assert [desk.get("campaign/get/", advertiser_id=EU)["code"] for _ in range(4)] == [0, 0, 40105, 40105]


def app(**change: str) -> dict[str, str]:
    return {"app_id": "7300000000000000001", "secret": "demo-secret", **change}


def test_a_code_gives_a_token_once(start: Callable[..., Desk]) -> None:
    desk = start(scenario=EVERY_KIND)
    desk.post("oauth2/revoke_token/", **app(access_token="demo-token"))
    assert desk.get("bc/get/")["code"] == 40105
    answers = [desk.post("oauth2/access_token/", **app(auth_code="demo-code")) for _ in range(2)]
    assert [answer["code"] for answer in answers] == [0, 40110]
    assert (answers[0]["data"]["access_token"], desk.get("bc/get/")["code"]) == ("demo-token", 0)


@pytest.mark.parametrize(
    ("change", "hours", "code"), [({"auth_code": "x"}, 0, 40110), ({"secret": "x"}, 0, 40101), ({}, 2, 40110)]
)
def test_a_wrong_or_old_code_gives_nothing(
    start: Callable[..., Desk], change: dict[str, str], hours: int, code: int
) -> None:
    desk = start(scenario=EVERY_KIND)
    desk.later(hours=hours)
    assert desk.post("oauth2/access_token/", **(app(auth_code="demo-code") | change))["code"] == code


def test_an_advertiser_takes_the_access_back(desk: Desk) -> None:
    desk.control("hands", [{"act": "revoke_token", "access_token": "demo-token"}])
    assert desk.get("campaign/get/", advertiser_id=EU)["code"] == 40105


def test_the_sandbox_knows_little(start: Callable[..., Desk]) -> None:
    desk = start(sandbox=True)
    assert desk.get("gmv_max/store/list/", advertiser_id=EU)["code"] == 40014
    assert "secondary_status" not in desk.rows("campaign")[0]


def test_a_whole_app_may_be_limited_over_all_endpoints(start: Callable[..., Desk]) -> None:
    desk = start(app_qps=2)
    codes = [desk.get(f"{noun}/get/", advertiser_id=EU)["code"] for noun in ("campaign", "adgroup", "ad")]
    assert codes == [0, 0, 40016]


@pytest.mark.parametrize(("drop", "total", "second"), [(2, 32, 8), (-2, 28, 12)])
def test_totals_drift_between_pages(desk: Desk, drop: int, total: int, second: int) -> None:
    every = [row["campaign_id"] for row in desk.rows("campaign")]
    order(desk, "drifting_total", drop=drop)
    data = desk.get("campaign/get/", advertiser_id=EU, page="2")["data"]
    assert data["page_info"]["total_number"] == total
    assert data["list"][0]["campaign_id"] == every[second]


def test_one_stop_may_have_a_tail(start: Callable[..., Desk]) -> None:
    desk = start(scenario=scenario_of({"count": 2, "daily_budget": "24.00"}))
    one, other = (row["campaign_id"] for row in desk.rows("campaign"))
    order(desk, "spend_tail", path="status/update", seconds=7200)
    desk.switch([one])
    desk.switch([other])
    desk.later(hours=24)
    assert (desk.spend(one), desk.spend(other)) == ("242.00", "240.00")


@pytest.mark.parametrize(
    ("code", "text"),
    [(51010, "Internal service timed out"), (60001, "The system is under maintenance."), (49999, "System error.")],
)
def test_a_code_on_order_brings_its_text(desk: Desk, code: int, text: str) -> None:
    order(desk, "code", code=code)
    assert desk.get("campaign/get/", advertiser_id=EU)["message"] == text


def test_all_codes_can_be_looked_up(desk: Desk) -> None:
    codes = desk.control("codes")
    assert len(codes) >= 50
    assert {"40016", "40100", "40133", "40202", "50000", "50002", "51010", "60001"} <= set(codes)


def test_pages_of_other_names_may_miss_rows_too(start: Callable[..., Desk]) -> None:
    desk = start(scenario=EVERY_KIND)
    order(desk, "incomplete_page")
    data = desk.get("advertiser/balance/get/", bc_id="7100000000000000001")["data"]
    assert (len(data["advertiser_account_list"]), data["page_info"]["total_number"]) == (1, 2)


def test_mixed_ids_can_be_partly_successful_with_a_code_of_their_own(start: Callable[..., Desk]) -> None:
    desk = start(skip_bad_ids=True, partial_code=20001)
    good = desk.rows("campaign")[0]["campaign_id"]
    answer = desk.switch([good, "18"])
    assert (answer["code"], answer["data"]["campaign_ids"]) == (20001, [good])


def test_a_scenario_may_ask_for_latency() -> None:
    assert build_app(scenario_of({}, latency_ms=150)).emulator.latency_ms == 150


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            {
                "business_centers": [
                    {"bc_id": "1", "name": "B", "currency": "EUR", "timezone": "UTC", "advertiser_ids": ["9"]}
                ]
            },
            "no such account 9",
        ),
        ({"latency_ms": 0}, "latency_ms: 0 does not fit"),
    ],
)
def test_a_scenario_that_contradicts_itself_is_refused(data: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        scenario_of({}, **data)


def test_a_shop_belongs_to_gmv_max() -> None:
    with pytest.raises(ValueError, match="store_id and boosts belong to kind gmv_max"):
        build_app(scenario_of({"store_id": "1"}))
