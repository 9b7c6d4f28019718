"""Ad groups and ads stopped by the jobs at the highest level that is wholly in scope, against the emulated platform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import builders as b
from emulator.desk import EU, Desk, open_desk, scenario_of
from jobs.tiktok_desk import tools_at, work_off, work_until
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.delivery import Level, Target, TargetState
from unpromote.jobs.tools import Tools
from unpromote.services.record import record
from unpromote.store import cases, events

pytestmark = pytest.mark.django_db
STORY = scenario_of({"name": "Story", "ad_groups": 3, "ads": 2}, {"name": "Other"}, starts_at=b.NOW.isoformat())
SMART = scenario_of({"name": "Story", "kind": "smart_plus", "ad_groups": 2}, starts_at=b.NOW.isoformat())
IOS = scenario_of({"name": "Story", "kind": "dedicated", "ad_groups": 2}, starts_at=b.NOW.isoformat())


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    b.cast()
    with open_desk(scenario=getattr(request, "param", STORY)) as desk:
        yield desk


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    with tools_at(desk) as tools:
        yield tools


def campaign(desk: Desk) -> Any:
    return next(one for one in desk.running.emulator.world.accounts[EU].campaigns if one.name.startswith("Story"))


def groups(desk: Desk, kind: str = "campaign", first: int = 1) -> list[Target]:
    found = enumerate((one.adgroup_id for one in campaign(desk).adgroups), start=first)
    return [
        b.target(n, kind=kind, level=Level.ADGROUP, external_id=one, advertiser_id=EU, name=f"Group {n}")
        for n, one in found
    ]


def ads(desk: Desk) -> list[Target]:
    found = [ad.ad_id for group in campaign(desk).adgroups for ad in group.ads]
    return [
        b.target(n, level=Level.AD, external_id=one, advertiser_id=EU, name=f"Ad {n}")
        for n, one in enumerate(found, start=1)
    ]


def stop(tools: Tools, targets: list[Target]) -> list[Target]:
    """Have the approval order targets off and the jobs do it; return them as the case then has them."""
    b.saved_case("stopping", targets=tuple(targets))
    return work_off(tools)


def writes(desk: Desk) -> list[tuple[str, int]]:
    """What was switched, in order: the level and how many of it."""
    found = [entry for entry in desk.control("log") if entry["path"].endswith("status/update/")]
    return [(entry["path"].split("/")[-4], len(entry["ids"])) for entry in found]


def states(targets: list[Target]) -> set[TargetState]:
    return {target.state for target in targets}


def switches(desk: Desk) -> list[str]:
    return [group.switch.status for group in campaign(desk).adgroups]


def test_all_ad_groups_of_a_campaign_are_one_call(desk: Desk, tools: Tools) -> None:
    stopped = stop(tools, groups(desk))
    assert (writes(desk), states(stopped)) == ([("campaign", 1)], {TargetState.OFF})
    assert switches(desk) == ["ENABLE"] * 3
    assert {target.above.name for target in stopped if target.above} == {campaign(desk).name}


def test_an_ad_group_beside_the_scope_goes_on(desk: Desk, tools: Tools) -> None:
    stopped = stop(tools, groups(desk)[:2])
    assert (writes(desk), states(stopped)) == ([("adgroup", 2)], {TargetState.OFF})
    assert switches(desk) == ["DISABLE", "DISABLE", "ENABLE"]


def test_all_ads_are_the_campaign_and_those_of_two_groups_are_these(desk: Desk, tools: Tools) -> None:
    stopped = stop(tools, ads(desk)[:5])
    assert writes(desk) == [("adgroup", 2), ("ad", 1)]
    assert states(stopped) == {TargetState.OFF}


def test_every_ad_of_the_campaign_is_one_call(desk: Desk, tools: Tools) -> None:
    stopped = stop(tools, ads(desk))
    assert (writes(desk), states(stopped)) == ([("campaign", 1)], {TargetState.OFF})


def test_a_campaign_that_is_named_with_its_ad_groups_is_switched_once(desk: Desk, tools: Tools) -> None:
    named = b.target(1, external_id=campaign(desk).campaign_id, advertiser_id=EU)
    stopped = stop(tools, [*groups(desk, first=2), named])
    assert (writes(desk), states(stopped)) == ([("campaign", 1)], {TargetState.OFF})


@pytest.mark.parametrize("desk", [SMART], indirect=True)
def test_upgraded_smart_plus_is_lifted_by_its_own_endpoint(desk: Desk, tools: Tools) -> None:
    stopped = stop(tools, groups(desk, "smart_plus"))
    assert (writes(desk), states(stopped)) == ([("campaign", 1)], {TargetState.OFF})


@pytest.mark.parametrize("desk", [IOS], indirect=True)
def test_a_dedicated_campaign_is_not_paused_for_its_ad_groups(desk: Desk, tools: Tools) -> None:
    stop(tools, groups(desk))
    assert writes(desk) == [("adgroup", 2)]


def test_a_refusal_of_the_campaign_leaves_nothing_on(desk: Desk, tools: Tools) -> None:
    desk.control("faults", [{"kind": "code", "code": 40002, "path": "campaign/status/update", "times": 0}])
    refused = stop(tools, groups(desk))
    assert states(refused) == {TargetState.STILL_ON}
    desk.later(minutes=2)
    assert states(work_off(tools)) == {TargetState.OFF}
    assert switches(desk) == ["DISABLE"] * 3


def test_a_lost_reply_is_seen_by_looking_and_not_repeated(desk: Desk, tools: Tools) -> None:
    desk.control("faults", [{"kind": "lost_reply_after_commit", "path": "status/update"}])
    stopped = stop(tools, groups(desk))
    assert (len(writes(desk)), states(stopped)) == (1, {TargetState.OFF})


def test_what_is_going_to_be_lifted_is_in_the_chain_before_it_is(desk: Desk, tools: Tools) -> None:
    stop(tools, groups(desk))
    kinds = [entry["kind"] for entry in events.chain("case_1")]
    assert kinds.index("LiftAnnounced") < kinds.index("StopObserved")
    assert kinds.count("LiftAnnounced") == 1


def test_a_case_that_was_dropped_meanwhile_lifts_nothing(desk: Desk, tools: Tools) -> None:
    b.saved_case("opened", targets=tuple(groups(desk)))
    at = desk.running.emulator.now()
    record("case_1", s.StoppedAtOnce(at=at, by="ana", why="fire"))
    record("case_1", e.CaseDropped(at=at, by="ana", why="it was the wrong one"))
    work_off(tools)
    assert (writes(desk), switches(desk)) == ([], ["ENABLE"] * 3)


def undo(desk: Desk, tools: Tools, *ids: str) -> set[TargetState]:
    at = desk.running.emulator.now()
    record("case_1", s.StopUndone(at=at, by="ben", target_ids=ids, why="the storm has passed"))
    return states(work_off(tools))


def test_an_undo_switches_the_campaign_on_and_nothing_else(desk: Desk, tools: Tools) -> None:
    desk.switch([campaign(desk).adgroups[2].adgroup_id], noun="adgroup")
    stop(tools, groups(desk)[:2])
    assert undo(desk, tools, "t1", "t2") == {TargetState.ON_AGAIN}
    assert writes(desk)[1:] == [("campaign", 1), ("campaign", 1)]
    assert switches(desk) == ["ENABLE", "ENABLE", "DISABLE"]


def test_a_child_that_a_colleague_switched_off_meanwhile_stays_off(desk: Desk, tools: Tools) -> None:
    stop(tools, groups(desk))
    desk.switch([campaign(desk).adgroups[0].adgroup_id], noun="adgroup")
    undo(desk, tools, "t1", "t2", "t3")
    assert switches(desk) == ["DISABLE", "ENABLE", "ENABLE"]
    assert cases.load("case_1").alarms == ("Group 1 would not switch on again: a person has to look",)


def test_proven_by_spend_they_stay_off_with_their_campaign(desk: Desk, tools: Tools) -> None:
    stop(tools, groups(desk))
    assert states(work_until(desk, tools, 24)) == {TargetState.PROVEN}
    assert cases.load("case_1").alarms == ()
