"""TikTok's official SDK, unmodified, pointed at the emulator."""

from __future__ import annotations

from typing import Any

import business_api_client as sdk

EU, TOKEN = "7301000000000000011", "demo-token"


class Sdk:
    """The SDK's interfaces, pointed at the emulator."""

    def __init__(self, host: str) -> None:
        settings = sdk.Configuration()
        settings.host = host
        self.client = sdk.ApiClient(settings)
        self.campaigns = sdk.CampaignCreationApi(self.client)
        self.adgroups = sdk.AdgroupApi(self.client)
        self.ads = sdk.AdApi(self.client)
        self.reports = sdk.ReportingApi(self.client)
        self.accounts = sdk.AccountManagementApi(self.client)
        self.tokens = sdk.AuthenticationApi(self.client)
        self.comments = sdk.CommentsApi(self.client)
        self.rules = sdk.AutomatedRulesApi(self.client)
        self.centers = sdk.BCApi(self.client)
        self.shops = sdk.StoreApi(self.client)

    def autumn(self) -> list[str]:
        found = self.campaigns.campaign_get(EU, TOKEN, filtering={"campaign_name": "Autumn"}, page_size=100)
        return [row["campaign_id"] for row in found["data"]["list"]]

    def disable(self, ids: list[str], token: str = TOKEN) -> Any:
        body = sdk.CampaignStatusUpdateBody(advertiser_id=EU, campaign_ids=ids, operation_status="DISABLE")
        return self.campaigns.campaign_status_update(token, body=body)
