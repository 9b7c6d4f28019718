"""What a person's decisions on points of the agreement do to a case: a step like those of `steps`, for the table."""

from __future__ import annotations

from dataclasses import replace

from unpromote.domain.aggregate import Case
from unpromote.domain.errors import NotAllowed
from unpromote.domain.review import with_decisions
from unpromote.domain.review_events import PointsDecided
from unpromote.domain.steps import Moved


def decide(case: Case, event: PointsDecided) -> Moved:
    """Keep what the person made of the points; the terms are not confirmed by it."""
    if not event.decisions:
        raise NotAllowed("nothing was decided")
    return replace(case, decisions=with_decisions(case.decisions, event.decisions)), ()
