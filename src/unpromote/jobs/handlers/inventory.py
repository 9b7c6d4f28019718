"""Reading inventories."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import TakeInventory
from unpromote.domain.events import Event
from unpromote.jobs.tools import Job, Tools
from unpromote.services import inventory


def take(job: Job, tools: Tools) -> Event | None:
    """Read an inventory and keep it; a second try ends as the first would have."""
    inventory.carry_out(cast("TakeInventory", job.command), tools.surveyor, now=tools.clock())
    return None
