"""The emulator for tests: standing clock, free port, the shipped accounts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from emulator.desk import Desk, open_desk
from emulator.sdk import Sdk


@pytest.fixture
def start() -> Iterator[Callable[..., Desk]]:
    """Start an emulator with the given quirks; everything is stopped at the end."""
    with ExitStack() as stack:
        yield lambda **quirks: stack.enter_context(open_desk(**quirks))


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start()


@pytest.fixture
def connect() -> Iterator[Callable[[str], Sdk]]:
    made: list[Sdk] = []

    def make(url: str) -> Sdk:
        made.append(Sdk(url))
        return made[-1]

    yield make
    for one in made:
        one.client.rest_client.pool_manager.clear()
    made.clear()
    gc.collect()
