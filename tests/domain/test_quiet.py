"""Quiet hours and hours of the day, also when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from unpromote.domain.quiet import QuietHours, free_at, next_at

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(22), time(7), BERLIN)


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=BERLIN, fold=fold)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (local(2026, 9, 21, 21, 59), None),
        (local(2026, 9, 21, 22), local(2026, 9, 22, 7)),
        (local(2026, 9, 22, 6, 59), local(2026, 9, 22, 7)),
        (local(2026, 9, 22, 7), None),
    ],
)
def test_a_night_is_quiet_over_midnight(now, ends):
    assert NIGHT.ends_at(now) == ends


def test_quiet_within_a_day():
    noon = QuietHours(time(12), time(13), BERLIN)
    assert noon.ends_at(local(2026, 9, 21, 12, 30)) == local(2026, 9, 21, 13)
    assert noon.ends_at(local(2026, 9, 21, 13, 30)) is None


def test_equal_hours_are_never_quiet():
    assert QuietHours(time(9), time(9), BERLIN).ends_at(local(2026, 9, 21, 9)) is None


@pytest.mark.parametrize(("evening", "hours"), [((2026, 3, 28), 8), ((2026, 10, 24), 10), ((2026, 9, 21), 9)])
def test_the_night_of_a_clock_change_is_an_hour_shorter_or_longer(evening, hours):
    begin = local(*evening, 22).astimezone(UTC)
    assert NIGHT.ends_at(begin) - begin == timedelta(hours=hours)
    assert NIGHT.ends_at(begin - timedelta(seconds=1)) is None
    assert NIGHT.ends_at(begin + timedelta(hours=hours)) is None


def test_quiet_that_ends_in_the_hour_that_is_skipped_ends_when_the_clocks_have_moved():
    hours = QuietHours(time(1), time(2, 30), BERLIN)
    assert hours.ends_at(local(2026, 3, 29, 1, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_two_kinds_of_quiet_are_both_kept():
    tokyo = QuietHours(time(13), time(16), ZoneInfo("Asia/Tokyo"))
    assert free_at(local(2026, 9, 22, 6), [NIGHT, tokyo]) == local(2026, 9, 22, 9)
    assert free_at(local(2026, 9, 22, 10), [NIGHT, tokyo]) == local(2026, 9, 22, 10)


def test_hours_that_leave_no_gap_silence_nothing():
    always = [NIGHT, QuietHours(time(7), time(22), BERLIN)]
    assert free_at(local(2026, 9, 22, 6), always) == local(2026, 9, 22, 6)


def test_a_time_of_day_comes_once_a_day_across_clock_changes():
    at, seen = local(2026, 10, 23, 12), []
    while len(seen) < 4:
        at = next_at(time(2, 30), BERLIN, at)
        seen.append(at.astimezone(BERLIN).date().day)
    assert seen == [24, 25, 26, 27]


def test_the_skipped_hour_still_brings_its_digest():
    after = local(2026, 3, 28, 12)
    assert next_at(time(2, 30), BERLIN, after) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
