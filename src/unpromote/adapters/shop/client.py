"""The few calls to TikTok Shop that a cancellation needs, typed and paged through.

What tells one sort of offer from another stands in `sorts`. No write is sent twice from here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import httpx

from unpromote.adapters.calling import TIMEOUT, Decision, Line, Pace, Refusal
from unpromote.adapters.shop.calls import Caller, Key, Reply, Where
from unpromote.adapters.shop.rows import Shop, Standing, inside, listed, read_shop, read_standing, unreadable
from unpromote.adapters.shop.sorts import MOST_ROWS, Sort, asking_for
from unpromote.domain.errors import OutsideFailed

MOST_PAGES = 10_000


class ShopClient(Line):
    """Talks to one base address for one app. Every method raises OutsideFailed; a context manager closes it."""

    def __init__(
        self,
        base_url: str,
        key: Key,
        *,
        transport: httpx.BaseTransport | None = None,
        pace: Pace | None = None,
        timeout: httpx.Timeout = TIMEOUT,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(base_url, transport=transport, timeout=timeout)
        self._caller = Caller(self._http, key, pace=pace, wait=wait)

    def shops(self) -> tuple[Shop, ...]:
        """Return the shops that the token opens."""
        reply = self._caller.read(Where("GET", "/authorization/202309/shops"))
        return tuple(read_shop(fields, reply) for fields in listed(reply, "shops"))

    def one(self, sort: Sort, cipher: str, offer_id: str) -> Standing | None:
        """Return how an offer stands; None where the shop knows none of that id."""
        if sort.read_at:
            return self._read(sort, cipher, offer_id)
        for only in sort.passes:
            for found in self._search(sort, cipher, asking_for(sort, offer_id, only)):
                if found.id == offer_id:
                    return found
        return None

    def all(self, sort: Sort, cipher: str) -> Iterator[Standing]:
        """Yield every offer of the sort in the shop that a search shows, whatever its status."""
        for only in sort.passes:
            yield from self._search(sort, cipher, only)

    def end(self, sort: Sort, cipher: str, offer_id: str) -> tuple[str, str]:
        """End an offer; return the status that the shop gives it and the request id. Sent once.

        Raises:
            OutsideFailed: look whether it was done, unless it was refused.
        """
        if sort.ended_by is None:
            raise OutsideFailed(
                f"TikTok Shop's API can only read a {sort.noun}: a person has to end it", permanent=True
            )
        method, path = sort.ended_by
        reply = self._caller.write(Where(method, path, offer_id, cipher), {} if method == "POST" else None)
        return str(reply.data.get("status") or sort.ended_as), reply.request_id

    def put_back(self, sort: Sort, cipher: str, offer_id: str, time: tuple[datetime, datetime]) -> str:
        """Put an offer out again for that time; return the request id. Sent once."""
        begin, end = (int(at.timestamp()) for at in time)
        where = Where("POST", sort.back_at, offer_id, cipher)
        return self._caller.write(where, {"begin_time": begin, "end_time": end}).request_id

    def _read(self, sort: Sort, cipher: str, offer_id: str) -> Standing | None:
        try:
            reply = self._caller.read(Where("GET", sort.read_at, offer_id, cipher))
        except Refusal as refusal:
            if refusal.decision is Decision.PERMANENT:  # of what it does not know the shop says no more than that
                return None
            raise
        return read_standing(inside(reply, sort.inside), reply)

    def _search(self, sort: Sort, cipher: str, body: Mapping[str, Any]) -> Iterator[Standing]:
        status = str(body.get("collaboration_status", ""))
        where, token, seen = Where("POST", sort.search_at, cipher=cipher), "", 0
        for _ in range(MOST_PAGES):
            paging: dict[str, Any] = {"page_size": MOST_ROWS, **({"page_token": token} if token else {})}
            if sort.size_in_body:
                reply = self._caller.read(where, body={**body, **paging})
            else:
                query = {name: str(value) for name, value in paging.items()}
                reply = self._caller.read(where, query, body)
            rows, token = listed(reply, sort.rows), _next(reply)
            seen += len(rows)
            yield from (read_standing(fields, reply, status) for fields in rows)
            if not token:
                _check_whole(reply, seen)
                return
        raise unreadable("end of its pages", reply)


def _check_whole(reply: Reply, seen: int) -> None:
    """Refuse a list that lacks rows: what is missing would look as if it had ended."""
    total = reply.data.get("total_count", seen)
    if not isinstance(total, int) or total > seen:
        problem = f"TikTok Shop shows {seen} rows where its own count says {total}"
        raise OutsideFailed(problem, reference=f"request_id={reply.request_id}")


def _next(reply: Reply) -> str:
    token = reply.data.get("next_page_token") or ""
    if not isinstance(token, str):
        raise unreadable("next_page_token", reply)
    return token
