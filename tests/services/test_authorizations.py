"""Following an authorization: no write without its word, none while an ad may run, and no failure passed over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain.authorizations import Authorization, ShownAd, Step
from unpromote.domain.commands import FollowAuthorization
from unpromote.domain.delivery import Observation, Target, WriteReceipt
from unpromote.domain.errors import OutsideFailed
from unpromote.services.authorizations import follow
from unpromote.services.ports import ListedPost

POST = replace(b.target(1, kind="spark_authorization"), confirmed_at=b.NOW, confirmed_by="ben")
LOOK = FollowAuthorization(case_id="case_1", due=b.NOW, advertiser_id="7", target_ids=("t1",), turn=4)
KNOWN = Authorization(Step.CODE, "Cleo", "IN_USE", b.NOW, b.NOW, b.NOW)
AWAY, REFUSED = OutsideFailed("the platform is down"), OutsideFailed("no permission", permanent=True)


@dataclass
class FakePosts:
    """An account with one post: its status, its ads, what fails, and what was written."""

    status: str = "IN_USE"
    ads: tuple[ShownAd, ...] = ()
    open: bool = False
    fails: dict[str, OutsideFailed] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)

    def post(self, target: Target) -> ListedPost | None:
        self._fail("post")
        if not self.status:
            return None
        seen = Observation(target.external_id, "ENABLE", self.status, "Post", "req", "log", b.NOW)
        return ListedPost(seen, "Cleo", b.NOW + timedelta(days=30))

    def ads_of(self, target: Target) -> tuple[ShownAd, ...]:
        return self.ads

    def unbind(self, target: Target) -> WriteReceipt:
        return self._write("unbind", target, "")

    def opens(self, creator: str) -> bool:
        return self.open and creator == "Cleo"

    def delete_code(self, target: Target, creator: str) -> WriteReceipt:
        self._fail("delete")
        return self._write("delete", target, "DELETED")

    def _write(self, what: str, target: Target, status: str) -> WriteReceipt:
        self.writes.append(what)
        self.status = status
        return WriteReceipt((target.external_id,), what, "req-write", "log", b.NOW)

    def _fail(self, where: str) -> None:
        if where in self.fails and (where != "post" or self.writes or "once" not in str(self.fails[where])):
            raise self.fails[where]


def looked(posts: FakePosts, target: Target = POST):
    return follow(posts, target, LOOK, now=b.NOW, by="unpromote")


def ad(status: str) -> ShownAd:
    return ShownAd("16", "Ad", "ENABLE", status, "18", "17", "req")


def test_nothing_is_written_without_its_word():
    posts = FakePosts("DELETED", open=True)
    assert looked(posts, replace(POST, confirmed_at=None)).before.secondary_status == "DELETED"
    assert posts.writes == []


@pytest.mark.parametrize("status", ["IN_USE", "DELETED"])
def test_nothing_is_written_while_an_ad_may_run(status):
    posts = FakePosts(status, (ad("AD_STATUS_DELIVERY_OK"),), open=True)
    assert (looked(posts).write, posts.writes) == (None, [])


def test_a_living_code_waits_for_its_creator():
    posts = FakePosts()
    assert (looked(posts).deleted, posts.writes) == (None, [])


def test_a_code_that_is_gone_has_the_post_taken_off():
    seen = looked(FakePosts("EXPIRED", (ad("AD_STATUS_CAMPAIGN_DISABLE"),)))
    assert (seen.before.secondary_status, seen.after, seen.write.request_id) == ("EXPIRED", None, "req-write")
    assert (seen.nth, seen.turn, seen.creator) == (1, 4, "Cleo")


def test_an_open_account_has_the_code_deleted_and_nothing_else():
    posts = FakePosts(open=True)
    seen = looked(posts)
    assert (posts.writes, seen.deleted.status, seen.after.secondary_status) == (["delete"], "delete", "DELETED")


def test_what_is_not_listed_is_left_alone():
    posts = FakePosts("")
    assert (looked(posts).before, posts.writes) == (None, [])


def test_a_token_that_opens_nothing_any_more_is_said_and_no_failure():
    seen = looked(FakePosts(open=True, fails={"delete": REFUSED}))
    assert (seen.deleted.external_ids, seen.deleted.problem) == ((), "no permission")


def test_a_deletion_that_may_work_later_is_tried_later():
    with pytest.raises(OutsideFailed, match="down"):
        looked(FakePosts(open=True, fails={"delete": AWAY}))


def test_a_first_look_that_never_works_is_a_persons():
    assert looked(FakePosts(fails={"post": REFUSED})) is None


@pytest.mark.parametrize(("failure", "known"), [(AWAY, None), (REFUSED, KNOWN)])
def test_any_other_look_that_fails_is_a_failure(failure, known):
    with pytest.raises(OutsideFailed):
        looked(FakePosts(fails={"post": failure}), replace(POST, authorization=known))


def test_a_look_after_a_write_that_fails_keeps_the_receipt():
    seen = looked(FakePosts("EXPIRED", fails={"post": OutsideFailed("down once")}))
    assert (seen.write.request_id, seen.after.secondary_status) == ("req-write", "EXPIRED")
