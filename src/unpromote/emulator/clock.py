"""The emulator's own time: it runs with real time, faster, slower or not at all, and can be moved forward.

It never goes back: what was spent and reported stays so. A speed of zero makes it stand still between jumps, which is
what tests want.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

_NANOSECONDS_PER_MICROSECOND = 1000


class Clock:
    """Tells the emulated instant. Not thread-safe by itself: the emulator's lock guards it."""

    def __init__(
        self, starts_at: datetime, *, speed: int | Fraction = 1, ticks: Callable[[], int] = time.monotonic_ns
    ) -> None:
        if starts_at.tzinfo is None:
            raise ValueError(f"the clock's start {starts_at.isoformat()} has no zone")
        self._ticks = ticks
        self._speed = Fraction(speed)
        self._base_at, self._base_ticks = starts_at, ticks()

    @property
    def speed(self) -> Fraction:
        """How many emulated seconds pass in a real second."""
        return self._speed

    def now(self) -> datetime:
        """Return the emulated instant."""
        passed = Fraction(self._ticks() - self._base_ticks, _NANOSECONDS_PER_MICROSECOND) * self._speed
        return self._base_at + timedelta(microseconds=int(passed))

    def advance(self, by: timedelta) -> None:
        """Move forward by so much; raise ValueError on a way back."""
        self.jump_to(self.now() + by)

    def jump_to(self, at: datetime) -> None:
        """Move forward to that instant; raise ValueError when it lies in the past."""
        now = self.now()
        if at < now:
            raise ValueError(f"the clock stands at {now.isoformat()} and does not go back to {at.isoformat()}")
        self._rebase(at)

    def run_at(self, speed: Fraction) -> None:
        """Change the speed from now on; raise ValueError below zero."""
        if speed < 0:
            raise ValueError("the clock's speed is zero or more")
        self._rebase(self.now())
        self._speed = speed

    def _rebase(self, at: datetime) -> None:
        self._base_at, self._base_ticks = at, self._ticks()
