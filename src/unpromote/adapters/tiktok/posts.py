"""Creators' posts that an account may show in ads, for the services: listed, with their ads, and taken off for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from unpromote.adapters.tiktok.client import TikTokClient
from unpromote.adapters.tiktok.creators import bare
from unpromote.adapters.tiktok.rows import Post, Seen, Switched
from unpromote.adapters.tiktok.sorts import SORTS
from unpromote.adapters.tiktok.writing import written
from unpromote.domain.authorizations import IN_USE, ShownAd
from unpromote.domain.delivery import ON, Level, Observation, Target, WriteReceipt
from unpromote.services.ports import ListedPost

UNBIND, DELETE_CODE = "tt_video/unbind", "business/post/authorize/delete"
Creator = tuple[TikTokClient, str]  # the client with the creator's token, and how TikTok calls the creator to the app
NOBODY: Mapping[str, Creator] = MappingProxyType({})


class TikTokPosts:
    """Fulfils `services.ports.PostPlatform`. Every method raises OutsideFailed."""

    def __init__(
        self, client: TikTokClient, now: Callable[[], datetime], creators: Mapping[str, Creator] = NOBODY
    ) -> None:
        """`creators` are those who opened their own account, by their bare handle."""
        self._client, self._now, self._creators = client, now, creators

    def post(self, target: Target) -> ListedPost | None:
        """Return the post as the account's list shows it; None where that does not have it."""
        listed = {post.item_id: post for post in self._client.posts(target.advertiser_id)}
        found = listed.get(target.external_id)
        return ListedPost(said_of(found, self._now()), found.creator, found.ends_at) if found else None

    def ads_of(self, target: Target) -> tuple[ShownAd, ...]:
        """Return the ads of the account that show the post, deleted ones too."""
        ads = self._client.all(SORTS["campaign", Level.AD], target.advertiser_id)
        return tuple(_shown(ad) for ad in ads if ad.post_id == target.external_id)

    def unbind(self, target: Target) -> WriteReceipt:
        """Take the post off the account: one write, sent once."""

        def write(_: str, ids: Sequence[str]) -> Switched:
            return self._client.unbind(target.advertiser_id, ids[0])

        return written(write, (UNBIND,), [target.external_id], self._now)[0]

    def opens(self, creator: str) -> bool:
        """Tell whether the creator's own account is open to the desk."""
        return bare(creator) in self._creators

    def delete_code(self, target: Target, creator: str) -> WriteReceipt:
        """Delete the code of the post as its creator would: one write, sent once."""
        client, business_id = self._creators[bare(creator)]

        def write(_: str, ids: Sequence[str]) -> Switched:
            return client.delete_code(business_id, ids[0])

        return written(write, (DELETE_CODE,), [target.external_id], self._now)[0]


def said_of(post: Post, at: datetime) -> Observation:
    """Return what TikTok says about a post's authorization; one whose time is over is off, whatever its status."""
    on = post.status == IN_USE and at < post.ends_at
    name = f"Post {post.item_id} of {post.creator}"
    return Observation(post.item_id, ON if on else "DISABLE", post.status, name, post.request_id, post.log_id, at)


def _shown(ad: Seen) -> ShownAd:
    status = ad.operation_status, ad.secondary_status
    return ShownAd(ad.id, ad.name, *status, ad.campaign_id, ad.adgroup_id, ad.request_id)
