"""Writing payment lines."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import RecordPayout
from unpromote.domain.events import Event
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import queries
from unpromote.services.settlement import write_payout


def record_payout(job: Job, tools: Tools) -> Event | None:
    """Write one settlement's line; a line that is there already is accepted."""
    command = cast("RecordPayout", job.command)
    case = queries.case_at_work(command.case_id)
    settlement = next(s for s in case.settlements if s.creator_id == command.creator_id)
    return write_payout(tools.payouts, case, settlement, now=tools.clock(), by=DESK)
