"""What objects have spent, from the report that tells it of their sort.

The usual report knows a whole life. GMV Max's own report knows days, at most 365 a call, and shops that have to be
named: from it comes what was spent since the first of January of last year in the account's zone. That is less than
the lifetime for what is older, but its start stands still, so that one read compares with the next; where the year
turns between two reads the figure may fall, never grow. A year is cut where 365 days are over, leap years as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.rows import AdvertiserInfo, Spend
from unpromote.adapters.tiktok.sorts import SALES_REPORT, Sort
from unpromote.domain.checks import zone_named

MOST_DAYS = timedelta(days=365)
A_DAY = timedelta(days=1)


def spent(
    client: TikTokClient, sort: Sort, account: AdvertiserInfo, ids: Sequence[str], at: datetime
) -> tuple[Spend, ...]:
    """Return what each object has spent until `at`; one without a row has no known spend, which is not zero.

    Raises:
        OutsideFailed: a report, or the list of shops, cannot be read.
    """
    if sort.billed_at != SALES_REPORT:
        return client.lifetime_spend(sort, account.advertiser_id, ids)
    in_shops = replace(sort, passes=tuple({"store_ids": [one]} for one in client.stores(account.advertiser_id)))
    zone = zone_named(account.timezone, place="TikTok account time zone")
    found: dict[str, Spend] = {}
    for days in windows(at.astimezone(zone).date()):
        for one in client.spend_between(in_shops, account.advertiser_id, ids, days):
            earlier = found[one.id].amount if one.id in found else 0
            found[one.id] = replace(one, amount=one.amount + earlier)
    return tuple(found[one] for one in dict.fromkeys(ids) if one in found)


def windows(today: date) -> Iterator[tuple[date, date]]:
    """Yield first and last days, at most 365 from one to the other, from last year's first day until today."""
    first = date(today.year - 1, 1, 1)
    while first <= today:
        last = min(first + MOST_DAYS - A_DAY, today)
        yield first, last
        first = last + A_DAY
