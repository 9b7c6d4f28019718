"""TikTok's rows as frozen values. What cannot be read is a failure of the other side, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from unpromote.adapters.tiktok.calls import Reply
from unpromote.domain.errors import OutsideFailed

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
class Campaign:
    """A campaign as TikTok shows it. In TikTok's sandbox there is no secondary status."""

    campaign_id: str
    name: str
    operation_status: str
    secondary_status: str
    automation_type: str
    origin: str
    request_id: str
    log_id: str

    @property
    def needs_own_endpoints(self) -> bool:
        """Tell whether it is Upgraded Smart+, which refuses the usual calls."""
        return self.automation_type == UPGRADED_SMART_PLUS


@dataclass(frozen=True)
class Switched:
    """What TikTok says it switched."""

    campaign_ids: tuple[str, ...]
    status: str
    request_id: str
    log_id: str


@dataclass(frozen=True)
class Spend:
    """Lifetime spend of a campaign as the report shows it, in the account's currency."""

    campaign_id: str
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

    def inner(self, name: str) -> Row:
        """Return the object inside."""
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise unreadable(name, self.reply)
        return Row(value, self.reply)


def rows_of(reply: Reply) -> tuple[Row, ...]:
    """Return the rows of a page."""
    found = reply.data.get("list")
    if not isinstance(found, list) or not all(isinstance(fields, dict) for fields in found):
        raise unreadable("list", reply)
    return tuple(Row(fields, reply) for fields in found)


def total_of(reply: Reply) -> int:
    """Return how many rows there are on all pages together."""
    total = Row(reply.data, reply).inner("page_info").fields.get("total_number")
    if not isinstance(total, int):
        raise unreadable("page_info.total_number", reply)
    return total


def read_campaign(row: Row) -> Campaign:
    """Return the campaign of a row."""
    return Campaign(
        campaign_id=row.text("campaign_id"),
        name=row.text("campaign_name"),
        operation_status=row.text("operation_status"),
        secondary_status=row.text("secondary_status", default=""),
        automation_type=row.text("campaign_automation_type", default=""),
        origin=row.text("campaign_system_origin", default=""),
        request_id=row.reply.request_id,
        log_id=row.reply.log_id,
    )


def read_spend(row: Row) -> Spend | None:
    """Return the spend of a report row; None where TikTok writes "-", which says nothing."""
    written = row.inner("metrics").text("spend")
    if written == "-":
        return None
    try:
        amount = Decimal(written)
    except InvalidOperation:
        raise unreadable("spend", row.reply) from None
    return Spend(row.inner("dimensions").text("campaign_id"), amount, row.reply.request_id, row.reply.log_id)


def read_switched(reply: Reply) -> Switched:
    """Return what a status update says it did."""
    ids = reply.data.get("campaign_ids")
    if not isinstance(ids, list) or not all(isinstance(campaign_id, str) for campaign_id in ids):
        raise unreadable("campaign_ids", reply)
    return Switched(tuple(ids), Row(reply.data, reply).text("status"), reply.request_id, reply.log_id)


def unreadable(name: str, reply: Reply) -> OutsideFailed:
    """Return the failure that something in an answer has no known form."""
    return OutsideFailed(f"TikTok's answer has no readable {name}", permanent=True, reference=reply.reference)
