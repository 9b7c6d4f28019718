"""Creators' authorizations of posts for ads: looked at, and taken off the account once nothing shows the post."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from unpromote.domain.authorizations import may_unbind
from unpromote.domain.commands import FollowAuthorization
from unpromote.domain.delivery import Target, WriteReceipt
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.stop_events import AuthorizationSeen
from unpromote.services.ports import ListedPost, PostPlatform


def follow(
    platform: PostPlatform, target: Target, command: FollowAuthorization, *, now: datetime, by: str
) -> AuthorizationSeen | None:
    """Look at the post and at the ads that show it; where it was confirmed, do the step that is open.

    Doing it twice writes once: what is no longer listed is left alone. None where the platform will never tell.

    Raises:
        OutsideFailed: the platform failed, and may answer later.
    """
    try:
        post = platform.post(target)
        ads = platform.ads_of(target)
    except OutsideFailed as failure:
        if not failure.permanent or target.authorization:
            raise
        return None
    seen = AuthorizationSeen(
        at=now,
        by=by,
        target_id=target.id,
        nth=command.nth,
        turn=command.turn,
        before=post.seen if post else None,
        after=post.seen if post else None,
        creator=post.creator if post else "",
        ends_at=post.ends_at if post else None,
        ads=ads,
    )
    if post is None or target.confirmed_at is None or any(ad.may_run for ad in ads):
        return seen
    if may_unbind(post.seen.secondary_status, ads):
        return _looked_again(platform, target, replace(seen, write=platform.unbind(target)))
    if not platform.opens(post.creator):
        return seen
    return _looked_again(platform, target, replace(seen, deleted=_delete_code(platform, target, post, now)))


def _delete_code(platform: PostPlatform, target: Target, post: ListedPost, now: datetime) -> WriteReceipt:
    """Delete the code with the creator's token; where that opens nothing any more, the creator is asked instead."""
    try:
        return platform.delete_code(target, post.creator)
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        return WriteReceipt((), "", "", "", now, problem=str(failure))


def _looked_again(platform: PostPlatform, target: Target, seen: AuthorizationSeen) -> AuthorizationSeen:
    """Look after a write; where that fails nothing is known, and no receipt is lost over it."""
    try:
        left = platform.post(target)
        return replace(seen, after=left.seen if left else None, ads=platform.ads_of(target))
    except OutsideFailed:
        return seen
