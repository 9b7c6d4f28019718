"""Never more calls than the limit, whichever window one looks at; and rest where TikTok asks for it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from unpromote.adapters.calling import Resting
from unpromote.emulator.limits import Limiter, limit_of
from unpromote.jobs.pace import REST, Pace
from unpromote.services.policies import app_levels, call_limit
from unpromote.store import buckets

pytestmark = pytest.mark.django_db

WRITE, SALES = "campaign/status/update", "gmv_max/report/get"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def pace(clock):
    return Pace(clock, sleep=lambda seconds: clock.move(seconds=seconds))


def refuse(pace, clock, times, **on):
    """Refuse that many calls in a row, each as soon as it may go."""
    for _ in range(times):
        pace.refused(WRITE, "7", account=on.get("account", False))
        clock.now = max(clock.now, buckets.take(f"app/{WRITE}", clock.now, every=timedelta(0), burst=1))


@pytest.mark.parametrize("level", app_levels())
def test_calls_never_pass_the_limit_in_any_window(clock, level):
    pace = Pace(clock, sleep=lambda seconds: clock.move(seconds=seconds), level=level)
    limit, calls = call_limit("usual", level), []
    for _ in range(60):
        pace(WRITE, "7")
        calls.append(clock.now)
    for first in calls:
        window = [call for call in calls if first <= call < first + timedelta(seconds=1)]
        assert len(window) <= limit.second
    assert calls[-1] - calls[0] < 60 * 1.05 * max(timedelta(seconds=1) / limit.second, MINUTE / limit.minute)


@pytest.mark.parametrize(
    ("endpoint", "level", "calls"),
    [(WRITE, "sandbox", 600), (SALES, "basic", 500), (SALES, "ultimate", 700)],
)
def test_an_endpoint_with_limits_of_its_own_is_never_refused(clock, endpoint, level, calls):
    pace = Pace(clock, sleep=lambda seconds: clock.move(seconds=seconds), level=level)
    limiter, limit = Limiter(), limit_of(level, f"/{endpoint}/")
    for _ in range(calls):
        through(pace, clock, endpoint)
        limiter.admit(limit, "app", endpoint, clock.now)


def test_half_of_a_days_calls_go_at_once_and_who_comes_back_later_may_send_several(clock):
    pace = Pace(clock, sleep=lambda seconds: clock.move(seconds=seconds), level="sandbox")
    begun = clock.now
    with pytest.raises(Resting) as resting:
        send(pace, 520)
    assert timedelta(minutes=17) < clock.now - begun < timedelta(minutes=18)
    assert timedelta(minutes=59) < resting.value.wait < timedelta(minutes=64)
    clock.now += resting.value.wait
    send(pace, 20)


def send(pace, times):
    for _ in range(times):
        pace(WRITE, "7")


def through(pace, clock, endpoint):
    """Let a call go, however long it has to rest first."""
    try:
        pace(endpoint, "7")
    except Resting as resting:
        clock.now += resting.wait
        pace(endpoint, "7")


def test_lanes_of_a_slow_endpoint_keep_their_places(clock):
    pace = Pace(clock, sleep=lambda _: None, level="sandbox")
    for _ in range(4):
        pace(WRITE, "7")


def test_a_call_that_nobody_described_does_not_go(pace):
    with pytest.raises(LookupError, match="report does not stand in"):
        pace("report", "7")


def test_a_minute_and_a_day_hold_too(pace, clock):
    calls = Counter()
    for _ in range(1300):
        pace(WRITE, "7")
        calls[clock.now.replace(second=0, microsecond=0)] += 1
    assert max(calls.values()) <= 600


def test_endpoints_have_their_own_tokens(clock):
    def no_sleep(_seconds):
        pytest.fail("nobody should wait")

    pace = Pace(clock, sleep=no_sleep)
    for endpoint in ("campaign/get", WRITE):
        pace(endpoint, "7")


def test_a_long_wait_gives_the_command_back(clock):
    buckets.hold(f"app/{WRITE}", clock.now + timedelta(hours=1))
    with pytest.raises(Resting, match=f"call to {WRITE} go before 2026-09-21 18:00:00 UTC") as resting:
        Pace(clock)(WRITE, "7")
    assert resting.value.wait == timedelta(hours=1)


def test_a_quiet_time_is_not_saved_up_beyond_the_burst(clock):
    taken = 0
    clock.move(days=1)
    while buckets.take("p", clock.now, every=timedelta(seconds=0.1), burst=3) == clock.now:
        taken += 1
    assert taken == 3


def test_a_refused_call_goes_in_the_next_second(pace, clock):
    clock.now = clock.now.replace(microsecond=700_000)
    pace.refused(WRITE, "7", account=False)
    pace(WRITE, "7")
    assert clock.now.microsecond == 0


def test_many_refusals_in_one_second_are_one(pace, clock):
    for _ in range(20):
        pace.refused(WRITE, "7", account=False)
    pace(WRITE, "7")


def test_refused_second_after_second_it_rests_five_minutes(pace, clock):
    start = clock.now
    refuse(pace, clock, times=4)
    assert clock.now - start == timedelta(seconds=3) + REST


def test_an_answer_ends_the_row_of_refusals(pace, clock):
    refuse(pace, clock, times=3)
    pace.answered(WRITE, "7")
    before = clock.now
    refuse(pace, clock, times=3)
    assert clock.now - before == timedelta(seconds=3)


def test_refused_after_every_rest_it_waits_for_midnight(pace, clock):
    refuse(pace, clock, times=6)
    assert clock.now == datetime(2026, 9, 22, tzinfo=UTC)


def test_a_refusal_for_one_account_leaves_the_others_alone(pace, clock):
    pace.refused(WRITE, "7", account=True)
    before = clock.now
    pace(WRITE, "8")
    assert clock.now == before
    pace(WRITE, "7")
    assert clock.now > before
