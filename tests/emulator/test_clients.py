"""Clients of strangers drive the emulator: a wrapper around requests, and the tools of an assistant."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from tiktok.business.client import TikTokBusinessClient
from tiktok_ads_mcp.client import TikTokAdsClient
from tiktok_ads_mcp.tools.bc_balance import get_bc_balance
from tiktok_ads_mcp.tools.bc_transactions import get_bc_transactions
from tiktok_ads_mcp.tools.get_authorized_ad_accounts import get_authorized_ad_accounts
from tiktok_ads_mcp.tools.get_business_centers import get_business_centers
from tiktok_ads_mcp.tools.get_campaigns import get_campaigns
from tiktok_ads_mcp.tools.gmvmax_campaign_info import get_gmvmax_campaign_info
from tiktok_ads_mcp.tools.gmvmax_campaigns import get_gmvmax_campaigns
from tiktok_ads_mcp.tools.gmvmax_store_list import get_gmvmax_store_list

from emulator.desk import EU, TOKEN, Desk
from emulator.test_money import BUSY, EVERY_KIND, GROUP, REST

Do = Callable[..., Any]


@pytest.fixture
def wrapper(desk: Desk) -> Iterator[TikTokBusinessClient]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it loads its services in an old way
        client = TikTokBusinessClient(TOKEN, EU)
        client.base_url = f"{desk.running.url}/open_api/v1.3/"
        client.discover_services()
    yield client
    client._session.close()


def test_the_wrapper_lists_all_pages_of_every_level(wrapper: TikTokBusinessClient) -> None:
    campaigns = wrapper.campaign.get_campaigns({"page_size": 7})["data"]["list"]
    groups = wrapper.ad_group.get_ad_groups({"filtering": {"campaign_ids": [campaigns[0]["campaign_id"]]}})
    assert len({row["campaign_id"] for row in campaigns}) == 30
    assert len(groups["data"]["list"]) == 2
    assert len(wrapper.ad.get_ads({"page_size": 100})["data"]["list"]) == 120


def test_the_wrapper_stops_starts_and_deletes(wrapper: TikTokBusinessClient, desk: Desk) -> None:
    ids = [row["campaign_id"] for row in desk.rows("campaign")[:20]]
    seen = []
    for act in (
        wrapper.campaign.disable_campaigns,
        wrapper.campaign.enable_campaigns,
        wrapper.campaign.delete_campaigns,
    ):
        assert act(ids)["data"]["campaign_ids"] == ids
        filtering = {"campaign_ids": ids, "primary_status": "STATUS_ALL"}
        found = wrapper.campaign.get_campaigns({"filtering": filtering})["data"]["list"]
        seen.append({row["operation_status"] for row in found})
    assert seen == [{"DISABLE"}, {"ENABLE"}, {"DELETE"}]


def test_the_wrapper_hands_codes_on(wrapper: TikTokBusinessClient, desk: Desk) -> None:
    assert wrapper.campaign.disable_campaigns(["18"])["code"] == 40007
    desk.control("faults", [{"kind": "http_500"}])
    assert wrapper.campaign.get_campaigns()["code"] == 500


def test_the_wrapper_reports_spend(wrapper: TikTokBusinessClient) -> None:
    asked = {"report_type": "BASIC", "data_level": "AUCTION_CAMPAIGN", "dimensions": ["campaign_id"]}
    asked |= {"metrics": ["spend"], "query_lifetime": "true", "page_size": 10}
    assert len(wrapper.reports.get_synchronous_report(asked)["data"]["list"]) == 30


@pytest.fixture
def assistant(start: Do, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Ask one of the assistant's tools over a client of its own, in a loop of its own."""
    url = start(scenario=EVERY_KIND).running.url
    for name, value in {"APP_ID": "7300000000000000001", "SECRET": "demo-secret", "ACCESS_TOKEN": TOKEN}.items():
        monkeypatch.setenv(f"TIKTOK_{name}", value)

    async def run(tool: Callable[..., Awaitable[Any]], **asked: Any) -> Any:
        client = TikTokAdsClient()
        client.base_url = f"{url}/open_api"
        return await tool(client, **asked)

    return lambda tool, **asked: asyncio.run(run(tool, **asked))


def test_the_assistant_finds_accounts_and_business_centers(assistant: Do) -> None:
    accounts = assistant(get_authorized_ad_accounts)
    assert {BUSY, REST} < {row["advertiser_id"] for row in accounts}
    assert assistant(get_business_centers)[0]["name"] == "Northwind Group"


def test_the_assistant_finds_gmv_max_campaigns_and_their_shop(assistant: Do) -> None:
    (row,) = assistant(get_gmvmax_campaigns, advertiser_id=BUSY)["campaigns"]
    info = assistant(get_gmvmax_campaign_info, advertiser_id=BUSY, campaign_id=row["campaign_id"])
    assert (row["operation_status"], row["roi_protection_compensation_status"]) == ("ENABLE", "IN_EFFECT")
    assert info["store_authorized_bc_id"] == GROUP
    assert "7490000000000000001" in str(assistant(get_gmvmax_store_list, advertiser_id=BUSY))


def test_the_assistant_reads_money(assistant: Do) -> None:
    assert assistant(get_bc_balance, bc_id=GROUP)["cash_balance"] == 10_000
    period = {"start_time": "2026-09-01 00:00:00", "end_time": "2026-09-30 00:00:00"}
    assert assistant(get_bc_transactions, bc_id=GROUP, **period)["transaction_list"] == []


def test_the_assistants_path_with_two_slashes_is_not_found(assistant: Do) -> None:
    with pytest.raises(Exception, match="HTTP 404: 404 page not found"):
        assistant(get_campaigns, advertiser_id=BUSY)
