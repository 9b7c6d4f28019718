"""Fills the `Inventory` port: every campaign that an account shows as on, each once and under its own kind.

GMV Max and Upgraded Smart+ are listed by endpoints of their own and may stand among the usual campaigns as well: what
their own list tells of them counts. Where such a list cannot be read the others still are, and it is said.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from moneyed import Currency, Money

from unpromote.adapters.tiktok import billing
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.delivery import observation
from unpromote.adapters.tiktok.rows import AdvertiserInfo, Seen
from unpromote.adapters.tiktok.sorts import SORTS
from unpromote.domain.codec import currency_named
from unpromote.domain.delivery import Level, Observation, is_switched_off
from unpromote.domain.errors import OutsideFailed
from unpromote.services.ports import AccountListing, Running

CAMPAIGN = "campaign"
LISTED_APART = ("gmv_max", "smart_plus")
PROMOTE_ORIGIN, TOPVIEW_SORT = "PROMOTE", "TOPVIEW"
IN_ALL = "BUDGET_MODE_TOTAL"
A_DAY = ("BUDGET_MODE_DAY", "BUDGET_MODE_DYNAMIC_DAILY_BUDGET")


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
        spent, unknown = self._spent(info, [(kind, each) for kind, each, _ in on])
        currency = currency_named(info.currency, place="TikTok account currency")
        running = tuple(_running(kind, each, said, spent.get(each.id), currency) for kind, each, said in on)
        return AccountListing(advertiser_id, info.name, info.currency, info.timezone, running, (*unread, *unknown))

    def _info(self, advertiser_id: str) -> AdvertiserInfo:
        for info in self._client.advertiser_info([advertiser_id]):
            if info.advertiser_id == advertiser_id:
                return info
        raise OutsideFailed(f"TikTok tells nothing of account {advertiser_id}", permanent=True)

    def _list(self, kind: str, advertiser_id: str, found: dict[str, tuple[str, Seen, datetime]]) -> None:
        for seen in self._client.all(SORTS[kind, Level.CAMPAIGN], advertiser_id):
            found.setdefault(seen.id, (_kind(seen) if kind == CAMPAIGN else kind, seen, self._now()))

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
