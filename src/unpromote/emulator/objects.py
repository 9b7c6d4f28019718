"""What stands in the emulated accounts: campaigns, ad groups and ads with their switches, and how to find them by id.

Only operation statuses are stored, as on the platform; what a parent's switch means for its children is worked out
when it is asked for (`statuses`), and so is the money spent (`spend`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction

ENABLE, DISABLE, DELETE = "ENABLE", "DISABLE", "DELETE"


class Kind(Enum):
    """How a campaign was bought and built, which decides what may be done to it."""

    AUCTION = "auction"
    SPARK = "spark"
    DEDICATED = "dedicated"
    PROMOTE = "promote"
    TOPVIEW = "topview"
    SMART_PLUS = "smart_plus"
    REACH_FREQUENCY = "reach_frequency"


class Level(Enum):
    """The three levels of an account; the value is how ids of the level are called."""

    CAMPAIGN = "campaign_id"
    ADGROUP = "adgroup_id"
    AD = "ad_id"

    @property
    def noun(self) -> str:
        """The level as parameters spell it: campaign, adgroup, ad."""
        return self.value.removesuffix("_id")


@dataclass
class Switch:
    """An operation status, and the one that reads still show while a change has not spread."""

    status: str = ENABLE
    before: str = ENABLE
    shown_from_at: datetime | None = None

    def turn(self, status: str, shown_from_at: datetime) -> None:
        """Change the status; reads show it from that instant on."""
        self.before, self.status, self.shown_from_at = self.status, status, shown_from_at

    def shown(self, now: datetime) -> str:
        """Return the status that a read sees."""
        return self.before if self.shown_from_at and now < self.shown_from_at else self.status


@dataclass(frozen=True)
class Flight:
    """When a campaign may run, from the first instant up to the last one, which is not part of it."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Budget:
    """Money a local day, or for the whole flight."""

    amount: Decimal
    daily: bool

    @property
    def mode(self) -> str:
        """The platform's word for it."""
        return "BUDGET_MODE_DAY" if self.daily else "BUDGET_MODE_TOTAL"


@dataclass(frozen=True)
class Segment:
    """From this instant on, up to the next segment, these ads share the campaign's spend."""

    starts_at: datetime
    shares: Mapping[str, Fraction]


@dataclass
class Ad:
    """One ad; a Spark ad carries the creator's identity and post."""

    ad_id: str
    name: str
    identity_type: str = ""
    identity_id: str = ""
    display_name: str = ""
    tiktok_item_id: str = ""
    switch: Switch = field(default_factory=Switch)


@dataclass
class AdGroup:
    """A campaign's ad group."""

    adgroup_id: str
    name: str
    ads: list[Ad]
    switch: Switch = field(default_factory=Switch)


@dataclass
class Campaign:
    """A campaign with everything below it and the history of who was delivering."""

    campaign_id: str
    advertiser_id: str
    name: str
    kind: Kind
    budget: Budget
    flight: Flight
    adgroups: list[AdGroup]
    skan4: bool = False
    switch: Switch = field(default_factory=Switch)
    delivery: list[Segment] = field(default_factory=list)


@dataclass(frozen=True)
class Account:
    """An advertiser account."""

    advertiser_id: str
    name: str
    currency: str
    digits: int
    zone: tzinfo
    timezone: str
    balance: Decimal
    campaigns: tuple[Campaign, ...]


@dataclass(frozen=True)
class App:
    """A developer app with its token and the accounts that the token opens."""

    app_id: str
    secret: str
    access_token: str
    advertiser_ids: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """An object together with its parents: a campaign, its ad group, its ad."""

    campaign: Campaign
    adgroup: AdGroup | None = None
    ad: Ad | None = None

    @property
    def level(self) -> Level:
        """The level of the object itself."""
        if self.ad:
            return Level.AD
        return Level.ADGROUP if self.adgroup else Level.CAMPAIGN

    @property
    def own(self) -> Campaign | AdGroup | Ad:
        """The object itself."""
        return self.ad or self.adgroup or self.campaign

    @property
    def id(self) -> str:
        """The object's own id."""
        return self.id_at(self.level)

    @property
    def parents(self) -> tuple[Campaign | AdGroup, ...]:
        """What stands above it, from the top."""
        if self.ad and self.adgroup:
            return self.campaign, self.adgroup
        return (self.campaign,) if self.adgroup else ()

    def id_at(self, level: Level) -> str:
        """Return the id of the object or of its parent at that level; "" below it."""
        if level is Level.CAMPAIGN:
            return self.campaign.campaign_id
        if level is Level.ADGROUP:
            return self.adgroup.adgroup_id if self.adgroup else ""
        return self.ad.ad_id if self.ad else ""


@dataclass(frozen=True)
class World:
    """All accounts and apps."""

    accounts: Mapping[str, Account]
    apps: tuple[App, ...]

    def app_of(self, access_token: str) -> App | None:
        """Return the app that the token belongs to."""
        return next((app for app in self.apps if app.access_token == access_token), None)


def lines(account: Account, level: Level) -> Iterator[Line]:
    """Walk all objects of an account at that level."""
    for campaign in account.campaigns:
        if level is Level.CAMPAIGN:
            yield Line(campaign)
            continue
        for adgroup in campaign.adgroups:
            if level is Level.ADGROUP:
                yield Line(campaign, adgroup)
            else:
                yield from (Line(campaign, adgroup, ad) for ad in adgroup.ads)
