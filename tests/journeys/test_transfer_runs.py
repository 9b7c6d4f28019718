"""Money moved up among kills, races and faults: a part of the points and few seeds here.

All points, and more seeds: `python -m journeys.stops --of transfer_runs --seed -200 --runs 200`, `--seed 1 --runs 500`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from journeys import stops
from journeys.stop_drawing import CENTER, TOKEN, Scope
from journeys.stop_judge import Told
from journeys.stop_ticks import Ticks
from journeys.stop_world import RunWorld
from journeys.transfer_judge import SCENARIO, wrong
from unpromote.domain.holdings import MoneyReturn, PlatformMoney, ReturnState
from unpromote.emulator.clock import Clock
from unpromote.emulator.emulator import Request
from unpromote.emulator.quirks import Quirks
from unpromote.emulator.server import build_app

POINTS = 200  # more than a worker meets
SEEDS = range(1, 13)


def test_a_worker_killed_at_every_third_point_moves_the_money_once():
    told = stops.campaign(range(-2, -POINTS - 1, -3), of="transfer_runs")
    assert {one["seed"]: one["wrong"] for one in told if one["wrong"]} == {}
    assert {(one["moved"], *one["states"]) for one in told} == {(1, "moved")}
    assert [one["kills"] for one in told][-1] == 0, "there are more points"
    assert stops.figures(told, 1.0)["kills"] > 60


def test_no_transfer_is_made_twice_among_races_lost_answers_and_faults():
    told = stops.campaign(SEEDS, of="transfer_runs")
    assert {one["seed"]: one["wrong"] for one in told if one["wrong"]} == {}
    found = stops.figures(told, 1.0)
    assert (found["raced"] >= 2, found["kills"] >= 6, sum(found["faults_struck"].values()) >= 6) == (True, True, True)


def test_a_product_that_does_not_look_at_the_records_is_found_out(capsys):
    asked = ["--of", "transfer_runs", "--runs", "1", "--seed", "2", "--without", "records"]
    assert stops.main(asked) == 1
    one, _ = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert one["wrong"][0].startswith("2 transfers were made")
    assert any("without reading /bc/account/transaction/get/" in breach for breach in one["wrong"])


# --- the judge ---


@pytest.fixture
def world(tmp_path):
    ticks = Ticks(tmp_path / "ticks")
    clock = Clock(SCENARIO.starts_at, ticks=ticks.nanoseconds)
    return RunWorld(build_app(SCENARIO, clock=clock, quirks=Quirks(level="unlimited")), ticks, Scope((), ()))


def ask(world, method, path, hand="0.0", **given):
    """Have a worker send a call."""
    world.hands.append(hand)
    query = {name: one if isinstance(one, str) else json.dumps(one) for name, one in given.items()}
    how = {"body": json.dumps(given).encode()} if method == "POST" else {"query": query}
    return world.emulator.answer(Request(method, f"/open_api/v1.3/{path}/", TOKEN, **how)).document


def send(world, **change):
    """Have a worker look at the records and the balance, and move the money."""
    ask(world, "GET", "bc/account/transaction/get", bc_id=CENTER)
    ask(world, "GET", "advertiser/balance/get", bc_id=CENTER)
    return transfer(world, **change)


def transfer(world, **change):
    usual = {"bc_id": CENTER, "advertiser_id": SCENARIO.accounts[0].advertiser_id, "cash_amount": 500.25}
    done = ask(world, "POST", "bc/transfer", **usual | {"transfer_type": "REFUND"} | change)
    return tuple(one["transaction_id"] for one in done["data"]["transaction_infos"])


def told(state=ReturnState.MOVED, alarm="", **changes):
    one: MoneyReturn = b.money_return(state=state, amount=b.usd("500.25"), **changes)
    alarms = (alarm or f"look: {one.told}",)
    case = replace(b.case_after("stopping"), platform=PlatformMoney(returns=(one,)), alarms=alarms)
    return Told(case, [], {"0.0": 0})


def breaches(world, told):
    """Return what is wrong but that these chains, made by hand, are none."""
    return [one for one in wrong(world, told) if "audit chain" not in one]


def test_a_transfer_by_the_book_is_no_breach(world):
    assert breaches(world, told(transactions=send(world))) == []


def test_a_second_transfer_is_one_whatever_is_said(world):
    send(world)
    world.ticks.wait(1)
    found = breaches(world, told(transactions=send(world)))
    assert found == [
        "2 transfers were made: ['-500.25', '-500.25']",
        "a transfer was sent 0:00:01 after another",
    ]


def test_another_amount_is_one(world):
    found = breaches(world, told(transactions=send(world, cash_amount=500)))
    assert found[0] == "-500 moved"


def test_what_did_not_move_may_not_be_called_moved(world):
    assert breaches(world, told(transactions=("601",))) == ["called moved by ('601',), and the records are set()"]


def test_what_moved_may_not_be_called_refused(world):
    send(world)
    assert breaches(world, told(ReturnState.REFUSED, problem="too much")) == [
        "called refused, and it was made: too much"
    ]


@pytest.mark.parametrize("state", [ReturnState.REFUSED, ReturnState.UNKNOWN])
def test_what_was_not_done_has_to_be_told(world, state):
    assert breaches(world, told(state)) == []
    assert breaches(world, told(state, alarm="something else")) == [f"{state.value}, and nobody is told"]


@pytest.mark.parametrize("state", [ReturnState.APPROVED, ReturnState.CHECKED])
def test_nothing_may_be_left_half_way(world, state):
    assert breaches(world, told(state, problem="no answer")) == [f"{state.value} when all is over: no answer"]


def test_another_worker_s_look_is_none(world):
    ask(world, "GET", "bc/account/transaction/get", hand="1.0", bc_id=CENTER)
    ask(world, "GET", "advertiser/balance/get", bc_id=CENTER)
    found = breaches(world, told(transactions=transfer(world)))
    assert found == ["worker 0.0 sent a transfer without reading /bc/account/transaction/get/"]


def test_a_transfer_long_after_a_refused_one_is_no_breach(world):
    world.emulator.faults.order([{"kind": "code", "code": 50000, "path": "bc/transfer"}])
    ask(world, "GET", "bc/account/transaction/get", bc_id=CENTER)
    ask(world, "GET", "advertiser/balance/get", bc_id=CENTER)
    ask(world, "POST", "bc/transfer", bc_id=CENTER)
    world.ticks.wait(timedelta(minutes=10).total_seconds())
    assert breaches(world, told(transactions=send(world))) == []
