"""A stop by the jobs against the emulated platform, and everything that is read there afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

import builders as b
from emulator.desk import EU, TOKEN, Desk, open_desk
from fakes import FakeInbox, FakeLedger, FakeOutbox, FakePacks, fake_reader
from unpromote.adapters.tiktok import TikTokClient, TikTokDelivery
from unpromote.adapters.tiktok.records import TikTokRecords
from unpromote.domain import record_events as r
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case
from unpromote.domain.commands import StopBatch
from unpromote.domain.delivery import Target, TargetState
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.handlers import records as handlers
from unpromote.jobs.tools import Job, Tools
from unpromote.jobs.wiring import worker
from unpromote.services.filing import located
from unpromote.services.record import record
from unpromote.store import cases, work

pytestmark = pytest.mark.django_db
Play = Callable[..., "Stage"]


class Stage:
    """An emulated account with a case over two of its campaigns, and the hands that work on it."""

    def __init__(self, desk: Desk, client: TikTokClient) -> None:
        self.desk, now = desk, desk.running.emulator.now
        self.tools = Tools(
            clock=now,
            platform=TikTokDelivery(client, now),
            records=TikTokRecords(client, now),
            reader=fake_reader({}),
            outbox=FakeOutbox(),
            inbox=FakeInbox(),
            payouts=FakeLedger(),
            packs=FakePacks(),
            mail_every=timedelta(days=40),
        )
        self.ids = [row["campaign_id"] for row in desk.named("Autumn")][:2]

    def stop(self) -> None:
        """Stop both campaigns at once."""
        named = enumerate(self.ids, start=1)
        targets = tuple(replace(b.target(n), advertiser_id=EU, external_id=one) for n, one in named)
        now = self.desk.running.emulator.now()
        b.saved_case("opened", targets=targets)
        record("case_1", s.StoppedAtOnce(at=now, by="ana", why="the public is furious"))

    def work(self, **time: float) -> Case:
        """Do what falls due for so long, in the order of time."""
        emulator, embedded = self.desk.running.emulator, Embedded(worker(self.tools))
        end = emulator.now() + timedelta(**time)
        embedded.work_off()
        while (due := work.next_due()) and due <= end:
            self.desk.control("clock", {"now": max(due, emulator.now()).astimezone(UTC).isoformat()})
            embedded.work_off()
        self.desk.control("clock", {"now": end.astimezone(UTC).isoformat()})
        return cases.load("case_1")

    def calls(self, path: str) -> int:
        return sum(path in entry["path"] for entry in self.desk.control("log"))


@pytest.fixture
def play(data: object) -> Iterator[Play]:
    b.cast()
    open_: list[tuple[Desk, TikTokClient]] = []

    def make(**quirks: int) -> Stage:
        desk = open_desk(**quirks)
        client = TikTokClient(desk.running.url, TOKEN, wait=lambda _: None)
        open_.append((desk, client))
        desk.__enter__()
        return Stage(desk, client)

    yield make
    for desk, client in open_:
        client.close()
        desk.__exit__(None, None, None)


def states(case: Case) -> list[TargetState]:
    return [target.state for target in case.targets]


def below(target: Target) -> tuple[int, int]:
    assert target.below is not None
    return target.below.ads, len(target.below.delivering)


def test_after_the_stop_children_log_and_rules_are_read_once_for_the_account(play: Play) -> None:
    stage = play()
    stage.stop()
    case = stage.work(hours=1)
    assert states(case) == [TargetState.OFF] * 2
    assert all(ads > 0 and not on for ads, on in map(below, case.targets))
    (log,) = case.on_record.change_logs
    assert {line.external_id for line in log.lines} == set(stage.ids)
    assert hashlib.sha256(located(log.path).read_bytes()).hexdigest() == log.sha256
    paths = ("/adgroup/get/", "/ad/get/", "changelog/task/create", "changelog/task/download", "optimizer/rule/list")
    assert [stage.calls(path) for path in paths] == [1, 1, 1, 1, 1]
    assert case.alarms == ()


def test_children_that_lag_are_an_alarm_until_they_are_seen_to_have_stopped(play: Play) -> None:
    stage = play(children_lag_seconds=600)
    stage.stop()
    early = stage.work(minutes=5)
    assert (states(early), len(early.alarms)) == ([TargetState.STILL_ON] * 2, 2)
    late = stage.work(minutes=20)
    assert (states(late), late.alarms) == ([TargetState.OFF] * 2, ())
    assert states(stage.work(hours=5)) == [TargetState.PROVEN] * 2


def test_a_log_that_takes_its_time_is_fetched_when_it_is_ready(play: Play) -> None:
    stage = play(task_seconds=300)
    stage.stop()
    assert len(stage.work(hours=1).on_record.change_logs) == 1
    assert stage.calls("changelog/task/check") == 3


def test_a_platform_without_change_logs_is_said_and_holds_nothing_up(play: Play) -> None:
    stage = play()
    stage.desk.control("faults", [{"kind": "code", "code": 40001, "path": "changelog/task/create", "times": 9}])
    stage.stop()
    case = stage.work(hours=6)
    assert [bool(log.problem) for log in case.on_record.change_logs] == [True]
    assert (states(case), case.alarms) == ([TargetState.PROVEN] * 2, ())


def test_a_rule_that_switches_it_on_again_is_found_before_and_named_after(play: Play) -> None:
    stage = play()
    stage.stop()
    stage.work(minutes=5)
    reach = {"dimension": "CAMPAIGN", "dimension_ids": [], "pre_condition_type": "ALL_INACTIVE_CAMPAIGN"}
    plan = {"name": "Up!", "apply_objects": [reach], "actions": [{"subject_type": "TURN_ON"}], "conditions": []}
    stage.desk.post("optimizer/rule/create/", advertiser_id=EU, rules=[plan])
    warned = stage.work(minutes=10)
    assert [("Up!" in alarm, "everything in it" in alarm) for alarm in warned.alarms] == [(True, True)]
    case = stage.work(hours=12)
    assert states(case) == [TargetState.STILL_ON] * 2
    assert any("was switched on again on" in alarm and "Automated rules" in alarm for alarm in case.alarms)


def test_the_net_switches_off_what_a_colleague_switches_on_and_goes_with_the_undo(play: Play) -> None:
    stage = play()
    stage.stop()
    record("case_1", r.GuardChosen(at=stage.desk.running.emulator.now(), by="ana", guarded=True))
    stage.work(minutes=5)
    stage.desk.control("hands", [{"act": "switch", "ids": stage.ids[:1], "status": "ENABLE"}])
    stage.work(hours=1)
    assert {row["operation_status"] for row in stage.desk.named("Autumn")[:2]} == {"DISABLE"}
    now = stage.desk.running.emulator.now()
    record("case_1", s.StopUndone(at=now, by="ben", target_ids=("t1", "t2"), why="the storm has passed"))
    case = stage.work(hours=2)
    assert states(case) == [TargetState.ON_AGAIN] * 2
    assert {row["operation_status"] for row in stage.desk.named("Autumn")[:2]} == {"ENABLE"}


@pytest.mark.parametrize(
    "hand",
    [
        handlers.read_below,
        handlers.ask_changes,
        handlers.fetch_changes,
        handlers.hunt_restarts,
        handlers.set_guard,
        handlers.lift_guard,
    ],
)
def test_without_an_account_there_is_nothing_to_read(play: Play, hand: Callable[..., object]) -> None:
    tools = replace(play().tools, records=None)
    assert (
        hand(Job(StopBatch(case_id="case_1", due=b.NOW, advertiser_id="7", target_ids=()), again=False), tools) is None
    )
