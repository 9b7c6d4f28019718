"""From a scenario to the accounts it describes: ids, ad groups, ads, shares of a budget, all from the seed.

Every id is a hash of the seed and the object's path, so the same seed gives the same ids, and adding a campaign to a
scenario leaves the ids of the others alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from itertools import accumulate, islice, pairwise, product
from zoneinfo import ZoneInfo

from moneyed import get_currency

from unpromote.emulator.objects import (
    DELETE,
    Account,
    Ad,
    AdGroup,
    App,
    Budget,
    Campaign,
    Flight,
    Kind,
    Switch,
    World,
)
from unpromote.emulator.scenario import AccountPlan, PromotionPlan, Scenario, ScenarioError
from unpromote.emulator.spend import record_delivery

_STEP = Decimal(10)  # campaigns of one promotion get budgets in tens, as people set them
_NO_TAIL = timedelta(0)


def build_world(scenario: Scenario, seed: int) -> World:
    """Return the accounts and apps as they stand when the scenario starts; raise ScenarioError on a contradiction."""
    accounts = {plan.advertiser_id: _account(plan, _Maker(seed, plan)) for plan in scenario.accounts}
    apps = tuple(
        App(plan.app_id, plan.secret, plan.access_token, plan.advertiser_ids or tuple(accounts))
        for plan in scenario.apps
    )
    return World(accounts, apps)


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
    campaigns = [campaign for promotion in plan.promotions for campaign in _campaigns(promotion, make, zone)]
    return Account(
        advertiser_id=plan.advertiser_id,
        name=plan.name,
        currency=plan.currency,
        digits=len(str(get_currency(code=plan.currency).sub_unit)) - 1,
        zone=zone,
        timezone=plan.timezone,
        balance=plan.balance,
        campaigns=tuple(campaigns),
    )


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
            switch=Switch(plan.status, plan.status),
        )
        record_delivery(campaign, flight.starts_at, _NO_TAIL)
        yield campaign


def _adgroup(plan: PromotionPlan, make: _Maker, path: tuple[object, ...]) -> AdGroup:
    ads = [_ad(plan, make, (*path, n)) for n in range(1, plan.ads + 1)]
    return AdGroup(make.id("17", *path), f"Ad group {path[-1]}", ads)


def _ad(plan: PromotionPlan, make: _Maker, path: tuple[object, ...]) -> Ad:
    ad = Ad(make.id("16", *path), f"Ad {path[-2]}.{path[-1]}")
    if plan.creators:
        ad.display_name = plan.creators[int(str(path[-1])) % len(plan.creators) - 1]
        ad.identity_type = "AUTH_CODE"
        ad.identity_id = make.id("69", ad.display_name)
        ad.tiktok_item_id = make.id("75", *path)
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


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
