"""Pace at the call: a token is taken right before each request, since a limit on claims would bunch at its edge."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from unpromote.jobs.retry import Later
from unpromote.store import buckets

APP_EVERY = timedelta(seconds=0.1)  # TikTok's Basic level: 10 calls a second and endpoint (facts 1.3)
BURST = 5
PATIENCE = timedelta(seconds=2)


@dataclass(frozen=True)
class Pace:
    """Waits for a token of the app's endpoint; where the wait is long, gives the command back instead."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, endpoint: str, advertiser_id: str) -> None:
        """Return once a call may go.

        Raises:
            Later: no token will be there soon.
        """
        for partition in (f"app{endpoint}", f"advertiser/{advertiser_id}{endpoint}"):
            self._take(partition)

    def _take(self, partition: str) -> None:
        while (at := buckets.take(partition, now := self.clock(), every=APP_EVERY, burst=BURST)) > now:
            if at - now > PATIENCE:
                raise Later(at)
            self.sleep((at - now).total_seconds())
