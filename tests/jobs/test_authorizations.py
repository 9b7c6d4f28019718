"""A creator's authorization taken back by the jobs: ads off, word typed, code deleted, post off the account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

import builders as b
from emulator.desk import EU, TOKEN, Desk, open_desk, scenario_of
from jobs.tiktok_desk import tools_at, work_off, work_until
from unpromote.adapters.tiktok import TikTokClient
from unpromote.adapters.tiktok.posts import TikTokPosts
from unpromote.domain import stop_events as s
from unpromote.domain.authorizations import Step
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.events import StoppedByHand
from unpromote.jobs.tools import Tools
from unpromote.services.record import record
from unpromote.store import cases, events

pytestmark = pytest.mark.django_db
SPARK = {"name": "Spark", "kind": "spark", "creators": ["@cleo"], "ad_groups": 1, "ads": 1}

CLEO = {"app_id": "1", "secret": "s", "access_token": "cleo-token", "creator": "@cleo", "business_id": "cleo-open-id"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    b.cast()
    apps = [{"app_id": "1", "secret": "s", "access_token": TOKEN}, CLEO]
    with open_desk(scenario=scenario_of(SPARK, starts_at=b.NOW.isoformat(), apps=apps)) as desk:
        yield desk


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    with tools_at(desk) as tools:
        yield tools


def posts(desk: Desk) -> Any:
    return desk.get("tt_video/list/", advertiser_id=EU)["data"]["list"]


def item(desk: Desk) -> str:
    return str(posts(desk)[0]["item_info"]["item_id"])


def ordered_off(desk: Desk, *, with_ads: bool = True) -> None:
    """A case over Cleo's post, and the campaign that shows it, approved to stop."""
    (campaign,) = desk.named("Spark")
    post = {"kind": "spark_authorization", "external_id": item(desk), "name": "Cleo's post", "route": b.Route.BY_HAND}
    named = [b.target(1, **post, advertiser_id=EU)]
    named += [b.target(2, external_id=campaign["campaign_id"], advertiser_id=EU)] if with_ads else []
    b.saved_case("stopping", targets=tuple(named))


def now(desk: Desk) -> Any:
    return desk.running.emulator.now()


def confirm(desk: Desk) -> None:
    typed = cases.load("case_1").reference
    record("case_1", s.FinalStopConfirmed(at=now(desk), by="ben", target_ids=("t1",), typed=typed))


def deletes_code(desk: Desk) -> None:
    desk.control("hands", [{"act": "revoke_post", "item_id": item(desk)}])


def post_of(found: list[Target]) -> tuple[TargetState, Step | None]:
    target = found[0]
    return target.state, target.authorization.step if target.authorization else None


def unbound(desk: Desk) -> list[Any]:
    return [entry for entry in desk.control("log") if entry["path"].endswith("tt_video/unbind/")]


def told() -> list[str]:
    return [entry["kind"] for entry in events.chain("case_1") if entry["kind"] == "AuthorizationSeen"]


def test_it_waits_for_its_word_first(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    deletes_code(desk)
    assert post_of(work_until(desk, tools, 5)) == (TargetState.HELD, Step.UNBIND)
    assert (unbound(desk), len(told())) == ([], 1)


def test_with_its_word_it_waits_for_the_creator_and_then_comes_off(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    work_until(desk, tools, 1)
    confirm(desk)
    assert post_of(work_until(desk, tools, 20)) == (TargetState.BY_HAND, Step.CODE)
    deletes_code(desk)
    found = work_until(desk, tools, 7)
    assert post_of(found) == (TargetState.PROVEN, Step.OVER)
    assert (len(unbound(desk)), posts(desk), cases.load("case_1").alarms) == (1, [], ())
    assert found[0].write is not None
    assert found[0].write.request_id == unbound(desk)[0]["request_id"]


def test_a_code_that_expires_is_as_good(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    work_until(desk, tools, 1)
    confirm(desk)
    desk.control("hands", [{"act": "expire_post", "item_id": item(desk)}])
    assert post_of(work_until(desk, tools, 1)) == (TargetState.PROVEN, Step.OVER)


def test_a_creator_who_does_nothing_is_an_alarm_in_time(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    work_until(desk, tools, 1)
    confirm(desk)
    assert post_of(work_until(desk, tools, 24 * 5)) == (TargetState.BY_HAND, Step.CODE)
    assert [alarm for alarm in cases.load("case_1").alarms if "@cleo has not deleted its code" in alarm]
    assert unbound(desk) == []


def test_ads_outside_the_case_are_told_and_never_touched(desk: Desk, tools: Tools) -> None:
    ordered_off(desk, with_ads=False)
    work_until(desk, tools, 1)
    confirm(desk)
    (ad,) = desk.rows("ad")
    assert post_of(work_until(desk, tools, 2)) == (TargetState.BY_HAND, Step.ADS)
    assert ad["ad_id"] in cases.load("case_1").alarms[0]
    assert {entry["path"] for entry in desk.control("log") if entry["method"] == "POST"} == set()


def test_once_the_ads_outside_lost_it_the_post_comes_off(desk: Desk, tools: Tools) -> None:
    ordered_off(desk, with_ads=False)
    work_until(desk, tools, 1)
    confirm(desk)
    deletes_code(desk)
    assert post_of(work_until(desk, tools, 1)) == (TargetState.PROVEN, Step.OVER)


@pytest.mark.parametrize(
    ("fault", "writes"), [("lost_reply_after_commit", 1), ("lost_request", 2), ("code", 2), ("http_500", 2)]
)
def test_a_lost_answer_is_looked_after_and_not_repeated_blindly(
    desk: Desk, tools: Tools, fault: str, writes: int
) -> None:
    ordered_off(desk)
    work_until(desk, tools, 1)
    confirm(desk)
    deletes_code(desk)
    desk.control("faults", [{"kind": fault, "path": "tt_video/unbind"}])
    assert post_of(work_until(desk, tools, 1)) == (TargetState.PROVEN, Step.OVER)
    assert (len(unbound(desk)), posts(desk)) == (writes, [])


@contextmanager
def with_token(desk: Desk, tools: Tools, token: str) -> Iterator[Tools]:
    """The tools, with what Cleo opened her account with."""
    url, at = desk.running.url, desk.running.emulator.now
    with TikTokClient(url, TOKEN, wait=lambda _: None) as client, TikTokClient(url, token, wait=lambda _: None) as cleo:
        yield replace(tools, posts=TikTokPosts(client, at, {"cleo": (cleo, "cleo-open-id")}))


@pytest.mark.parametrize(("token", "expected"), [("cleo-token", Step.OVER), ("gone", Step.CODE)])
def test_a_creator_who_opened_the_account_has_nothing_to_do(
    desk: Desk, tools: Tools, token: str, expected: Step
) -> None:
    ordered_off(desk)
    work_until(desk, tools, 1)
    confirm(desk)
    with with_token(desk, tools, token) as opened:
        found = work_until(desk, opened, 1)
    assert post_of(found)[1] is expected
    assert len(unbound(desk)) == (expected is Step.OVER)


def test_a_lost_answer_to_the_deletion_is_looked_after(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    work_until(desk, tools, 1)
    confirm(desk)
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "authorize/delete"}])
    with with_token(desk, tools, "cleo-token") as opened:
        assert post_of(work_until(desk, opened, 1)) == (TargetState.PROVEN, Step.OVER)
    deletions = [one for one in desk.control("log") if one["path"].endswith("authorize/delete/")]
    assert len(deletions) == 1


def test_a_look_after_the_write_that_fails_is_taken_again(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    work_until(desk, tools, 1)
    confirm(desk)
    deletes_code(desk)
    desk.control("faults", [{"kind": "code", "code": 40105, "path": "tt_video/list", "nth": 2}])
    assert post_of(work_until(desk, tools, 1)) == (TargetState.PROVEN, Step.OVER)
    assert len(unbound(desk)) == 1


def test_a_look_that_fails_for_good_leaves_a_first_one_to_a_person(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    desk.control("faults", [{"kind": "code", "code": 40001, "path": "tt_video/list", "times": 0}])
    assert post_of(work_until(desk, tools, 1)) == (TargetState.BY_HAND, None)


def test_without_an_account_it_stays_a_persons(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    assert post_of(work_off(replace(tools, posts=None))) == (TargetState.BY_HAND, None)


def test_what_a_person_showed_meanwhile_is_not_looked_at_again(desk: Desk, tools: Tools) -> None:
    ordered_off(desk)
    record("case_1", StoppedByHand(at=now(desk), by="ana", target_id="t1", proof="a screenshot"))
    assert post_of(work_off(tools)) == (TargetState.PROVEN, None)
    assert told() == []


def test_a_post_that_tiktok_does_not_list_is_a_persons(desk: Desk, tools: Tools) -> None:
    gone = b.target(1, kind="spark_authorization", external_id="75", advertiser_id=EU, route=b.Route.BY_HAND)
    b.saved_case("stopping", targets=(gone,))
    (found, *_) = work_until(desk, tools, 1)
    assert (found.state, found.refusal[:16]) == (TargetState.BY_HAND, "TikTok does not ")
