"""TikTok's official SDK, unmodified, drives the emulator: a client that knows nothing of this house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import business_api_client as sdk
import pytest
from business_api_client.rest import ApiException
from business_api_client.tiktok_business.tiktok_exceptions import TiktokSDKError

from emulator.sdk import EU, TOKEN, Sdk


@pytest.fixture
def tiktok(desk: Any, connect: Callable[[str], Sdk]) -> Sdk:
    return connect(desk.running.url)


def test_a_token_opens_its_accounts_and_no_other_clients(tiktok: Sdk) -> None:
    answer = tiktok.tokens.oauth2_advertiser_get("7300000000000000001", "demo-secret", TOKEN)
    names = [row["advertiser_name"] for row in answer["data"]["list"]]
    assert "Northwind Outdoor EU" in names
    assert "Kestrel Coffee" not in names


def test_a_wrong_secret_is_told(tiktok: Sdk) -> None:
    with pytest.raises(TiktokSDKError, match="Error Code: 40101"):
        tiktok.tokens.oauth2_advertiser_get("7300000000000000001", "guess", TOKEN)


def test_accounts_tell_currency_and_zone(tiktok: Sdk) -> None:
    answer = tiktok.accounts.advertiser_info([EU], TOKEN, fields=["name", "currency", "timezone"])
    assert answer["data"]["list"] == [{"name": "Northwind Outdoor EU", "currency": "EUR", "timezone": "Europe/Berlin"}]


def test_all_levels_can_be_listed(tiktok: Sdk) -> None:
    ids = tiktok.autumn()
    groups = tiktok.adgroups.adgroup_get(EU, TOKEN, filtering={"campaign_ids": ids[:1]})["data"]["list"]
    ads = tiktok.ads.ad_get(EU, TOKEN, filtering={"adgroup_ids": [groups[0]["adgroup_id"]]})["data"]["list"]
    assert len(ids) == 24
    assert {group["secondary_status"] for group in groups} == {"ADGROUP_STATUS_DELIVERY_OK"}
    assert {ad["campaign_id"] for ad in ads} == {ids[0]}


def test_campaigns_are_switched_off_and_read_back_off(tiktok: Sdk) -> None:
    ids = tiktok.autumn()[:20]
    answer = tiktok.disable(ids)
    back = tiktok.campaigns.campaign_get(EU, TOKEN, filtering={"campaign_ids": ids}, fields=["operation_status"])
    assert answer["data"]["campaign_ids"] == ids
    assert answer["request_id"].startswith("20260914090000")
    assert {row["operation_status"] for row in back["data"]["list"]} == {"DISABLE"}


def test_ad_groups_and_ads_are_switched_off(tiktok: Sdk) -> None:
    group = tiktok.adgroups.adgroup_get(EU, TOKEN)["data"]["list"][0]["adgroup_id"]
    ad = tiktok.ads.ad_get(EU, TOKEN)["data"]["list"][-1]["ad_id"]
    body = sdk.AdgroupStatusUpdateBody(advertiser_id=EU, adgroup_ids=[group], operation_status="DISABLE")
    assert tiktok.adgroups.adgroup_status_update(TOKEN, body=body)["data"]["adgroup_ids"] == [group]
    body = sdk.AdStatusUpdateBody(advertiser_id=EU, ad_ids=[ad], operation_status="DISABLE")
    assert tiktok.ads.ad_status_update(TOKEN, body=body)["data"]["ad_ids"] == [ad]


def lifetime(tiktok: Sdk, query_lifetime: object, ids: str) -> Any:
    return tiktok.reports.report_integrated_get(
        "BASIC",
        TOKEN,
        advertiser_id=EU,
        data_level="AUCTION_CAMPAIGN",
        dimensions=["campaign_id"],
        metrics=["spend"],
        query_lifetime=query_lifetime,
        filtering=[{"field_name": "campaign_ids", "filter_type": "IN", "filter_value": ids}],
    )


def test_lifetime_spend_is_reported(tiktok: Sdk) -> None:
    answer = lifetime(tiktok, "true", f'["{tiktok.autumn()[0]}"]')
    (row,) = answer["data"]["list"]
    assert row["metrics"] == {"spend": "616.25"}


def test_the_sdks_own_spelling_of_booleans_is_refused_unless_tolerated(
    start: Callable[..., Any], connect: Callable[[str], Sdk]
) -> None:
    strict, tolerant = connect(start().running.url), connect(start(tolerant_booleans=True).running.url)
    ids = f'["{strict.autumn()[0]}"]'
    with pytest.raises(TiktokSDKError, match="Error Code: 40002, message: query_lifetime: Not a valid boolean"):
        lifetime(strict, True, ids)  # noqa: FBT003 - the SDK's own way
    assert lifetime(tolerant, True, ids)["data"]["page_info"]["total_number"] == 1  # noqa: FBT003


def test_refusals_reach_the_caller_with_code_and_request(tiktok: Sdk) -> None:
    with pytest.raises(TiktokSDKError, match=r"Error Code: 40105.*request_id: 20260914"):
        tiktok.disable(["1"], token="revoked")
    with pytest.raises(
        TiktokSDKError, match="Error Code: 40002, message: campaign_ids: Length must be between 1 and 20"
    ):
        tiktok.disable(tiktok.autumn()[:21])


Act = Callable[[Sdk], Any]
NOWHERE = "1700000000000000000"
REFUSED: dict[str, tuple[Act, int]] = {
    "campaigns of nobody": (lambda t: t.campaigns.campaign_get("7301", TOKEN), 40300),
    "campaigns of another client": (lambda t: t.campaigns.campaign_get("7301000000000000021", TOKEN), 40001),
    "ad groups by a wrong filter": (lambda t: t.adgroups.adgroup_get(EU, TOKEN, filtering={"ad_ids": ["1"]}), 40002),
    "ads on a huge page": (lambda t: t.ads.ad_get(EU, TOKEN, page_size=5000), 40002),
    "an unknown campaign": (lambda t: t.disable([NOWHERE]), 40007),
    "an unknown ad group": (
        lambda t: t.adgroups.adgroup_status_update(
            TOKEN, body=sdk.AdgroupStatusUpdateBody([NOWHERE], EU, operation_status="DISABLE")
        ),
        40007,
    ),
    "an unknown ad": (
        lambda t: t.ads.ad_status_update(
            TOKEN, body=sdk.AdStatusUpdateBody(ad_ids=[NOWHERE], advertiser_id=EU, operation_status="DISABLE")
        ),
        40007,
    ),
    "a report of nothing": (lambda t: t.reports.report_integrated_get("BASIC", TOKEN, advertiser_id=EU), 40002),
    "particulars of another client": (lambda t: t.accounts.advertiser_info(["7301000000000000021"], TOKEN), 40001),
    "accounts with a wrong token": (lambda t: t.tokens.oauth2_advertiser_get("7", "s", "guess"), 40105),
}


@pytest.mark.parametrize("what", REFUSED)
def test_every_endpoint_refuses_in_the_platforms_way(tiktok: Sdk, what: str) -> None:
    act, code = REFUSED[what]
    with pytest.raises(TiktokSDKError, match=f"Error Code: {code}"):
        act(tiktok)


def test_an_ad_group_update_with_partial_success(tiktok: Sdk) -> None:
    good = tiktok.adgroups.adgroup_get(EU, TOKEN)["data"]["list"][0]["adgroup_id"]
    body = sdk.AdgroupStatusUpdateBody([good, NOWHERE], EU, allow_partial_success=True, operation_status="DISABLE")
    data = tiktok.adgroups.adgroup_status_update(TOKEN, body=body)["data"]
    assert data["adgroup_ids"] == [good]
    assert [row["adgroup_id"] for row in data["error_list"]] == [NOWHERE]


def test_a_report_by_day_in_the_accounts_currency(tiktok: Sdk) -> None:
    answer = tiktok.reports.report_integrated_get(
        "BASIC",
        TOKEN,
        advertiser_ids=[EU],
        data_level="AUCTION_ADVERTISER",
        dimensions=["advertiser_id", "stat_time_day"],
        metrics=["spend", "currency"],
        start_date="2026-09-08",
        end_date="2026-09-09",
    )
    days = {row["dimensions"]["stat_time_day"]: row["metrics"] for row in answer["data"]["list"]}
    assert days["2026-09-08 00:00:00"] == {"spend": "2254.28", "currency": "EUR"}
    assert len(days) == 2


def test_the_eleventh_call_in_a_second_is_refused(start: Callable[..., Any], connect: Callable[[str], Sdk]) -> None:
    tiktok = connect(start(level="basic").running.url)
    for _ in range(10):
        tiktok.autumn()
    with pytest.raises(TiktokSDKError, match="Error Code: 40100"):
        tiktok.autumn()


def test_a_lost_reply_is_an_error_although_the_write_was_done(desk: Any, tiktok: Sdk) -> None:
    ids = tiktok.autumn()[:2]
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "status/update"}])
    with pytest.raises(Exception, match=r"Connection aborted|RemoteDisconnected|Max retries"):
        tiktok.disable(ids)
    writes = [entry for entry in desk.control("log") if entry["method"] == "POST"]
    assert [entry["changed"] for entry in writes] == [ids]
    assert {row["operation_status"] for row in desk.rows("campaign", filtering={"campaign_ids": ids})} == {"DISABLE"}


def test_an_unknown_path_is_plain_text(desk: Any, connect: Callable[[str], Sdk]) -> None:
    lost = connect(desk.running.url + "/elsewhere")
    with pytest.raises((ApiException, AttributeError)):  # this SDK asks urllib3 for a method that urllib3 has dropped
        lost.autumn()
