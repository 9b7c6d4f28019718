"""A rehearsal's clock, and what happens when the rehearsal is over."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from unpromote.adapters.rehearsal import RehearsalClock
from unpromote.domain.errors import OutsideFailed


def clock(answer: httpx.Response) -> RehearsalClock:
    return RehearsalClock("http://stage/clock", transport=httpx.MockTransport(lambda _request: answer))


def test_it_shows_the_rehearsals_time():
    shown = clock(httpx.Response(200, json={"now": "2026-09-21T10:00:00+00:00"}))()
    assert shown == datetime(2026, 9, 21, 10, tzinfo=UTC)


def test_a_rehearsal_that_is_over_is_an_outer_failure():
    with pytest.raises(OutsideFailed, match="does not answer"):
        clock(httpx.Response(503))()
