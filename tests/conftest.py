"""What every test may ask for: a data folder of its own, the database's address for other processes, a clock to set."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as drawing

# Every run draws the same, so that a red test stays red. To look elsewhere:
# pytest --hypothesis-profile=explore --hypothesis-seed=17 tests/domain
drawing.register_profile("same", derandomize=True, deadline=None)
drawing.register_profile("explore", derandomize=False, deadline=None, print_blob=True)
# For the figures: pytest --hypothesis-profile=thorough
drawing.register_profile("thorough", max_examples=10_000, deadline=None)
drawing.load_profile("same")

# Hundreds of commands run as processes of their own: compile what they load once, whatever the machine's habit is.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


class SetClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = datetime(2026, 9, 21, 17, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's folder, empty."""
    monkeypatch.setitem(settings.UNPROMOTE, "data", tmp_path)
    return tmp_path


def database_url() -> str:
    """The address under which another process finds this test's database."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{found['NAME']}"
    return f"postgresql://{found['USER']}@/{found['NAME']}?host={found['HOST']}"
