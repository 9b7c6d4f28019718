"""The shop's coupons: they can be read, and ended in Seller Center alone."""

from __future__ import annotations

from datetime import datetime

from unpromote.emulator.shop_call import Row, ShopCall, seconds
from unpromote.emulator.shop_world import Coupon


def search(call: ShopCall) -> Row:
    """List coupons by status and by how their titles begin."""
    statuses, kinds = call.body.texts("status"), call.body.texts("display_type")
    title = call.body.text("title_keyword") if "title_keyword" in call.body else ""
    found = [
        coupon
        for coupon in call.shop.coupons.values()
        if (not statuses or coupon.status(call.now) in statuses)
        and (not kinds or coupon.display_type in kinds)
        and coupon.title.startswith(title)
    ]
    rows, info = call.page(found, call.query, default=10)
    return {**info, "coupons": [_shape(coupon, call.now) for coupon in rows]}


def get(call: ShopCall) -> Row:
    """Describe one coupon."""
    return {"coupon": _shape(call.found("coupon", "coupon_id", call.shop.coupons), call.now)}


def _shape(coupon: Coupon, now: datetime) -> Row:
    duration = {"start_time": seconds(coupon.starts_at), "end_time": seconds(coupon.ends_at)}
    return {
        "id": coupon.coupon_id,
        "title": coupon.title,
        "display_type": coupon.display_type,
        "status": coupon.status(now),
        "create_time": seconds(coupon.starts_at) * 1000,
        "update_time": seconds(coupon.updated_at) * 1000,
        "claim_duration": duration,
        "redemption_duration": {"type": "ABSOLUTE", **duration},
        "target_buyer_segment": "ALL",
        "discount": {"type": "PERCENT_OFF", "percentage": coupon.percentage},
        "threshold": {"type": "NONE"},
        "product_scope": "FULL_SHOP",
        "creation_source": "SELLER_CENTER",
    }
