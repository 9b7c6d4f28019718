"""Fills the `Inventory` port: every campaign and boost session that an account shows as on, each once.

Where the list of a kind cannot be read the others still are, and it is said; but an account whose usual campaigns
cannot be read is not called empty.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.survey import GMV_MAX, TikTokLists
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.inventory import SMART_PLUS, Found, Pass, once
from unpromote.services.ports import AccountListing, Running

APART = (GMV_MAX, SMART_PLUS)


class TikTokInventory:
    """Lists what is on in TikTok's advertising accounts."""

    def __init__(self, client: TikTokClient, now: Callable[[], datetime]) -> None:
        self._lists = TikTokLists(client, now)

    def objects(self, advertiser_id: str) -> AccountListing:
        """Return what is on in the account, with what it has spent and may spend."""
        account = self._lists.open(advertiser_id)
        passes = (*self._lists.campaigns(account), self._lists.sessions(account))
        for one in passes:
            if one.problem and one.kind not in APART:
                raise OutsideFailed(one.problem, permanent=one.permanent)
        running = tuple(_running(one) for one in once(passes) if one.on)
        unread = (said for one in passes for said in _unread(one))
        place = account.place
        return AccountListing(place.id, place.name, place.currency, place.time_zone, running, tuple(unread))


def _unread(one: Pass) -> tuple[str, ...]:
    said = f"{one.kind.replace('_', ' ')} of account {one.account} could not be listed: {one.problem}"
    return ((said,) if one.problem else ()) + one.gaps


def _running(one: Found) -> Running:
    return Running(kind=one.kind, seen=one.seen, spent=one.spent, a_day=one.a_day, in_all=one.in_all)
