"""Building the evidence pack."""

from __future__ import annotations

from unpromote.domain.events import Event
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services.audit import build_pack as build


def build_pack(job: Job, tools: Tools) -> Event | None:
    """Write the pack of the case as it stands; an older one of the same case is replaced when the new one is whole."""
    return build(job.command.case_id, tools.packs, now=tools.clock(), by=DESK)
