"""The few TikTok calls that a cancellation needs, typed and paged through.

TikTok hides things by default: deleted campaigns, boosted posts (Promote) and TopView. Every read here asks for all of
them, in as many passes as that takes, because a promotion that is overlooked goes on spending.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self, TypeVar

import httpx

from unpromote.adapters.tiktok.calls import TIMEOUT, Caller, Pace, Reply, unpaced
from unpromote.adapters.tiktok.rows import (
    ADVERTISER_FIELDS,
    Advertiser,
    AdvertiserInfo,
    Campaign,
    Row,
    Spend,
    Switched,
    read_campaign,
    read_spend,
    read_switched,
    rows_of,
    total_of,
)
from unpromote.domain.errors import BadInput, OutsideFailed

T = TypeVar("T")
Filters = Mapping[str, Sequence[str]]

MOST_IDS_PER_WRITE = 20
MOST_IDS_PER_READ = 100
ROWS_PER_PAGE = 1000
EVERY_STATUS = "STATUS_ALL"
PASSES: tuple[Filters, ...] = (
    MappingProxyType({}),
    MappingProxyType({"campaign_system_origins": ["PROMOTE"]}),
    MappingProxyType({"buying_types": ["RESERVATION_TOP_VIEW"]}),
)


class TikTokClient:
    """Talks to one base address with one token. Every method raises OutsideFailed; a context manager closes it."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        transport: httpx.BaseTransport | None = None,
        pace: Pace = unpaced,
        timeout: httpx.Timeout = TIMEOUT,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(
            base_url=base_url,
            headers={"Access-Token": token},
            transport=transport,
            timeout=timeout,
            mounts={"all://127.0.0.1": None},  # the emulator is never behind the machine's proxy
        )
        self._caller = Caller(self._http, pace=pace, wait=wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def advertisers(self, app_id: str, secret: str) -> tuple[Advertiser, ...]:
        """Return the accounts that the token opens."""
        reply = self._caller.read("oauth2/advertiser/get", "", {"app_id": app_id, "secret": secret})
        return tuple(Advertiser(row.text("advertiser_id"), row.text("advertiser_name")) for row in rows_of(reply))

    def advertiser_info(self, advertiser_ids: Sequence[str]) -> tuple[AdvertiserInfo, ...]:
        """Return the accounts' particulars."""
        found: list[AdvertiserInfo] = []
        for some in _chunks(advertiser_ids):
            params = {"advertiser_ids": some, "fields": ADVERTISER_FIELDS}
            reply = self._caller.read("advertiser/info", "", params)
            found += [AdvertiserInfo(*(row.text(name) for name in ADVERTISER_FIELDS)) for row in rows_of(reply)]
        return tuple(found)

    def campaigns(self, advertiser_id: str, campaign_ids: Sequence[str]) -> tuple[Campaign, ...]:
        """Return the campaigns with these ids, deleted ones too; those that TikTok does not know are missing."""
        return _in_passes(campaign_ids, lambda filters: self._campaigns_passing(advertiser_id, filters))

    def all_campaigns(self, advertiser_id: str) -> tuple[Campaign, ...]:
        """Return every campaign of the account: auction, Promote and TopView, deleted ones too."""
        found: dict[str, Campaign] = {}
        for special in PASSES:
            found |= self._campaigns_passing(advertiser_id, special)
        return tuple(found.values())

    def disable_campaigns(self, advertiser_id: str, campaign_ids: Sequence[str]) -> Switched:
        """Switch off 1 to 20 campaigns in one write, sent once; after OutsideFailed look whether it was done."""
        if not 1 <= len(campaign_ids) <= MOST_IDS_PER_WRITE:
            mend = f"write in batches of 1 to {MOST_IDS_PER_WRITE}"
            raise BadInput(f"{len(campaign_ids)} campaigns for one write", place="campaign_ids", mend=mend)
        body = {"advertiser_id": advertiser_id, "campaign_ids": list(campaign_ids), "operation_status": "DISABLE"}
        return read_switched(self._caller.write("campaign/status/update", advertiser_id, body))

    def lifetime_spend(self, advertiser_id: str, campaign_ids: Sequence[str]) -> tuple[Spend, ...]:
        """Return what the report shows; a campaign without a row has no known spend, which is not zero."""
        return _in_passes(campaign_ids, lambda filters: self._spend_passing(advertiser_id, filters))

    def _campaigns_passing(self, advertiser_id: str, filters: Filters) -> dict[str, Campaign]:
        filtering = {"primary_status": EVERY_STATUS, **filters}
        params = {"advertiser_id": advertiser_id, "filtering": filtering}
        found = (read_campaign(row) for row in self._pages("campaign/get", advertiser_id, params))
        return {campaign.campaign_id: campaign for campaign in found}

    def _spend_passing(self, advertiser_id: str, filters: Filters) -> dict[str, Spend]:
        params = {
            "advertiser_id": advertiser_id,
            "report_type": "BASIC",
            "data_level": "AUCTION_CAMPAIGN",
            "dimensions": ["campaign_id"],
            "metrics": ["spend"],
            "query_lifetime": True,
            "filtering": [_in_list(*named) for named in {"campaign_status": [EVERY_STATUS], **filters}.items()],
        }
        found = (read_spend(row) for row in self._pages("report/integrated/get", advertiser_id, params))
        return {spend.campaign_id: spend for spend in found if spend}

    def _pages(self, endpoint: str, advertiser_id: str, params: Mapping[str, Any]) -> Iterator[Row]:
        page, total = 1, 1
        while (page - 1) * ROWS_PER_PAGE < total:
            asked = {**params, "page": page, "page_size": ROWS_PER_PAGE}
            reply = self._caller.read(endpoint, advertiser_id, asked, check=_whole_page(page))
            page, total = page + 1, total_of(reply)
            yield from rows_of(reply)


def _in_passes(ids: Sequence[str], fetch: Callable[[Filters], dict[str, T]]) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for some in _chunks(ids):
        for special in PASSES:
            left = [campaign_id for campaign_id in some if campaign_id not in found]
            if left:
                found |= fetch({"campaign_ids": left, **special})
    return tuple(found[campaign_id] for campaign_id in dict.fromkeys(ids) if campaign_id in found)


def _whole_page(page: int) -> Callable[[Reply], None]:
    def check(reply: Reply) -> None:
        due = min(ROWS_PER_PAGE, total_of(reply) - (page - 1) * ROWS_PER_PAGE)
        rows = len(rows_of(reply))
        if rows < due:
            problem = f"TikTok's page {page} holds {rows} rows where its own count says {due}"
            raise OutsideFailed(problem, reference=reply.reference)

    return check


def _in_list(name: str, values: Sequence[str]) -> dict[str, str]:
    return {"field_name": name, "filter_type": "IN", "filter_value": json.dumps(list(values))}


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    once = list(dict.fromkeys(ids))
    return (once[start : start + MOST_IDS_PER_READ] for start in range(0, len(once), MOST_IDS_PER_READ))
