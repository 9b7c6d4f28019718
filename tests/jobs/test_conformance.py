"""What every executor has to hold, whatever carries its commands: nothing lost, early, or settled twice."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from jobs.conftest import LEASE, now, order
from unpromote.domain.errors import OutsideFailed
from unpromote.jobs import executor as executor_module
from unpromote.jobs.executor import Worker
from unpromote.jobs.retry import TRIES_ON_A_BUG, Later
from unpromote.store import work
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db(transaction=True)


def patiently(until: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_a_command_runs_once_it_is_due_and_not_before(make, worker, clock, world):
    executor = make(worker)
    order("soon", clock.now + timedelta(hours=1))
    assert executor.work_off() == 0
    clock.move(hours=1)
    assert executor.work_off() == 1
    assert world.effects == ["soon"]


def test_the_one_due_longest_goes_first(make, worker, clock, world):
    order("later", clock.now)
    order("earlier", clock.now - timedelta(hours=1))
    make(worker).work_off()
    assert world.effects == ["earlier", "later"]


def test_ordering_the_same_key_twice_is_doing_it_once(make, worker, clock, world):
    executor = make(worker)
    order("stop", clock.now)
    executor.work_off()
    order("stop", clock.now)
    executor.announce("stop", clock.now)
    assert executor.work_off() == 0
    assert world.effects == ["stop"]


def test_an_order_that_was_rolled_back_never_runs(make, worker, clock, world):
    with transaction.atomic():
        order("never", clock.now)
        transaction.set_rollback(True)
    make(worker).work_off()
    assert world.effects == []


def test_a_worker_killed_in_the_middle_is_followed_by_another(processes, world):
    order("hard", now())
    first = processes(slow_seconds=60)
    patiently(lambda: world.effects == ["hard"])
    first.kill()
    first.wait()
    processes()
    patiently(lambda: CommandRow.objects.get(key="hard").status == "done")
    assert world.effects == ["hard", "hard"]
    assert CommandRow.objects.get(key="hard").attempts == 2


def test_the_second_try_knows_that_the_outcome_of_the_first_is_unknown(make, worker, clock):
    seen = []
    order("again", clock.now)
    work.claim("a worker that died", clock.now, LEASE)
    clock.move(seconds=2)
    make(worker, performers={"Probe": lambda job: seen.append(job.again)}).work_off()
    assert seen == [True]


def test_a_slow_worker_keeps_its_lease(processes, world):
    order("slow", now())
    processes(slow_seconds=3)
    patiently(lambda: world.effects == ["slow"])
    processes()
    patiently(lambda: CommandRow.objects.get(key="slow").status == "done")
    assert world.effects == ["slow"]


def test_a_call_that_hangs_loses_its_lease_at_the_time_limit(make, world, monkeypatch):
    monkeypatch.setattr(executor_module, "TIME_LIMIT", timedelta(seconds=0.5))
    lease, over = timedelta(seconds=0.5), threading.Event()
    hung = Worker({"Probe": lambda _job: over.wait(20)}, now, "hung", lease)

    def hang():
        make(hung).work_off()
        connection.close()

    order("call", now())
    thread = threading.Thread(target=hang)
    thread.start()
    patiently(lambda: CommandRow.objects.get(key="call").status == "leased")
    sound = make(Worker({"Probe": lambda job: world.act(job.command.case_id)}, now, "sound", lease))
    patiently(lambda: sound.work_off() == 1)
    over.set()
    thread.join()
    assert (world.effects, CommandRow.objects.get(key="call").owner) == (["call"], "sound")


def test_a_falsely_suspected_worker_settles_nothing(make, worker, clock, world):
    def outlive_the_lease(job):
        clock.move(seconds=5)
        make(worker, owner="second").work_off()
        world.act("first")

    order("shared", clock.now)
    make(worker, performers={"Probe": outlive_the_lease}, owner="first").work_off()
    row = CommandRow.objects.get(key="shared")
    assert (row.status, row.owner, row.fence) == ("done", "second", 2)


def test_a_clock_that_jumps_back_makes_nothing_early_and_loses_nothing(make, worker, clock, world):
    executor = make(worker)
    order("noon", clock.now)
    clock.move(hours=-3)
    assert executor.work_off() == 0
    clock.move(hours=3)
    assert executor.work_off() == 1


def test_a_clock_that_jumps_ahead_loses_nothing(make, worker, clock, world):
    order("a", clock.now)
    order("b", clock.now + timedelta(days=40))
    clock.move(days=60)
    make(worker).work_off()
    assert world.effects == ["a", "b"]


def test_a_poisoned_command_stops_no_other_and_ends_with_a_person(make, worker, clock, world):
    def act(job):
        world.act(job.command.case_id)
        if job.command.case_id == "poison":
            raise ZeroDivisionError

    executor = make(worker, performers={"Probe": act})
    order("poison", clock.now)
    order("sound", clock.now)
    for _ in range(6):
        executor.work_off()
        clock.move(hours=1)
    assert Counter(world.effects) == {"poison": TRIES_ON_A_BUG, "sound": 1}
    given_up = {"event": "CommandGaveUp", "problem": "ZeroDivisionError: "}
    assert CommandRow.objects.get(key="poison").result == given_up


def test_an_outer_failure_is_tried_again_later(make, worker, clock, world):
    answers = iter([OutsideFailed("down"), None])

    def act(_job):
        if error := next(answers):
            raise error
        world.act("up")

    executor = make(worker, performers={"Probe": act})
    order("call", clock.now)
    assert executor.work_off() == 1
    clock.move(seconds=5)
    executor.work_off()
    assert world.effects == ["up"]


def test_a_permanent_failure_is_not_tried_again(make, worker, clock):
    def act(_job):
        raise OutsideFailed("no such account", permanent=True)

    executor = make(worker, performers={"Probe": act})
    order("call", clock.now)
    assert executor.work_off() == 1
    clock.move(days=1)
    assert executor.work_off() == 0


def test_a_command_without_a_token_waits_and_is_not_counted_as_tried(make, worker, clock):
    def act(_job):
        raise Later(clock.now + timedelta(seconds=30))

    order("paced", clock.now)
    make(worker, performers={"Probe": act}).work_off()
    row = CommandRow.objects.get(key="paced")
    assert (row.status, row.attempts, row.due_at) == ("ready", 0, clock.now + timedelta(seconds=30))


def test_a_paused_partition_waits_and_the_others_go_on(make, worker, clock, world):
    executor = make(worker)
    order("held", clock.now, partition="advertiser/7")
    order("free", clock.now, partition="mail")
    work.pause("advertiser/7")
    executor.work_off()
    assert world.effects == ["free"]
    work.resume("advertiser/7")
    executor.work_off()
    assert world.effects == ["free", "held"]


def test_a_command_of_a_newer_release_waits_for_it(make, worker, clock, world):
    order("new", clock.now, kind="InventedLater")
    make(worker).work_off()
    assert CommandRow.objects.get(key="new").attempts == 0
    clock.move(hours=1)
    make(worker, performers={"InventedLater": lambda job: world.act(job.command.case_id)}).work_off()
    assert world.effects == ["new"]


def test_two_workers_at_once_share_the_work(make, worker, clock, world):
    for n in range(20):
        order(f"c{n}", clock.now)

    def work_off(name):
        make(worker, owner=name).work_off()
        connection.close()

    threads = [threading.Thread(target=work_off, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(world.effects) == sorted(f"c{n}" for n in range(20))


def test_killing_workers_at_random_loses_nothing(processes, world):
    chance = random.Random(7)  # noqa: S311 - a repeatable test, no secret
    keys = [f"c{n}" for n in range(60)]
    for key in keys:
        order(key, now())
    for _ in range(4):
        process = processes(slow_seconds=0.02)
        time.sleep(1 + chance.random())
        process.kill()
        process.wait()
    processes()
    patiently(lambda: not CommandRow.objects.exclude(status="done").exists())
    assert set(world.effects) == set(keys)


def test_next_due_sees_what_waits_and_what_a_dead_worker_holds(clock):
    assert work.next_due() is None
    order("waiting", clock.now + timedelta(hours=2))
    order("held", clock.now)
    work.claim("a worker that died", clock.now, LEASE)
    assert work.next_due() == clock.now + LEASE
