"""What holds of every date: who is told later is released no earlier, and days begin when their zone says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given

from drawing import ZONES, Dice, asks, calendar, day, drawn, instant, period, thorough
from unpromote.domain.dates import (
    Calendar,
    Period,
    ReceiptKind,
    ReceiptRule,
    Unit,
    business_days_between,
    civil_date,
    date_before,
    first_instant,
    last_day,
    period_end,
    received,
    step_business_days,
)
from unpromote.domain.situation import Situation, timeline
from unpromote.domain.vectors import Ask

ONE_DAY = timedelta(days=1)
# Zones whose clocks skip midnight, repeat it, or once skipped a whole day.
STRANGE = (*ZONES, "Pacific/Apia", "America/Sao_Paulo", "Asia/Beirut", "America/Asuncion", "Atlantic/Azores")


def zone(dice: Dice) -> ZoneInfo:
    return ZoneInfo(dice.one(*STRANGE))


def two_instants(dice: Dice) -> tuple[datetime, datetime]:
    """Return two moments, every other time within two days of one another, so that clock changes lie between."""
    one = instant(dice)
    other = one + timedelta(minutes=dice.number(2880)) if dice.number(1) else instant(dice)
    return min(one, other), max(one, other)


@thorough
@given(drawn(lambda dice: (period(dice), two_instants(dice), calendar(dice), zone(dice))))
def test_a_later_receipt_never_makes_a_notice_end_earlier(
    found: tuple[Period, tuple[datetime, datetime], Calendar, ZoneInfo],
) -> None:
    length, both, worked, where = found
    ends = [period_end(length, at, worked, where) for at in both]
    assert ends[0] <= ends[1]
    days = [last_day(length, civil_date(at, where), worked) for at in both]
    assert days[0] <= days[1]


@thorough
@given(drawn(lambda dice: (period(dice), instant(dice), calendar(dice), zone(dice))))
def test_a_longer_period_never_ends_earlier(found: tuple[Period, datetime, Calendar, ZoneInfo]) -> None:
    length, at, worked, where = found
    longer = Period(length.n + 1, length.unit, length.count, length.roll)
    assert period_end(length, at, worked, where) <= period_end(longer, at, worked, where)


@thorough
@given(drawn(lambda dice: (rule(dice), two_instants(dice), calendar(dice), zone(dice))))
def test_what_is_sent_later_is_received_no_earlier_and_nothing_before_it_was_sent(
    found: tuple[ReceiptRule, tuple[datetime, datetime], Calendar, ZoneInfo],
) -> None:
    way, both, worked, where = found
    arrived = [received(way, sent_at, worked, where) for sent_at in both]
    assert arrived[0] <= arrived[1]
    assert arrived[0] >= both[0]


def rule(dice: Dice) -> ReceiptRule:
    kind = dice.one(*ReceiptKind)
    return ReceiptRule(kind, 1 + dice.number(5) if kind is ReceiptKind.PLUS_BUSINESS_DAYS else None)


@thorough
@given(asks)
def test_no_notice_takes_effect_before_its_receipt_and_none_at_all_at_its_very_instant(found: Ask) -> None:
    at = found.request.sent_at
    if at >= found.promotion.flight.end:
        return
    situation = Situation(found.terms, found.promotion, found.request, at)
    for right in found.terms.rights:
        times = timeline(right.notice, situation)
        assert at <= times.effective_at <= situation.end_at
        assert times.last_service_day == date_before(times.effective_at, situation.zone)
        if right.notice is None:
            assert times.effective_at == at


@thorough
@given(drawn(lambda dice: (day(dice), 1 + dice.number(40), calendar(dice))))
def test_business_days_stepped_over_are_business_days_counted(found: tuple[date, int, Calendar]) -> None:
    began, n, worked = found
    reached = step_business_days(began, n, worked)
    assert worked.is_business(reached)
    assert business_days_between(began + ONE_DAY, reached + ONE_DAY, worked) == n
    back = step_business_days(reached, -n, worked)
    assert business_days_between(back, reached, worked) == n
    if worked.is_business(began):
        assert back == began


@thorough
@given(drawn(lambda dice: (date(1990, 1, 1) + timedelta(days=dice.number(18_000)), zone(dice)), 8))
def test_a_day_begins_at_the_first_instant_not_before_it(found: tuple[date, ZoneInfo]) -> None:
    begun_on, where = found
    began = first_instant(begun_on, where)
    assert date_before(began, where) < begun_on <= civil_date(began, where)
    assert began == first_instant(begun_on + ONE_DAY, where) or civil_date(began, where) == begun_on


def test_a_clock_set_back_over_midnight_can_end_a_notice_earlier_for_who_writes_a_minute_later() -> None:
    """St. John's did so in 2010, at 00:01: the day ran twice for its last hour, and civil dates decide."""
    where, worked = ZoneInfo("America/St_Johns"), Calendar((), (), time(9), time(17))
    first = datetime(2010, 11, 7, 2, 30, 30, tzinfo=UTC)
    dates = [civil_date(at, where) for at in (first, first + timedelta(minutes=1))]
    assert dates == [date(2010, 11, 7), date(2010, 11, 6)]
    ends = [period_end(Period(1, Unit.DAYS), at, worked, where) for at in (first, first + timedelta(minutes=1))]
    assert ends[0] > ends[1]
