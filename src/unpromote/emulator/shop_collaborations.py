"""Affiliate collaborations: offers to creators by name, and open offers of one product to every creator.

Removing an open one is not immediate: it ends at the shop's next midnight, and is listed as terminating until then and
not at all afterwards. Of one to creators by name the documents tell a status of being canceled, but not for how long:
that is a quirk.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from unpromote.emulator.shop_call import Row, ShopCall, bad_call, seconds
from unpromote.emulator.shop_world import (
    CANCELING,
    COMPLETED,
    NORMAL,
    TERMINATING,
    VALID,
    OpenCollaboration,
    TargetCollaboration,
)

EXPIRING_WITHIN = timedelta(days=7)
STATUSES = ("ONGOING", "EXPIRING", VALID, CANCELING, COMPLETED)
BY_ID, BY_NAME = "TARGET_COLLABORATION_ID", "TARGET_COLLABORATION_NAME"


def search_targets(call: ShopCall) -> Row:
    """List collaborations with creators by name; the status has to be given."""
    wanted = call.body.choice("collaboration_status", STATUSES)
    param = call.body.table("search_param")
    kind = param.choice("keyword_type", (BY_ID, BY_NAME, "PRODUCT_ID", "PRODUCT_NAME"), default="")
    keyword = param.text("keyword") if kind else ""
    found = [
        each
        for each in call.shop.targets.values()
        if wanted in _stages(each, call.now) and (not kind or _meant(each, kind, keyword))
    ]
    rows, info = call.page(found, call.query, default=10)
    return {**info, "target_collaborations": [_target(each) for each in rows]}


def get_target(call: ShopCall) -> Row:
    """Describe one collaboration with creators by name; a completed one is not found."""
    found = call.found("target collaboration", "target_collaboration_id", _alive(call))
    creators = [{"username": creator, "collaboration_status": "NORMAL"} for creator in found.creators]
    products = [{"id": product, "collaboration_status": "NORMAL"} for product in found.product_ids]
    return {"target_collaboration": {**_target(found), "creators": creators, "products": products}}


def remove_target(call: ShopCall) -> Row:
    """Remove a collaboration with creators by name."""
    found = call.found("target collaboration", "target_collaboration_id", _alive(call))
    if found.removed_at:
        raise call.refuse("The target collaboration is being canceled already.")
    found.removed_at = call.now
    found.gone_at = call.now + timedelta(seconds=call.quirks.target_canceling_seconds)
    call.changed.append(found.collaboration_id)
    return {}


def search_open(call: ShopCall) -> Row:
    """List open collaborations, all or those of a product."""
    kind = call.body.choice("keyword_type", ("PRODUCT_ID", "PRODUCT_NAME"), default="")
    keyword = call.body.text("keyword") if kind else ""
    found = [
        each
        for each in call.shop.offers.values()
        if each.status(call.now)
        and (kind != "PRODUCT_ID" or each.product_id == keyword)
        and (kind != "PRODUCT_NAME" or keyword in each.title)
    ]
    rows, info = call.page(found, call.query)
    return {**info, "open_collaborations": [_open(each, call.now) for each in rows]}


def remove_open(call: ShopCall) -> Row:
    """Have a product's open collaboration end at the shop's next midnight."""
    found = call.found("open collaboration of product", "product_id", call.shop.offers)
    if found.gone_at:
        raise call.refuse(f"Only an open collaboration in status {NORMAL} can be removed.")
    found.switch.turn(TERMINATING, call.shown_from_at)
    found.gone_at = call.shop.next_day(call.now)
    call.changed.append(found.product_id)
    return {"terminated_effective_time": seconds(found.gone_at)}


def remove_creator(call: ShopCall) -> Row:
    """Drop one creator from an open collaboration, who can join again."""
    by_id = {each.collaboration_id: each for each in call.shop.offers.values() if each.status(call.now)}
    found = call.found("open collaboration", "open_collaboration_id", by_id)
    creator, product = call.body.text("creator_user_open_id"), call.body.text("product_id")
    if product != found.product_id:
        raise bad_call("product_id", "is not the collaboration's")
    if creator not in found.creators:
        raise call.refuse(f"The creator {creator} is not in the open collaboration.")
    found.creators.remove(creator)
    call.changed.append(found.product_id)
    return {}


def _alive(call: ShopCall) -> dict[str, TargetCollaboration]:
    return {key: each for key, each in call.shop.targets.items() if each.status(call.now) != COMPLETED}


def _stages(target: TargetCollaboration, now: datetime) -> tuple[str, ...]:
    status = target.status(now)
    if status != VALID:
        return (status,)
    return (VALID, "EXPIRING" if target.ends_at - now < EXPIRING_WITHIN else "ONGOING")


def _meant(target: TargetCollaboration, kind: str, keyword: str) -> bool:
    if kind == BY_ID:
        return target.collaboration_id == keyword
    return keyword in (target.name if kind == BY_NAME else target.product_ids)


def _target(target: TargetCollaboration) -> Row:
    return {
        "id": target.collaboration_id,
        "name": target.name,
        "start_time": seconds(target.starts_at),
        "end_time": seconds(target.ends_at),
        "create_time": seconds(target.starts_at),
        "update_time": seconds(target.removed_at or target.starts_at),
        "creator_inivited_count": len(target.creators),  # spelled like this on the platform
        "product_count": len(target.product_ids),
        "type": "STANDARD",
    }


def _open(offer: OpenCollaboration, now: datetime) -> Row:
    status = offer.status(now)
    ends_at = offer.gone_at if offer.gone_at and status == TERMINATING else offer.ends_at
    commission = {"rate": offer.rate, "start_time": seconds(offer.starts_at), "end_time": seconds(ends_at)}
    return {
        "id": offer.collaboration_id,
        "status": status,
        "current_commission": commission,
        "showcase_creator_count": len(offer.creators),
        "product": {"id": offer.product_id, "title": offer.title, "status": "LIVE"},
    }
