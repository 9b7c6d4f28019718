"""Writing payment lines and the files of runs, booking statements, noticing that a refund is late."""

from __future__ import annotations

from typing import cast

from unpromote.domain.commands import BookStatement, RecordPayout, WatchRefund, WriteRun
from unpromote.domain.events import Event, RefundFellDue
from unpromote.jobs.tools import DESK, Job, Tools
from unpromote.services import payments, queries, statements
from unpromote.services.settlement import write_payout


def record_payout(job: Job, tools: Tools) -> Event | None:
    """Write one settlement's line; a line that is there already is accepted."""
    command = cast("RecordPayout", job.command)
    case = queries.case_at_work(command.case_id)
    settlement = next(s for s in case.settlements if s.creator_id == command.creator_id)
    return write_payout(tools.payouts, case, settlement, now=tools.clock(), by=DESK)


def watch_refund(job: Job, tools: Tools) -> Event | None:
    """Say that the time for the refund is up; whether it came, the ledger knows."""
    return RefundFellDue(at=tools.clock(), by=DESK, nth=cast("WatchRefund", job.command).nth)


def write_run(job: Job, tools: Tools) -> Event | None:
    """Write the file of a released run; a second try writes the same."""
    payments.write_run(cast("WriteRun", job.command).run_id, tools.payment_file)
    return None


def book_statement(job: Job, tools: Tools) -> Event | None:
    """Book what a statement shows; a second try books what the first had not."""
    statement_id = cast("BookStatement", job.command).statement_id
    statements.book_statement(statement_id, tools.statements, now=tools.clock(), by=DESK)
    return None
