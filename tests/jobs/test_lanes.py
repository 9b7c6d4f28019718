"""Stops go side by side, wait behind nothing else, and begin as soon as they are ordered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from jobs.conftest import now, order
from jobs.test_conformance import patiently
from unpromote.jobs import embedded
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.executor import Perform, Worker
from unpromote.store.models import CommandRow

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30


@pytest.fixture(autouse=True)
def stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "OF_DELIVERY", ("Stop",))


@contextmanager
def at_work(lanes: int, **performers: Perform) -> Iterator[None]:
    executor = Embedded(Worker(performers, now, "one", timedelta(seconds=60)), lanes=lanes)

    def run() -> None:
        executor.run()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        executor.stop()
        thread.join()


def done(*keys: str) -> Callable[[], bool]:
    return lambda: CommandRow.objects.filter(key__in=keys, status="done").count() == len(keys)


def test_a_stop_waits_behind_no_letter() -> None:
    stopped = threading.Event()
    order("letter", now(), kind="Letter")
    with at_work(1, Letter=lambda _: stopped.wait(PATIENCE) and None, Stop=lambda _: stopped.set()):
        patiently(lambda: CommandRow.objects.get(key="letter").status == "leased")
        order("stop", now(), kind="Stop")
        patiently(done("stop", "letter"))


def test_a_lane_takes_nothing_but_stops() -> None:
    go_on = threading.Event()
    for key in ("first", "second"):
        order(key, now(), kind="Letter")
    letters = CommandRow.objects.filter(kind="Letter").values_list("status", flat=True)
    with at_work(2, Letter=lambda _: go_on.wait(PATIENCE) and None, Stop=lambda _: None):
        patiently(lambda: "leased" in letters.all())
        order("stop", now(), kind="Stop")
        patiently(done("stop"))
        assert sorted(letters.all()) == ["leased", "ready"]
        go_on.set()
        patiently(done("first", "second"))


def test_stops_go_side_by_side() -> None:
    together = threading.Barrier(4, timeout=PATIENCE)
    keys = [f"stop {n}" for n in range(4)]
    for key in keys:
        order(key, now(), kind="Stop")
    with at_work(3, Stop=lambda _: together.wait() and None):
        patiently(done(*keys))
    assert not together.broken


def test_what_is_ordered_in_the_same_process_begins_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "POLL_SECONDS", 10 * PATIENCE)
    with at_work(1, Stop=lambda _: None):
        order("stop", now(), kind="Stop")
        patiently(done("stop"))


def test_a_stopped_executor_takes_no_more() -> None:
    executor = Embedded(Worker({"Stop": lambda _: None}, now, "one", timedelta(seconds=60)))
    order("stop", now(), kind="Stop")
    executor.stop()
    assert executor.work_off() == 0
