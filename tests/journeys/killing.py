"""A child process that is killed with -9 at a step of its work, the nth call or return: a seed kills there again."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit code, None where it was killed, and how many steps it took, 0 where it was killed."""

    code: int | None
    steps: int


def in_child(work: Callable[[], int], kill_at: int | None = None) -> Ended:
    """Do the work in a child; kill it at that step."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os._exit(_counted(work, kill_at, write))
    os.close(write)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(read) as told:
        steps = int(told.read() or 0)
    return Ended(os.WEXITSTATUS(status) if os.WIFEXITED(status) else None, steps)


def _counted(work: Callable[[], int], kill_at: int | None, write: int) -> int:
    steps = 0

    def step(*_: object) -> None:
        nonlocal steps
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(step)
    try:
        return work()
    finally:
        sys.setprofile(None)
        os.write(write, str(steps).encode())
