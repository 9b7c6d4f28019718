"""The delivery platform that the services ask for, on TikTok: look, switch off and on, read the spend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from moneyed import Money

from unpromote.adapters.tiktok import billing
from unpromote.adapters.tiktok.boosts import SESSION, look_at_sessions
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.rows import AdvertiserInfo, Seen, Switched
from unpromote.adapters.tiktok.sorts import SORTS, Sort
from unpromote.adapters.tiktok.writing import written
from unpromote.domain.codec import currency_named
from unpromote.domain.delivery import (
    Level,
    Observation,
    SpendSample,
    Target,
    WriteReceipt,
    is_off,
    is_switched_off,
)
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.levels import Placed
from unpromote.services.policies import stop_route

DEDICATED_CAMPAIGN = "dedicated_campaign"
Switch = Callable[[Sort, str, str, Sequence[str]], Switched]


class TikTokDelivery:
    """Fulfils `services.ports.DeliveryPlatform`. Every method raises OutsideFailed.

    Instants err to the safe side: an observation counts from when it was answered, a write from when it was sent, and a
    sample from when it was asked for.
    """

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now
        self._accounts: dict[str, AdvertiserInfo] = {}

    def look(self, targets: Sequence[Target]) -> tuple[Observation, ...]:
        """Return what TikTok says about each target; those it does not know are missing."""
        if targets[0].kind == SESSION:
            return look_at_sessions(self._client, targets, self._now)
        sort, account = _sort(targets), targets[0].advertiser_id
        found = self._client.named(sort, account, _ids(targets))
        if sort.ends_below and found:
            orders = self._client.below(SORTS[targets[0].kind, Level.ADGROUP], account, [each.id for each in found])
            found = tuple(told_below(campaign, orders, self._now()) for campaign in found)
        answered_at = self._now()
        return tuple(observation(seen, answered_at) for seen in found)

    def switch_off(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        """Switch off up to 20 targets: in one write, or where TikTok refuses that one as a whole, in smaller ones."""
        off = partial(self._client.switch_off, window=targets[0].window)
        return self._switched(targets, self._client.withdraw if _sort(targets).final else off)

    def switch_on(self, targets: Sequence[Target]) -> tuple[WriteReceipt, ...]:
        """Switch targets on again, as `switch_off`; what was taken back for good has to be booked anew."""
        if _sort(targets).final:
            raise OutsideFailed("an order that was taken back cannot be taken up again: book it anew", permanent=True)
        return self._switched(targets, self._client.switch_on)

    def spend(self, targets: Sequence[Target]) -> tuple[SpendSample, ...]:
        """Return what each target has spent (`billing`); without a sample it is unknown, which is not zero."""
        asked_at, account = self._now(), self._account(targets[0].advertiser_id)
        found = billing.spent(self._client, _sort(targets), account, _ids(targets), asked_at)
        currency = currency_named(account.currency, place="TikTok account currency")
        return tuple(
            SpendSample(one.id, Money(one.amount, currency), one.request_id, one.log_id, asked_at) for one in found
        )

    def around(self, targets: Sequence[Target]) -> tuple[Placed, ...]:
        """Return the campaigns of the targets with what stands in them: down to the targets' level, or the orders."""
        kind, level, account = targets[0].kind, targets[0].level, targets[0].advertiser_id
        sort, top = _sort(targets), SORTS[kind, Level.CAMPAIGN]
        if not (top.switched_at or sort.ends_below):
            return ()
        found = self._client.named(sort, account, _ids(targets))
        ids = list(dict.fromkeys(each.campaign_id for each in found))
        campaigns = [(Level.CAMPAIGN, each) for each in self._client.named(top, account, ids)]
        below = (Level.ADGROUP, Level.AD) if level is Level.AD else (Level.ADGROUP,)
        inside = [(one, each) for one in below for each in self._client.below(SORTS[kind, one], account, ids)]
        answered_at = self._now()
        return tuple(
            Placed(one, observation(each, answered_at), each.campaign_id, each.adgroup_id, each.is_dedicated)
            for one, each in (*campaigns, *inside)
        )

    def _switched(self, targets: Sequence[Target], switch: Switch) -> tuple[WriteReceipt, ...]:
        sort, account = _sort(targets), targets[0].advertiser_id
        if not sort.switched_at:
            problem = f"TikTok's API can only read {targets[0].kind.replace('_', ' ')}: a person has to stop it"
            raise OutsideFailed(problem, permanent=True)

        def write(endpoint: str, ids: Sequence[str]) -> Switched:
            return switch(sort, endpoint, account, ids)

        return written(write, sort.switched_at, _ids(targets), self._now)

    def _account(self, advertiser_id: str) -> AdvertiserInfo:
        if advertiser_id not in self._accounts:
            self._accounts |= {one.advertiser_id: one for one in self._client.advertiser_info([advertiser_id])}
        try:
            return self._accounts[advertiser_id]
        except KeyError:
            raise OutsideFailed(f"TikTok tells no currency for account {advertiser_id}", permanent=True) from None


def _sort(targets: Sequence[Target]) -> Sort:
    kind, level = targets[0].kind, targets[0].level
    try:
        return SORTS[kind, level]
    except KeyError:
        problem = f"TikTok's API knows nothing of a {kind.replace('_', ' ')} as {level.value}: a person has to look"
        raise OutsideFailed(problem, permanent=True) from None


def told_below(campaign: Seen, orders: Sequence[Seen], at: datetime) -> Seen:
    """Return a campaign with the statuses of the ad group in it that is least off, unless it is off itself."""
    own = [order for order in orders if order.campaign_id == campaign.id]
    if is_switched_off(observation(campaign, at)) or not own:
        return campaign
    telling = min(own, key=lambda order: is_off(observation(order, at)))
    return replace(
        campaign,
        operation_status=telling.operation_status,
        secondary_status=telling.secondary_status,
        request_id=telling.request_id,
        log_id=telling.log_id,
    )


def _ids(targets: Sequence[Target]) -> list[str]:
    return [target.external_id for target in targets]


def observation(seen: Seen, answered_at: datetime) -> Observation:
    """Return what TikTok said about an object, as the services know it."""
    return Observation(
        external_id=seen.id,
        operation_status=seen.operation_status,
        secondary_status=seen.secondary_status,
        name=seen.name,
        request_id=seen.request_id,
        log_id=seen.log_id,
        observed_at=answered_at,
        for_good=stop_route(DEDICATED_CAMPAIGN).final if seen.is_dedicated else "",
    )
