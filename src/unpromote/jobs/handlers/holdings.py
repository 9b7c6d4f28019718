"""Money at the platform: reading balances, moving unspent money up once, closing accounts."""

from __future__ import annotations

from typing import cast

from unpromote.domain.errors import OutsideFailed
from unpromote.domain.events import Event
from unpromote.domain.holding_commands import CheckReturn, CloseAccount, ReadBalances, SendReturn
from unpromote.domain.holding_events import ClosingSeen
from unpromote.jobs.handlers.delivery import NOT_CONNECTED
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import queries, transferring
from unpromote.services.ports import Purse


def read_balances(job: Job, tools: Tools) -> Event | None:
    """Read what the accounts of a case hold."""
    case = queries.case_at_work(cast("ReadBalances", job.command).case_id)
    return transferring.read_balances(_purse(tools), case, now=tools.clock(), by=DESK)


def check_return(job: Job, tools: Tools) -> Event | None:
    """Look at an account right before a transfer from it."""
    command = cast("CheckReturn", job.command)
    case = queries.case_at_work(command.case_id)
    return transferring.check_return(_purse(tools), case, command.return_id, now=tools.clock(), by=DESK)


def send_return(job: Job, tools: Tools) -> Event | None:
    """Move the money if it surely has not moved.

    A second try of the same command only looks, and so does a worker that was taken for dead meanwhile.
    """
    command = cast("SendReturn", job.command)
    case = queries.case_at_work(command.case_id)

    def may_send() -> bool:
        return not job.again and job.is_mine()

    return transferring.send_return(
        _purse(tools), case, command.return_id, may_send=may_send, now=tools.clock(), by=DESK
    )


def close_account(job: Job, tools: Tools) -> Event | None:
    """Close an account for good; what the platform refuses to do is told."""
    command = cast("CloseAccount", job.command)
    try:
        return transferring.close_for_good(_purse(tools), command.bc_id, command.holder, now=tools.clock(), by=DESK)
    except OutsideFailed as failure:
        if not failure.permanent:
            raise
        return ClosingSeen(at=tools.clock(), by=DESK, holder=command.holder, closed=False, reason=str(failure))


def _purse(tools: Tools) -> Purse:
    if tools.purse is None:
        raise OutsideFailed(NOT_CONNECTED, permanent=True)
    return tools.purse
