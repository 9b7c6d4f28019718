"""The delivery platform that the services ask for, on TikTok: look, switch off, read the spend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from moneyed import Money

from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.rows import Campaign
from unpromote.domain.codec import currency_named
from unpromote.domain.delivery import Observation, SpendSample, WriteReceipt
from unpromote.domain.errors import OutsideFailed


class TikTokDelivery:
    """Fulfils `services.ports.DeliveryPlatform`; external ids are campaign ids. Every method raises OutsideFailed.

    Instants err to the safe side: an observation counts from when it was answered, a write from when it was sent, and a
    sample from when it was asked for.
    """

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now
        self._currencies: dict[str, str] = {}

    def look(self, advertiser_id: str, external_ids: Sequence[str]) -> tuple[Observation, ...]:
        """Return what TikTok says about each campaign; those it does not know are missing."""
        found = self._client.campaigns(advertiser_id, external_ids)
        answered_at = self._now()
        return tuple(_observation(campaign, answered_at) for campaign in found)

    def switch_off(self, advertiser_id: str, external_ids: Sequence[str]) -> WriteReceipt:
        """Switch off up to 20 campaigns in one write that is sent once."""
        sent_at = self._now()
        done = self._client.disable_campaigns(advertiser_id, external_ids)
        return WriteReceipt(done.campaign_ids, done.status, done.request_id, done.log_id, sent_at)

    def spend(self, advertiser_id: str, external_ids: Sequence[str]) -> tuple[SpendSample, ...]:
        """Return the lifetime spend of each campaign; without a sample it is unknown, which is not zero."""
        asked_at = self._now()
        found = self._client.lifetime_spend(advertiser_id, external_ids)
        if not found:
            return ()
        currency = currency_named(self._currency(advertiser_id), place="TikTok account currency")
        return tuple(
            SpendSample(one.campaign_id, Money(one.amount, currency), one.request_id, one.log_id, asked_at)
            for one in found
        )

    def _currency(self, advertiser_id: str) -> str:
        if advertiser_id not in self._currencies:
            for account in self._client.advertiser_info([advertiser_id]):
                self._currencies[account.advertiser_id] = account.currency
        try:
            return self._currencies[advertiser_id]
        except KeyError:
            raise OutsideFailed(f"TikTok tells no currency for account {advertiser_id}", permanent=True) from None


def _observation(campaign: Campaign, answered_at: datetime) -> Observation:
    return Observation(
        external_id=campaign.campaign_id,
        operation_status=campaign.operation_status,
        secondary_status=campaign.secondary_status,
        name=campaign.name,
        request_id=campaign.request_id,
        log_id=campaign.log_id,
        observed_at=answered_at,
    )
