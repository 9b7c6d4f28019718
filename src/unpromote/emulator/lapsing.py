"""Spark codes that end by the clock, or because somebody takes them back: the ads that show the post stop.

Rules run up to each end before it, so that what happened first is done first.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from unpromote.emulator.objects import Level, Line
from unpromote.emulator.records import Post
from unpromote.emulator.rules import catch_up
from unpromote.emulator.turning import Hand, follow
from unpromote.emulator.world import Account, World, below

REVOKED = "CREATOR_AUTHORIZATION_REVOKED"


def pass_time(world: World, now: datetime, tail: timedelta) -> None:
    """Let everything happen that the clock brings about by itself, in its order."""
    if world.lapses_at is None or world.lapses_at <= now:
        for account, post in sorted(_living(world), key=lambda each: each[1].ends_at):
            if post.ends_at > now:
                break
            catch_up(world, post.ends_at, tail)
            hand = Hand(post.ends_at, post.ends_at, operator="", source="TikTok", tail=timedelta(0))
            lose(world, account, post, hand)
        world.lapses_at = min((post.ends_at for _, post in _living(world)), default=datetime.max.replace(tzinfo=UTC))
    catch_up(world, now, tail)


def lost_sight(world: World) -> None:
    """Have the next end looked for anew, since a code was made, extended or taken back."""
    world.lapses_at = None


def lose(world: World, account: Account, post: Post, hand: Hand) -> None:
    """Stop the ads that show a post."""
    post.lapsed = True
    lost_sight(world)
    for line in ads_of(account, post.item_id):
        if line.ad:
            line.ad.lost = REVOKED
        follow(world, line, hand)


def ads_of(account: Account, item_id: str) -> list[Line]:
    """Return the ads that show a post."""
    ads = (line for campaign in account.campaigns for line in below(Line(campaign), Level.AD))
    return [line for line in ads if line.ad and line.ad.tiktok_item_id == item_id]


def _living(world: World) -> list[tuple[Account, Post]]:
    posts = ((account, post) for account in world.accounts.values() for post in account.posts.values())
    return [(account, post) for account, post in posts if not (post.lapsed or post.revoked)]
