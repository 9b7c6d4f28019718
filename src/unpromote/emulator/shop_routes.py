"""Which resource of the shop answers which path. A name in braces stands for an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unpromote.emulator import shop_activities, shop_collaborations, shop_coupons, shop_messages
from unpromote.emulator.shop_call import Row, ShopCall

PREFIXES = ("/promotion/", "/affiliate_seller/", "/authorization/")
SHOPS = "/authorization/202309/shops"
Resource = Callable[[ShopCall], Row]


@dataclass(frozen=True)
class ShopRoute:
    """One endpoint."""

    method: str
    pattern: re.Pattern[str]
    resource: Resource


def _route(method: str, path: str, resource: Resource) -> ShopRoute:
    return ShopRoute(method, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)), resource)


_ACTIVITIES = "/promotion/202309/activities"
_AFFILIATE = "/affiliate_seller"
ROUTES = (
    _route("POST", f"{_ACTIVITIES}/search", shop_activities.search),
    _route("GET", f"{_ACTIVITIES}/{{activity_id}}", shop_activities.get),
    _route("POST", f"{_ACTIVITIES}/{{activity_id}}/deactivate", shop_activities.deactivate),
    _route("DELETE", f"{_ACTIVITIES}/{{activity_id}}/products", shop_activities.remove_products),
    _route("POST", "/promotion/202607/activities/{activity_id}/republish", shop_activities.republish),
    _route("POST", "/promotion/202406/coupons/search", shop_coupons.search),
    _route("GET", "/promotion/202406/coupons/{coupon_id}", shop_coupons.get),
    _route("POST", f"{_AFFILIATE}/202508/target_collaborations/search", shop_collaborations.search_targets),
    _route(
        "GET",
        f"{_AFFILIATE}/202508/target_collaborations/{{target_collaboration_id}}",
        shop_collaborations.get_target,
    ),
    _route(
        "DELETE",
        f"{_AFFILIATE}/202409/target_collaborations/{{target_collaboration_id}}",
        shop_collaborations.remove_target,
    ),
    _route("POST", f"{_AFFILIATE}/202409/open_collaborations/search", shop_collaborations.search_open),
    _route("POST", f"{_AFFILIATE}/202412/open_collaborations/search", shop_collaborations.search_open),
    _route(
        "DELETE", f"{_AFFILIATE}/202409/open_collaborations/products/{{product_id}}", shop_collaborations.remove_open
    ),
    _route(
        "POST",
        f"{_AFFILIATE}/202508/open_collaborations/{{open_collaboration_id}}/remove_creator",
        shop_collaborations.remove_creator,
    ),
    _route("POST", f"{_AFFILIATE}/202508/conversations", shop_messages.begin),
    _route("GET", f"{_AFFILIATE}/202412/conversations", shop_messages.list_),
    _route("GET", f"{_AFFILIATE}/202412/conversation/{{conversation_id}}/messages", shop_messages.messages),
    _route("POST", f"{_AFFILIATE}/202412/conversations/{{conversation_id}}/messages", shop_messages.send),
)


def route_of(method: str, path: str) -> tuple[ShopRoute, Mapping[str, str]] | None:
    """Return the endpoint, and the ids that stand in its path."""
    for route in ROUTES:
        if route.method == method and (match := route.pattern.fullmatch(path)):
            return route, match.groupdict()
    return None
