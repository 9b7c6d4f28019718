"""Other hands in a shop: what people do in Seller Center, what the platform ends, what creators do.

end_coupon            {coupon_id}                          the seller ends a coupon, which no call can
end_activity          {activity_id}                        the platform ends an activity
restart_activity      {activity_id}                        a colleague puts an activity out again
rejoin_collaboration  {product_id, creator}                a creator who was dropped joins again
creator_message       {conversation_id, text}              a creator writes
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from unpromote.emulator.shop_messages import TEXT
from unpromote.emulator.shop_world import BY_TIME, DEACTIVATED, NOT_EFFECTIVE, Message, Shop
from unpromote.emulator.wire import Arguments
from unpromote.emulator.world import World

T = TypeVar("T")


def _end_coupon(world: World, order: Arguments, now: datetime) -> None:
    coupon = _thing(world, order, "coupon_id", lambda shop: shop.coupons)
    coupon.switch.turn(DEACTIVATED, now)
    coupon.updated_at = now


def _end_activity(world: World, order: Arguments, now: datetime) -> None:
    _thing(world, order, "activity_id", lambda shop: shop.activities).turn(NOT_EFFECTIVE, now, now)


def _restart_activity(world: World, order: Arguments, now: datetime) -> None:
    _thing(world, order, "activity_id", lambda shop: shop.activities).turn(BY_TIME, now, now)


def _rejoin(world: World, order: Arguments, _: datetime) -> None:
    _thing(world, order, "product_id", lambda shop: shop.offers).creators.append(order.text("creator"))


def _creator_message(world: World, order: Arguments, now: datetime) -> None:
    talk = _thing(world, order, "conversation_id", lambda shop: shop.conversations)
    message_id = f"77{len(talk.messages):017d}"
    content = json.dumps({"content": order.text("text")})
    talk.messages.append(Message(message_id, TEXT, content, talk.creator, now))
    talk.unread += 1


def _thing(world: World, order: Arguments, name: str, among: Callable[[Shop], Mapping[str, T]]) -> T:
    wanted = order.text(name)
    for shop in world.shops.values():
        if wanted in among(shop):
            return among(shop)[wanted]
    raise ValueError(f"there is no {name} {wanted}")


ACTS: Mapping[str, Callable[[World, Arguments, datetime], None]] = MappingProxyType(
    {
        "end_coupon": _end_coupon,
        "end_activity": _end_activity,
        "restart_activity": _restart_activity,
        "rejoin_collaboration": _rejoin,
        "creator_message": _creator_message,
    }
)


def shops_state(world: World, now: datetime) -> list[dict[str, object]]:
    """Return how everything in the shops really stands."""
    return [
        {
            "shop_id": shop.shop_id,
            "activities": {key: each.true_status(now) for key, each in shop.activities.items()},
            "coupons": {key: each.status(now) for key, each in shop.coupons.items()},
            "target_collaborations": {key: each.status(now) for key, each in shop.targets.items()},
            "open_collaborations": {key: each.true_status(now) for key, each in shop.offers.items()},
        }
        for shop in world.shops.values()
    ]
