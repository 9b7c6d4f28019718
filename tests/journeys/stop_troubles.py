"""What goes wrong in a run of stopping: how the platform fails, where workers are killed, how their clocks are off."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

REFUSALS = (40016, 40100, 40133, 40202, 60001)
TROUBLES = (50000, 50002, 51010)
WRITES, READS, REPORTS = "status/update", "/get/", "report"
POINTS = ("claimed", "done", "settled", "send GET", "got GET", "send POST", "got POST", "sql", "sql", "")
SPAN = 3 * 3600


@dataclass(frozen=True)
class Kill:
    """Where a worker is killed: at the nth point of a name ("" is any), or by time, which no seed can repeat."""

    at: str = ""
    nth: int = 0
    after_us: int = 0


@dataclass(frozen=True)
class Life:
    """One round of one or two workers: their ends, how far their clocks are off, and jumps (point, hand, seconds)."""

    kills: tuple[Kill | None, ...]
    ahead: tuple[int, ...]
    jumps: tuple[tuple[int, int, int], ...] = ()


def faults(draw: random.Random) -> Iterator[dict[str, Any]]:
    """Draw what the emulator is ordered to break."""
    for _ in range(draw.choice((0, 1, 1, 2, 2, 3, 4, 5))):
        yield _fault(draw) | {"nth": draw.randint(1, 4), "times": draw.choice((1, 1, 1, 2, 3, 5, 12))}


def _fault(draw: random.Random) -> dict[str, Any]:
    kind = draw.choice(
        ("lost_reply_after_commit",) * 3
        + ("late_propagation", "late_propagation", "spend_tail", "refused", "refused", "trouble", "trouble")
        + ("lost_request", "http_500", "incomplete_page", "drifting_total", "revoke_token")
    )
    path = draw.choice((WRITES, WRITES, READS, REPORTS))
    if kind == "refused":
        return {"kind": "code", "code": draw.choice(REFUSALS), "path": path}
    if kind == "trouble":
        return {"kind": "code", "code": draw.choice(TROUBLES), "path": path, "after_commit": draw.random() < 0.5}
    if kind in ("late_propagation", "spend_tail"):
        return {"kind": kind, "path": WRITES, "seconds": draw.choice((5, 90, 900, 4 * 3600))}
    if kind in ("incomplete_page", "drifting_total"):
        return {"kind": kind, "path": READS, "drop": draw.choice((1, 2, -1)) if kind == "drifting_total" else 1}
    return {"kind": kind, "path": path}


def lives(draw: random.Random) -> Iterator[Life]:
    """Draw the rounds of workers; some runs have rounds in which two race."""
    racing = draw.random() < 0.4
    for _ in range(draw.randint(2, 5)):
        hands = 2 if racing and draw.random() < 0.8 else 1
        off = draw.random() < 0.25
        yield Life(
            kills=tuple(_kill(draw) for _ in range(hands)),
            ahead=tuple(draw.choice((0, draw.randint(-SPAN, SPAN))) if off else 0 for _ in range(hands)),
            jumps=tuple(_jumps(draw, hands)),
        )


def _kill(draw: random.Random) -> Kill | None:
    how = draw.random()
    if how < 0.35:
        return None
    if how < 0.42:
        return Kill(after_us=draw.randint(100, 30_000))
    name = draw.choice(POINTS)
    often = draw.randint(1, draw.choice((15, 60, 160)))
    return Kill(name, often if name in ("sql", "") else draw.choice((1, 1, 1, 2, 2, 3, 5)))


def _jumps(draw: random.Random, hands: int) -> Iterator[tuple[int, int, int]]:
    if draw.random() < 0.2:
        yield draw.randint(1, 60), draw.randrange(hands), draw.choice((31, 45, 600, -45, -600, SPAN, -SPAN))
