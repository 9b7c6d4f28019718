"""How verbs reach outside: the real tools, and an executor that works with them.

The tools are named, as the services name their parts, and loaded once a verb opens them: most verbs never do, and
loading every adapter and reader takes longer than they run.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.module_loading import import_string

from unpromote.jobs.connections import Connections

if TYPE_CHECKING:
    from unpromote.jobs.embedded import Embedded
    from unpromote.jobs.tools import Tools


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
