"""GMV Max: endpoints of its own, sessions that spend by themselves, a report with limits of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.desk import EU, Desk, scenario_of

SHOP, CENTER = "7490000000000000001", "7100000000000000001"
PLAN = {"kind": "gmv_max", "name": "Shop", "daily_budget": "48.00", "boosts": ["24.00"], "store_id": SHOP}
STORE = {"store_id": SHOP, "name": "Ana's shop", "bc_id": CENTER}


def shop(*promotions: dict[str, Any]) -> Any:
    return scenario_of(*(promotions or (PLAN,)), account={"stores": [STORE]})


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=shop())


def listed(desk: Desk, kind: str = "PRODUCT_GMV_MAX", **filtering: Any) -> Any:
    asked = {"gmv_max_promotion_types": [kind], **filtering}
    return desk.get("gmv_max/campaign/get/", advertiser_id=EU, filtering=asked)["data"]["list"]


def campaign(desk: Desk) -> str:
    return str(listed(desk)[0]["campaign_id"])


def sessions(desk: Desk) -> Any:
    asked = desk.get("campaign/gmv_max/session/list/", advertiser_id=EU, campaign_id=campaign(desk))
    return asked["data"]["session_list"]


def cost(desk: Desk, **change: Any) -> str | None:
    asked: dict[str, Any] = {"advertiser_id": EU, "store_ids": [SHOP], "dimensions": ["campaign_id"]}
    asked |= {"metrics": ["cost", "roi"], "start_date": "2026-09-01", "end_date": "2026-09-30"}
    rows = desk.get("gmv_max/report/get/", **asked | change)["data"]["list"]
    return rows[0]["metrics"]["cost"] if rows else None


def test_the_list_needs_a_promotion_type_and_filters(start: Callable[..., Desk]) -> None:
    desk = start(scenario=shop(PLAN, PLAN | {"name": "Live", "live": True}))
    assert [row["campaign_name"] for row in listed(desk)] == ["Shop"]
    assert [row["campaign_name"] for row in listed(desk, "LIVE_GMV_MAX")] == ["Live"]
    assert listed(desk, store_ids=["1"]) == listed(desk, campaign_name="Live") == []
    codes = {desk.get("gmv_max/campaign/get/", advertiser_id=EU, filtering=f)["code"] for f in ({}, {"color": "red"})}
    assert codes == {40002}


@pytest.mark.parametrize("shown", [False, True])
def test_the_classic_list_hides_it_unless_told_otherwise(start: Callable[..., Desk], shown: bool) -> None:  # noqa: FBT001
    desk = start(scenario=shop(), gmv_max_in_campaign_get=shown)
    assert len(desk.rows("campaign")) == shown
    assert desk.rows("adgroup") == desk.rows("ad") == []


def test_its_details_name_the_business_center_of_the_shop(desk: Desk) -> None:
    info = desk.get("campaign/gmv_max/info/", advertiser_id=EU, campaign_id=campaign(desk))["data"]
    (store,) = desk.get("gmv_max/store/list/", advertiser_id=EU)["data"]["store_list"]
    assert info["store_authorized_bc_id"] == store["store_authorized_bc_id"] == CENTER
    assert (info["shopping_ads_type"], info["budget"]) == ("PRODUCT", 48.0)


def test_what_is_no_gmv_max_campaign_has_no_details(desk: Desk) -> None:
    assert desk.get("campaign/gmv_max/info/", advertiser_id=EU, campaign_id="18")["code"] == 40007


@pytest.mark.parametrize(
    ("policy", "classic", "twin"),
    [("campaign", 0, False), ("smart_plus", 40002, True), ("both", 0, True), ("none", 40002, False)],
)
def test_which_call_pauses_it_is_a_policy(start: Callable[..., Desk], policy: str, classic: int, twin: bool) -> None:  # noqa: FBT001
    desk = start(scenario=shop(), gmv_max_stop=policy)
    ids = [campaign(desk)]
    assert desk.switch(ids)["code"] == classic
    body = {"advertiser_id": EU, "campaign_ids": ids, "operation_status": "DISABLE"}
    answer = desk.post("smart_plus/campaign/status/update/", **body)
    assert bool(answer["data"]["campaign_list"]) is twin
    stopped = classic == 0 or twin
    assert listed(desk)[0]["operation_status"] == ("DISABLE" if stopped else "ENABLE")


def test_an_unknown_policy_is_refused(start: Callable[..., Desk]) -> None:
    with pytest.raises(ValueError, match="gmv_max_stop: unknown 'hope'; known: campaign, smart_plus, both, none"):
        start(gmv_max_stop="hope")


def test_its_sessions_go_on_spending_after_the_campaign_is_paused(desk: Desk) -> None:
    desk.switch([campaign(desk)])
    desk.later(hours=1)
    first = cost(desk)
    desk.later(hours=24)
    assert (first, cost(desk)) == ("720.50", "744.50")  # 10 days of 48 and 24, then 24 a day from the session alone
    assert listed(desk)[0]["roi_protection_compensation_status"] == "NOT_ELIGIBLE"


def test_sessions_may_end_with_the_campaign(start: Callable[..., Desk]) -> None:
    desk = start(scenario=shop(), sessions_end_with_campaign=True)
    desk.switch([campaign(desk)])
    desk.later(hours=48)
    assert (cost(desk), sessions(desk)) == ("720.00", [])


def test_a_deleted_session_ends_for_good(desk: Desk) -> None:
    (session,) = sessions(desk)
    body = {"advertiser_id": EU, "session_id": session["session_id"]}
    assert [desk.post("campaign/gmv_max/session/delete/", **body)["code"] for _ in range(2)] == [0, 40002]
    desk.switch([campaign(desk)])
    desk.later(hours=48)
    assert cost(desk) == "720.00"
    assert [one["ended"] for one in desk.control("state")["accounts"][0]["campaigns"][0]["sessions"]] == [True]


def test_a_session_is_made_changed_and_read(desk: Desk) -> None:
    named = {"advertiser_id": EU, "campaign_id": campaign(desk), "store_id": SHOP}
    wanted = {"bid_type": "NO_BID", "budget": 12, "schedule_type": "SCHEDULE_FROM_NOW"}
    wanted |= {"schedule_start_time": "2026-09-11 00:00:00", "product_list": [{"spu_id": "1729"}]}
    made = desk.post("campaign/gmv_max/session/create/", **named, session=wanted)["data"]["session_id"]
    change = {"budget": 6, "schedule_type": "SCHEDULE_START_END", "schedule_end_time": "2026-09-12 00:00:00"}
    assert desk.post("campaign/gmv_max/session/update/", **named, session_id=made, session=change)["code"] == 0
    asked = desk.get("campaign/gmv_max/session/get/", advertiser_id=EU, session_ids=[made])
    (row,) = asked["data"]["session_list"]
    assert (row["budget"], row["schedule_end_time"], row["product_list"]) == (
        6,
        change["schedule_end_time"],
        [{"spu_id": "1729"}],
    )
    change["schedule_end_time"] = "2026-09-09 00:00:00"
    assert desk.post("campaign/gmv_max/session/update/", **named, session_id=made, session=change)["code"] == 40002
    assert desk.post("campaign/gmv_max/session/update/", **named, session_id="19", session=change)["code"] == 40007


def test_a_new_budget_counts_from_now_on(desk: Desk) -> None:
    body = {"advertiser_id": EU, "campaign_id": campaign(desk), "budget": 96, "roas_bid": 3}
    assert desk.post("campaign/gmv_max/update/", **body)["code"] == 0
    before = cost(desk)
    desk.later(hours=24)
    assert (before, cost(desk)) == ("718.50", "837.50")
    assert desk.control("hands")[-1]["module"] == "BUDGET"


def test_a_campaign_of_another_business_center_cannot_be_changed(start: Callable[..., Desk]) -> None:
    desk = start(scenario=shop(PLAN | {"store_authorized_bc_id": "7100000000000000009"}))
    answer = desk.post("campaign/gmv_max/update/", advertiser_id=EU, campaign_id=campaign(desk), budget=1)
    assert (answer["code"], answer["message"]) == (40002, "Shop must belong to a Business Center account.")


def test_removed_posts_are_gone_after_twenty_minutes(desk: Desk) -> None:
    def items() -> int:
        info = desk.get("campaign/gmv_max/info/", advertiser_id=EU, campaign_id=campaign(desk))["data"]
        return len(info["item_list"])

    first = desk.get("campaign/gmv_max/info/", advertiser_id=EU, campaign_id=campaign(desk))["data"]["item_list"][0]
    body = {"advertiser_id": EU, "campaign_id": campaign(desk), "item_ids": [first["item_id"]]}
    desk.post("campaign/gmv_max/creative/update/", **body, action="REMOVE")
    counts = [items()]
    desk.later(minutes=20)
    counts.append(items())
    desk.post("campaign/gmv_max/creative/update/", **body, action="ADD")
    assert [*counts, items()] == [4, 3, 4]


def test_the_report_tells_cost_and_what_was_sold(desk: Desk) -> None:
    metrics = ["cost", "net_cost", "orders", "cost_per_order", "gross_revenue", "roi", "currency"]
    asked: dict[str, Any] = {"advertiser_id": EU, "store_ids": [SHOP], "dimensions": ["store_id", "stat_time_day"]}
    asked |= {"metrics": metrics, "start_date": "2026-09-10", "end_date": "2026-09-11"}
    (row,) = desk.get("gmv_max/report/get/", **asked)["data"]["list"]
    assert row["dimensions"] == {"store_id": SHOP, "stat_time_day": "2026-09-10 00:00:00"}
    figures = dict(zip(metrics, ("70.50", "70.50", "11", "6.41", "282.00", "4.00", "EUR"), strict=True))
    assert row["metrics"] == figures


@pytest.mark.parametrize("change", [{"dimensions": []}, {"metrics": []}, {"metrics": ["luck"]}, {"store_ids": []}])
def test_a_report_without_its_parts_is_refused(desk: Desk, change: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"advertiser_id": EU, "store_ids": [SHOP], "dimensions": ["campaign_id"]}
    asked |= {"metrics": ["cost"], "start_date": "2026-09-01", "end_date": "2026-09-30"}
    assert desk.get("gmv_max/report/get/", **asked | change)["code"] == 40002


def test_the_report_has_limits_of_its_own(start: Callable[..., Desk]) -> None:
    desk = start(scenario=shop(), level="basic")
    codes = [desk.get("gmv_max/report/get/", advertiser_id=EU)["code"] for _ in range(9)]
    assert codes == [40002] * 8 + [40100]


def test_one_thing_may_be_changed_alone(desk: Desk) -> None:
    named = {"advertiser_id": EU, "campaign_id": campaign(desk)}
    (session,) = sessions(desk)
    end = {"schedule_type": "SCHEDULE_START_END", "schedule_end_time": "2026-09-12 00:00:00"}
    body = {**named, "session_id": session["session_id"], "session": end}
    assert desk.post("campaign/gmv_max/session/update/", **body)["code"] == 0
    assert desk.post("campaign/gmv_max/update/", **named, roas_bid=2)["code"] == 0
    assert (sessions(desk)[0]["budget"], sessions(desk)[0]["schedule_end_time"]) == (24, end["schedule_end_time"])
    assert desk.get("campaign/gmv_max/info/", **named)["data"]["roas_bid"] == 2


def test_a_deleted_session_is_in_no_answer_any_more(desk: Desk) -> None:
    (boost, *_) = sessions(desk)
    asked = {"advertiser_id": EU, "session_ids": [boost["session_id"]]}
    shown = len(desk.get("campaign/gmv_max/session/get/", **asked)["data"]["session_list"])
    desk.post("campaign/gmv_max/session/delete/", advertiser_id=EU, session_id=boost["session_id"])
    assert (shown, desk.get("campaign/gmv_max/session/get/", **asked)["data"]["session_list"]) == (1, [])
