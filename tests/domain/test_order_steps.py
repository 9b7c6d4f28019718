"""The orders of a booked campaign become targets of their own, each stopped in the way that it still can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import builders as b
from unpromote.domain import commands as c
from unpromote.domain import delivery, order_steps
from unpromote.domain import events as e
from unpromote.domain import stop_events as s
from unpromote.domain.case import Case, advance
from unpromote.domain.deadlines import deadlines_of
from unpromote.domain.delivery import Level, Observation, Route, SpendSample, Target, TargetState

SIGNED = e.QuoteSigned(at=b.NOW, by="bea", quote_hash="a" * 64)
BOOKING = b.target(1, kind="reach_frequency", route=Route.BY_HAND, name="Arena")
OTHER = b.target(2, route=Route.BY_HAND, kind="topview")
WAITS, RUNS, OVER = "ADGROUP_STATUS_RF_SCHEDULE", "ADGROUP_STATUS_DELIVERY_OK", "ADGROUP_STATUS_RF_TERMINATE"


def case_at(moment: str = "signed once", *targets: Target) -> Case:
    return replace(b.case_after(moment), targets=targets or (BOOKING, OTHER))


def after(case: Case, *events: e.Event) -> Case:
    for event in events:
        case, _ = advance(case, event)
    return case


def order(external_id: str, status: str) -> Observation:
    switch = "FROZEN" if status == OVER else "ENABLE"
    return Observation(external_id, switch, status, f"Order {external_id}", "req", "log", b.NOW)


def found(*orders: Observation, spent: str = "") -> s.OrdersSeen:
    samples = tuple(SpendSample(o.external_id, b.usd(spent), "req", "log", b.NOW) for o in orders if spent)
    return s.OrdersSeen(at=b.NOW, by="unpromote", target_id="t1", orders=orders, samples=samples)


def told(case: Case) -> list[tuple[str, str, str]]:
    return [(target.id, target.external_id, target.state.value) for target in case.targets]


def reads(case: Case, event: e.Event) -> list[tuple[tuple[str, ...], timedelta]]:
    _, commands = advance(case, event)
    return [(one.target_ids, one.due - b.NOW) for one in commands if isinstance(one, c.ReadOrders)]


def test_an_order_to_stop_has_the_orders_looked_for() -> None:
    assert reads(case_at(), SIGNED) == [(("t1",), timedelta())]
    later = s.StopScheduled(at=b.NOW, by="ana", stop_at=b.NOW + timedelta(hours=5))
    assert reads(after(case_at(), later), SIGNED) == [(("t1",), timedelta(hours=5))]


def test_a_look_that_waits_for_its_time_is_a_deadline() -> None:
    case = replace(case_at("stopping"), stop_at=b.NOW)
    timer = c.ReadOrders(case_id="case_1", due=b.NOW, advertiser_id="7", target_ids=("t1",))
    (one,) = [found for found in deadlines_of(case, [timer]) if found.id == "orders/t1"]
    assert one.what == "the bookings of Arena that have not begun are looked for"


def test_what_waits_is_held_and_what_runs_is_a_persons() -> None:
    case = after(case_at(), SIGNED, found(order("21", WAITS), order("22", RUNS), spent="7.00"))
    assert told(case) == [("t1", "21", "held"), ("t2", OTHER.external_id, "by_hand"), ("t3", "22", "by_hand")]
    first, _, third = case.targets
    assert (first.route, third.route, first.level) == (Route.API, Route.BY_HAND, Level.ADGROUP)
    assert (first.name, first.spent, first.budget) == ("Arena: Order 21", b.usd("7.00"), b.usd("7.00"))
    assert first.final == order_steps.TAKEN_BACK


def test_what_is_held_of_it_is_watched_and_nothing_else() -> None:
    case = after(case_at(), SIGNED)
    _, commands = advance(case, found(order("21", WAITS)))
    assert [type(one) for one in commands] == [c.WatchHeld]
    assert advance(case, found(order("21", RUNS)))[1] == ()


def test_without_a_sample_nothing_is_said_to_be_spent() -> None:
    case = after(case_at(), SIGNED, found(order("21", WAITS)))
    assert case.targets[0].spent == b.usd("0.00")


def test_orders_that_are_over_are_left_out() -> None:
    case = after(case_at(), SIGNED, found(order("20", OVER), order("21", WAITS)))
    assert [target.external_id for target in case.targets] == ["21", OTHER.external_id]


@pytest.mark.parametrize("orders", [(), (order("20", OVER),)])
def test_where_nothing_is_left_the_campaign_stays(orders: tuple[Observation, ...]) -> None:
    case = after(case_at(), SIGNED)
    assert after(case, found(*orders)).targets == case.targets


def test_what_a_person_stopped_meanwhile_stays_as_it_is() -> None:
    by_hand = e.StoppedByHand(at=b.NOW, by="ana", target_id="t1", proof="a screenshot")
    case = after(case_at(), SIGNED, by_hand)
    assert after(case, found(order("21", WAITS))).targets == case.targets


@pytest.mark.parametrize(("status", "begun"), [(WAITS, False), ("ADGROUP_STATUS_RF_BOOKING", False), ("", True)])
def test_what_is_not_known_to_wait_may_deliver(status: str, begun: bool) -> None:  # noqa: FBT001 - a case of the table
    assert order_steps.is_begun(order("21", status)) is begun


def test_a_booking_that_was_taken_back_has_no_spend_to_watch() -> None:
    off = replace(BOOKING, state=TargetState.OFF, after=order("21", "ADGROUP_STATUS_RF_WITHDRAW_ORDER"))
    assert delivery.is_unspent(off)
    assert not delivery.is_unspent(replace(off, after=order("21", OVER)))
