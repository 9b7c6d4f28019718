"""The platform's records after a stop; where no advertising account is connected there are none to read."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import ReadBelow
from unpromote.domain.events import Event
from unpromote.domain.record_commands import AskChanges, FetchChanges, HuntRestarts, LiftGuard, SetGuard
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import queries, records


def read_below(job: Job, tools: Tools) -> Event | None:
    """Read what stands below stopped targets."""
    if tools.records is None:
        return None
    command = cast("ReadBelow", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)
    return records.read_below(tools.records, targets, command.nth, now=tools.clock(), by=DESK)


def ask_changes(job: Job, tools: Tools) -> Event | None:
    """Have the change log of an account written."""
    if tools.records is None:
        return None
    command = cast("AskChanges", job.command)
    targets = queries.targets_of_account(command.case_id, command.advertiser_id)
    return records.ask_changes(tools.records, command, targets, now=tools.clock(), by=DESK)


def fetch_changes(job: Job, tools: Tools) -> Event | None:
    """Fetch the change log of an account."""
    if tools.records is None:
        return None
    command = cast("FetchChanges", job.command)
    targets = queries.targets_of_account(command.case_id, command.advertiser_id)
    return records.fetch_changes(tools.records, command, targets, now=tools.clock(), by=DESK)


def hunt_restarts(job: Job, tools: Tools) -> Event | None:
    """Look for rules that could switch targets on again."""
    if tools.records is None:
        return None
    command = cast("HuntRestarts", job.command)
    targets = queries.targets_of_account(command.case_id, command.advertiser_id)
    return records.hunt_restarts(tools.records, command, targets, now=tools.clock(), by=DESK)


def set_guard(job: Job, tools: Tools) -> Event | None:
    """Have a rule of ours on the platform."""
    if tools.records is None:
        return None
    command = cast("SetGuard", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)
    return records.set_guard(tools.records, command, targets, now=tools.clock(), by=DESK)


def lift_guard(job: Job, tools: Tools) -> Event | None:
    """Take a rule of ours off the platform."""
    if tools.records is None:
        return None
    return records.lift_guard(tools.records, cast("LiftGuard", job.command), now=tools.clock(), by=DESK)
