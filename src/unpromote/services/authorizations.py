"""Creators' authorizations of posts for ads: looked at, and taken off the account once nothing shows the post."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from unpromote.domain.authorizations import may_unbind
from unpromote.domain.commands import FollowAuthorization
from unpromote.domain.delivery import Target
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.stop_events import AuthorizationSeen
from unpromote.services.ports import PostPlatform


def follow(
    platform: PostPlatform, target: Target, command: FollowAuthorization, *, now: datetime, by: str
) -> AuthorizationSeen | None:
    """Look at the post and at the ads that show it; where that was confirmed and may be, take it off and look again.

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
    if post is None or target.confirmed_at is None or not may_unbind(post.seen.secondary_status, ads):
        return seen
    write = platform.unbind(target)
    try:
        left = platform.post(target)
        return replace(seen, write=write, after=left.seen if left else None, ads=platform.ads_of(target))
    except OutsideFailed:  # nothing is known then: the post counts as listed, and no receipt is lost over it
        return replace(seen, write=write)
