"""A Dedicated campaign for iOS 14 is not paused silently: held as soon as it is seen, then by its window or refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

import builders as b
from emulator.desk import EU, TOKEN, Desk, open_desk, scenario_of
from jobs.tiktok_desk import tools_at, work_off
from unpromote.adapters.tiktok import TikTokClient, TikTokInventory
from unpromote.domain import stop_events as s
from unpromote.domain.delivery import TargetState
from unpromote.jobs.tools import Tools
from unpromote.services.halting import Halt, preview_halt
from unpromote.services.people import person
from unpromote.services.record import record
from unpromote.store import cases

pytestmark = pytest.mark.django_db
STORY = scenario_of(
    {"name": "With SKAN", "kind": "dedicated", "skan4": True},
    {"name": "Without", "kind": "dedicated"},
    {"name": "Plain"},
    starts_at=b.NOW.isoformat(),
)
OFF, HELD, STILL_ON = TargetState.OFF, TargetState.HELD, TargetState.STILL_ON


@pytest.fixture
def desk() -> Iterator[Desk]:
    b.cast()
    with open_desk(scenario=STORY) as desk:
        yield desk


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    with tools_at(desk) as tools:
        yield tools


def stop(desk: Desk, tools: Tools, *names: str) -> list[TargetState]:
    ids = [desk.named(name)[0]["campaign_id"] for name in names]
    targets = tuple(b.target(n, external_id=one, advertiser_id=EU) for n, one in enumerate(ids, start=1))
    b.saved_case("stopping", targets=targets)
    return [target.state for target in work_off(tools)]


def confirm(tools: Tools, window: str) -> TargetState:
    word = s.FinalStopConfirmed(at=b.NOW, by="ben", target_ids=("t1",), typed="UP-ABCDEFGH", window=window)
    record("case_1", word)
    return work_off(tools)[0].state


def switched(desk: Desk) -> list[int]:
    return [len(entry["changed"]) for entry in desk.control("log") if entry["path"].endswith("status/update/")]


def test_it_is_held_and_the_others_of_its_batch_are_not(desk: Desk, tools: Tools) -> None:
    assert stop(desk, tools, "With SKAN", "Plain") == [HELD, OFF]
    held = cases.load("case_1").targets[0]
    assert "MODE1" in held.final
    assert switched(desk) == [1]


def test_one_that_is_off_already_needs_no_word(desk: Desk, tools: Tools) -> None:
    desk.switch([desk.named("With SKAN")[0]["campaign_id"]])
    assert stop(desk, tools, "With SKAN") == [OFF]


def test_with_its_word_it_is_paused_with_the_window_that_was_chosen(desk: Desk, tools: Tools) -> None:
    stop(desk, tools, "With SKAN")
    assert confirm(tools, "MODE3") is OFF
    target = cases.load("case_1").targets[0]
    assert (target.window, target.after.secondary_status) == ("MODE3", "CAMPAIGN_STATUS_AWAITING_RELEASE")


def test_without_skan_a_window_is_refused_and_nothing_claimed(desk: Desk, tools: Tools) -> None:
    stop(desk, tools, "Without")
    assert confirm(tools, "MODE1") is STILL_ON
    assert "SKAN" in cases.load("case_1").targets[0].refusal


def test_without_skan_it_is_paused_where_no_window_is_chosen(desk: Desk, tools: Tools) -> None:
    stop(desk, tools, "Without")
    assert confirm(tools, "") is OFF


def test_the_preview_of_an_emergency_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.UNPROMOTE, "tiktok_token", TOKEN)
    halt = Halt(b.BRAND, (EU,), "the public is furious", b.SUPPORT)
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        listing = TikTokInventory(client, desk.running.emulator.now).objects(EU)
    ((_, plan),) = preview_halt(person("ana"), halt, [listing], now=b.NOW)
    assert [(step.kind, len(step.target_ids)) for step in plan.to_confirm] == [("campaign", 2)]
    assert [len(call.target_ids) for call in plan.calls] == [1]
