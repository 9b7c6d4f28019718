"""How verbs reach outside: what is due is worked off with real tools.

The tools are named, as the services name their parts, and loaded once a verb opens them: most verbs never do, and
loading every adapter and reader takes longer than they run.
"""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.module_loading import import_string

from unpromote.domain.case import Case
from unpromote.domain.errors import OutsideFailed
from unpromote.jobs.connections import Connections
from unpromote.services import queries
from unpromote.services.people import Person

if TYPE_CHECKING:
    from unpromote.jobs.embedded import Embedded
    from unpromote.jobs.tools import Tools

PATIENCE_SECONDS = 120
POLL_SECONDS = 0.2


class _OpenTools(Protocol):
    def __call__(self, to: Connections) -> AbstractContextManager[Tools]: ...


class _OpenExecutor(Protocol):
    def __call__(self, to: Connections, *, lanes: int) -> AbstractContextManager[Embedded]: ...


def open_tools() -> AbstractContextManager[Tools]:
    """Give the real tools; the outside stays open for as long as the block lasts."""
    opened = cast("_OpenTools", import_string("unpromote.jobs.wiring.open_tools"))
    return opened(Connections.configured())


def executor(*, lanes: int = 0) -> AbstractContextManager[Embedded]:
    """Give an executor with real tools; the outside stays open for as long as the block lasts."""
    opened = cast("_OpenExecutor", import_string("unpromote.jobs.wiring.open_executor"))
    return opened(Connections.configured(), lanes=lanes)


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
