"""What a scenario file may say: accounts, promotions, apps, Business Centers. Values only; `scenario` reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from unpromote.emulator.objects import Kind
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.shop_plans import ShopAppPlan, ShopPlan


class ScenarioError(ValueError):
    """A scenario that cannot be used; the text names the place and the mend."""


@dataclass(frozen=True)
class PromotionPlan:
    """Campaigns that share a name, a flight and a budget.

    Attributes:
        total_budget: for all campaigns together over the whole flight; or else
        daily_budget: for each campaign a day
        count: how many campaigns
        variants: words that tell the campaigns apart, combined list by list
        starts_on, ends_on: local days; the last one is not part of the flight
        ids: campaign ids in order; made up where there are none
        creators: handles whose posts the ads are (Spark)
        skan4: whether SKAN 4.0 attribution is on (Dedicated)
        status: operation status of the campaigns at the start
        comments: what people wrote under the first ad of each campaign
        boosts: daily budgets of the sessions beside each GMV Max campaign
        live: whether a GMV Max campaign is for live rooms instead of products
        store_id: the shop that a GMV Max campaign sells for
        store_authorized_bc_id: the Business Center that the campaign was made with; that of the shop without it
    """

    name: str
    starts_on: date
    ends_on: date
    kind: Kind = Kind.AUCTION
    total_budget: Decimal = Decimal(0)
    daily_budget: Decimal = Decimal(0)
    count: int = 1
    variants: tuple[tuple[str, ...], ...] = ()
    ids: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    ad_groups: int = 2
    ads: int = 2
    skan4: bool = False
    status: str = "ENABLE"
    comments: tuple[str, ...] = ()
    boosts: tuple[Decimal, ...] = ()
    live: bool = False
    store_id: str = ""
    store_authorized_bc_id: str = ""


@dataclass(frozen=True)
class StorePlan:
    """A TikTok Shop that an account may promote, and the Business Center that may use it."""

    store_id: str
    name: str
    bc_id: str


@dataclass(frozen=True)
class AccountPlan:
    """One advertiser account.

    Attributes:
        balance: its cash at the start
        grant: its vouchers at the start
        frozen: the part of the cash that cannot be moved
        deposit: what has to stay for delivery
        autopay: whether it is charged afterwards
        unfinished: whether a transfer of its money is still under way
        runs_dry: whether delivery stops once cash and vouchers are spent
        unpaid: open bills
    """

    advertiser_id: str
    name: str
    currency: str
    timezone: str
    promotions: tuple[PromotionPlan, ...]
    balance: Decimal = Decimal(100_000)
    grant: Decimal = Decimal(0)
    frozen: Decimal = Decimal(0)
    deposit: Decimal = Decimal(0)
    autopay: bool = False
    unfinished: bool = False
    runs_dry: bool = False
    unpaid: Decimal = Decimal(0)
    stores: tuple[StorePlan, ...] = ()


@dataclass(frozen=True)
class BusinessCenterPlan:
    """A Business Center and the accounts that it owns."""

    bc_id: str
    name: str
    currency: str
    timezone: str
    advertiser_ids: tuple[str, ...] = ()
    balance: Decimal = Decimal(0)
    grant: Decimal = Decimal(0)
    parent_bc_id: str = ""
    shares_balance: bool = False


@dataclass(frozen=True)
class AppPlan:
    """A developer app; without a list it opens every account. An auth_code can be exchanged for its token, once.

    With a creator's handle and business_id the token is the creator's, and opens their posts instead of accounts.
    """

    app_id: str
    secret: str
    access_token: str
    advertiser_ids: tuple[str, ...] = ()
    auth_code: str = ""
    creator: str = ""
    business_id: str = ""


@dataclass(frozen=True)
class Scenario:
    """All of it; latency_ms holds every answer back in real time."""

    starts_at: datetime
    accounts: tuple[AccountPlan, ...]
    apps: tuple[AppPlan, ...]
    quirks: Quirks = field(default_factory=Quirks)
    business_centers: tuple[BusinessCenterPlan, ...] = ()
    latency_ms: int = 0
    shops: tuple[ShopPlan, ...] = ()
    shop_apps: tuple[ShopAppPlan, ...] = ()
