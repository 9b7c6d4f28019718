"""Reading files of promotions."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import ReadListing
from unpromote.domain.events import Event
from unpromote.jobs.tools import Job, Tools
from unpromote.services import imports


def read_listing(job: Job, tools: Tools) -> Event | None:
    """Read a file and report on it, or take it in; a second try ends as the first would have."""
    imports.read_listing(cast("ReadListing", job.command), tools.listings, now=tools.clock())
    return None
