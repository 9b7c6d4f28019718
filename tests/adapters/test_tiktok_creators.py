"""Creators' own accounts as a setting names them, and the code of a post deleted with a creator's token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import builders as b
from emulator.desk import TOKEN, Desk, open_desk
from emulator.test_money import BUSY, EVERY_KIND
from unpromote.adapters.tiktok import TikTokClient
from unpromote.adapters.tiktok.creators import CreatorAccess, creators_in
from unpromote.adapters.tiktok.posts import TikTokPosts
from unpromote.domain.delivery import Target
from unpromote.domain.errors import BadInput, OutsideFailed

CLEO = "cleo-token"


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(scenario=EVERY_KIND) as desk:
        yield desk


def posts(desk: Desk, stack: list[TikTokClient], token: str = CLEO) -> TikTokPosts:
    stack += [TikTokClient(desk.running.url, one, wait=lambda _: None) for one in (TOKEN, token)]
    return TikTokPosts(stack[0], desk.running.emulator.now, {"cleo.builds": (stack[1], "cleo-open-id")})


@pytest.fixture
def open_() -> Iterator[list[TikTokClient]]:
    stack: list[TikTokClient] = []
    yield stack
    for client in stack:
        client.close()


def post(desk: Desk) -> Target:
    (first, *_) = desk.get("tt_video/list/", advertiser_id=BUSY)["data"]["list"]
    named = {"advertiser_id": BUSY, "external_id": first["item_info"]["item_id"]}
    return replace(b.target(), kind="spark_authorization", **named)


def test_creators_are_named_with_their_account_and_token() -> None:
    found = creators_in("@cleo=open-1:act.x:y!2  dan=open-2:t")
    assert found == (CreatorAccess("cleo", "open-1", "act.x:y!2"), CreatorAccess("dan", "open-2", "t"))
    assert creators_in("") == ()
    assert "act.x" not in repr(found)


@pytest.mark.parametrize("text", ["cleo", "@=1:hush", "cleo=1", "cleo=:hush", "ok=1:t cleo=1:"])
def test_a_creator_who_lacks_a_part_is_refused_without_the_token(text: str) -> None:
    with pytest.raises(BadInput, match="UNPROMOTE_TIKTOK_CREATORS") as refusal:
        creators_in(text)
    assert "hush" not in str(refusal.value)


def test_a_creator_is_known_with_and_without_the_at(desk: Desk, open_: list[TikTokClient]) -> None:
    platform = posts(desk, open_)
    assert [platform.opens(name) for name in ("@cleo.builds", "cleo.builds", "@dan")] == [True, True, False]


def test_a_code_is_deleted_as_its_creator_would(desk: Desk, open_: list[TikTokClient]) -> None:
    platform, target = posts(desk, open_), post(desk)
    receipt = platform.delete_code(target, "@cleo.builds")
    listed = platform.post(target)
    assert listed is not None
    assert (receipt.status, receipt.refused, listed.seen.secondary_status) == ("DELETED", (), "DELETED")


def test_a_code_that_is_gone_already_is_not_known_to_be_deleted_by_this(desk: Desk, open_: list[TikTokClient]) -> None:
    platform, target = posts(desk, open_), post(desk)
    platform.delete_code(target, "@cleo.builds")
    again = platform.delete_code(target, "@cleo.builds")
    assert (again.external_ids, again.status) == ((target.external_id,), "")
    assert "40007" in again.problem


def test_a_token_that_was_revoked_is_said(desk: Desk, open_: list[TikTokClient]) -> None:
    with pytest.raises(OutsideFailed) as failure:
        posts(desk, open_, token="gone").delete_code(post(desk), "@cleo.builds")
    assert failure.value.permanent
