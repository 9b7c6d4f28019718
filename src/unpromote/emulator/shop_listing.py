"""Which shops the token opens: the call that every client makes first, and the only one without a shop."""

from __future__ import annotations

from collections.abc import Iterable

from unpromote.emulator.shop_call import Row
from unpromote.emulator.shop_world import Shop


def authorized(shops: Iterable[Shop]) -> Row:
    """Return the shops with the ciphers that name them in other calls."""
    return {
        "shops": [
            {
                "id": shop.shop_id,
                "name": shop.name,
                "region": shop.region,
                "seller_type": "LOCAL",
                "cipher": shop.cipher,
                "code": shop.code,
            }
            for shop in shops
        ]
    }
