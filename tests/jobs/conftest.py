"""The world that commands act on, and the executors that have to pass the conformance suite."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

import builders as b
from conftest import SetClock, database_url
from fakes import FakeInbox, FakeLedger, FakeOutbox, FakePacks, fake_reader
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.executor import Worker
from unpromote.jobs.tools import Tools
from unpromote.store import work

LEASE = timedelta(seconds=1)


class World:
    """Outside: a file to which every effect appends its command's key, however often it happens."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def act(self, key: str) -> None:
        with self.path.open("a") as file:
            file.write(key + "\n")

    @property
    def effects(self) -> list[str]:
        return self.path.read_text().split() if self.path.exists() else []


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world.log")


def order(key: str, due: datetime, *, kind: str = "Probe", partition: str = "desk") -> None:
    payload = {"case_id": key, "due": due.isoformat()}
    with transaction.atomic():
        work.order([work.Order(key, None, kind, payload, partition, due)])


@pytest.fixture
def tools(clock: SetClock) -> Tools:
    """Fakes of everything outside, with no account connected, when the cast's case has begun."""
    clock.now = b.NOW
    return Tools(
        clock=clock,
        platform=None,
        reader=fake_reader({}),
        outbox=FakeOutbox(),
        inbox=FakeInbox(),
        payouts=FakeLedger(),
        packs=FakePacks(),
    )


Make = Callable[..., Embedded]


@pytest.fixture(params=["embedded"])
def make(request: pytest.FixtureRequest) -> Make:
    """Makes an executor of each kind; procrastinate joins this list when it comes."""
    kinds = {"embedded": Embedded}

    def build(worker: Worker, **changes: object) -> Embedded:
        return kinds[request.param](replace(worker, **changes))

    return build


@pytest.fixture
def worker(world: World, clock: Callable[[], datetime]) -> Worker:
    return Worker(
        performers={"Probe": lambda job: world.act(job.command.case_id)}, clock=clock, owner="first", lease=LEASE
    )


@pytest.fixture
def processes(world: World, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts real worker processes on this test's database, and leaves none behind."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*, slow_seconds: float = 0) -> subprocess.Popen[bytes]:
        env = os.environ | {
            "UNPROMOTE_DATABASE": database_url(),
            "UNPROMOTE_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "unpromote.conf.settings",
        }
        script = Path(__file__).parent / "probe_worker.py"
        process = subprocess.Popen([sys.executable, str(script), str(world.path), str(slow_seconds)], env=env)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def now() -> datetime:
    return datetime.now(UTC)
