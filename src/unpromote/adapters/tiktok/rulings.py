"""What TikTok decided about accounts, campaigns, ad groups and ads: their statuses, and what its review says of them.

A status shows a rejection only while nothing else keeps the object from running, so the review is asked about every ad
group. Source: business-api.tiktok.com/portal/docs?id=1740554277061634 (review of ad groups, twenty a call; it tells
when an ad group was rejected, never when an ad was).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from unpromote.adapters.calling import Refusal
from unpromote.adapters.endpoints import read_from
from unpromote.adapters.tiktok.calls import Reply
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.rows import AdvertiserInfo, Row, Seen, unreadable
from unpromote.domain.causes import Ruling

REVIEW = "adgroup/review_info"
DENIED = ("AUDIT_DENY", "ACCOUNT_PUNISH", "AD_NOT_APPROVED", "OFFLINE_AUDIT")
LIMITED = ("STATUS_LIMIT", "STATUS_CONFIRM_FAIL", "STATUS_CONFIRM_FAIL_END")
NOT_ALL = ("PART_AVAILABLE", "UNAVAILABLE")
NOUNS: Mapping[str, str] = {"campaign": "campaign", "adgroup": "ad group", "ad": "ad"}


def of_account(info: AdvertiserInfo) -> Iterator[Ruling]:
    """Give the ruling on an account, if there is one; the API tells no reason of it."""
    if info.status in LIMITED:
        yield Ruling("account", info.advertiser_id, info.name, info.status)


def of_statuses(noun: str, seen: Sequence[Seen]) -> Iterator[Ruling]:
    """Give the rulings that objects' own statuses show."""
    for one in seen:
        if any(part in one.secondary_status for part in DENIED):
            yield Ruling(NOUNS[noun], one.id, one.name, one.secondary_status, request_id=one.request_id)


def of_review(
    client: TikTokClient, advertiser_id: str, names: Mapping[str, str]
) -> tuple[tuple[Ruling, ...], tuple[str, ...]]:
    """Return what the review says of ad groups and the ads in them, and what it would not tell; `names` by their ids.

    Raises:
        OutsideFailed: the review cannot be read now.
    """
    found: list[Ruling] = []
    missing: list[str] = []
    ids, most = list(names), read_from(REVIEW).most_ids
    for start in range(0, len(ids), most):
        some = ids[start : start + most]
        try:
            reply = client.read(REVIEW, advertiser_id, {"advertiser_id": advertiser_id, "adgroup_ids": some})
        except Refusal as refusal:
            if not refusal.permanent:
                raise
            missing.append(f"the review of {len(some)} ad groups is not available: {refusal}")
        else:
            found += _rulings(reply, names)
    return tuple(found), tuple(missing)


def _rulings(reply: Reply, names: Mapping[str, str]) -> Iterator[Ruling]:
    for adgroup_id, row in _map(reply.data, "ad_group_review_map", reply).items():
        yield from _ruling("ad group", adgroup_id, Row(row, reply), names)
    for inner in _map(reply.data, "ad_review_map", reply).values():
        for ad_id, row in inner.items():
            yield from _ruling("ad", ad_id, Row(row, reply), names)


def _ruling(level: str, external_id: str, row: Row, names: Mapping[str, str]) -> Iterator[Ruling]:
    status = row.text("review_status", default="")
    if status not in NOT_ALL:
        return
    rejections = [Row(one, row.reply) for one in row.fields.get("reject_info") or () if isinstance(one, dict)]
    reasons = [str(reason).strip() for one in rejections for reason in one.fields.get("reasons") or ()]
    suggestions = [text for one in rejections if (text := one.fields.get("suggestion"))]
    yield Ruling(
        level=level,
        external_id=external_id,
        name=names.get(external_id, ""),
        status=status,
        reasons=tuple(dict.fromkeys(reasons)),
        suggestion="; ".join(dict.fromkeys(map(str, suggestions))),
        appeal=str(row.fields.get("appeal_status") or ""),
        decided_at=_audited(row),
        request_id=row.reply.request_id,
    )


def _audited(row: Row) -> datetime | None:
    written = row.fields.get("last_audit_time")
    if not written:
        return None
    try:
        return datetime.strptime(str(written), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise unreadable("last_audit_time", row.reply) from None


def _map(data: Mapping[str, Any], name: str, reply: Reply) -> Mapping[str, Mapping[str, Any]]:
    found = data.get(name) or {}
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise unreadable(name, reply)
    return found
