"""Clocks that concern creators: silence that is about to approve, and the day of a duty."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import WarnOfSilence, WatchDuty
from unpromote.domain.creator_events import DutyLate, SilenceNear
from unpromote.domain.events import Event
from unpromote.jobs.tools import DESK, Job, Tools


def warn_of_silence(job: Job, tools: Tools) -> Event | None:
    """Say that silence is about to approve a creator's work."""
    command = cast("WarnOfSilence", job.command)
    return SilenceNear(
        at=tools.clock(),
        by=DESK,
        creator_id=command.creator_id,
        deliverable=command.deliverable,
        approved_at=command.approved_at,
    )


def watch_duty(job: Job, tools: Tools) -> Event | None:
    """Say that the day of a duty is over."""
    return DutyLate(at=tools.clock(), by=DESK, duty_id=cast("WatchDuty", job.command).duty_id)
