"""What a bench finds: one number with its unit, the limit that it has to keep, and how it was taken."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KIB = 1024


@dataclass(frozen=True)
class Figure:
    """One measured number. At most one of the limits is given; a figure without any is told for orientation.

    The value is None where it could not be taken; `how` then says why.
    """

    name: str
    value: float | None
    unit: str
    how: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def limit(self) -> str:
        """Return the limit as a person writes it: ">= 3000", "<= 40", or nothing."""
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return "" if self.at_most is None else f"<= {self.at_most:g}"

    @property
    def holds(self) -> bool | None:
        """Return whether the limit is kept, or None where there is none or nothing was measured."""
        if self.value is None:
            return None
        if self.at_least is not None:
            return self.value >= self.at_least
        return None if self.at_most is None else self.value <= self.at_most

    def to_json(self) -> dict[str, Any]:
        """Return the figure with its limit beside it."""
        limit = {"unit": self.unit, "limit": self.limit or None, "holds": self.holds}
        value = None if self.value is None else round(self.value, 3)
        return {"name": self.name, "value": value, **limit, "how": self.how}


def share(part: float, whole: float) -> float | None:
    """Return which share of the whole the part is; None of nothing."""
    return part / whole if whole else None


@dataclass(frozen=True)
class Took:
    """Seconds that a piece of work took: on the wall, and of this process's own processor time."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Took:
    """Return what doing the work takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def spent_by_children() -> float:
    """Return the processor seconds of all child processes that have ended so far, the killed ones too."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_memory() -> int:
    """Return the most memory in bytes that this process has held so far.

    Linux counts what the parent held as well in what `getrusage` tells, and keeps our own peak apart.
    """
    own = Path("/proc/self/status")
    if own.exists():
        (peak,) = (line for line in own.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * _KIB
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * _KIB
