"""The time of a run: numbers in memory that all its processes share, moved on and never by itself.

The emulator shows it as it is; each worker's clock is a jump ahead of it, or behind.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from builders import NOW

NUMBER = struct.Struct("q")
PASSED, DUE, JUMPS = 0, 1, 2
SECOND = 1_000_000
NEVER = -1


class Ticks:
    """Microseconds since the run began, when work is due next, and how far each worker's clock is off."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(NUMBER.size * (JUMPS + 2)))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 0)

    def __getitem__(self, slot: int) -> int:
        return NUMBER.unpack_from(self._shared, slot * NUMBER.size)[0]

    def __setitem__(self, slot: int, value: int) -> None:
        NUMBER.pack_into(self._shared, slot * NUMBER.size, value)

    def nanoseconds(self) -> int:
        return self[PASSED] * 1000

    def wait(self, seconds: float) -> None:
        """Let time pass for everybody."""
        self[PASSED] += int(seconds * SECOND)

    def jump(self, hand: int, seconds: int) -> None:
        """Let one worker's clock jump, ahead or back."""
        self[JUMPS + hand] += seconds * SECOND

    def leap(self, seconds: int) -> None:
        """Let the emulator's clock alone jump ahead."""
        self.wait(seconds)
        for hand in range(2):
            self.jump(hand, -seconds)

    def mend(self) -> None:
        """Set every worker's clock right."""
        self[JUMPS] = self[JUMPS + 1] = 0

    def at(self, at: datetime) -> int:
        """Return an instant as microseconds since the run began."""
        return (at - NOW) // timedelta(microseconds=1)

    def clock(self, hand: int) -> Callable[[], datetime]:
        """Return the clock of one worker."""
        return lambda: NOW + timedelta(microseconds=self[PASSED] + self[JUMPS + hand])
