"""What a scenario file may say of shops. Values only; `scenario` reads them and `shop_building` makes shops of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unpromote.emulator.shop_world import Offer


@dataclass(frozen=True)
class ActivityPlan:
    """Discounts that share a title, a kind and a time.

    Attributes:
        starts_on, ends_on: local days; the last one is not part of it; without it there is no end
        ids: activity ids in order; made up where there are none
        count: how many activities
        products: how many products each has; none means the whole shop
        immutable: whether nobody may edit or deactivate it
        draft: whether it was never put out
    """

    title: str
    offer: Offer
    starts_on: date
    ends_on: date | None = None
    ids: tuple[str, ...] = ()
    count: int = 1
    products: int = 0
    immutable: bool = False
    draft: bool = False


@dataclass(frozen=True)
class CouponPlan:
    """A coupon for shoppers."""

    title: str
    starts_on: date
    ends_on: date
    coupon_id: str = ""
    display_type: str = "REGULAR"
    percentage: str = "10"


@dataclass(frozen=True)
class TargetCollaborationPlan:
    """An offer to creators by name."""

    name: str
    creators: tuple[str, ...]
    starts_on: date
    ends_on: date
    collaboration_id: str = ""
    products: int = 1


@dataclass(frozen=True)
class OpenCollaborationPlan:
    """An offer of a product to every creator; `rate` in hundredths of a percent."""

    title: str
    starts_on: date
    ends_on: date
    product_id: str = ""
    rate: int = 1000
    creators: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShopPlan:
    """One shop; `cipher` is what calls name it by."""

    shop_id: str
    name: str
    timezone: str
    cipher: str
    region: str = "DE"
    code: str = ""
    activities: tuple[ActivityPlan, ...] = ()
    coupons: tuple[CouponPlan, ...] = ()
    target_collaborations: tuple[TargetCollaborationPlan, ...] = ()
    open_collaborations: tuple[OpenCollaborationPlan, ...] = ()


@dataclass(frozen=True)
class ShopAppPlan:
    """A partner app; without a list its token opens every shop."""

    app_key: str
    app_secret: str
    access_token: str
    shop_ids: tuple[str, ...] = ()
