"""Stopping delivery and watching the spend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from unpromote.domain.authorization_steps import is_followed
from unpromote.domain.commands import (
    FollowAuthorization,
    LookAtTarget,
    ReadInventory,
    ReadOrders,
    SampleSpend,
    StartBatch,
    StopBatch,
    WatchDelivery,
)
from unpromote.domain.delivery import Target
from unpromote.domain.errors import NotAllowed, OutsideFailed
from unpromote.domain.events import Event, NoticesDue
from unpromote.domain.stop_events import HeldStopDue, StopRatificationDue
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import authorizations, delivery, halting, queries
from unpromote.services.delivery import sample_spend, start_batch, stop_batch
from unpromote.services.ports import DeliveryPlatform
from unpromote.services.record import record

NOT_CONNECTED = "no advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN"


def stop(job: Job, tools: Tools) -> Event | None:
    """Switch one batch off. What an earlier try did is seen by looking first, so nothing is written twice."""
    command = cast("StopBatch", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)

    def scope() -> Sequence[Target]:
        return queries.scope_at_work(command.case_id, command.target_ids)

    def announce(event: Event) -> None:
        try:
            record(command.case_id, event)
        except NotAllowed as refusal:
            raise OutsideFailed(str(refusal), permanent=True) from refusal

    platform, now = _platform(tools), tools.clock()
    return stop_batch(platform, targets, now=now, by=DESK, again=job.again, scope=scope, announce=announce)


def sample(job: Job, tools: Tools) -> Event | None:
    """Read the spend of one batch."""
    command = cast("SampleSpend", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)
    return sample_spend(_platform(tools), targets, command.nth, now=tools.clock(), by=DESK)


def start(job: Job, tools: Tools) -> Event | None:
    """Switch one batch on again."""
    command = cast("StartBatch", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)
    return start_batch(_platform(tools), targets, now=tools.clock(), by=DESK)


def watch(job: Job, tools: Tools) -> Event | None:
    """Look whether one batch stays off and spends nothing."""
    command = cast("WatchDelivery", job.command)
    targets = queries.targets_at_work(command.case_id, command.target_ids)
    return delivery.watch(_platform(tools), targets, command.nth, now=tools.clock(), by=DESK)


def look(job: Job, tools: Tools) -> Event | None:
    """Look at what a person stopped, where an account is connected."""
    if tools.platform is None:
        return None
    command = cast("LookAtTarget", job.command)
    (target,) = queries.targets_at_work(command.case_id, command.target_ids)
    return delivery.look_at(tools.platform, target, now=tools.clock(), by=DESK)


def watch_ratification(job: Job, tools: Tools) -> Event | None:  # noqa: ARG001 - one shape for all hands
    """Say that the time to ratify an emergency stop is over."""
    return StopRatificationDue(at=tools.clock(), by=DESK)


def read_orders(job: Job, tools: Tools) -> Event | None:
    """Find out which orders stand in a booked campaign, where an account is connected."""
    if tools.platform is None:
        return None
    command = cast("ReadOrders", job.command)
    (target,) = queries.targets_at_work(command.case_id, command.target_ids)
    return delivery.read_orders(tools.platform, target, now=tools.clock(), by=DESK)


def follow_authorization(job: Job, tools: Tools) -> Event | None:
    """Look at a creator's authorization and take the next step that is open, where an account is connected."""
    if tools.posts is None:
        return None
    command = cast("FollowAuthorization", job.command)
    (target,) = queries.targets_at_work(command.case_id, command.target_ids)
    if not is_followed(target):
        return None
    return authorizations.follow(tools.posts, target, command, now=tools.clock(), by=DESK)


def watch_held(job: Job, tools: Tools) -> Event | None:  # noqa: ARG001 - one shape for all hands
    """Say that the time to confirm what is held is over."""
    return HeldStopDue(at=tools.clock(), by=DESK)


def read_inventory(job: Job, tools: Tools) -> Event | None:
    """Stop at once what is on in accounts, as a case of its own; what the rules refuse is not tried again."""
    if tools.inventory is None:
        raise OutsideFailed(NOT_CONNECTED, permanent=True)
    try:
        halting.carry_out(cast("ReadInventory", job.command), tools.inventory, now=tools.clock())
    except NotAllowed as refusal:
        raise OutsideFailed(str(refusal), permanent=True) from refusal
    return None


def tell_everyone(job: Job, tools: Tools) -> Event | None:  # noqa: ARG001 - one shape for all hands
    """Say that the notices may wait no longer."""
    return NoticesDue(at=tools.clock(), by=DESK)


def _platform(tools: Tools) -> DeliveryPlatform:
    if tools.platform is None:
        raise OutsideFailed(NOT_CONNECTED, permanent=True)
    return tools.platform
