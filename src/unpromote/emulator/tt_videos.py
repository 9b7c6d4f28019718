"""/tt_video/…: a creator's posts that an account may use for Spark Ads, and giving them back.

A post can be unbound only once its code has expired or the creator took it back. Its ads then show that the
authorization is lost, whether they are on or off. The statuses are those of the creator's side of the same thing.
"""

from __future__ import annotations

from unpromote.emulator.call import Call
from unpromote.emulator.lapsing import ads_of
from unpromote.emulator.listing import page_of
from unpromote.emulator.records import Post
from unpromote.emulator.switching import NO_SUCH_OBJECT
from unpromote.emulator.wire import MOMENT, Answer, Refusal, Row, bad_parameter

MOST_ROWS = 50
LOST = "ASSET_AUTHORIZATION_LOST"


def authorize(call: Call) -> Answer:
    """Take a post's code into the account; ads that had lost their authorization have it again."""
    post = _by_code(call)
    if post.status(call.now) == "EXPIRED":
        raise bad_parameter("auth_code", "The code has expired.")
    post.bound = True
    call.changed.append(post.item_id)
    for line in ads_of(call.account(), post.item_id):
        if line.ad:
            line.ad.lost = ""
        call.settle(line)
    return Answer({})


def info(call: Call) -> Answer:
    """Answer what a code stands for."""
    return Answer(_row(call, _by_code(call)))


def list_(call: Call) -> Answer:
    """Answer a page of the account's posts."""
    keyword = call.args.text("keyword") if "keyword" in call.args else ""
    call.args.texts("item_types")
    found = [post for post in call.account().posts.values() if post.bound and keyword in (post.item_id + post.creator)]
    page, info_ = page_of(found, call, most=MOST_ROWS, usual=20)
    return Answer({"list": [_row(call, post) for post in page], "page_info": info_})


def unbind(call: Call) -> Answer:
    """Give a post back for good."""
    item_id, account = call.args.text("item_id"), call.account()
    post = account.posts.get(item_id)
    if post is None or not post.bound:
        raise Refusal(NO_SUCH_OBJECT, f"The post {item_id} does not exist.")
    if post.status(call.now) == "IN_USE":
        raise bad_parameter("item_id", "Only posts whose authorization has expired or was revoked can be unbound.")
    post.bound = False
    call.changed.append(item_id)
    for line in ads_of(account, item_id):
        if line.ad:
            line.ad.lost = LOST
        call.settle(line)
    return Answer({})


def _by_code(call: Call) -> Post:
    code = call.args.text("auth_code")
    post = next((post for post in call.account().posts.values() if post.auth_code == code and not post.revoked), None)
    if post is None:
        raise Refusal(NO_SUCH_OBJECT, "auth_code_not_found")
    return post


def _row(call: Call, post: Post) -> Row:
    auth = {
        "ad_auth_status": post.status(call.now),
        "auth_start_time": post.starts_at.strftime(MOMENT),
        "auth_end_time": post.ends_at.strftime(MOMENT),
        "invite_start_time": post.starts_at.strftime(MOMENT),
    }
    return {
        "auth_info": auth,
        "item_info": {
            "item_id": post.item_id,
            "item_type": "VIDEO",
            "auth_code": post.auth_code,
            "status": "HESITATE_RECOMMEND",
        },
        "user_info": {"tiktok_name": post.creator, "identity_id": post.identity_id, "identity_type": "AUTH_CODE"},
        "video_info": {"video_id": f"v{post.item_id}"},
    }
