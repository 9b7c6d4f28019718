"""The queue of points as doors show it: what each decides, how far one has come, and its written form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moneyed import Money

from unpromote.domain.codec import encode
from unpromote.domain.review import Point, PointDecision
from unpromote.domain.spreads import Spread

Json = Any


@dataclass(frozen=True)
class Queued:
    """A point that waits to be looked at; without a spread no quote can be computed that holds it."""

    point: Point
    spread: Spread | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether it changes nothing and asks for no choice, so that it may be accepted with others."""
        quiet = self.spread is not None and not self.spread.moves
        return quiet and not self.point.needed and not (self.point.is_open and self.point.alternatives)


@dataclass(frozen=True)
class Queue:
    """The points still to look at, what decides most first, and those decided.

    `cost` is that of the quote as the terms stand, `together` how far it moves if none of the quiet points were there.
    `assumed` and `left_out` say what the figures stand on; `problem` why there are none.
    """

    pending: tuple[Queued, ...]
    decided: tuple[PointDecision, ...]
    cost: Money | None = None
    together: Money | None = None
    assumed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    problem: str = ""

    @property
    def quiet(self) -> tuple[str, ...]:
        """Return the paths of what may be accepted together."""
        return tuple(one.point.path for one in self.pending if one.is_quiet)

    @property
    def deciding(self) -> int:
        """Return how many of the points still to look at decide money."""
        return sum(1 for one in self.pending if one.spread is not None and one.spread.money)

    @property
    def total(self) -> int:
        """Return how many points there are in all."""
        return len(self.pending) + len(self.decided)


def queue_json(queue: Queue) -> dict[str, Json]:
    """Return the written form; amounts with their currency."""
    return {
        "done": len(queue.decided),
        "total": queue.total,
        "deciding": queue.deciding,
        "cost": encode(queue.cost),
        "together": encode(queue.together),
        "assumed": list(queue.assumed),
        "left_out": list(queue.left_out),
        "problem": queue.problem,
        "pending": [_queued_json(one) for one in queue.pending],
        "decided": encode(queue.decided),
    }


def _queued_json(one: Queued) -> dict[str, Json]:
    return {**encode(one.point), "open": one.point.is_open, "quiet": one.is_quiet, "decides": encode(one.spread)}
