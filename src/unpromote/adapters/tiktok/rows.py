"""TikTok's rows as frozen values. What cannot be read is a failure of the other side, never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from unpromote.adapters.tiktok.calls import Reply
from unpromote.adapters.tiktok.sorts import Sort
from unpromote.domain.errors import OutsideFailed

MOMENT = "%Y-%m-%d %H:%M:%S"
WITHDRAWN = "WITHDRAW_ORDER"
NOT_WITHDRAWN = "TikTok did not take the order back: it delivers, is over, or is no booking"
DEDICATED = "IOS14_CAMPAIGN"
UPGRADED_SMART_PLUS = "UPGRADED_SMART_PLUS"
ADVERTISER_FIELDS = ("advertiser_id", "name", "status", "currency", "timezone")


@dataclass(frozen=True)
class Advertiser:
    """An account that the token opens."""

    advertiser_id: str
    name: str


@dataclass(frozen=True)
class AdvertiserInfo:
    """An account's particulars, in the order of `ADVERTISER_FIELDS`."""

    advertiser_id: str
    name: str
    status: str
    currency: str
    timezone: str


@dataclass(frozen=True)
class Seen:
    """An object as TikTok shows it. In TikTok's sandbox there is no secondary status.

    `reservation` is the sort of reservation, "" for an auction; `budget` is None where TikTok states none.
    `campaign_id` is that of the campaign it belongs to, or its own; `adgroup_id` an ad's, or an ad group's own;
    `post_id` is the creator's post that an ad shows.
    """

    id: str
    name: str
    operation_status: str
    secondary_status: str
    automation_type: str
    origin: str
    request_id: str
    log_id: str
    reservation: str = ""
    budget: Decimal | None = None
    budget_mode: str = ""
    campaign_id: str = ""
    adgroup_id: str = ""
    campaign_type: str = ""
    legacy_smart_plus: bool = False
    post_id: str = ""

    @property
    def is_dedicated(self) -> bool:
        """Tell whether it is a Dedicated campaign for iOS 14, which is not switched off without a consequence."""
        return self.campaign_type == DEDICATED

    @property
    def needs_own_endpoints(self) -> bool:
        """Tell whether it is Upgraded Smart+, which refuses the usual calls."""
        return self.automation_type == UPGRADED_SMART_PLUS


@dataclass(frozen=True)
class Boost:
    """A boost session of a GMV Max campaign: extra money a day; None where TikTok states no budget or end."""

    id: str
    campaign_id: str
    budget: Decimal | None
    request_id: str
    log_id: str
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Post:
    """A creator's post that the account may show in ads until `ends_at`; the status is TikTok's word."""

    item_id: str
    creator: str
    status: str
    ends_at: datetime
    request_id: str
    log_id: str


@dataclass(frozen=True)
class Switched:
    """What TikTok says it switched, and what it would not, with its words."""

    ids: tuple[str, ...]
    status: str
    refused: Mapping[str, str]
    request_id: str
    log_id: str


@dataclass(frozen=True)
class Spend:
    """Lifetime spend of an object as the report shows it, in the account's currency."""

    id: str
    amount: Decimal
    request_id: str
    log_id: str


@dataclass(frozen=True)
class Row:
    """An object out of a reply, together with the reply that vouches for it."""

    fields: Mapping[str, Any]
    reply: Reply

    def text(self, name: str, *, default: str | None = None) -> str:
        """Return a text; ids are text, so a number is refused rather than rounded."""
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            raise unreadable(name, self.reply)
        return value

    def number(self, name: str) -> Decimal | None:
        """Return a number as TikTok wrote its digits, None where it states none."""
        value = self.fields.get(name)
        return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None

    def inner(self, name: str) -> Row:
        """Return the object inside."""
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise unreadable(name, self.reply)
        return Row(value, self.reply)


def rows_of(reply: Reply, name: str = "list") -> tuple[Row, ...]:
    """Return the rows of a page."""
    if name not in reply.data:
        raise unreadable(name, reply)
    return listed(reply, name)


def stores_of(reply: Reply) -> tuple[str, ...]:
    """Return the ids of the shops that an account may promote."""
    return tuple(row.text("store_id") for row in listed(reply, "store_list"))


def boosts_of(reply: Reply) -> tuple[Boost, ...]:
    """Return the sessions of a list."""
    return tuple(
        Boost(row.text("session_id"), row.text("campaign_id"), _budget(row), reply.request_id, reply.log_id, _end(row))
        for row in listed(reply, "session_list")
    )


def _end(row: Row) -> datetime | None:
    return _moment(row, "schedule_end_time") if row.text("schedule_end_time", default="") else None


def _moment(row: Row, name: str) -> datetime:
    """Return an instant that TikTok writes in UTC."""
    try:
        return datetime.strptime(row.text(name), MOMENT).replace(tzinfo=UTC)
    except ValueError:
        raise unreadable(name, row.reply) from None


def read_post(row: Row) -> Post:
    """Return the authorized post of a row; its times are UTC."""
    allowed = row.inner("auth_info")
    ends_at = _moment(allowed, "auth_end_time")
    name, item = row.inner("user_info").text("tiktok_name"), row.inner("item_info").text("item_id")
    return Post(item, name, allowed.text("ad_auth_status"), ends_at, row.reply.request_id, row.reply.log_id)


def total_of(reply: Reply) -> int:
    """Return how many rows there are on all pages together."""
    total = Row(reply.data, reply).inner("page_info").fields.get("total_number")
    if not isinstance(total, int):
        raise unreadable("page_info.total_number", reply)
    return total


def read_seen(row: Row, sort: Sort) -> Seen:
    """Return the object of a row."""
    return Seen(
        id=row.text(sort.id_field),
        name=row.text(sort.name_field),
        operation_status=row.text("operation_status"),
        secondary_status=row.text("secondary_status", default=""),
        automation_type=row.text("campaign_automation_type", default=""),
        origin=row.text("campaign_system_origin", default=""),
        request_id=row.reply.request_id,
        log_id=row.reply.log_id,
        reservation=row.text("rf_campaign_type", default=""),
        budget=_budget(row),
        budget_mode=row.text("budget_mode", default=""),
        campaign_id=row.text("campaign_id", default=""),
        adgroup_id=row.text("adgroup_id", default=""),
        campaign_type=row.text("campaign_type", default=""),
        legacy_smart_plus=row.fields.get("is_smart_performance_campaign") is True,
        post_id=row.text("tiktok_item_id", default=""),
    )


def _budget(row: Row) -> Decimal | None:
    """Return the budget; zero is how TikTok writes that an object has none of its own."""
    stated = row.fields.get("budget")
    return Decimal(stated) if isinstance(stated, int | Decimal) and stated else None


def read_spend(row: Row, sort: Sort) -> Spend | None:
    """Return the spend of a report row; None where TikTok writes "-", which says nothing."""
    written = row.inner("metrics").text(sort.billed_as)
    if written == "-":
        return None
    try:
        amount = Decimal(written)
    except InvalidOperation:
        raise unreadable(sort.billed_as, row.reply) from None
    return Spend(row.inner("dimensions").text(sort.billed_by), amount, row.reply.request_id, row.reply.log_id)


def read_switched(reply: Reply, sort: Sort) -> Switched:
    """Return what a status update says it did: either a list of ids, or of objects, and what it refused."""
    if f"{sort.noun}_list" in reply.data and sort.ids_field not in reply.data:
        done = listed(reply, f"{sort.noun}_list")
        said = {row.text("status") for row in done}
        ids, status = [row.text(sort.id_field) for row in done], said.pop() if len(said) == 1 else ""
    else:
        ids, status = _texts(reply, sort.ids_field), Row(reply.data, reply).text("status")
    refused = {row.text(sort.id_field): row.text("error_message") for row in listed(reply, "error_list")}
    return Switched(tuple(ids), status, refused, reply.request_id, reply.log_id)


def read_withdrawn(reply: Reply, sort: Sort, asked: Sequence[str]) -> Switched:
    """Return what a cancellation says it took back: all that was asked for but what it names as failed, without why."""
    name = f"fail_{sort.ids_field}"
    failed = frozenset(_texts(reply, name) if name in reply.data else ())
    done = tuple(each for each in asked if each not in failed)
    return Switched(done, WITHDRAWN, dict.fromkeys(failed, NOT_WITHDRAWN), reply.request_id, reply.log_id)


def _texts(reply: Reply, name: str) -> list[str]:
    found = reply.data.get(name)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise unreadable(name, reply)
    return found


def listed(reply: Reply, name: str) -> tuple[Row, ...]:
    """Return the objects of a list in an answer; none where it is not there."""
    found = reply.data.get(name) or []
    if not isinstance(found, list) or not all(isinstance(fields, dict) for fields in found):
        raise unreadable(name, reply)
    return tuple(Row(fields, reply) for fields in found)


def unreadable(name: str, reply: Reply) -> OutsideFailed:
    """Return the failure that something in an answer has no known form."""
    return OutsideFailed(f"TikTok's answer has no readable {name}", permanent=True, reference=reply.reference)
