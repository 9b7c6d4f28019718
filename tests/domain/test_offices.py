"""Their hours and their silence, on their wall clock: weekends, holidays, and clocks that change in both directions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unpromote.domain.dates import WEEKDAYS, Calendar, Weekday
from unpromote.domain.errors import BadInput
from unpromote.domain.offices import Office, after_days, after_hours, answer_day, is_open, next_open

THANKSGIVING = date(2026, 11, 26)
NEW_YORK = Office("America/New_York", Calendar((Weekday.SAT, Weekday.SUN), (THANKSGIVING,), time(9), time(17)))
CAIRO = Office("Africa/Cairo", Calendar((Weekday.FRI, Weekday.SAT), (), time(9), time(17)))
NIGHT_SHIFT = Office("Europe/Berlin", Calendar((), (), time(1), time(6)))


def at(text: str, office: Office = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(office.zone))


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        ("2026-11-24T10:30", "2026-11-24T10:30"),
        ("2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-24T08:59", "2026-11-24T09:00"),
        ("2026-11-24T17:00", "2026-11-25T09:00"),  # the closing hour is no longer in it
        ("2026-11-25T18:00", "2026-11-27T09:00"),  # a holiday lies between
        ("2026-11-27T20:00", "2026-11-30T09:00"),  # a weekend does
    ],
)
def test_the_next_instant_in_their_hours(when, opens):
    assert next_open(NEW_YORK, at(when)) == at(opens)
    assert is_open(NEW_YORK, at(when)) is (when == opens)


@pytest.mark.parametrize(
    ("sent", "n", "due"),
    [
        ("2026-11-23T10:00", 3, "2026-11-27T10:00"),  # Thanksgiving is no day of silence
        ("2026-11-24T22:00", 1, "2026-11-27T09:00"),  # reached them on Wednesday morning
        ("2026-10-30T15:00", 1, "2026-11-02T15:00"),  # the clocks went back on 1 November
        ("2026-03-06T15:00", 1, "2026-03-09T15:00"),  # the clocks went forward on 8 March
        ("2026-11-24T10:00", 0, "2026-11-24T10:00"),
    ],
)
def test_business_days_of_silence_end_at_the_same_hour_of_their_day(sent, n, due):
    assert after_days(NEW_YORK, at(sent), n) == at(due)


def test_a_weekend_is_theirs_and_not_ours():
    assert after_days(CAIRO, at("2026-11-26T12:00", CAIRO), 1) == at("2026-11-29T12:00", CAIRO)


@pytest.mark.parametrize(
    ("sent", "hours", "due"),
    [
        ("2026-11-24T15:00", 1, "2026-11-24T16:00"),
        ("2026-11-24T15:00", 3, "2026-11-25T10:00"),
        ("2026-11-24T15:00", 2, "2026-11-25T09:00"),  # what ends at closing time ends at the next opening
        ("2026-11-25T16:00", 12, "2026-11-30T12:00"),
    ],
)
def test_business_hours_of_silence_run_only_while_they_are_open(sent, hours, due):
    assert after_hours(NEW_YORK, at(sent), timedelta(hours=hours)) == at(due)


@pytest.mark.parametrize(("day", "length"), [("2026-03-29", 4), ("2026-10-25", 6), ("2026-06-01", 5)])
def test_a_night_in_which_clocks_change_has_the_hours_that_it_really_has(day, length):
    opened = datetime.fromisoformat(f"{day}T01:00").replace(tzinfo=ZoneInfo("Europe/Berlin"))
    closing = opened.astimezone(UTC) + timedelta(hours=length)
    assert is_open(NIGHT_SHIFT, closing - timedelta(seconds=1))
    assert not is_open(NIGHT_SHIFT, closing)


def test_a_silence_that_ends_in_the_skipped_hour_ends_after_it():
    before = datetime(2026, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert after_days(NIGHT_SHIFT, before, 1) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "zone", "day"),
    [
        ("2026-11-30T10:00", "America/New_York", date(2026, 11, 27)),
        ("2026-11-30T10:00", "Pacific/Auckland", date(2026, 11, 30)),
    ],
)
def test_an_answer_is_in_time_until_the_end_of_the_last_whole_day_before_the_clock_rings(due, zone, day):
    assert answer_day(NEW_YORK, at(due), ZoneInfo(zone)) == day


@pytest.mark.parametrize("worked", [Calendar((), (), time(17), time(9)), Calendar(WEEKDAYS, (), time(9), time(17))])
def test_an_office_that_never_opens_is_none(worked):
    with pytest.raises(BadInput):
        Office("UTC", worked)


ZONES = ["America/New_York", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kathmandu"]
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is given


@given(INSTANTS, st.sampled_from(ZONES), st.integers(0, 12))
def test_silence_ends_in_their_hours_and_never_shrinks(sent, zone, n):
    office = Office(zone)
    due = after_days(office, sent, n)
    local = due.astimezone(ZoneInfo(zone))
    assert time(9) <= local.time() < time(17)
    assert local.weekday() < 5
    assert due <= after_days(office, sent, n + 1)
    assert due >= sent
