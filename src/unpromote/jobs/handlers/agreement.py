"""Reading the agreement."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import ReadAgreement
from unpromote.domain.events import Event
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import queries
from unpromote.services.agreement import read_agreement


def read(job: Job, tools: Tools) -> Event | None:
    """Read one document; None where it was taken out of the case meanwhile."""
    command = cast("ReadAgreement", job.command)
    case = queries.case_at_work(command.case_id)
    document = next((d for d in case.documents if d.id == command.document_id), None)
    if document is None:
        return None
    return read_agreement(document, tools.reader, now=tools.clock(), by=DESK)
