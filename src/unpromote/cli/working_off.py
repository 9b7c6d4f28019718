"""Doing what is due on a case before a verb answers, instead of leaving it to `unpromote work`."""

from __future__ import annotations

import time

from unpromote.cli.outside import executor
from unpromote.domain.aggregate import Case
from unpromote.domain.errors import OutsideFailed
from unpromote.services import queries
from unpromote.services.people import Person

PATIENCE_SECONDS = 120
POLL_SECONDS = 0.2


def work_off(person: Person, case: Case, kind: str) -> Case:
    """Do what is due until the case has no open command of this kind; another worker may do it as well.

    Raises:
        OutsideFailed: it is still open after two minutes.
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    with executor() as embedded:
        while any(command.kind == kind for command in queries.open_commands(person, case.id)):
            if not embedded.work_off():
                if time.monotonic() > give_up_at:
                    raise OutsideFailed(f"{kind} for {case.reference} is still not done: unpromote case timeline")
                time.sleep(POLL_SECONDS)
    return queries.case(person, case.id)


def do_at_once(person: Person, case: Case) -> Case:
    """Do what is due now; what fails, or falls due later, is left to `unpromote work`."""
    with executor() as embedded:
        embedded.work_off()
    return queries.case(person, case.id)
