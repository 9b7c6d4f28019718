"""Boost sessions that a person ends: looked at when ordered off, and again once they say so; deleted ones are over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import builders as b
from emulator.desk import Desk, open_desk
from emulator.shop import SCENARIO
from jobs.tiktok_desk import tools_at, work_off
from unpromote.adapters.tiktok import TikTokClient
from unpromote.adapters.tiktok.inventory import TikTokInventory
from unpromote.domain.case import open_ends
from unpromote.domain.delivery import Target, TargetState
from unpromote.domain.events import StoppedByHand
from unpromote.jobs.tools import Tools
from unpromote.services.record import record
from unpromote.store import cases

pytestmark = pytest.mark.django_db
ACCOUNT = "7302000000000000011"


@pytest.fixture
def desk() -> Iterator[Desk]:
    b.cast()
    with open_desk(scenario=SCENARIO) as desk:
        desk.control("clock", {"now": b.NOW.isoformat()})
        yield desk


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    with tools_at(desk) as tools:
        yield tools


def session(desk: Desk) -> str:
    now = desk.running.emulator.now
    with TikTokClient(desk.running.url, "demo-token") as client:
        running = TikTokInventory(client, now).objects(ACCOUNT).running
    return next(one.seen.external_id for one in running if one.kind == "gmv_session")


def ordered_off(external_id: str) -> None:
    named = {"kind": "gmv_session", "external_id": external_id, "advertiser_id": ACCOUNT, "name": "Boost"}
    b.saved_case("stopping", targets=(b.target(1, **named, route=b.Route.BY_HAND),))


def change(desk: Desk, what: str, external_id: str, **more: Any) -> None:
    asked = {"advertiser_id": ACCOUNT, "session_id": external_id}
    assert desk.post(f"campaign/gmv_max/session/{what}/", **asked, **more)["code"] == 0


def ended(desk: Desk, external_id: str) -> None:
    at = f"{desk.running.emulator.now():%Y-%m-%d %H:%M:%S}"
    named = {"session_id": external_id, "schedule_type": "SCHEDULE_START_END", "schedule_end_time": at}
    campaign = desk.get("campaign/gmv_max/session/get/", advertiser_id=ACCOUNT, session_ids=[external_id])
    (row,) = campaign["data"]["session_list"]
    change(desk, "update", external_id, campaign_id=row["campaign_id"], session=named | {"bid_type": row["bid_type"]})
    desk.later(minutes=1)


def said(desk: Desk) -> None:
    at = desk.running.emulator.now()
    record("case_1", StoppedByHand(at=at, by="ana", target_id="t1", proof="ended in Ads Manager"))


def worked(tools: Tools) -> Target:
    return work_off(tools)[0]


def told(target: Target) -> tuple[TargetState, str]:
    return target.state, target.after.secondary_status if target.after else "not shown"


def test_one_that_runs_is_a_persons(desk: Desk, tools: Tools) -> None:
    ordered_off(session(desk))
    target = worked(tools)
    assert told(target) == (TargetState.BY_HAND, "not shown")
    assert target.before is not None
    assert (target.before.operation_status, cases.load("case_1").alarms) == ("ENABLE", ())


def test_one_that_was_deleted_afterwards_is_seen_to_be_gone_without_a_screenshot(desk: Desk, tools: Tools) -> None:
    boost = session(desk)
    ordered_off(boost)
    worked(tools)
    change(desk, "delete", boost)
    said(desk)
    assert told(worked(tools)) == (TargetState.PROVEN, "SESSION_DELETE")
    assert not [end for end in open_ends(cases.load("case_1")) if end.startswith("Boost")]


def test_one_that_was_told_to_end_is_seen_to_have_ended(desk: Desk, tools: Tools) -> None:
    boost = session(desk)
    ordered_off(boost)
    worked(tools)
    ended(desk, boost)
    said(desk)
    assert told(worked(tools)) == (TargetState.PROVEN, "SESSION_TIME_DONE")


def test_one_that_is_said_to_have_ended_and_runs_is_an_alarm(desk: Desk, tools: Tools) -> None:
    ordered_off(session(desk))
    worked(tools)
    said(desk)
    assert told(worked(tools)) == (TargetState.BY_HAND, "")
    assert "shows Boost as ENABLE though it was said to have stopped" in cases.load("case_1").alarms[0]


def test_one_that_had_ended_before_the_order_is_nobodys(desk: Desk, tools: Tools) -> None:
    boost = session(desk)
    ended(desk, boost)
    ordered_off(boost)
    assert told(worked(tools)) == (TargetState.PROVEN, "SESSION_TIME_DONE")
    assert not [end for end in open_ends(cases.load("case_1")) if end.startswith("Boost")]


def test_an_id_that_was_never_seen_is_not_called_off(desk: Desk, tools: Tools) -> None:
    boost = session(desk)
    change(desk, "delete", boost)
    ordered_off(boost)
    assert told(worked(tools)) == (TargetState.BY_HAND, "not shown")
    said(desk)
    assert told(worked(tools)) == (TargetState.PROVEN, "not shown")
    assert [end for end in open_ends(cases.load("case_1")) if "only words say" in end]
