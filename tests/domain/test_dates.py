"""Days begin at their first instant, notice counts as clauses count, and the clock change steals nobody's hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from unpromote.domain.dates import (
    WEEKDAYS,
    Anchor,
    Calendar,
    Count,
    Edge,
    Flight,
    Period,
    ReceiptKind,
    ReceiptRule,
    Roll,
    Unit,
    add_months,
    anchored,
    business_days_between,
    first_instant,
    in_zone,
    last_day,
    period_end,
    received,
    step_business_days,
    wall_instant,
)

BERLIN, SANTIAGO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Santiago")
WORKED = Calendar(WEEKDAYS[5:], (date(2026, 4, 3), date(2026, 4, 6)), time(9), time(17))
FLIGHT = Flight(datetime(2026, 3, 28, 2, 30, tzinfo=BERLIN), datetime(2026, 5, 1, tzinfo=BERLIN))
ZONES = ["Europe/Berlin", "America/Santiago", "Africa/Cairo", "America/Havana", "America/St_Johns", "Asia/Kathmandu"]


@pytest.mark.parametrize(
    ("name", "day", "began"),
    [
        ("America/Santiago", date(2026, 9, 6), "2026-09-06T01:00:00-03:00"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-24T01:00:00+03:00"),
        ("America/Toronto", date(1919, 3, 31), "1919-03-31T00:30:00-04:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-31T00:00:00+14:00"),
    ],
)
def test_a_day_without_midnight_begins_when_the_clock_lands(name: str, day: date, began: str) -> None:
    zone = ZoneInfo(name)
    assert in_zone(first_instant(day, zone), zone).isoformat() == began


def test_local_time_can_be_compared_across_the_hour_that_comes_twice() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert in_zone(second, BERLIN) - in_zone(first, BERLIN) == timedelta(hours=1)
    assert in_zone(first, BERLIN).time() == in_zone(second, BERLIN).time()


def test_a_wall_time_that_is_skipped_moves_on() -> None:
    skipped = wall_instant(date(2026, 3, 29), time(2, 30), BERLIN)
    assert in_zone(skipped, BERLIN).isoformat() == "2026-03-29T03:30:00+02:00"


@pytest.mark.parametrize(
    ("day", "n", "later"),
    [
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_months_last(day: date, n: int, later: date) -> None:
    assert add_months(day, n) == later


@pytest.mark.parametrize(
    ("n", "unit", "count", "roll", "last"),
    [
        (3, Unit.BUSINESS_DAYS, Count.EXCLUSIVE, Roll.NONE, date(2026, 4, 9)),
        (3, Unit.BUSINESS_DAYS, Count.INCLUSIVE, Roll.NONE, date(2026, 4, 8)),
        (0, Unit.BUSINESS_DAYS, Count.EXCLUSIVE, Roll.NONE, date(2026, 4, 2)),
        (1, Unit.DAYS, Count.EXCLUSIVE, Roll.NONE, date(2026, 4, 3)),
        (1, Unit.DAYS, Count.INCLUSIVE, Roll.NONE, date(2026, 4, 2)),
        (1, Unit.DAYS, Count.EXCLUSIVE, Roll.FOLLOWING, date(2026, 4, 7)),
        (1, Unit.DAYS, Count.EXCLUSIVE, Roll.PRECEDING, date(2026, 4, 2)),
        (2, Unit.WEEKS, Count.INCLUSIVE, Roll.NONE, date(2026, 4, 15)),
        (1, Unit.MONTHS, Count.INCLUSIVE, Roll.NONE, date(2026, 5, 1)),
        (2, Unit.YEARS, Count.EXCLUSIVE, Roll.NONE, date(2028, 4, 2)),
    ],
)
def test_a_period_from_maundy_thursday(n: int, unit: Unit, count: Count, roll: Roll, last: date) -> None:
    assert last_day(Period(n, unit, count, roll), date(2026, 4, 2), WORKED) == last


def test_hours_are_elapsed_hours() -> None:
    began = datetime(2026, 3, 28, 10, tzinfo=BERLIN)
    over = period_end(Period(24, Unit.HOURS), began, WORKED, BERLIN)
    assert in_zone(over, BERLIN).isoformat() == "2026-03-29T11:00:00+02:00"


def test_business_days_are_counted_forth_and_back() -> None:
    assert step_business_days(date(2026, 4, 7), -2, WORKED) == date(2026, 4, 1)
    assert business_days_between(date(2026, 4, 1), date(2026, 4, 8), WORKED) == 3
    assert business_days_between(date(2026, 4, 8), date(2026, 4, 1), WORKED) == 0


@pytest.mark.parametrize(
    ("anchor", "at"),
    [
        (Anchor(Edge.START), "2026-03-28T02:30:00+01:00"),
        (Anchor(Edge.START, offset_days=0), "2026-03-28T02:30:00+01:00"),
        (Anchor(Edge.START, offset_days=1), "2026-03-29T03:30:00+02:00"),
        (Anchor(Edge.START, offset_days=2), "2026-03-30T02:30:00+02:00"),
        (Anchor(Edge.START, offset_hours=48), "2026-03-30T03:30:00+02:00"),
        (Anchor(Edge.START, offset_business_days=-2, at=time(12)), "2026-03-26T12:00:00+01:00"),
        (Anchor(Edge.END, offset_business_days=0, at=time(12)), "2026-05-01T12:00:00+02:00"),
        (Anchor(Edge.END, offset_days=-27), "2026-04-04T00:00:00+02:00"),
    ],
)
def test_an_anchor_stands_for_one_instant(anchor: Anchor, at: str) -> None:
    assert in_zone(anchored(anchor, FLIGHT, WORKED, BERLIN), BERLIN).isoformat() == at


HOURS, POST = ReceiptRule(ReceiptKind.BUSINESS_HOURS), ReceiptRule(ReceiptKind.PLUS_BUSINESS_DAYS, 2)


@pytest.mark.parametrize(
    ("rule", "sent", "counts"),
    [
        (ReceiptRule(ReceiptKind.ON_SEND), "2026-04-04T23:00:00+02:00", "2026-04-04T23:00:00+02:00"),
        (HOURS, "2026-04-02T08:59:59+02:00", "2026-04-02T09:00:00+02:00"),
        (HOURS, "2026-04-02T09:00:01+02:00", "2026-04-02T09:00:01+02:00"),
        (HOURS, "2026-04-02T17:00:00+02:00", "2026-04-02T17:00:00+02:00"),
        (HOURS, "2026-04-02T17:00:00.000001+02:00", "2026-04-07T09:00:00+02:00"),
        (HOURS, "2026-04-04T12:00:00+02:00", "2026-04-07T09:00:00+02:00"),
        (POST, "2026-04-02T12:00:00+02:00", "2026-04-08T09:00:00+02:00"),
        (ReceiptRule(ReceiptKind.PLUS_BUSINESS_DAYS, 0), "2026-04-02T12:00:00+02:00", "2026-04-02T09:00:00+02:00"),
    ],
)
def test_a_notice_counts_from_receipt(rule: ReceiptRule, sent: str, counts: str) -> None:
    at = received(rule, datetime.fromisoformat(sent), WORKED, BERLIN)
    assert in_zone(at, BERLIN).isoformat() == counts
