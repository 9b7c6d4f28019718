"""From a scenario to the shops it describes: every id that the scenario leaves open follows from the seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from unpromote.emulator.objects import Switch
from unpromote.emulator.shop_plans import ActivityPlan, ShopAppPlan, ShopPlan
from unpromote.emulator.shop_world import (
    BY_TIME,
    DRAFT,
    NORMAL,
    Activity,
    Coupon,
    OpenCollaboration,
    Shop,
    ShopApp,
    TargetCollaboration,
)


class _Maker:
    """Makes the ids and instants of one shop."""

    def __init__(self, seed: int, plan: ShopPlan) -> None:
        self._seed, self._shop_id, self._zone = seed, plan.shop_id, ZoneInfo(plan.timezone)

    def id(self, *path: object) -> str:
        """Return an id of 19 digits that follows from the seed and the path alone."""
        text = "/".join(str(part) for part in (self._seed, self._shop_id, *path))
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()) % 10**17
        return f"17{number:017d}"

    def at(self, day: date) -> datetime:
        """Return the shop's midnight on that day."""
        return datetime(day.year, day.month, day.day, tzinfo=self._zone)


def build_shops(plans: Sequence[ShopPlan], seed: int) -> dict[str, Shop]:
    """Return the shops as they stand when the scenario starts."""
    return {plan.shop_id: _shop(plan, _Maker(seed, plan)) for plan in plans}


def build_shop_apps(plans: Sequence[ShopAppPlan], shops: Sequence[str]) -> tuple[ShopApp, ...]:
    """Return the partner apps."""
    return tuple(
        ShopApp(plan.app_key, plan.app_secret, plan.access_token, plan.shop_ids or tuple(shops)) for plan in plans
    )


def _shop(plan: ShopPlan, make: _Maker) -> Shop:
    return Shop(
        shop_id=plan.shop_id,
        name=plan.name,
        region=plan.region,
        code=plan.code or f"{plan.region}{plan.shop_id[-8:]}",
        cipher=plan.cipher,
        zone=ZoneInfo(plan.timezone),
        activities={each.activity_id: each for some in plan.activities for each in _activities(some, make)},
        coupons={each.coupon_id: each for each in _coupons(plan, make)},
        targets={each.collaboration_id: each for each in _targets(plan, make)},
        offers={each.product_id: each for each in _offers(plan, make)},
    )


def _activities(plan: ActivityPlan, make: _Maker) -> Iterator[Activity]:
    starts_at = make.at(plan.starts_on)
    for n in range(plan.count):
        path = (plan.title, n)
        yield Activity(
            activity_id=plan.ids[n] if n < len(plan.ids) else make.id("activity", *path),
            title=plan.title if plan.count == 1 else f"{plan.title} {n + 1}",
            offer=plan.offer,
            starts_at=starts_at,
            ends_at=make.at(plan.ends_on) if plan.ends_on else None,
            product_ids=[make.id("product", *path, product) for product in range(plan.products)],
            immutable=plan.immutable,
            made_at=starts_at,
            updated_at=starts_at,
            switch=Switch(DRAFT if plan.draft else BY_TIME),
        )


def _coupons(plan: ShopPlan, make: _Maker) -> Iterator[Coupon]:
    for coupon in plan.coupons:
        yield Coupon(
            coupon_id=coupon.coupon_id or make.id("coupon", coupon.title),
            title=coupon.title,
            display_type=coupon.display_type,
            starts_at=make.at(coupon.starts_on),
            ends_at=make.at(coupon.ends_on),
            percentage=coupon.percentage,
            switch=Switch(BY_TIME),
            updated_at=make.at(coupon.starts_on),
        )


def _targets(plan: ShopPlan, make: _Maker) -> Iterator[TargetCollaboration]:
    for target in plan.target_collaborations:
        yield TargetCollaboration(
            collaboration_id=target.collaboration_id or make.id("target", target.name),
            name=target.name,
            creators=target.creators,
            product_ids=tuple(make.id("product", target.name, product) for product in range(target.products)),
            starts_at=make.at(target.starts_on),
            ends_at=make.at(target.ends_on),
        )


def _offers(plan: ShopPlan, make: _Maker) -> Iterator[OpenCollaboration]:
    for offer in plan.open_collaborations:
        yield OpenCollaboration(
            collaboration_id=make.id("open", offer.title),
            product_id=offer.product_id or make.id("product", offer.title),
            title=offer.title,
            rate=offer.rate,
            starts_at=make.at(offer.starts_on),
            ends_at=make.at(offer.ends_on),
            creators=list(offer.creators),
            switch=Switch(NORMAL),
        )
