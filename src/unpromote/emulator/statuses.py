"""What a read says about an object: its secondary status, worked out from its own switch, its parents' and the date.

A paused parent changes its children's secondary status only; their own operation status stays, so that switching the
parent on again brings them back. Where the object and its parent are both off, the documents do not say which reason
is named; here it is the parent's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from unpromote.emulator.objects import DELETE, DISABLE, Kind, Level, Line

_PREFIX: Mapping[Level, str] = MappingProxyType(
    {Level.CAMPAIGN: "CAMPAIGN_STATUS", Level.ADGROUP: "ADGROUP_STATUS", Level.AD: "AD_STATUS"}
)
_TIME_DONE: Mapping[Level, str] = MappingProxyType(
    {Level.ADGROUP: "ADGROUP_STATUS_TIME_DONE", Level.AD: "AD_STATUS_DONE"}
)
_PRIMARY_BY_ENDING: Mapping[str, str] = MappingProxyType(
    {
        "_DELETE": "STATUS_DELETE",
        "_DISABLE": "STATUS_DISABLE",
        "_AWAITING_RELEASE": "STATUS_DISABLE",
        "_DONE": "STATUS_TIME_DONE",
        "_RF_WITHDRAW_ORDER": "STATUS_RF_CLOSED",
        "_RF_TERMINATE": "STATUS_RF_CLOSED",
        "_DELIVERY_OK": "STATUS_DELIVERY_OK",
        "_STATUS_ENABLE": "STATUS_DELIVERY_OK",
    }
)
NOT_DELETED, ALL = "STATUS_NOT_DELETE", "STATUS_ALL"
PRIMARY_STATUSES = frozenset(
    {ALL, NOT_DELETED, "STATUS_NOT_DELIVERY", "STATUS_RF_CLOSED", "STATUS_FROZEN", *_PRIMARY_BY_ENDING.values()}
)


def secondary_status(line: Line, now: datetime, parents_at: datetime | None = None) -> str:
    """Return the secondary status that a read shows at that instant; its parents may be seen as they were earlier."""
    prefix = _PREFIX[line.level]
    reason = _switched_off(line, now, parents_at or now)
    if not reason.endswith(DELETE) and (ended := _ended(line)):
        return f"{prefix}_{ended}"
    if reason:
        released = line.level is Level.CAMPAIGN and line.campaign.kind is Kind.DEDICATED and reason == DISABLE
        return f"{prefix}_{'AWAITING_RELEASE' if released else reason}"
    if line.level is Level.CAMPAIGN:
        return f"{prefix}_ENABLE"
    booked = line.campaign.kind is Kind.REACH_FREQUENCY and line.level is Level.ADGROUP
    if now < line.campaign.flight.starts_at:
        return f"{prefix}_{'RF_SCHEDULE' if booked else 'NOT_START'}"
    if now >= line.campaign.flight.ends_at:
        return f"{prefix}_RF_TIME_DONE" if booked else _TIME_DONE[line.level]
    return f"{prefix}_{_held_up(line) or 'DELIVERY_OK'}"


def primary_status(secondary: str) -> str:
    """Return the coarse status that a filter asks for."""
    for ending, primary in _PRIMARY_BY_ENDING.items():
        if secondary.endswith(ending):
            return primary
    return "STATUS_NOT_DELIVERY"


def fits(secondary: str, wanted: str) -> bool:
    """Tell whether a status passes the primary status filter."""
    if wanted == ALL:
        return True
    primary = primary_status(secondary)
    return primary != "STATUS_DELETE" if wanted == NOT_DELETED else primary == wanted


def deleted(line: Line, now: datetime) -> bool:
    """Tell whether reads leave the object out unless deleted ones are asked for."""
    return line.own.switch.shown(now) == DELETE or any(parent.switch.shown(now) == DELETE for parent in line.parents)


def _ended(line: Line) -> str:
    """Return how an order ended or an authorization got lost; "" where neither happened."""
    if line.ad and line.ad.lost:
        return line.ad.lost
    closed = line.adgroup.closed if line.adgroup else ""
    if closed and line.ad:
        return "PROMOTE_ADGROUP_CLOSED" if line.campaign.kind is Kind.PROMOTE else "ADGROUP_DISABLE"
    return closed


def _held_up(line: Line) -> str:
    """Return what keeps an ad, or ads of an ad group, from running though all is on; "" where nothing does."""
    rejected = _rejected(line)
    return "BALANCE_EXCEED" if line.campaign.dry and rejected != "AUDIT_DENY" else rejected


def _rejected(line: Line) -> str:
    """Return how far the review keeps an ad, or some or all ads of an ad group, from running; "" where it does not."""
    if line.ad:
        return "AUDIT_DENY" if line.ad.rejected else ""
    ads = line.adgroup.ads if line.adgroup else []
    if not any(ad.rejected for ad in ads):
        return ""
    return "AUDIT_DENY" if all(ad.rejected for ad in ads) else "PARTIAL_AUDIT_DELIVERY_OK"


def _switched_off(line: Line, now: datetime, parents_at: datetime) -> str:
    own = line.own.switch.shown(now)
    if own == DELETE:
        return DELETE
    for wanted in (DELETE, DISABLE):
        for parent, noun in zip(line.parents, ("CAMPAIGN", "ADGROUP"), strict=False):
            if parent.switch.shown(parents_at) == wanted:
                return f"{noun}_{wanted}"
    return DISABLE if own == DISABLE else ""
