"""What stands in a TikTok Shop: discount activities, coupons, affiliate collaborations, talks with creators.

What time does to them is worked out when it is asked for; only what somebody did is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import Enum

from unpromote.emulator.objects import Switch

BY_TIME = ""
DRAFT, NOT_START, ONGOING, EXPIRED = "DRAFT", "NOT_START", "ONGOING", "EXPIRED"
DEACTIVATED, NOT_EFFECTIVE = "DEACTIVATED", "NOT_EFFECTIVE"
VALID, CANCELING, COMPLETED = "VALID", "CANCELING", "COMPLETED"
NORMAL, TERMINATING = "NORMAL", "TERMINATING"


class Offer(Enum):
    """What a discount activity gives."""

    FIXED_PRICE = "FIXED_PRICE"
    DIRECT_DISCOUNT = "DIRECT_DISCOUNT"
    FLASHSALE = "FLASHSALE"
    SHIPPING_DISCOUNT = "SHIPPING_DISCOUNT"
    BUY_MORE_SAVE_MORE = "BUY_MORE_SAVE_MORE"
    BUY_X_GET_Y = "BUY_X_GET_Y"
    GIFT_WITH_PURCHASE = "GIFT_WITH_PURCHASE"


def _status(switch: Switch, now: datetime, starts_at: datetime, ends_at: datetime | None) -> str:
    set_by_hand = switch.shown(now)
    if set_by_hand != BY_TIME:
        return set_by_hand
    if now < starts_at:
        return NOT_START
    return ONGOING if ends_at is None or now < ends_at else EXPIRED


@dataclass(slots=True)
class Activity:
    """A discount; without an end it runs for ever. `switch` is empty as long as time alone says how it stands."""

    activity_id: str
    title: str
    offer: Offer
    starts_at: datetime
    ends_at: datetime | None
    product_ids: list[str]
    immutable: bool
    made_at: datetime
    updated_at: datetime
    switch: Switch

    def status(self, now: datetime) -> str:
        """Return the status that a read sees."""
        return _status(self.switch, now, self.starts_at, self.ends_at)

    def true_status(self, now: datetime) -> str:
        """Return how it really stands."""
        return _status(Switch(self.switch.status), now, self.starts_at, self.ends_at)

    def over_since(self, now: datetime) -> datetime | None:
        """Return when it expired or was deactivated; None while it can run."""
        if self.switch.status == DEACTIVATED:
            return self.updated_at
        return self.ends_at if self.true_status(now) == EXPIRED else None

    def turn(self, status: str, now: datetime, shown_from_at: datetime) -> None:
        """Set how it stands; reads show it from that instant on."""
        self.switch.turn(status, shown_from_at)
        self.updated_at = now


@dataclass(slots=True)
class Coupon:
    """A coupon; `switch` as of an activity."""

    coupon_id: str
    title: str
    display_type: str
    starts_at: datetime
    ends_at: datetime
    percentage: str
    switch: Switch
    updated_at: datetime

    def status(self, now: datetime) -> str:
        """Return the status that a read sees."""
        return _status(self.switch, now, self.starts_at, self.ends_at)


@dataclass(slots=True)
class TargetCollaboration:
    """An offer to creators by name. `removed_at` is when the seller removed it, `gone_at` when that takes effect."""

    collaboration_id: str
    name: str
    creators: tuple[str, ...]
    product_ids: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    removed_at: datetime | None = None
    gone_at: datetime | None = None

    def status(self, now: datetime) -> str:
        """Return VALID, CANCELING or COMPLETED."""
        if now >= self.ends_at or (self.gone_at and now >= self.gone_at):
            return COMPLETED
        return CANCELING if self.removed_at else VALID


@dataclass(slots=True)
class OpenCollaboration:
    """An offer of one product to every creator. `gone_at` is when its removal takes effect."""

    collaboration_id: str
    product_id: str
    title: str
    rate: int
    starts_at: datetime
    ends_at: datetime
    creators: list[str]
    switch: Switch
    gone_at: datetime | None = None

    def status(self, now: datetime) -> str:
        """Return the status that a read sees; "" once it is gone, and is listed no more."""
        if self.gone_at and now >= self.gone_at:
            return ""
        return self.switch.shown(now)

    def true_status(self, now: datetime) -> str:
        """Return how it really stands."""
        return "" if self.gone_at and now >= self.gone_at else self.switch.status


@dataclass(frozen=True)
class Message:
    """What somebody wrote; `content` is JSON as text."""

    message_id: str
    kind: str
    content: str
    sender: str
    at: datetime


@dataclass(slots=True)
class Conversation:
    """A talk with one creator, oldest message first; `unread` counts what the shop has not seen."""

    conversation_id: str
    creator: str
    messages: list[Message] = field(default_factory=list)
    unread: int = 0


@dataclass(slots=True)
class Shop:
    """One shop and all that it promotes."""

    shop_id: str
    name: str
    region: str
    code: str
    cipher: str
    zone: tzinfo
    activities: dict[str, Activity] = field(default_factory=dict)
    coupons: dict[str, Coupon] = field(default_factory=dict)
    targets: dict[str, TargetCollaboration] = field(default_factory=dict)
    offers: dict[str, OpenCollaboration] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)

    def next_day(self, now: datetime) -> datetime:
        """Return the shop's next midnight, when a removed open collaboration ends."""
        day = now.astimezone(self.zone).date() + timedelta(days=1)
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)


@dataclass(frozen=True)
class ShopApp:
    """A partner app with its token and the shops that the token opens."""

    app_key: str
    app_secret: str
    access_token: str
    shop_ids: tuple[str, ...]
