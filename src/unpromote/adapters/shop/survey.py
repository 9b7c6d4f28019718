"""Reads a shop list by list: its discounts, coupons and collaborations; each has its own result or its own failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from unpromote.adapters.shop.client import ShopClient
from unpromote.adapters.shop.delivery import observation
from unpromote.adapters.shop.rows import Shop, Standing
from unpromote.adapters.shop.sorts import SORTS
from unpromote.domain.delivery import ON
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.inventory import Found, Pass, Place, Survey


class ShopSurvey:
    """Reads everything of a shop that the token opens; with a `cipher`, of no other one."""

    def __init__(self, client: ShopClient, now: Callable[[], datetime], *, cipher: str = "") -> None:
        self._client, self._now, self._only = client, now, cipher

    def shop(self, name: str) -> Survey:
        """Return every list of a shop, which goes by its id or its code."""
        try:
            shop = self._named(name)
        except OutsideFailed as failure:
            return Survey(Place(name, problem=str(failure)))
        return Survey(Place(shop.id, shop.name), tuple(self._pass(kind, shop) for kind in SORTS))

    def _named(self, name: str) -> Shop:
        for shop in self._client.shops():
            if name in (shop.id, shop.code) and self._only in ("", shop.cipher):
                return shop
        raise OutsideFailed(f"the token opens no shop {name}, or another one is set", permanent=True)

    def _pass(self, kind: str, shop: Shop) -> Pass:
        try:
            offers = tuple(self._client.all(SORTS[kind], shop.cipher))
        except OutsideFailed as failure:
            return Pass(kind, shop.id, problem=str(failure), permanent=failure.permanent)
        return Pass(kind, shop.id, tuple(self._found(kind, shop, one) for one in offers))

    def _found(self, kind: str, shop: Shop, offer: Standing) -> Found:
        seen = observation(offer, SORTS[kind], self._now())
        on = seen.operation_status == ON
        return Found(kind, shop.id, seen, on, sort=offer.activity_type, ends_at=offer.ends_at)
