"""The official SDK over everything beside the classic campaigns: each kind, the money, the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import business_api_client as sdk
import pytest

from emulator.desk import Desk
from emulator.sdk import TOKEN, Sdk
from emulator.test_money import BUSY, EVERY_KIND, GROUP, OUTLET, REST

SHOP = "7490000000000000001"
FLIGHT = {"start_time": "2026-09-01", "end_time": "2026-09-30"}


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start(scenario=EVERY_KIND)


@pytest.fixture
def tiktok(desk: Desk, connect: Callable[[str], Sdk]) -> Sdk:
    return connect(desk.running.url)


def rows(answer: Any, name: str = "list") -> Any:
    return answer["data"][name]


def off(**ids: list[str]) -> dict[str, Any]:
    return {"advertiser_id": BUSY, "operation_status": "DISABLE", **ids}


def test_upgraded_smart_plus_is_stopped_on_every_level(tiktok: Sdk) -> None:
    (campaign,) = rows(tiktok.campaigns.smart_plus_campaign_get(BUSY, TOKEN))
    group = rows(tiktok.adgroups.smart_plus_adgroup_get(BUSY, TOKEN))[0]
    ad = rows(tiktok.ads.smart_plus_ad_get(BUSY, TOKEN, filtering={"adgroup_ids": [group["adgroup_id"]]}))[0]
    body = sdk.SmartPlusAdStatusUpdateBody(**off(smart_plus_ad_ids=[ad["smart_plus_ad_id"]]))
    assert tiktok.ads.smart_plus_ad_status_update(TOKEN, body=body)["data"]["status"] == "DISABLE"
    body = sdk.SmartPlusAdgroupStatusUpdateBody(**off(adgroup_ids=[group["adgroup_id"], "17"]))
    assert len(rows(tiktok.adgroups.smart_plus_adgroup_status_update(TOKEN, body=body), "error_list")) == 1
    body = sdk.SmartPlusCampaignStatusUpdateBody(**off(campaign_ids=[campaign["campaign_id"]]))
    stopped = rows(tiktok.campaigns.smart_plus_campaign_status_update(TOKEN, body=body), "campaign_list")
    assert stopped == [{"campaign_id": campaign["campaign_id"], "status": "DISABLE"}]


def test_a_creative_is_switched(tiktok: Sdk) -> None:
    ad = rows(tiktok.ads.smart_plus_ad_get(BUSY, TOKEN))[0]
    material = ad["creative_list"][0]["ad_material_id"]
    body = sdk.SmartPlusAdMaterialStatusUpdateBody(
        ad_material_ids=[material], **off(), smart_plus_ad_id=ad["smart_plus_ad_id"]
    )
    tiktok.ads.smart_plus_ad_material_status_update(TOKEN, body=body)
    after = rows(tiktok.ads.smart_plus_ad_get(BUSY, TOKEN))[0]["creative_list"][0]
    assert after == {"ad_material_id": material, "material_operation_status": "DISABLE"}


def gmv_max(desk: Desk) -> str:
    asked = {"gmv_max_promotion_types": ["PRODUCT_GMV_MAX"]}  # this SDK has no call for the list
    return str(rows(desk.get("gmv_max/campaign/get/", advertiser_id=BUSY, filtering=asked))[0]["campaign_id"])


def test_gmv_max_is_described_and_changed(desk: Desk, tiktok: Sdk) -> None:
    campaign = gmv_max(desk)
    store = rows(tiktok.shops.gmv_max_store_list(BUSY, TOKEN), "store_list")[0]
    body = sdk.GmvMaxUpdateBody(advertiser_id=BUSY, campaign_id=campaign, budget=12.5)
    tiktok.campaigns.campaign_gmv_max_update(TOKEN, body=body)
    info = tiktok.campaigns.campaign_gmv_max_info(BUSY, campaign, TOKEN)["data"]
    assert (info["budget"], info["store_authorized_bc_id"]) == (12.5, store["store_authorized_bc_id"])


def test_gmv_max_sessions_are_made_changed_and_deleted(desk: Desk, tiktok: Sdk) -> None:
    campaign, api = gmv_max(desk), tiktok.campaigns
    named = {"advertiser_id": BUSY, "campaign_id": campaign, "store_id": SHOP}
    session = {"bid_type": "NO_BID", "budget": 5.0, "schedule_start_time": "2026-09-15 00:00:00"}
    session |= {"schedule_type": "SCHEDULE_FROM_NOW"}
    made = api.campaign_gmv_max_session_create(TOKEN, body=named | {"session": session})["data"]["session_id"]
    change = {"session_id": made, "session": sdk.CampaigngmvMaxsessionupdateSession(budget=6.0)}
    api.campaign_gmv_max_session_update(TOKEN, body=sdk.SessionUpdateBody(**named, **change))
    read = rows(api.campaign_gmv_max_session_get(BUSY, [made], TOKEN), "session_list")
    api.campaign_gmv_max_session_delete(TOKEN, body=sdk.SessionDeleteBody(advertiser_id=BUSY, session_id=made))
    left = rows(api.campaign_gmv_max_session_list(campaign, BUSY, TOKEN), "session_list")
    assert ([row["budget"] for row in read], [row["bid_type"] for row in left]) == ([6.0], ["CREATIVE_NO_BID"])


def test_gmv_max_is_reported(tiktok: Sdk) -> None:
    days = ("2026-09-01", "2026-09-30")
    (row,) = rows(tiktok.reports.gmv_max_report_get(BUSY, [SHOP], ["store_id"], ["cost", "roi"], *days, TOKEN))
    assert row == {"dimensions": {"store_id": SHOP}, "metrics": {"cost": "967.50", "roi": "4.00"}}


def test_business_centers_and_their_accounts(tiktok: Sdk) -> None:
    centers = rows(tiktok.centers.bc_get(TOKEN))
    assets = rows(tiktok.centers.bc_asset_get(GROUP, "ADVERTISER", TOKEN))
    assert [center["bc_info"]["bc_id"] for center in centers] == [GROUP, OUTLET]
    assert [asset["asset_id"] for asset in assets] == [BUSY, REST]


def test_money_goes_back_to_the_business_center(tiktok: Sdk) -> None:
    body = sdk.BcTransferBody(
        bc_id=GROUP, advertiser_id=REST, transfer_type="REFUND", cash_amount=800.0, transfer_level="ADVERTISER"
    )
    infos = rows(tiktok.centers.bc_transfer(TOKEN, body=body), "transaction_infos")
    left = rows(tiktok.centers.advertiser_balance_get(GROUP, TOKEN), "advertiser_account_list")
    records = rows(tiktok.centers.bc_account_transaction_get(TOKEN, bc_id=GROUP), "transaction_list")
    assert (len(infos), left[1]["cash_balance"], records[0]["amount"]) == (2, 0, 800)
    assert tiktok.centers.bc_balance_get(GROUP, TOKEN)["data"]["cash_balance"] == 10_800
    assert len(rows(tiktok.centers.bc_transaction_get(GROUP, TOKEN), "transaction_list")) == 1
    of_accounts = rows(tiktok.centers.advertiser_transaction_get(GROUP, TOKEN), "transaction_list")
    assert [row["transaction_id"] for row in of_accounts] == [records[0]["transaction_id"]]


def test_comments_are_read_and_hidden(tiktok: Sdk) -> None:
    group = rows(tiktok.adgroups.adgroup_get(BUSY, TOKEN))[0]["adgroup_id"]
    where = (BUSY, *FLIGHT.values(), "ADGROUP_ID", group, TOKEN)
    first = rows(tiktok.comments.comment_list(*where), "comments")[0]["comment_id"]
    tiktok.comments.comment_status_update(
        TOKEN, body={"advertiser_id": BUSY, "comment_ids": [first], "operation": "HIDDEN"}
    )
    named = {"advertiser_id": BUSY, "ad_id": "1", "identity_id": "1", "identity_type": "TT_USER", "tiktok_item_id": "1"}
    post = sdk.CommentPostBody(**named, comment_id=first, comment_type="COMMENT", text="Thank you")
    made = tiktok.comments.comment_post(TOKEN, body=post)["data"]["comment_id"]
    tiktok.comments.comment_delete(TOKEN, body=sdk.CommentDeleteBody(**named, comment_id=made))
    assert rows(tiktok.comments.comment_reference(BUSY, first, "COMMENT", TOKEN), "comments") == []
    assert rows(tiktok.comments.comment_list(*where), "comments")[0]["comment_status"] == "HIDDEN"


def test_comments_are_exported(tiktok: Sdk) -> None:
    group = rows(tiktok.adgroups.adgroup_get(BUSY, TOKEN))[0]["adgroup_id"]
    body = sdk.CommentTaskCreateBody(advertiser_id=BUSY, search_field="ADGROUP_ID", search_value=group, **FLIGHT)
    task = tiktok.comments.comment_task_create(TOKEN, body=body)["data"]["task_id"]
    assert tiktok.comments.comment_task_check(task, BUSY, TOKEN)["data"]["status"] == "SUCCESS"


def test_a_report_is_made_in_the_background(tiktok: Sdk) -> None:
    body = sdk.ReportTaskCreateBody(
        advertiser_id=BUSY,
        report_type="BASIC",
        data_level="AUCTION_CAMPAIGN",
        dimensions=["campaign_id"],
        metrics=["spend"],
        query_lifetime=True,
    )
    task = tiktok.reports.report_task_create(TOKEN, body=body)["data"]["task_id"]
    assert tiktok.reports.report_task_check(task, BUSY, TOKEN)["data"]["status"] == "SUCCESS"


def test_a_rule_is_a_safety_net(desk: Desk, tiktok: Sdk) -> None:
    campaign = rows(tiktok.campaigns.campaign_get(BUSY, TOKEN))[0]["campaign_id"]
    target = sdk.OptimizerRuleCreateBodyApplyObjects(
        bind_type="ADD", dimension="CAMPAIGN", dimension_ids=[campaign], pre_condition_type="SELECTED"
    )
    spent = {"subject_type": "COST", "match_type": "GT", "values": ["100"]}
    net = sdk.OptimizerRuleCreateBodyRules(
        name="Net",
        apply_objects=[target],
        conditions=[spent],
        actions=[sdk.OptimizerRuleCreateBodyActions(subject_type="TURN_OFF")],
        notification={"notification_type": "NONE"},
        rule_exec_info=sdk.OptimizerRuleCreateBodyRuleExecInfo(exec_time_type="PER_HALF_HOUR"),
    )
    body = sdk.OptimizerRuleCreateBody(advertiser_id=BUSY, rules=[net])
    (rule,) = tiktok.rules.optimizer_rule_create(TOKEN, body=body)["data"]["rule_ids"]
    desk.later(minutes=30)
    assert rows(tiktok.campaigns.campaign_get(BUSY, TOKEN))[0]["operation_status"] == "DISABLE"
    assert [row["rule_id"] for row in rows(tiktok.rules.optimizer_rule_list(BUSY, TOKEN), "rules")] == [rule]
    assert rows(tiktok.rules.optimizer_rule_get(BUSY, [rule], TOKEN), "rules")[0]["name"] == "Net"
    assert len(rows(tiktok.rules.optimizer_rule_result_list(BUSY, TOKEN), "results")) == 1


def test_a_code_is_exchanged_for_a_token(tiktok: Sdk) -> None:
    body = sdk.Oauth2AccessTokenBody(app_id="7300000000000000001", secret="demo-secret", auth_code="demo-code")
    assert tiktok.tokens.oauth2_access_token(body=body)["data"]["access_token"] == TOKEN
