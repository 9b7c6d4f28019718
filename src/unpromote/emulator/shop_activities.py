"""The shop's discount activities: search, get, deactivate, take products out, put out again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from unpromote.emulator.shop_call import Row, ShopCall, bad_call, seconds
from unpromote.emulator.shop_world import (
    BY_TIME,
    DEACTIVATED,
    DRAFT,
    EXPIRED,
    NOT_EFFECTIVE,
    NOT_START,
    ONGOING,
    Activity,
    Offer,
)

IMMUTABLE = "IMMUTABLE"
LISTED = (NOT_START, ONGOING, EXPIRED, DEACTIVATED)
MOST_PRODUCTS = 300
PUT_OUT_AGAIN = frozenset({Offer.FIXED_PRICE, Offer.DIRECT_DISCOUNT, Offer.FLASHSALE})
PUT_OUT_WITHIN = timedelta(days=7)
SHORTEST, LONGEST_FLASH = timedelta(minutes=10), timedelta(days=3)


def search(call: ShopCall) -> Row:
    """List activities; drafts and what the platform ended are not shown."""
    shown = call.body.choice("status", LISTED) if "status" in call.body else None
    offer = call.body.choice("activity_type", [each.value for each in Offer]) if "activity_type" in call.body else None
    title = call.body.text("activity_title") if "activity_title" in call.body else ""
    found = [
        activity
        for activity in call.shop.activities.values()
        if activity.status(call.now) in ((shown,) if shown else LISTED)
        and offer in (None, activity.offer.value)
        and title in activity.title
    ]
    rows, info = call.page(found, call.body, default=10)
    return {**info, "activities": [{"id": each.activity_id, **_shape(each, call.now)} for each in rows]}


def get(call: ShopCall) -> Row:
    """Describe one activity with its products."""
    activity = _named(call)
    products = [{"id": product} for product in activity.product_ids]
    return {"activity_id": activity.activity_id, **_shape(activity, call.now), "products": products}


def deactivate(call: ShopCall) -> Row:
    """End an activity that is upcoming or ongoing."""
    activity = _editable(call)
    status = activity.true_status(call.now)
    if status not in (NOT_START, ONGOING):
        raise call.refuse(f"An activity in status {status} cannot be deactivated.")
    activity.turn(DEACTIVATED, call.now, call.shown_from_at)
    call.changed.append(activity.activity_id)
    return {
        "activity_id": activity.activity_id,
        "title": activity.title,
        "status": DEACTIVATED,
        "update_time": seconds(call.now),
    }


def remove_products(call: ShopCall) -> Row:
    """Take products out of an activity that is not over."""
    activity = _editable(call)
    status = activity.true_status(call.now)
    if status in (DEACTIVATED, EXPIRED, NOT_EFFECTIVE):
        raise call.refuse(f"Products of an activity in status {status} cannot be removed.")
    named = call.body.texts("product_ids", most=MOST_PRODUCTS)
    if not named:
        raise bad_call("product_ids", "is missing")
    if strange := [product for product in named if product not in activity.product_ids]:
        raise call.refuse(f"The activity has no product {strange[0]}.")
    activity.product_ids = [product for product in activity.product_ids if product not in named]
    activity.updated_at = call.now
    call.changed.append(activity.activity_id)
    return {"activity_id": activity.activity_id, "status": status, "update_time": seconds(call.now)}


def republish(call: ShopCall) -> Row:
    """Put an activity out again that ended within the last seven days, for a new time."""
    activity = _editable(call)
    over_since = activity.over_since(call.now)
    if activity.offer not in PUT_OUT_AGAIN:
        raise call.refuse(f"An activity of type {activity.offer.value} cannot be republished.")
    if over_since is None or call.now - over_since > PUT_OUT_WITHIN:
        raise call.refuse("Only an activity that ended within the last 7 days can be republished.")
    starts_at, ends_at = _moment(call, "begin_time"), _moment(call, "end_time")
    if starts_at <= call.now:
        raise bad_call("begin_time", "has to be later than now")
    if ends_at - starts_at < SHORTEST:
        raise bad_call("end_time", "has to be 10 minutes after begin_time at least")
    if activity.offer is Offer.FLASHSALE and ends_at - starts_at > LONGEST_FLASH:
        raise bad_call("end_time", "has to be 3 days after begin_time at most")
    activity.starts_at, activity.ends_at = starts_at, ends_at
    activity.turn(BY_TIME, call.now, call.shown_from_at)
    call.changed.append(activity.activity_id)
    return {"activity_id": activity.activity_id}


def _named(call: ShopCall) -> Activity:
    return call.found("activity", "activity_id", call.shop.activities)


def _editable(call: ShopCall) -> Activity:
    activity = _named(call)
    if activity.immutable:
        raise call.refuse(f"The activity {activity.activity_id} is {IMMUTABLE}: it can be neither edited nor ended.")
    if activity.switch.status == DRAFT:
        raise call.refuse("The activity is a draft.")
    return activity


def _moment(call: ShopCall, name: str) -> datetime:
    value = call.body.raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_call(name, "is no Unix timestamp in seconds")
    return datetime.fromtimestamp(value, tz=UTC)


def _shape(activity: Activity, now: datetime) -> Row:
    times: Row = {"duration_type": "INDEFINITE"}
    if activity.ends_at:
        times = {
            "duration_type": "NORMAL",
            "begin_time": seconds(activity.starts_at),
            "end_time": seconds(activity.ends_at),
        }
    return {
        "title": activity.title,
        "activity_type": activity.offer.value,
        **times,
        "status": activity.status(now),
        "create_time": seconds(activity.made_at) * 1000,
        "update_time": seconds(activity.updated_at) * 1000,
        "product_level": "PRODUCT" if activity.product_ids else "SHOP",
        "activity_commands": [IMMUTABLE] if activity.immutable else [],
    }
