"""What is promoted: campaigns, ad groups, ads, boost sessions and their switches.

Only operation statuses are stored, as on the platform; what a parent's switch means for its children is worked out
when it is asked for (`statuses`), and so is the money spent (`spend`). The classes have slots: a hundred thousand
campaigns stand in memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum

ENABLE, DISABLE, DELETE, FROZEN = "ENABLE", "DISABLE", "DELETE", "FROZEN"


class Kind(Enum):
    """How a campaign was bought and built, which decides what may be done to it."""

    AUCTION = "auction"
    SPARK = "spark"
    DEDICATED = "dedicated"
    PROMOTE = "promote"
    TOPVIEW = "topview"
    SMART_PLUS = "smart_plus"
    LEGACY_SMART_PLUS = "legacy_smart_plus"
    GMV_MAX = "gmv_max"
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


@dataclass(slots=True)
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


@dataclass(frozen=True, slots=True)
class Flight:
    """When a campaign may run, from the first instant up to the last one, which is not part of it."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Budget:
    """Money a local day, or for the whole flight."""

    amount: Decimal
    daily: bool

    @property
    def mode(self) -> str:
        """The platform's word for it."""
        return "BUDGET_MODE_DAY" if self.daily else "BUDGET_MODE_TOTAL"


@dataclass(frozen=True, slots=True)
class Segment:
    """From this instant on, up to the next segment, these ads share the budget evenly."""

    starts_at: datetime
    ad_ids: tuple[str, ...]
    budget: Budget


@dataclass(slots=True)
class Material:
    """One creative of an Upgraded Smart+ ad."""

    material_id: str
    status: str = ENABLE


@dataclass(frozen=True, slots=True)
class Rejection:
    """What the platform's review found wrong with an ad, and when."""

    at: datetime
    reason: str
    suggestion: str = ""


@dataclass(slots=True)
class Ad:
    """One ad; a Spark ad carries the creator's identity and post.

    Attributes:
        lost: why it may no longer run although it is on, such as CREATOR_AUTHORIZATION_REVOKED
        rejected: what the review found wrong with it, if it was rejected
    """

    ad_id: str
    name: str
    identity_type: str = ""
    identity_id: str = ""
    display_name: str = ""
    tiktok_item_id: str = ""
    materials: tuple[Material, ...] = ()
    lost: str = ""
    rejected: Rejection | None = None
    switch: Switch = field(default_factory=Switch)

    @property
    def runs(self) -> bool:
        """Whether it delivers where its parents do."""
        shown = not self.materials or any(material.status == ENABLE for material in self.materials)
        return self.switch.status == ENABLE and not self.lost and not self.rejected and shown


@dataclass(slots=True)
class AdGroup:
    """A campaign's ad group.

    Attributes:
        closed: how an order ended for good, such as RF_WITHDRAW_ORDER
    """

    adgroup_id: str
    name: str
    ads: list[Ad]
    closed: str = ""
    switch: Switch = field(default_factory=Switch)


@dataclass(slots=True)
class Session:
    """Extra money on top of a GMV Max campaign: for a product (NO_BID) or for a video (CREATIVE_NO_BID)."""

    session_id: str
    bid_type: str
    budget: Budget
    flight: Flight
    item_id: str = ""
    spu_ids: tuple[str, ...] = ()
    ended: bool = False
    delivery: list[Segment] = field(default_factory=list)
    dry: bool = False

    @property
    def delivering(self) -> tuple[str, ...]:
        """The session itself, as long as nobody ends it and there is money."""
        return () if self.ended or self.dry else (self.session_id,)


@dataclass(slots=True)
class GmvMax:
    """What a GMV Max campaign has beside its budget.

    Attributes:
        removed: from when on each removed post is gone
        protected: whether ROI protection is still in effect
    """

    promotion_type: str
    store_id: str
    store_authorized_bc_id: str
    roas_bid: Decimal
    sessions: list[Session] = field(default_factory=list)
    removed: dict[str, datetime] = field(default_factory=dict)
    protected: bool = True


@dataclass(slots=True)
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
    gmv_max: GmvMax | None = None
    switch: Switch = field(default_factory=Switch)
    delivery: list[Segment] = field(default_factory=list)
    dry: bool = False

    @property
    def delivering(self) -> tuple[str, ...]:
        """The ads that are on together with all their parents, as long as there is money."""
        if self.dry or self.switch.status != ENABLE:
            return ()
        on = (adgroup for adgroup in self.adgroups if adgroup.switch.status == ENABLE and not adgroup.closed)
        return tuple(ad.ad_id for adgroup in on for ad in adgroup.ads if ad.runs)


@dataclass(frozen=True, slots=True)
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
