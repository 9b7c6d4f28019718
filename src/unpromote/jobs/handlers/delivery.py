"""Stopping delivery and watching the spend."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import SampleSpend, StopBatch
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import Event, NoticesDue
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import queries
from unpromote.services.delivery import sample_spend, stop_batch
from unpromote.services.ports import DeliveryPlatform


def stop(job: Job, tools: Tools) -> Event | None:
    """Switch one batch off. What an earlier try did is seen by looking first, so nothing is written twice."""
    command = cast("StopBatch", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)
    return stop_batch(_platform(tools), targets, now=tools.clock(), by=DESK, again=job.again)


def sample(job: Job, tools: Tools) -> Event | None:
    """Read the spend of one batch."""
    command = cast("SampleSpend", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)
    return sample_spend(_platform(tools), targets, command.nth, now=tools.clock(), by=DESK)


def tell_everyone(job: Job, tools: Tools) -> Event | None:  # noqa: ARG001 - one shape for all hands
    """Say that the notices may wait no longer."""
    return NoticesDue(at=tools.clock(), by=DESK)


def _platform(tools: Tools) -> DeliveryPlatform:
    if tools.platform is None:
        raise OutsideFailed("no advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN", permanent=True)
    return tools.platform
