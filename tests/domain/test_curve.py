"""The cost of leaving by day: today's point is today's quote, and spend follows the plan."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from datetime import time as clock

from hypothesis import given, settings

from quoting import ask, vectors
from unpromote.domain.curve import CurveRequest, cost_curve, daily_curve, daily_curve_json, projection
from unpromote.domain.promotion import Promotion, Request
from unpromote.domain.quote import quote
from unpromote.domain.situation import DaysOff
from unpromote.domain.terms import Terms
from unpromote.domain.vectors import Ask, read_ask


@settings(max_examples=40, deadline=None)
@given(vectors().map(read_ask))
def test_todays_point_is_todays_quote(found: Ask) -> None:
    today = daily_curve(found.terms, found.promotion, found.request)[0]
    quoted = quote(found.terms, found.promotion, found.request)
    if quoted.totals and found.promotion.spent_through and today.date > found.promotion.spent_through:
        assert today.exit_cost == quoted.totals.exit_cost
        assert today.cost == quoted.totals.total_owed + quoted.totals.forfeited


@settings(max_examples=40, deadline=None)
@given(vectors().map(read_ask))
def test_cost_and_saving_make_the_run_on_every_day(found: Ask) -> None:
    run = projection(found.terms, found.promotion, found.request).run_total
    for point in daily_curve(found.terms, found.promotion, found.request):
        assert point.cost == (run - point.saving if point.saving is not None else run)


def test_the_daily_curve_goes_from_the_request_to_the_flights_end() -> None:
    found = ask()
    points = daily_curve_json(found.terms, found.promotion, found.request)
    assert (points[0]["date"], points[-1]["date"], len(points)) == ("2026-06-11", "2026-07-01", 21)
    assert points[-1] == {"date": "2026-07-01", "permitted": False, "code": "ALREADY_ENDED", "cost": "3000.00"}
    assert points[1]["delivery"] == points[1]["cost"] == "1200.00"


def test_a_point_over_days_off_is_the_quote_over_them() -> None:
    """2000 are left for 20 days, of which 5 are off and extend the flight: 15 deliver, so a day takes more."""
    found = ask(terms__pause={"allowed": True, "fee": "0.00", "extends_end": True, "clause": "7"})
    along = replace(
        projection(found.terms, found.promotion, found.request), off=DaysOff(date(2026, 6, 12), date(2026, 6, 16))
    )
    point, quoted = along.point(date(2026, 6, 11), clock(10)), along.quote_at(found.request.sent_at)
    assert quoted.totals is not None
    assert point.exit_cost == quoted.totals.exit_cost
    assert point.exit_cost != cost_curve(*_parts(found), CurveRequest((date(2026, 6, 11),)))[0].exit_cost


def _parts(found: Ask) -> tuple[Terms, Promotion, Request]:
    return found.terms, found.promotion, found.request


def test_a_curve_after_the_flight_is_empty() -> None:
    found = ask(request__sent_at="2026-08-01T10:00:00+02:00")
    assert daily_curve(found.terms, found.promotion, found.request) == ()


def test_the_lag_is_what_is_not_yet_counted_today_and_one_before_the_start() -> None:
    def lag(**changes: str | None) -> int:
        found = ask(**changes)
        return projection(found.terms, found.promotion, found.request).lag_days

    assert lag() == 1
    assert lag(request__sent_at="2026-06-13T10:00:00+02:00") == 3
    assert lag(request__sent_at="2026-06-09T10:00:00+02:00") == 0
    assert lag(promotion__spent_through=None) == 1
    assert lag(promotion__spent_through="2026-05-31") == 11
    assert lag(promotion__spent_through="2026-05-31", request__sent_at="2026-05-30T10:00:00+02:00") == 1


def test_days_asked_for_are_quoted_at_the_time_asked_for() -> None:
    found = ask()
    days = (date(2026, 6, 20), date(2026, 6, 12))
    points = cost_curve(found.terms, found.promotion, found.request, CurveRequest(days, clock(8, 15)))
    assert [point.effective_at.isoformat() for point in points if point.effective_at] == [
        "2026-06-20T08:15:00+02:00",
        "2026-06-12T08:15:00+02:00",
    ]


def test_sixty_days_are_quoted_in_a_moment() -> None:
    found = ask(promotion__flight__end="2026-08-09T00:00:00+02:00")
    began = time.perf_counter()
    assert len(daily_curve(found.terms, found.promotion, found.request)) == 60
    assert time.perf_counter() - began < 0.5
