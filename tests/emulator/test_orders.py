"""What is booked: Reach & Frequency can be withdrawn before it delivers, Promote and TopView are ended by people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import EU, Desk, scenario_of

LATER = {"kind": "reach_frequency", "name": "Later", "starts_on": "2026-09-20"}
NOW = {"kind": "reach_frequency", "name": "Now"}
BOOST = {"kind": "promote", "name": "Boost", "ad_groups": 1, "ads": 1}


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=scenario_of(LATER, NOW, BOOST))


def groups(desk: Desk, name: str, **filtering: Any) -> Any:
    ids = [row["campaign_id"] for row in desk.named(name, **filtering)]
    return desk.rows("adgroup", filtering={"campaign_ids": ids, **filtering})


def test_a_booked_order_is_withdrawn_and_a_delivering_one_is_not(desk: Desk) -> None:
    booked, delivering = groups(desk, "Later")[0]["adgroup_id"], groups(desk, "Now")[0]["adgroup_id"]
    answer = desk.post("rf/order/cancel/", advertiser_id=EU, adgroup_ids=[booked, delivering, "17"])
    assert (answer["code"], answer["data"]) == (0, {"fail_adgroup_ids": [delivering, "17"]})
    row = groups(desk, "Later")[0]
    assert (row["secondary_status"], row["operation_status"]) == ("ADGROUP_STATUS_RF_WITHDRAW_ORDER", "FROZEN")
    assert groups(desk, "Now")[0]["secondary_status"] == "ADGROUP_STATUS_DELIVERY_OK"


def test_a_withdrawn_order_spends_nothing_and_is_found_as_closed(desk: Desk) -> None:
    (campaign,) = desk.named("Later")
    ids = [row["adgroup_id"] for row in groups(desk, "Later")]
    desk.post("rf/order/cancel/", advertiser_id=EU, adgroup_ids=ids)
    desk.later(hours=24 * 15)
    assert desk.spend(campaign["campaign_id"]) is None
    assert len(desk.rows("adgroup", filtering={"primary_status": "STATUS_RF_CLOSED"})) == 2


def test_an_order_cannot_be_withdrawn_twice(desk: Desk) -> None:
    booked = groups(desk, "Later")[0]["adgroup_id"]
    fails = [
        desk.post("rf/order/cancel/", advertiser_id=EU, adgroup_ids=[booked])["data"]["fail_adgroup_ids"]
        for _ in range(2)
    ]
    assert fails == [[], [booked]]


def test_before_its_start_an_order_is_scheduled(desk: Desk) -> None:
    assert {row["secondary_status"] for row in groups(desk, "Later")} == {"ADGROUP_STATUS_RF_SCHEDULE"}


def test_after_its_end_an_order_is_done(desk: Desk) -> None:
    desk.later(hours=24 * 60)
    assert {row["secondary_status"] for row in groups(desk, "Now")} == {"ADGROUP_STATUS_RF_TIME_DONE"}


def test_a_sales_representative_may_end_a_delivering_order(desk: Desk) -> None:
    group = groups(desk, "Now")[0]["adgroup_id"]
    desk.control("hands", [{"act": "end_rf_order", "adgroup_id": group}])
    assert groups(desk, "Now")[0]["secondary_status"] == "ADGROUP_STATUS_RF_TERMINATE"
    ads = desk.rows("ad", filtering={"adgroup_ids": [group]})
    assert {ad["secondary_status"] for ad in ads} == {"AD_STATUS_ADGROUP_DISABLE"}


def test_a_boosted_post_is_ended_in_the_app_and_reads_tell(desk: Desk) -> None:
    origin = {"campaign_system_origins": ["PROMOTE"]}
    (boost,) = desk.named("Boost", **origin)
    before = desk.spend(boost["campaign_id"])
    desk.control("hands", [{"act": "end_promote", "campaign_id": boost["campaign_id"]}])
    assert groups(desk, "Boost", **origin)[0]["secondary_status"] == "ADGROUP_STATUS_PROMOTE_WITHDRAW_ORDER"
    assert desk.rows("ad", filtering=origin)[0]["secondary_status"] == "AD_STATUS_PROMOTE_ADGROUP_CLOSED"
    assert before is None


def test_only_what_was_booked_can_be_ended_so(desk: Desk) -> None:
    group = groups(desk, "Boost", campaign_system_origins=["PROMOTE"])[0]["adgroup_id"]
    problem = desk.control("hands", [{"act": "end_rf_order", "adgroup_id": group}])["error"]
    assert problem == f"{group} is no ad group of kind reach_frequency"
