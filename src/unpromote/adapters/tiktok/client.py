"""The few TikTok calls that a cancellation needs, typed and paged through.

What tells one sort of object from another stands in `sorts`. After a write that got no answer, or one that says
nothing, the caller looks whether it was done: no write is sent twice from here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import httpx

from unpromote.adapters.calling import TIMEOUT, Line, Pace
from unpromote.adapters.endpoints import read_from, written_to
from unpromote.adapters.tiktok.calls import Caller, Reply
from unpromote.adapters.tiktok.rows import (
    ADVERTISER_FIELDS,
    Advertiser,
    AdvertiserInfo,
    Boost,
    Post,
    Row,
    Seen,
    Spend,
    Switched,
    boosts_of,
    read_post,
    read_seen,
    read_spend,
    read_switched,
    read_withdrawn,
    rows_of,
    stores_of,
    total_of,
)
from unpromote.adapters.tiktok.sorts import EVERY_STATUS, Filters, Sort, every, in_list, with_ids
from unpromote.domain.errors import BadInput, OutsideFailed

T = TypeVar("T")

ROWS_OF_A_CENTER = 50


class TikTokClient(Line):
    """Talks to one base address with one token. Every method raises OutsideFailed; a context manager closes it."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        transport: httpx.BaseTransport | None = None,
        pace: Pace | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(base_url, headers={"Access-Token": token}, transport=transport, timeout=timeout)
        self._caller = Caller(self._http, pace=pace, wait=wait)

    def advertisers(self, app_id: str, secret: str) -> tuple[Advertiser, ...]:
        """Return the accounts that the token opens."""
        reply = self._caller.read("oauth2/advertiser/get", "", {"app_id": app_id, "secret": secret})
        return tuple(Advertiser(row.text("advertiser_id"), row.text("advertiser_name")) for row in rows_of(reply))

    def advertiser_info(self, advertiser_ids: Sequence[str]) -> tuple[AdvertiserInfo, ...]:
        """Return the accounts' particulars."""
        found: list[AdvertiserInfo] = []
        for some in _chunks("advertiser/info", advertiser_ids):
            params = {"advertiser_ids": some, "fields": ADVERTISER_FIELDS}
            reply = self._caller.read("advertiser/info", "", params)
            found += [AdvertiserInfo(*(row.text(name) for name in ADVERTISER_FIELDS)) for row in rows_of(reply)]
        return tuple(found)

    def named(self, sort: Sort, advertiser_id: str, ids: Sequence[str]) -> tuple[Seen, ...]:
        """Return the objects with these ids, deleted ones too; those that TikTok does not know are missing."""

        def fetch(some: Sequence[str], only: Filters) -> dict[str, Seen]:
            return self._passing(sort, advertiser_id, with_ids(sort, some, only))

        return _in_passes(sort, sort.read_at, ids, fetch)

    def below(
        self, sort: Sort, advertiser_id: str, parent_ids: Sequence[str], *, within: str = "campaign_ids"
    ) -> tuple[Seen, ...]:
        """Return the objects of the sort in these campaigns (or ad groups), hidden and deleted ones too."""
        found: dict[str, Seen] = {}
        for some in _chunks(sort.read_at, parent_ids):
            for only in sort.passes:
                found |= self._passing(sort, advertiser_id, {within: some, **every(only)})
        return tuple(found.values())

    def all(self, sort: Sort, advertiser_id: str) -> tuple[Seen, ...]:
        """Return every object of the sort in the account, hidden and deleted ones too."""
        found: dict[str, Seen] = {}
        for only in sort.passes:
            found |= self._passing(sort, advertiser_id, every(only))
        return tuple(found.values())

    def switch_off(
        self, sort: Sort, endpoint: str, advertiser_id: str, ids: Sequence[str], window: str = ""
    ) -> Switched:
        """Switch off 1 to 20 objects in one write, sent once; after OutsideFailed look whether it was done.

        `window` is the postback window of Dedicated campaigns; TikTok refuses it for any other, and without SKAN 4.
        """
        chosen = {"postback_window_mode": window} if window else {}
        return self._switch(sort, endpoint, advertiser_id, ids, operation_status="DISABLE", **chosen)

    def switch_on(self, sort: Sort, endpoint: str, advertiser_id: str, ids: Sequence[str]) -> Switched:
        """Switch 1 to 20 objects on again, as `switch_off`."""
        return self._switch(sort, endpoint, advertiser_id, ids, operation_status="ENABLE")

    def withdraw(self, sort: Sort, endpoint: str, advertiser_id: str, ids: Sequence[str]) -> Switched:
        """Take 1 to 20 orders back for good, as `switch_off`."""
        _must_fit_one_write(sort, endpoint, ids)
        body = {"advertiser_id": advertiser_id, sort.ids_field: list(ids)}
        return read_withdrawn(self._caller.write(endpoint, advertiser_id, body), sort, ids)

    def lifetime_spend(self, sort: Sort, advertiser_id: str, ids: Sequence[str]) -> tuple[Spend, ...]:
        """Return what the report shows; an object without a row has no known spend, which is not zero."""

        def fetch(some: Sequence[str], only: Filters) -> dict[str, Spend]:
            return self._spend_passing(sort, advertiser_id, {f"{sort.billed_by}s": some, **only})

        return _in_passes(sort, sort.billed_at, ids, fetch)

    def stores(self, advertiser_id: str) -> tuple[str, ...]:
        """Return the ids of the shops that the account may promote."""
        return stores_of(self._caller.read("gmv_max/store/list", advertiser_id, {"advertiser_id": advertiser_id}))

    def boosts(self, advertiser_id: str, campaign_id: str) -> tuple[Boost, ...]:
        """Return the boost sessions of a GMV Max campaign that have not ended."""
        params = {"advertiser_id": advertiser_id, "campaign_id": campaign_id}
        return boosts_of(self._caller.read("campaign/gmv_max/session/list", advertiser_id, params))

    def sessions(self, advertiser_id: str, ids: Sequence[str]) -> tuple[tuple[Boost, ...], Reply]:
        """Return the boost sessions with up to 20 ids, and the answer; those that were deleted are missing."""
        asked = {"advertiser_id": advertiser_id, "session_ids": list(ids)}
        reply = self._caller.read("campaign/gmv_max/session/get", advertiser_id, asked)
        return boosts_of(reply), reply

    def posts(self, advertiser_id: str) -> tuple[Post, ...]:
        """Return the creators' posts that the account may show in ads, or could until lately."""
        rows = self.pages("tt_video/list", advertiser_id, {"advertiser_id": advertiser_id}, size=ROWS_OF_A_CENTER)
        return tuple({post.item_id: post for post in map(read_post, rows)}.values())

    def unbind(self, advertiser_id: str, item_id: str) -> Switched:
        """Take a post off the account for good, in one write, sent once; the answer only says that it is done."""
        body = {"advertiser_id": advertiser_id, "item_id": item_id}
        reply = self._caller.write("tt_video/unbind", advertiser_id, body)
        return Switched((item_id,), "UNBOUND", {}, reply.request_id, reply.log_id)

    def delete_code(self, business_id: str, item_id: str) -> Switched:
        """Delete the code of a creator's post, with the creator's token, in one write, sent once."""
        body = {"business_id": business_id, "item_id": item_id}
        reply = self._caller.write("business/post/authorize/delete", "", body)
        return Switched((item_id,), "DELETED", {}, reply.request_id, reply.log_id)

    def accounts_of(self, bc_id: str) -> tuple[str, ...]:
        """Return the ids of the accounts that a Business Center holds and the token opens."""
        params = {"bc_id": bc_id, "asset_type": "ADVERTISER"}
        rows = self.pages("bc/asset/get", "", params, size=ROWS_OF_A_CENTER)
        return tuple(dict.fromkeys(row.text("asset_id") for row in rows))

    def spend_between(
        self, sort: Sort, advertiser_id: str, ids: Sequence[str], days: tuple[date, date]
    ) -> tuple[Spend, ...]:
        """Return what a report by days (the account's, 365 at most) shows; each pass of the sort names a shop."""

        def fetch(some: Sequence[str], shop: Filters) -> dict[str, Spend]:
            params = {
                "advertiser_id": advertiser_id,
                **shop,
                "dimensions": [sort.billed_by],
                "metrics": [sort.billed_as],
                "start_date": days[0].isoformat(),
                "end_date": days[1].isoformat(),
                "filtering": {f"{sort.billed_by}s": list(some)},
            }
            return self._spent(sort, advertiser_id, params)

        return _in_passes(sort, sort.billed_at, ids, fetch)

    def read(self, endpoint: str, advertiser_id: str, params: Mapping[str, Any]) -> Reply:
        """Send a GET at an account's pace; what the answer says is for the caller to read."""
        return self._caller.read(endpoint, advertiser_id, params)

    def write(self, endpoint: str, advertiser_id: str, body: Mapping[str, Any]) -> Reply:
        """Send a POST at an account's pace, once; after OutsideFailed look whether it was done."""
        return self._caller.write(endpoint, advertiser_id, body)

    def pages(
        self, endpoint: str, advertiser_id: str, params: Mapping[str, Any], *, size: int = 1000, name: str = "list"
    ) -> Iterator[Row]:
        """Give the rows of all pages, which the answers hold under that name."""
        page, total = 1, 1
        while (page - 1) * size < total:
            asked = {**params, "page": page, "page_size": size}
            reply = self._caller.read(endpoint, advertiser_id, asked, check=_whole_page(page, size, name))
            page, total = page + 1, total_of(reply)
            yield from rows_of(reply, name)

    def _switch(self, sort: Sort, endpoint: str, advertiser_id: str, ids: Sequence[str], **told: str) -> Switched:
        _must_fit_one_write(sort, endpoint, ids)
        body: dict[str, Any] = {"advertiser_id": advertiser_id, sort.ids_field: list(ids), **told}
        if sort.partial:
            body["allow_partial_success"] = True
        return read_switched(self._caller.write(endpoint, advertiser_id, body), sort)

    def _passing(self, sort: Sort, advertiser_id: str, filtering: Filters) -> dict[str, Seen]:
        params = {"advertiser_id": advertiser_id, "filtering": filtering}
        rows = self.pages(sort.read_at, advertiser_id, params, size=sort.rows_per_page)
        return {seen.id: seen for seen in (read_seen(row, sort) for row in rows)}

    def _spend_passing(self, sort: Sort, advertiser_id: str, filters: Filters) -> dict[str, Spend]:
        shown = {f"{sort.noun}_status": [EVERY_STATUS], **filters}
        params = {
            "advertiser_id": advertiser_id,
            "report_type": "BASIC",
            "data_level": sort.data_level,
            "dimensions": [sort.billed_by],
            "metrics": [sort.billed_as],
            "query_lifetime": True,
            "filtering": [in_list(*each) for each in shown.items()],
        }
        return self._spent(sort, advertiser_id, params)

    def _spent(self, sort: Sort, advertiser_id: str, params: Mapping[str, Any]) -> dict[str, Spend]:
        found = (read_spend(row, sort) for row in self.pages(sort.billed_at, advertiser_id, params))
        return {spend.id: spend for spend in found if spend}


def _must_fit_one_write(sort: Sort, endpoint: str, ids: Sequence[str]) -> None:
    most = written_to(endpoint).most_ids
    if not 1 <= len(ids) <= most:
        mend = f"write in batches of 1 to {most}"
        raise BadInput(f"{len(ids)} {sort.noun}s for one write", place=sort.ids_field, mend=mend)


def _in_passes(
    sort: Sort, endpoint: str, ids: Sequence[str], fetch: Callable[[Sequence[str], Filters], dict[str, T]]
) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for some in _chunks(endpoint, ids):
        for only in sort.passes:
            left = [each for each in some if each not in found]
            if left:
                found |= fetch(left, only)
    return tuple(found[each] for each in dict.fromkeys(ids) if each in found)


def _whole_page(page: int, size: int, name: str) -> Callable[[Reply], None]:
    def check(reply: Reply) -> None:
        due = min(size, total_of(reply) - (page - 1) * size)
        rows = len(rows_of(reply, name))
        if rows < due:
            problem = f"TikTok's page {page} holds {rows} rows where its own count says {due}"
            raise OutsideFailed(problem, reference=reply.reference)

    return check


def _chunks(endpoint: str, ids: Sequence[str]) -> Iterator[list[str]]:
    once, most = list(dict.fromkeys(ids)), read_from(endpoint).most_ids
    return (once[start : start + most] for start in range(0, len(once), most))
