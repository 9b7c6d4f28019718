"""Comments below ads, ad group by ad group. TikTok has none of Promote, Upgraded Smart+ and what is sold in a shop.

Who wrote a comment is not read, and the names that it calls are left out: what was said is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from unpromote.adapters.calling import Refusal
from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.curves import windows
from unpromote.adapters.tiktok.rows import Row, unreadable
from unpromote.domain.cause_readings import without_handles
from unpromote.domain.causes import Remark

LIST = "comment/list"
ROWS_PER_PAGE = 100
HIDDEN, REPLY = "HIDDEN", "REPLY"
NOT_KNOWN_OF = ("promote", "smart_plus", "gmv_max", "gmv_session", "topview")


def read_remarks(
    client: TikTokClient, advertiser_id: str, adgroup_ids: Sequence[str], days: tuple[date, date]
) -> tuple[tuple[Remark, ...], tuple[str, ...]]:
    """Return the comments of these days, each once, and what TikTok would not tell, in its words.

    Raises:
        OutsideFailed: the comments of some ad group cannot be read now.
    """
    found: dict[str, Remark] = {}
    missing: list[str] = []
    for adgroup_id in adgroup_ids:
        try:
            for window in windows(*days):
                found |= {remark.id: remark for remark in _below(client, advertiser_id, adgroup_id, window)}
        except Refusal as refusal:
            if not refusal.permanent:
                raise
            missing.append(f"comments of ad group {adgroup_id} are not available: {refusal}")
    return tuple(found.values()), tuple(missing)


def _below(client: TikTokClient, advertiser_id: str, adgroup_id: str, days: tuple[date, date]) -> Iterator[Remark]:
    asked = {
        "advertiser_id": advertiser_id,
        "search_field": "ADGROUP_ID",
        "search_value": adgroup_id,
        "start_time": days[0].isoformat(),
        "end_time": days[1].isoformat(),
    }
    for row in client.pages(LIST, advertiser_id, asked, size=ROWS_PER_PAGE, name="comments"):
        yield Remark(
            id=row.text("comment_id"),
            adgroup_id=row.text("adgroup_id", default=adgroup_id),
            ad_id=row.text("ad_id", default=""),
            content=without_handles(row.text("content", default="")),
            likes=_count(row, "likes"),
            replies=_count(row, "replies"),
            hidden=row.text("comment_status", default="") == HIDDEN,
            is_reply=row.text("comment_type", default="") == REPLY,
            written_at=_instant(row, "create_time"),
            request_id=row.reply.request_id,
        )


def _count(row: Row, name: str) -> int:
    found = row.fields.get(name, 0)
    if not isinstance(found, int) or isinstance(found, bool):
        raise unreadable(name, row.reply)
    return found


def _instant(row: Row, name: str) -> datetime:
    """Return the time of a comment: seconds since 1970, or UTC in words; the documents do not say which."""
    found = row.fields.get(name)
    try:
        if isinstance(found, str) and not found.isdecimal():
            return datetime.strptime(found, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        return datetime.fromtimestamp(int(str(found)), UTC)
    except (ValueError, OverflowError, OSError):
        raise unreadable(name, row.reply) from None
