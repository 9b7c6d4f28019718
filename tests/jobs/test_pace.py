"""Never more calls than the limit, whichever window one looks at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from unpromote.jobs.pace import APP_EVERY, BURST, PATIENCE, Pace
from unpromote.jobs.retry import Later
from unpromote.store import buckets

pytestmark = pytest.mark.django_db


def test_calls_never_pass_the_limit_in_any_window(clock):
    pace = Pace(clock, sleep=lambda seconds: clock.move(seconds=seconds))
    calls = []
    for _ in range(60):
        pace("/campaign/get/", "7")
        calls.append(clock.now)
    for first in calls:
        window = [call for call in calls if first <= call < first + timedelta(seconds=1)]
        assert len(window) <= 10 + BURST - 1
    assert calls[-1] - calls[0] >= APP_EVERY * (60 - BURST)


def test_endpoints_have_their_own_tokens(clock):
    def no_sleep(_seconds):
        pytest.fail("nobody should wait")

    pace = Pace(clock, sleep=no_sleep)
    for endpoint in ("/campaign/get/", "/campaign/status/update/"):
        for _ in range(BURST):
            pace(endpoint, "7")


def test_a_long_wait_gives_the_command_back(clock):
    far = clock.now + timedelta(hours=1)
    buckets.take("app/report/", far, every=APP_EVERY, burst=1)
    with pytest.raises(Later) as later:
        Pace(clock)("/report/", "7")
    assert later.value.at > clock.now + PATIENCE


def test_a_quiet_time_is_not_saved_up_beyond_the_burst(clock):
    taken = 0
    clock.move(days=1)
    while buckets.take("p", clock.now, every=APP_EVERY, burst=3) == clock.now:
        taken += 1
    assert taken == 3
