"""The stop plan: calls by money, a person's steps with a last hour, and what was spent for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from moneyed import Money

import builders as b
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain import stop_plan
from unpromote.domain.case import advance
from unpromote.domain.delivery import Level, Route, TargetState
from unpromote.domain.hand_deadlines import HandRule
from unpromote.domain.orders import Order, OrderStage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNED = e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64)
AT_ONCE = s.StoppedAtOnce(at=b.NOW, by="ana", why="fire")


def on(case, *events):
    for event in events:
        case, _ = advance(case, event)
    return case


def test_what_spends_fastest_is_called_first():
    slow, fast = b.target(1, pace=b.usd("5.00")), b.target(2, advertiser_id="72", pace=b.usd("900.00"))
    first, second = stop_plan.calls([slow, fast])
    assert (first.target_ids, first.a_day, first.at_most) == (("t2",), (b.usd("900.00"),), ())
    assert (second.target_ids, second.level) == (("t1",), Level.CAMPAIGN)


def test_a_call_tells_the_pace_that_is_known_and_the_rest_of_the_other_budgets():
    call = stop_plan.call_of([b.target(1, pace=b.usd("7.00")), b.target(2), b.target(3)])
    assert (call.a_day, call.at_most) == ((b.usd("7.00"),), (b.usd("100000.00"),))


def test_a_call_below_the_campaigns_says_that_it_may_switch_one_instead():
    below = b.target(1, level=Level.ADGROUP)
    assert stop_plan.may_lift(stop_plan.call_of([below]))
    assert not stop_plan.may_lift(stop_plan.call_of([b.target(1)]))
    assert not stop_plan.may_lift(stop_plan.call_of([replace(below, final="it does not come back")]))


def test_currencies_are_never_added_up():
    euros = b.target(2, budget=Money("5.00", "EUR"), spent=Money("1.00", "EUR"))
    assert stop_plan.call_of([b.target(1), euros]).at_most == (b.usd("50000.00"), Money("4.00", "EUR"))


def test_what_is_off_or_a_persons_is_in_no_call():
    off, mine = b.target(1, state=TargetState.OFF), b.target(2, route=Route.BY_HAND)
    stuck = b.target(3, state=TargetState.STILL_ON)
    assert stop_plan.calls([off, mine, stuck]) == ()
    assert stop_plan.by_hand([off, mine, stuck]) == (mine, stuck)


def until(case, *targets):
    return stop_plan.by_hand_until(case, targets)


def test_a_persons_last_hour_runs_from_the_order():
    case = b.case_after("signed once")
    assert until(case) is None
    assert until(on(case, AT_ONCE)) == b.NOW + DAY
    later = s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW + 5 * HOUR)
    assert until(on(case, later, SIGNED)) == b.NOW + 5 * HOUR + DAY
    assert until(on(case, SIGNED)) == b.NOW + DAY


RULE = HandRule(4, "a page", b.NOW.date(), certain=True, before_start_hours=2, before_silence_hours=24)


def booked_in(hours, rule=RULE, **changes):
    flight = {"start": (b.NOW + hours * HOUR).isoformat(), "end": (b.NOW + 30 * DAY).isoformat()}
    case = on(b.case_after("signed once"), AT_ONCE)
    kept = replace(case, promotion={**case.promotion, "flight": flight})
    return until(kept, b.target(1, hand=rule, **changes))


def test_each_kind_has_a_last_hour_of_its_own():
    assert booked_in(-1) == b.NOW + 4 * HOUR
    assert booked_in(-1, replace(RULE, within_hours=72)) == b.NOW + 72 * HOUR
    assert booked_in(-1, None) == b.NOW + DAY


def test_what_has_not_begun_is_to_be_stopped_before_it_does():
    assert booked_in(5) == b.NOW + 3 * HOUR
    assert booked_in(100) == b.NOW + 4 * HOUR
    assert booked_in(1) == b.NOW
    assert booked_in(3, replace(RULE, before_start_hours=None)) == b.NOW + 4 * HOUR


def test_an_order_is_to_be_cancelled_before_silence_approves_it():
    slow = replace(RULE, within_hours=72)
    waits = Order(OrderStage.SUBMITTED, b.NOW.date(), None, b.NOW + 30 * HOUR, "a page", b.NOW.date())
    assert booked_in(-1, slow, order=waits) == b.NOW + 6 * HOUR
    assert booked_in(-1, slow, order=replace(waits, silence_at=b.NOW - HOUR)) == b.NOW + 72 * HOUR


def test_of_several_the_first_last_hour_counts():
    case = on(b.case_after("signed once"), AT_ONCE)
    assert until(case, b.target(1), b.target(2, hand=replace(RULE, before_start_hours=None))) == b.NOW + 4 * HOUR


def test_a_promotion_that_states_no_start_has_none_to_come_before():
    case = replace(on(b.case_after("signed once"), AT_ONCE), promotion={})
    assert until(case, b.target(1, hand=RULE)) == b.NOW + 4 * HOUR


def test_only_what_this_case_switched_off_may_run_again():
    case = b.case_after("stopping")
    assert stop_plan.may_undo(case) == ()
    off = on(case, b.stop_observed(case.targets[0]))
    assert [t.id for t in stop_plan.may_undo(off)] == ["t1"]


@pytest.mark.parametrize(
    ("state", "route", "may"),
    [
        (TargetState.STILL_ON, Route.API, True),
        (TargetState.ON_AGAIN, Route.API, True),
        (TargetState.UNKNOWN, Route.API, True),
        (TargetState.UNKNOWN, Route.BY_HAND, False),
        (TargetState.PROVEN, Route.API, False),
    ],
)
def test_what_may_be_on_can_be_stopped_again_by_software(state, route, may):
    case = replace(b.case_after("stopping"), targets=(b.target(1, state=state, route=route),))
    assert bool(stop_plan.may_repeat(case)) is may


def test_what_was_spent_since_is_told_once_it_was_read():
    read = b.spend_sampled(b.target(1), at=b.NOW, spend="10250.00").samples
    found = stop_plan.aftermath(b.target(1, samples=read))
    assert (found.spent_since, found.read_at) == (b.usd("250.00"), b.NOW)
    assert stop_plan.aftermath(b.target(1)).spent_since is None
    assert stop_plan.aftermath(b.target(1, spent=Money(1, "EUR"), samples=read)).spent_since is None
