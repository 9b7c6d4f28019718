"""The executor that needs nothing but the database: a leased loop over the command table, one thread."""

from __future__ import annotations

import threading
from datetime import datetime

from unpromote.jobs.executor import Worker
from unpromote.store import work

POLL_SECONDS = 0.25


class Embedded:
    """Claims whatever is due and has the worker perform it. Several may run at once, also in several processes."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._wake = threading.Event()
        self._stop = threading.Event()

    def announce(self, key: str, not_before: datetime) -> None:  # noqa: ARG002 - the table says it all
        """Wake the loop: the command is in the table already."""
        self._wake.set()

    def work_off(self) -> int:
        """Perform everything that is due now; return how many commands were taken."""
        count = 0
        while (claimed := work.claim(self._worker.owner, self._worker.clock(), self._worker.lease)) is not None:
            self._worker.perform(claimed)
            count += 1
        return count

    def run(self) -> None:
        """Work until `stop` is called."""
        while not self._stop.is_set():
            if not self.work_off():
                self._wake.wait(POLL_SECONDS)
                self._wake.clear()

    def stop(self) -> None:
        """End `run` after the command at hand."""
        self._stop.set()
        self._wake.set()
