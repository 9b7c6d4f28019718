"""From a scenario to the accounts it describes: ids, ad groups, ads, shares of a budget, all from the seed.

Every id is a hash of the seed and the object's path, so the same seed gives the same ids, and adding a campaign to a
scenario leaves the ids of the others alone.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from itertools import accumulate, islice, pairwise, product
from zoneinfo import ZoneInfo

from moneyed import get_currency

from unpromote.emulator.holdings import BusinessCenter, Wallet
from unpromote.emulator.objects import (
    DELETE,
    Ad,
    AdGroup,
    Budget,
    Campaign,
    Flight,
    GmvMax,
    Kind,
    Material,
    Session,
    Switch,
)
from unpromote.emulator.plans import AccountPlan, BusinessCenterPlan, PromotionPlan, Scenario, ScenarioError
from unpromote.emulator.records import Comment, Post, Store
from unpromote.emulator.shop_building import build_shop_apps, build_shops
from unpromote.emulator.spend import record_delivery
from unpromote.emulator.world import Account, App, World

_STEP = Decimal(10)  # campaigns of one promotion get budgets in tens, as people set them
_NO_TAIL = timedelta(0)
_AUTHORIZED_FOR = timedelta(days=365)
_ROAS = Decimal(4)


def build_world(scenario: Scenario, seed: int) -> World:
    """Return the accounts and apps as they stand when the scenario starts; raise ScenarioError on a contradiction."""
    owners = {owned: center.bc_id for center in scenario.business_centers for owned in center.advertiser_ids}
    accounts = {plan.advertiser_id: _account(plan, _Maker(seed, plan)) for plan in scenario.accounts}
    for advertiser_id, bc_id in owners.items():
        accounts[advertiser_id].bc_id = bc_id
    apps = tuple(
        App(
            plan.app_id,
            plan.secret,
            plan.access_token,
            () if plan.creator else plan.advertiser_ids or tuple(accounts),
            plan.auth_code,
            plan.creator,
            plan.business_id,
        )
        for plan in scenario.apps
    )
    centers = {plan.bc_id: _center(plan) for plan in scenario.business_centers}
    shops = build_shops(scenario.shops, seed)
    shop_apps = build_shop_apps(scenario.shop_apps, tuple(shops))
    return World(accounts, apps, scenario.starts_at, centers, shops=shops, shop_apps=shop_apps)


class _Maker:
    """Makes the ids of one account."""

    def __init__(self, seed: int, plan: AccountPlan) -> None:
        self._seed, self.plan = seed, plan

    def number(self, below: int, *path: object) -> int:
        """Return a number that follows from the seed and the path alone."""
        text = "/".join(str(part) for part in (self._seed, self.plan.advertiser_id, *path))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()) % below

    def id(self, prefix: str, *path: object) -> str:
        """Return an id of 19 digits, as the platform's are."""
        digits = 19 - len(prefix)
        return f"{prefix}{self.number(10**digits, prefix, *path):0{digits}d}"


def _account(plan: AccountPlan, make: _Maker) -> Account:
    zone = ZoneInfo(plan.timezone)
    campaigns: list[Campaign] = []
    texts: dict[str, tuple[str, ...]] = {}
    for promotion in plan.promotions:
        made = list(_campaigns(promotion, make, zone))
        campaigns += made
        if promotion.comments:
            texts |= {campaign.campaign_id: promotion.comments for campaign in made}
    return Account(
        advertiser_id=plan.advertiser_id,
        name=plan.name,
        currency=plan.currency,
        digits=len(str(get_currency(code=plan.currency).sub_unit)) - 1,
        zone=zone,
        timezone=plan.timezone,
        wallet=Wallet(
            plan.balance,
            plan.grant,
            plan.frozen,
            plan.deposit,
            plan.autopay,
            plan.unpaid,
            unfinished=plan.unfinished,
            runs_dry=plan.runs_dry,
        ),
        campaigns=tuple(campaigns),
        posts={post.item_id: post for campaign in campaigns for post in _posts(campaign, make)},
        comments=[comment for campaign in campaigns for comment in _comments(campaign, texts, make)],
        stores=tuple(Store(store.store_id, store.name, store.bc_id) for store in plan.stores),
    )


def _center(plan: BusinessCenterPlan) -> BusinessCenter:
    return BusinessCenter(
        bc_id=plan.bc_id,
        name=plan.name,
        currency=plan.currency,
        timezone=plan.timezone,
        wallet=Wallet(plan.balance, plan.grant),
        advertiser_ids=plan.advertiser_ids,
        parent_bc_id=plan.parent_bc_id,
        shares_balance=plan.shares_balance,
    )


def _posts(campaign: Campaign, make: _Maker) -> Iterator[Post]:
    for ad in (ad for adgroup in campaign.adgroups for ad in adgroup.ads if ad.tiktok_item_id):
        code = f"#{make.id('', ad.tiktok_item_id, 'code')}"
        starts_at = campaign.flight.starts_at
        yield Post(ad.tiktok_item_id, code, ad.display_name, ad.identity_id, starts_at, starts_at + _AUTHORIZED_FOR)


def _comments(campaign: Campaign, texts: dict[str, tuple[str, ...]], make: _Maker) -> Iterator[Comment]:
    adgroup = campaign.adgroups[0]
    for n, text in enumerate(texts.get(campaign.campaign_id, ())):
        comment_id = make.id("74", campaign.campaign_id, n)
        written_at = campaign.flight.starts_at + timedelta(hours=n + 1)
        yield Comment(comment_id, adgroup.adgroup_id, adgroup.ads[0].ad_id, text, written_at, f"viewer{n + 1}")


def _campaigns(plan: PromotionPlan, make: _Maker, zone: tzinfo) -> Iterator[Campaign]:
    _check(plan)
    flight = Flight(_midnight(plan.starts_on, zone), _midnight(plan.ends_on, zone))
    amounts = _amounts(plan, make)
    for n, (name, amount) in enumerate(zip(_names(plan), amounts, strict=True)):
        path = (plan.name, n)
        campaign = Campaign(
            campaign_id=plan.ids[n] if plan.ids else make.id("18", *path),
            advertiser_id=make.plan.advertiser_id,
            name=name,
            kind=plan.kind,
            budget=Budget(amount, daily=bool(plan.daily_budget)),
            flight=flight,
            adgroups=[_adgroup(plan, make, (*path, g)) for g in range(1, plan.ad_groups + 1)],
            skan4=plan.skan4,
            gmv_max=_gmv_max(plan, make, path, flight) if plan.kind is Kind.GMV_MAX else None,
            switch=Switch(plan.status, plan.status),
        )
        record_delivery(campaign, flight.starts_at, _NO_TAIL)
        yield campaign


def _gmv_max(plan: PromotionPlan, make: _Maker, path: tuple[object, ...], flight: Flight) -> GmvMax:
    bc_id = next((store.bc_id for store in make.plan.stores if store.store_id == plan.store_id), "")
    extra = GmvMax(
        "LIVE_GMV_MAX" if plan.live else "PRODUCT_GMV_MAX", plan.store_id, plan.store_authorized_bc_id or bc_id, _ROAS
    )
    for n, amount in enumerate(plan.boosts):
        session_id, item_id = make.id("19", *path, "session", n), make.id("75", *path, "boosted", n)
        session = Session(session_id, "CREATIVE_NO_BID", Budget(amount, daily=True), flight, item_id)
        record_delivery(session, flight.starts_at, _NO_TAIL)
        extra.sessions.append(session)
    return extra


def _adgroup(plan: PromotionPlan, make: _Maker, path: tuple[object, ...]) -> AdGroup:
    ads = [_ad(plan, make, (*path, n)) for n in range(1, plan.ads + 1)]
    return AdGroup(make.id("17", *path), sys.intern(f"Ad group {path[-1]}"), ads)


def _ad(plan: PromotionPlan, make: _Maker, path: tuple[object, ...]) -> Ad:
    ad = Ad(make.id("16", *path), sys.intern(f"Ad {path[-2]}.{path[-1]}"))
    if plan.creators:
        ad.display_name = plan.creators[int(str(path[-1])) % len(plan.creators) - 1]
        ad.identity_type = "AUTH_CODE"
        ad.identity_id = make.id("69", ad.display_name)
        ad.tiktok_item_id = make.id("75", *path)
    if plan.kind is Kind.SMART_PLUS:
        ad.materials = tuple(Material(make.id("18", *path, "material", n)) for n in range(2))
    return ad


def _names(plan: PromotionPlan) -> list[str]:
    words = [" ".join(choice) for choice in islice(product(*plan.variants), plan.count)] if plan.variants else []
    words += [str(n) for n in range(len(words) + 1, plan.count + 1)] if plan.count > 1 else [""]
    return [f"{plan.name} {word}".rstrip() for word in words[: plan.count]]


def _amounts(plan: PromotionPlan, make: _Maker) -> list[Decimal]:
    if plan.daily_budget:
        return [plan.daily_budget] * plan.count
    weights = [80 + make.number(41, plan.name, n, "weight") for n in range(plan.count)]
    steps = [plan.total_budget * part / sum(weights) // _STEP * _STEP for part in accumulate(weights)]
    bounds = [Decimal(0), *steps[:-1], plan.total_budget]
    return [upper - lower for lower, upper in pairwise(bounds)]


def _check(plan: PromotionPlan) -> None:
    if plan.starts_on >= plan.ends_on:
        raise ScenarioError(f"promotion {plan.name!r}: ends_on is not after starts_on; the last day is not part of it")
    if bool(plan.total_budget) == bool(plan.daily_budget):
        raise ScenarioError(f"promotion {plan.name!r}: give either total_budget or daily_budget")
    if plan.ids and len(plan.ids) != plan.count:
        raise ScenarioError(f"promotion {plan.name!r}: {len(plan.ids)} ids for {plan.count} campaigns")
    if bool(plan.creators) != (plan.kind is Kind.SPARK):
        raise ScenarioError(f"promotion {plan.name!r}: creators belong to kind spark, and spark needs some")
    if plan.status not in ("ENABLE", "DISABLE", DELETE):
        raise ScenarioError(f"promotion {plan.name!r}: status is one of ENABLE, DISABLE, DELETE")
    if plan.kind is not Kind.GMV_MAX and (plan.store_id or plan.boosts):
        raise ScenarioError(f"promotion {plan.name!r}: store_id and boosts belong to kind gmv_max")


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
