"""Stops among kills, races, jumping clocks and every fault: few seeds here, two thousand in `make stops`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import builders as b
from journeys import stops
from journeys.stop_drawing import KINDS as PROMOTED
from journeys.stop_drawing import TOKEN, trial
from journeys.stop_judge import Told, wrong
from journeys.stop_ticks import Ticks
from journeys.stop_troubles import POINTS, REFUSALS, TROUBLES
from journeys.stop_world import run_world
from unpromote.domain.delivery import Level, TargetState
from unpromote.emulator.emulator import Request
from unpromote.emulator.faults import KINDS
from unpromote.emulator.plans import AccountPlan, PromotionPlan
from unpromote.emulator.quirks import Quirks

ACCOUNT = "7302000000000000010"
AUCTION = PromotionPlan("Auction", date(2026, 9, 1), date(2026, 12, 1), daily_budget=Decimal(24), count=3)


SEEDS = range(1, 9)
TWICE = next(seed for seed in SEEDS if all(len(life.kills) > 1 for life in trial(seed).lives[:1]))


@pytest.fixture(scope="module")
def told():
    return stops.campaign([*SEEDS, TWICE])


def test_no_stop_fails_among_kills_races_and_faults(told):
    assert {one["seed"]: one["wrong"] for one in told if one["wrong"]} == {}
    found = stops.figures(told[:-1], 1.0)
    assert (found["runs"], found["failed"]) == (8, [])
    assert found["kills"] >= 8
    assert found["raced"] >= 2
    assert found["states"]["proven"] > 30


def test_a_seed_does_the_same_run_again(told):
    first, again = ({**one, "seconds": 0} for one in told if one["seed"] == TWICE)
    assert again == first
    assert (first["raced"], first["by_time"], first["kills"] > 1) == (True, 0, True)


@pytest.mark.parametrize(
    ("left_out", "seed", "found"),
    [("look-before", 3, "again without looking"), ("look-back", 1, "which no read of it got")],
)
def test_a_product_without_one_of_its_looks_is_found_out(capsys, left_out, seed, found):
    assert stops.main(["--runs", "1", "--seed", str(seed), "--without", left_out]) == 1
    one, figures = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (one["seed"], figures["failed"]) == (seed, [seed])
    assert any(found in breach for breach in one["wrong"])


# --- the judge ---


@pytest.fixture
def world(tmp_path):
    account = AccountPlan(ACCOUNT, "Account", "USD", "UTC", (AUCTION,))
    scenario = replace(trial(1).scenario, accounts=(account,), business_centers=())
    drawn = replace(trial(1), scenario=scenario, quirks=Quirks(level="unlimited"), faults=())
    world = run_world(drawn, Ticks(tmp_path / "ticks"))
    campaigns = next(iter(world.emulator.world.accounts.values())).campaigns
    mine = b.target(1, external_id=campaigns[0].campaign_id, advertiser_id=campaigns[0].advertiser_id)
    world.scope = replace(world.scope, targets=(mine,), on_again="")
    return world


def told_of(world, state=TargetState.PROVEN, **changes):
    case = replace(b.case_after("stopping"), targets=(replace(world.scope.targets[0], state=state),), alarms=())
    return Told(**{"case": case, "chain": [], "ended": {"0.0": 0}} | changes)


def write(world, *ids, hand="0.0", status="DISABLE"):
    """Have a worker switch campaigns."""
    body = {"advertiser_id": ACCOUNT, "campaign_ids": ids, "operation_status": status}
    path = "/open_api/v1.3/campaign/status/update/"
    world.hands.append(hand)
    world.ticks.wait(1)
    return world.emulator.answer(Request("POST", path, TOKEN, body=json.dumps(body).encode()))


def look(world, *ids, hand="0.0"):
    """Have a worker look at campaigns."""
    query = {"advertiser_id": ACCOUNT, "filtering": json.dumps({"campaign_ids": ids})}
    world.hands.append(hand)
    world.ticks.wait(1)
    return world.emulator.answer(Request("GET", "/open_api/v1.3/campaign/get/", TOKEN, query))


def noted(reply, *ids, status="DISABLE"):
    """Return the chain's entry for a write."""
    receipt = {"request_id": reply.document["request_id"], "external_ids": ids, "status": status}
    return {"kind": "StopObserved", "at": "", "data": {"writes": [receipt]}}


def breaches(world, told):
    """Return what is wrong but that these chains, made by hand, are none."""
    return [one for one in wrong(world, told) if "audit chain" not in one]


@pytest.fixture
def mine(world):
    return world.scope.targets[0].external_id


def test_a_stop_by_the_book_is_no_breach(world, mine):
    look(world, mine)
    done = write(world, mine)
    look(world, mine)
    assert breaches(world, told_of(world, chain=[noted(done, mine)])) == []


@pytest.mark.parametrize("state", [TargetState.OFF, TargetState.PROVEN])
def test_what_is_on_may_not_be_called_stopped(world, state):
    assert f"is on, and called {state.value}" in breaches(world, told_of(world, state))[0]


def test_what_is_on_has_to_be_told_to_a_person_and_stopped_once_they_ask(world):
    silent = told_of(world, TargetState.STILL_ON)
    alarmed = replace(silent, case=replace(silent.case, alarms=("look",)))
    assert "nobody is told" in breaches(world, silent)[0]
    assert breaches(world, alarmed) == []
    assert "a person asked again" in breaches(world, replace(alarmed, asked_again=True))[0]


def test_nothing_outside_the_scope_may_be_touched(world, mine):
    (other,) = {one.campaign_id for one in world.emulator.world.accounts[ACCOUNT].campaigns[1:2]}
    write(world, mine, other)
    assert any(f"touched {other}" in one for one in breaches(world, told_of(world)))


def groups_of(world, *, without=0):
    """Have all ad groups of the first campaign in scope, but so many."""
    groups = world.emulator.world.accounts[ACCOUNT].campaigns[0].adgroups[without:]
    mine = tuple(b.target(n, external_id=one.adgroup_id, level=Level.ADGROUP) for n, one in enumerate(groups, start=1))
    world.scope = replace(world.scope, targets=mine)


@pytest.mark.parametrize(("without", "touched"), [(0, False), (1, True)])
def test_what_holds_nothing_but_targets_may_be_switched_in_their_place(world, mine, without, touched):
    groups_of(world, without=without)
    done = write(world, mine)
    told = told_of(world, chain=[noted(done, mine)])
    assert any("not in scope" in one for one in breaches(world, told)) is touched
    assert not any("called proven" in one for one in breaches(world, told))


def test_a_second_write_needs_a_look_between(world, mine):
    first = write(world, mine)
    second = write(world, mine)
    chain = [noted(first, mine), noted(second, mine)]
    assert breaches(world, told_of(world, chain=chain)) == [f"worker 0.0 wrote {mine} again without looking"]


def test_the_look_of_another_worker_is_none_of_ones_own(world, mine):
    done = write(world, mine)
    look(world, mine, hand="1.0")
    write(world, mine)
    look(world, mine, hand="1.0")
    assert "wrote" in breaches(world, told_of(world, chain=[noted(done, mine)]))[0]


@pytest.mark.parametrize(("looked", "ended", "found"), [(True, 0, 1), (True, -9, 0), (False, -9, 1)])
def test_a_change_without_a_receipt_needs_a_killed_worker_and_a_look_since(world, mine, looked, ended, found):
    write(world, mine)
    if looked:
        look(world, mine, hand="1.0")
    assert len(breaches(world, told_of(world, ended={"0.0": ended}))) == found


def test_where_nobody_could_look_a_person_has_to_be_told(world, mine):
    write(world, mine)
    silent = told_of(world, TargetState.STILL_ON, ended={"0.0": -9})
    alarmed = replace(silent, case=replace(silent.case, alarms=("the token is gone",)))
    assert (len(breaches(world, silent)), breaches(world, alarmed)) == (1, [])


def test_a_look_at_a_child_tells_what_became_of_its_parent(world, mine):
    groups_of(world)
    write(world, mine)
    look(world, world.scope.targets[0].external_id, hand="1.0")
    assert breaches(world, told_of(world, ended={"0.0": -9})) == []


def test_an_answer_that_never_came_may_not_be_told(world, mine):
    done = noted(write(world, mine), mine)
    seen = {"external_id": mine, "operation_status": "DISABLE", "request_id": "made up"}
    done["data"]["after"] = [seen]
    assert any("which no read of it got" in one for one in breaches(world, told_of(world, chain=[done])))


def test_what_was_seen_on_may_not_be_told_as_off(world, mine):
    reply = look(world, mine)
    seen = {"external_id": mine, "operation_status": "DISABLE", "request_id": reply.document["request_id"]}
    chain = [{"kind": "StopObserved", "at": "", "data": {"after": [seen]}}]
    write(world, mine)
    assert any("when it was on" in one for one in breaches(world, told_of(world, chain=chain)))


def test_a_bug_and_a_broken_chain_are_breaches(world):
    told = told_of(world, ended={"0.0": 1}, bugs="Traceback\nKeyError: 'x'\n", chain=[{"data": {}, "kind": "X"}])
    found = wrong(
        world, replace(told, chain=[{**told.chain[0], "seq": 1, "previous": "", "hash": "", "at": "", "by": ""}])
    )
    assert found[0] == "a worker met a bug: KeyError: 'x'"
    assert found[1] == "worker 0.0 ended with 1"
    assert "audit chain" in found[-1]


# --- the drawing ---


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    ticks = Ticks(tmp_path_factory.mktemp("drawn") / "ticks")
    return [run_world(trial(seed), ticks) for seed in range(150)]


def test_every_kind_and_level_is_drawn_and_something_always_stays_outside(drawn):
    targets = [one for world in drawn for one in world.scope.targets]
    assert {(one.kind, one.level) for one in targets} == {
        *((kind, level) for kind in ("campaign", "smart_plus") for level in Level),
        ("gmv_max", Level.CAMPAIGN),
    }
    assert {kind.value for world in drawn for kind in kinds_in(world)} == {kind.value for kind in PROMOTED}
    assert any(len(world.scope.targets) > 20 for world in drawn)
    assert sum(lies_outside(world) for world in drawn) > 100


def kinds_in(world):
    return {one.kind for each in world.emulator.world.accounts.values() for one in each.campaigns}


def lies_outside(world):
    inside = {one.external_id for one in world.scope.targets}
    return any(
        one.campaign_id not in inside for each in world.emulator.world.accounts.values() for one in each.campaigns
    )


def test_every_fault_and_deed_is_drawn(drawn):
    faults = {one.code if one.kind == "code" else one.kind for world in drawn for one in world.emulator.faults.faults}
    assert faults == {*KINDS, *REFUSALS, *TROUBLES} - {"code", "delay_ms"}
    assert {deed.act for world in drawn for deed in world.scope.deeds} == {"switch", "revoke", "restore", "leap"}
    lives = [life for seed in range(150) for life in trial(seed).lives]
    assert {kill.at for life in lives for kill in life.kills if kill} == set(POINTS)
    assert {min(life.ahead) < 0 for life in lives} == {max(life.ahead) > 0 for life in lives} == {True, False}
