"""Reading what a platform shows of why a promotion has to stop."""

from __future__ import annotations

from typing import cast

from unpromote.domain.cause_events import CauseUnread
from unpromote.domain.commands import GatherCause
from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.domain.events import Event
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import queries
from unpromote.services.cause_looks import Sources, look


def gather(job: Job, tools: Tools) -> Event | None:
    """Read it. What fails is tried once more; then a person is told, who may order it again at any time."""
    command = cast("GatherCause", job.command)
    case = queries.case_at_work(command.case_id)
    one = next(one for one in case.gathered if one.id == command.gathering_id)
    sources = Sources(tools.causes, tools.incidents, tools.reports)
    try:
        return look(case, one, sources, now=tools.clock(), by=DESK)
    except BadInput as refusal:
        problem = str(refusal)
    except OutsideFailed as failure:
        if not failure.permanent and (failure.wait is not None or not job.again):
            raise
        problem = str(failure)
    return CauseUnread(at=tools.clock(), by=DESK, gathering_id=one.id, problem=problem)
