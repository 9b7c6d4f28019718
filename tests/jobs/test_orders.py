"""Reach & Frequency stopped by its orders: what waits is taken back after its word, what delivers is a person's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import builders as b
from emulator.desk import EU, Desk, open_desk, scenario_of
from jobs.tiktok_desk import tools_at, work_off, work_until
from unpromote.domain import stop_events as s
from unpromote.domain.delivery import Level, Target, TargetState
from unpromote.jobs.tools import Tools
from unpromote.services.record import record
from unpromote.store import cases

pytestmark = pytest.mark.django_db
BOOKED = {"name": "Booked", "kind": "reach_frequency", "ad_groups": 2, "starts_on": "2026-09-25"}
RUNNING = {"name": "Running", "kind": "reach_frequency", "ad_groups": 2}


@pytest.fixture
def desk() -> Iterator[Desk]:
    b.cast()
    story = scenario_of({**BOOKED, "ends_on": "2026-10-25"}, RUNNING, starts_at=b.NOW.isoformat())
    with open_desk(scenario=story) as desk:
        yield desk


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    with tools_at(desk) as tools:
        yield tools


def ordered_off(desk: Desk, name: str) -> Target:
    """A campaign of orders, left to a person by an approval."""
    (row,) = desk.named(name)
    named = {"kind": "reach_frequency", "external_id": row["campaign_id"], "advertiser_id": EU, "name": name}
    b.saved_case("stopping", targets=(b.target(1, **named, route=b.Route.BY_HAND),))
    return cases.load("case_1").targets[0]


def confirm(desk: Desk, *ids: str) -> None:
    typed = cases.load("case_1").reference
    at = desk.running.emulator.now()
    record("case_1", s.FinalStopConfirmed(at=at, by="ben", target_ids=ids, typed=typed))


def cancelled(desk: Desk) -> list[Any]:
    return [entry for entry in desk.control("log") if entry["path"].endswith("rf/order/cancel/")]


def test_what_has_not_begun_waits_for_its_word(desk: Desk, tools: Tools) -> None:
    assert ordered_off(desk, "Booked").state is TargetState.BY_HAND
    first, second = work_off(tools)
    assert [one.state for one in (first, second)] == [TargetState.HELD] * 2
    assert (first.id, second.id, first.level, first.name[:8]) == ("t1", "t2", Level.ADGROUP, "Booked: ")
    assert cancelled(desk) == []


def test_with_its_word_it_is_taken_back_and_proven_by_a_second_look(desk: Desk, tools: Tools) -> None:
    ordered_off(desk, "Booked")
    work_off(tools)
    confirm(desk, "t1", "t2")
    stopped = work_until(desk, tools, 4)
    assert [one.state for one in stopped] == [TargetState.PROVEN] * 2
    assert [len(entry["ids"]) for entry in cancelled(desk)] == [2]
    assert cases.load("case_1").alarms == ()


def test_what_delivers_stays_a_persons_order_by_order(desk: Desk, tools: Tools) -> None:
    ordered_off(desk, "Running")
    found = work_until(desk, tools, 30)
    assert [one.state for one in found] == [TargetState.BY_HAND] * 2
    assert all(one.spent.amount > 0 for one in found)
    assert cancelled(desk) == []


def test_a_booking_that_began_meanwhile_is_not_called_stopped(desk: Desk, tools: Tools) -> None:
    ordered_off(desk, "Booked")
    work_off(tools)
    desk.later(hours=24 * 5)
    confirm(desk, "t1", "t2")
    assert {one.state for one in work_until(desk, tools, 1)} == {TargetState.STILL_ON}
    assert "it delivers" in cases.load("case_1").alarms[-1]


def test_a_word_that_nobody_gives_is_an_alarm_a_day_later(desk: Desk, tools: Tools) -> None:
    ordered_off(desk, "Booked")
    work_until(desk, tools, 25)
    assert [alarm[:8] for alarm in cases.load("case_1").alarms] == ["Booked: "] * 2


def test_without_an_account_the_campaign_stays_a_persons(desk: Desk, tools: Tools) -> None:
    campaign = ordered_off(desk, "Booked")
    assert work_off(replace(tools, platform=None)) == [campaign]


def test_a_booking_that_was_taken_back_already_changes_nothing(desk: Desk, tools: Tools) -> None:
    campaign = ordered_off(desk, "Booked")
    rows = desk.rows("adgroup", filtering={"campaign_ids": [campaign.external_id]})
    desk.post("rf/order/cancel/", advertiser_id=EU, adgroup_ids=[row["adgroup_id"] for row in rows])
    assert work_off(tools) == [campaign]
