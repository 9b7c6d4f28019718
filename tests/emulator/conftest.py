"""The emulator for tests: standing clock, free port, the shipped accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from emulator.desk import Desk, open_desk


@pytest.fixture
def start() -> Iterator[Callable[..., Desk]]:
    """Start an emulator with the given quirks; everything is stopped at the end."""
    with ExitStack() as stack:
        yield lambda **quirks: stack.enter_context(open_desk(**quirks))


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    return start()
