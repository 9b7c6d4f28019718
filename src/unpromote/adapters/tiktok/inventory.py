"""Fills the `Inventory` port: every campaign that an account shows as on, each once and under its own kind.

GMV Max and Upgraded Smart+ are listed by endpoints of their own and may stand among the usual campaigns as well: what
their own list tells of them counts. Where such a list cannot be read the others still are, and it is said.

Orders end in their ad groups, so reservations and boosted posts are on as long as one of these is. Where the ad groups
cannot be read, what the campaign says counts.

The boost sessions of GMV Max campaigns are listed as well. Those of a campaign that is off too: nobody documents that
they end with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from moneyed import Currency, Money

from unpromote.adapters.tiktok import billing
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.delivery import observation, told_below
from unpromote.adapters.tiktok.rows import AdvertiserInfo, Boost, Seen
from unpromote.adapters.tiktok.sorts import SORTS
from unpromote.domain.codec import currency_named
from unpromote.domain.delivery import ON, OVER_FOR_GOOD, Level, Observation, is_switched_off
from unpromote.domain.errors import OutsideFailed
from unpromote.services.ports import AccountListing, Running

CAMPAIGN = "campaign"
GMV_MAX, GMV_SESSION = "gmv_max", "gmv_session"
LISTED_APART = (GMV_MAX, "smart_plus")
PROMOTE_ORIGIN, TOPVIEW_SORT = "PROMOTE", "TOPVIEW"
IN_ALL = "BUDGET_MODE_TOTAL"
A_DAY = ("BUDGET_MODE_DAY", "BUDGET_MODE_DYNAMIC_DAILY_BUDGET")

Shown = tuple[str, Seen, Observation]


class TikTokInventory:
    """Lists what is on in TikTok's advertising accounts."""

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now

    def objects(self, advertiser_id: str) -> AccountListing:
        """Return what is on in the account, with what it has spent and may spend."""
        info = self._info(advertiser_id)
        unread: list[str] = []
        found: dict[str, tuple[str, Seen, datetime]] = {}
        for kind in LISTED_APART:
            try:
                self._list(kind, advertiser_id, found)
            except OutsideFailed as failure:
                unread.append(f"{kind.replace('_', ' ')} of account {advertiser_id} could not be listed: {failure}")
        self._list(CAMPAIGN, advertiser_id, found)
        seen = [(kind, each, observation(each, at)) for kind, each, at in found.values()]
        on = [(kind, each, said) for kind, each, said in seen if not is_switched_off(said)]
        on, untold = self._still_on(advertiser_id, on)
        spent, unknown = self._spent(info, [(kind, each) for kind, each, _ in on])
        currency = currency_named(info.currency, place="TikTok account currency")
        running = tuple(_running(kind, each, said, spent.get(each.id), currency) for kind, each, said in on)
        sales = [each for kind, each, _ in seen if kind == GMV_MAX]
        boosts, missed = self._boosts(advertiser_id, sales, currency)
        gaps = (*unread, *untold, *unknown, *missed)
        return AccountListing(advertiser_id, info.name, info.currency, info.timezone, (*running, *boosts), gaps)

    def _info(self, advertiser_id: str) -> AdvertiserInfo:
        for info in self._client.advertiser_info([advertiser_id]):
            if info.advertiser_id == advertiser_id:
                return info
        raise OutsideFailed(f"TikTok tells nothing of account {advertiser_id}", permanent=True)

    def _list(self, kind: str, advertiser_id: str, found: dict[str, tuple[str, Seen, datetime]]) -> None:
        for seen in self._client.all(SORTS[kind, Level.CAMPAIGN], advertiser_id):
            found.setdefault(seen.id, (_kind(seen) if kind == CAMPAIGN else kind, seen, self._now()))

    def _still_on(self, advertiser_id: str, on: list[Shown]) -> tuple[list[Shown], list[str]]:
        orders: dict[str, tuple[Seen, ...]] = {}
        untold: list[str] = []
        for kind in dict.fromkeys(kind for kind, _, _ in on if SORTS[kind, Level.CAMPAIGN].ends_below):
            ids = [each.id for known, each, _ in on if known == kind]
            try:
                orders[kind] = self._client.below(SORTS[kind, Level.ADGROUP], advertiser_id, ids)
            except OutsideFailed as failure:
                untold.append(f"the ad groups of {len(ids)} {kind.replace('_', ' ')} could not be read: {failure}")
        told = [(kind, told_below(each, orders.get(kind, ()), said.observed_at), said) for kind, each, said in on]
        shown = [(kind, each, observation(each, said.observed_at)) for kind, each, said in told]
        return [(kind, each, said) for kind, each, said in shown if not is_switched_off(said)], untold

    def _spent(self, account: AdvertiserInfo, on: list[tuple[str, Seen]]) -> tuple[dict[str, Decimal], list[str]]:
        spent: dict[str, Decimal] = {}
        unknown: list[str] = []
        for kind in dict.fromkeys(kind for kind, _ in on):
            ids = [seen.id for each, seen in on if each == kind]
            try:
                read = billing.spent(self._client, SORTS[kind, Level.CAMPAIGN], account, ids, self._now())
            except OutsideFailed as failure:
                unknown.append(f"what {len(ids)} {kind.replace('_', ' ')} spent could not be read: {failure}")
            else:
                spent |= {one.id: one.amount for one in read}
        return spent, unknown

    def _boosts(self, advertiser_id: str, sales: list[Seen], currency: Currency) -> tuple[list[Running], list[str]]:
        found: list[Running] = []
        failures: list[OutsideFailed] = []
        for campaign in sales:
            if campaign.secondary_status.endswith(OVER_FOR_GOOD):
                continue
            try:
                boosts = self._client.boosts(advertiser_id, campaign.id)
            except OutsideFailed as failure:
                failures.append(failure)
            else:
                found += [_boosting(each, campaign, currency, self._now()) for each in boosts]
        of = f"the boost sessions of {len(failures)} GMV Max campaigns of account {advertiser_id}"
        return found, [f"{of} could not be listed: {failures[0]}"] if failures else []


def _kind(seen: Seen) -> str:
    if seen.needs_own_endpoints:
        return "smart_plus"
    if seen.origin == PROMOTE_ORIGIN:
        return "promote"
    if seen.reservation:
        return "topview" if seen.reservation == TOPVIEW_SORT else "reach_frequency"
    return CAMPAIGN


def _running(kind: str, seen: Seen, said: Observation, spent: Decimal | None, currency: Currency) -> Running:
    def money(amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount, currency)

    return Running(
        kind=kind,
        seen=said,
        spent=money(spent),
        a_day=money(seen.budget) if seen.budget_mode in A_DAY else None,
        in_all=money(seen.budget) if seen.budget_mode == IN_ALL else None,
    )


def _boosting(boost: Boost, campaign: Seen, currency: Currency, at: datetime) -> Running:
    """Return a session that has not ended. TikTok states no status of it: the list holds no other ones."""
    name = f"Boost session of {campaign.name}"
    seen = Observation(boost.id, ON, "", name, boost.request_id, boost.log_id, at)
    a_day = None if boost.budget is None else Money(boost.budget, currency)
    return Running(kind=GMV_SESSION, seen=seen, spent=None, a_day=a_day, in_all=None)
