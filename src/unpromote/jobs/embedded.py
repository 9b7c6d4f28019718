"""The executor that needs nothing but the database: leased loops over the command table.

One loop takes whatever is due; the others, its lanes, take only what stops delivery, side by side, so that a stop waits
neither for a slow answer nor behind ten thousand letters.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from unpromote.jobs.executor import Worker
from unpromote.store import work

POLL_SECONDS = 0.25
LANES = 4  # calls of 0.15 s each, ten a second at most, and what it takes to note them
OF_DELIVERY = ("StopBatch", "StartBatch", "SampleSpend", "WatchDelivery")


class Embedded:
    """Claims whatever is due and has the worker perform it. Several may run at once, also in several processes."""

    def __init__(self, worker: Worker, *, lanes: int = 0) -> None:
        self._worker = worker
        self._stop = threading.Event()
        self._bells = [threading.Event() for _ in range(lanes + 1)]
        for bell in self._bells:
            work.ring_when_ordered(bell)

    def announce(self, key: str, not_before: datetime) -> None:  # noqa: ARG002 - the table says it all
        """Wake the loops: the command is in the table already."""
        for bell in self._bells:
            bell.set()

    def work_off(self, kinds: Sequence[str] = ()) -> int:
        """Perform everything that is due now, of some kinds or of any; return how many commands were taken."""
        count = 0
        while (claimed := self._claimed(kinds)) is not None:
            self._worker.perform(claimed)
            count += 1
        return count

    def _claimed(self, kinds: Sequence[str]) -> work.Claimed | None:
        if self._stop.is_set():
            return None
        return work.claim(self._worker.owner, self._worker.clock(), self._worker.lease, kinds)

    def run(self) -> None:
        """Work until `stop` is called."""
        lanes = [threading.Thread(target=self._lane, args=(bell,), name="lane") for bell in self._bells[1:]]
        for lane in lanes:
            lane.start()
        try:
            self._loop(self._bells[0])
        finally:
            self.stop()
            for lane in lanes:
                lane.join()

    def _lane(self, bell: threading.Event) -> None:
        try:
            self._loop(bell, OF_DELIVERY)
        finally:
            connection.close()

    def _loop(self, bell: threading.Event, kinds: Sequence[str] = ()) -> None:
        while not self._stop.is_set():
            bell.clear()
            if not self.work_off(kinds):
                bell.wait(POLL_SECONDS)

    def stop(self) -> None:
        """End `run` after the commands at hand."""
        self._stop.set()
        for bell in self._bells:
            bell.set()
