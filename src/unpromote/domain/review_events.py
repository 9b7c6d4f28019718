"""What a person made of the points of an agreement that was read, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from unpromote.domain.events import Event
from unpromote.domain.review import PointDecision


@dataclass(frozen=True, kw_only=True)
class PointsDecided(Event):
    """A person looked at points of the proposed terms and said what counts; nothing is confirmed by it yet."""

    decisions: tuple[PointDecision, ...]
