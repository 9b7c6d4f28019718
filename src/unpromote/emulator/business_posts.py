"""/business/post/authorize/…: the creator's side of a Spark code, by the creator's own token.

setting   turn ad authorization of a post on, which makes a code for some days, or off; not off while it is in use
status    what has become of the code; refused where there is none, since it was never made or was deleted
(none)    extend the code, from the end that it has
delete    delete the code: the ads that show the post stop

Whether a code can be deleted while an ad that shows the post is on, the documents leave open: it can, unless the quirk
says otherwise.
"""

from __future__ import annotations

from datetime import timedelta

from unpromote.emulator.call import NO_PERMISSION, Call
from unpromote.emulator.lapsing import ads_of, lose, lost_sight
from unpromote.emulator.records import Post
from unpromote.emulator.switching import NO_SUCH_OBJECT
from unpromote.emulator.wire import MOMENT, Answer, Refusal, Row, bad_parameter
from unpromote.emulator.world import Account

DAYS = (7, 30, 60, 365)
USUAL_DAYS = 30
IN_USE, DELETED = "IN_USE", "DELETED"


def setting(call: Call) -> Answer:
    """Turn a post's ad authorization on or off."""
    _, post = _post(call)
    if not call.args.flag("is_ad_promotable"):
        if post.status(call.now) == IN_USE:
            raise bad_parameter("is_ad_promotable", "The post is used in Spark Ads.")
        post.revoked = True
    elif post.revoked or post.status(call.now) == "EXPIRED":
        post.auth_code, post.revoked, post.bound, post.lapsed = f"#{call.new_id('')}", False, False, False
        post.starts_at, post.ends_at = call.now, call.now + _days(call)
    lost_sight(call.world)
    call.changed.append(post.item_id)
    return Answer({})


def status(call: Call) -> Answer:
    """Answer what has become of a post's code."""
    return Answer(_row(call, _coded(call)[1]))


def extend(call: Call) -> Answer:
    """Let a living code live longer."""
    _, post = _coded(call)
    if post.status(call.now) == "EXPIRED":
        raise bad_parameter("item_id", "The code has expired.")
    post.ends_at += _days(call)
    lost_sight(call.world)
    call.changed.append(post.item_id)
    return Answer(_row(call, post))


def delete(call: Call) -> Answer:
    """Delete a post's code."""
    account, post = _coded(call)
    on = any(ad.id in ad.campaign.delivering for ad in ads_of(account, post.item_id))
    if on and not call.quirks.code_deleted_in_use:
        raise bad_parameter("item_id", "The post is used in an active ad.")
    row = _row(call, post)
    lose(call.world, account, post, call.hand())
    post.revoked = True
    call.changed.append(post.item_id)
    return Answer({**row, "auth_code_status": DELETED})


def _coded(call: Call) -> tuple[Account, Post]:
    account, post = _post(call)
    if post.revoked:
        raise Refusal(NO_SUCH_OBJECT, "The post has no authorization code.")
    return account, post


def _post(call: Call) -> tuple[Account, Post]:
    """Return a post of the creator whose token this is."""
    app, item_id = call.app, call.args.text("item_id")
    if not app.creator or call.args.text("business_id") != app.business_id:
        raise Refusal(NO_PERMISSION, "No permission to operate this TikTok account.")
    for account in call.world.accounts.values():
        post = account.posts.get(item_id)
        if post and post.creator == app.creator:
            return account, post
    raise Refusal(NO_SUCH_OBJECT, f"The post {item_id} does not exist.")


def _days(call: Call) -> timedelta:
    days = call.args.number("authorization_days", default=USUAL_DAYS, most=DAYS[-1])
    if days not in DAYS:
        raise bad_parameter("authorization_days", f"Must be one of: {', '.join(map(str, DAYS))}.")
    return timedelta(days=days)


def _row(call: Call, post: Post) -> Row:
    return {
        "item_id": post.item_id,
        "auth_code": post.auth_code,
        "auth_code_start_time": post.starts_at.strftime(MOMENT),
        "auth_code_end_time": post.ends_at.strftime(MOMENT),
        "authorization_days": (post.ends_at - post.starts_at).days,
        "auth_code_status": post.status(call.now),
    }
