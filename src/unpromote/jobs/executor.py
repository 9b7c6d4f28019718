"""One narrow port for running commands, and the performance of one command that every executor shares.

The table is the truth; an executor only decides who performs what when. Each must pass
`tests/jobs/test_conformance.py`.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from django.db import connection

from unpromote.domain.codec import decode
from unpromote.domain.commands import Command, kinds
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import CommandGaveUp, Event
from unpromote.jobs.retry import Later, TryAgain, decide
from unpromote.jobs.tools import DESK, Job
from unpromote.services import record
from unpromote.store import work

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
TIME_LIMIT = timedelta(minutes=10)

Perform = Callable[[Job], Event | None]


class Executor(Protocol):
    """Runs command `key` not before `not_before`, at least once, as long as some worker lives."""

    def announce(self, key: str, not_before: datetime) -> None: ...

    def work_off(self) -> int: ...


@dataclass(frozen=True)
class Worker:
    """Performs claimed commands: does the work outside any transaction, settles only while its fence holds."""

    performers: Mapping[str, Perform]
    clock: Callable[[], datetime]
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}/{os.getpid()}")
    lease: timedelta = LEASE
    checkpoint: Callable[[str, str], None] = lambda _point, _key: None

    def perform(self, claimed: work.Claimed) -> None:
        """Do one command and settle it, put it back, or give it up to a person."""
        performer = self.performers.get(claimed.kind)
        if performer is None:  # a newer release ordered it; that release will come back for it
            work.put_back(claimed, self.clock() + LEASE, tried=False)
            return
        self.checkpoint("claimed", claimed.key)
        try:
            event = self._do(performer, claimed)
        except Later as later:
            work.put_back(claimed, later.at, tried=False)
        # The one place where any failure of one command is kept from the others.
        except Exception as error:  # noqa: BLE001
            self._fail(claimed, error)
        else:
            self.checkpoint("done", claimed.key)
            if not record.settle(claimed, event):
                log.warning("result dropped: another worker has taken over", key=claimed.key)
            self.checkpoint("settled", claimed.key)

    def _do(self, performer: Perform, claimed: work.Claimed) -> Event | None:
        command = decode(kinds().get(claimed.kind, Command), claimed.payload, place=claimed.key)
        with _Renewal(self, claimed):
            return performer(Job(command, again=claimed.attempts > 1, is_mine=lambda: self._renewed(claimed)))

    def _renewed(self, claimed: work.Claimed) -> bool:
        return work.renew(claimed, self.clock(), self.lease)

    def _fail(self, claimed: work.Claimed, error: Exception) -> None:
        now = self.clock()
        verdict = decide(error, claimed.attempts, now)
        if not isinstance(error, OutsideFailed):
            log.error("a command failed", key=claimed.key, exc_info=error)
        if isinstance(verdict, TryAgain):
            work.put_back(claimed, verdict.at, tried=verdict.tried)
        else:
            gave_up = CommandGaveUp(
                at=now,
                by=DESK,
                command=claimed.kind,
                problem=verdict.problem,
                target_ids=tuple(claimed.payload.get("target_ids", ())),
                conversation_id=claimed.payload.get("conversation_id", ""),
                step=claimed.payload.get("step", ""),
            )
            record.settle(claimed, gave_up)


class _Renewal:
    """Renews the lease while a command is being done, up to the time limit: a hung call must lose its lease."""

    def __init__(self, worker: Worker, claimed: work.Claimed) -> None:
        self._worker, self._claimed = worker, claimed
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        lease = self._worker.lease
        rounds = int(TIME_LIMIT / lease * 3)
        try:
            for _ in range(rounds):
                if self._over.wait(lease.total_seconds() / 3):
                    return
                work.renew(self._claimed, self._worker.clock(), lease)
        finally:
            connection.close()
