"""TikTok One orders: what comes back at each stage, and the day on which silence approves the content."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

import builders as b
from unpromote.domain.deadlines import Kind, deadlines_of
from unpromote.domain.delivery import Route, TargetState
from unpromote.domain.errors import BadInput
from unpromote.domain.orders import Order, OrderStage, check_order, silent_until

ON = date(2026, 9, 10)
SILENT_AT = datetime(2026, 9, 24, tzinfo=UTC)
WAITING = Order(OrderStage.SUBMITTED, ON, Fraction(9, 10), SILENT_AT, "their help page", ON)


def case_with(order, state=TargetState.PLANNED):
    target = replace(b.target(1, route=Route.BY_HAND), kind="tiktok_one", order=order, state=state)
    return b.case_after("opened", targets=(target,))


def silences(case):
    return [one for one in deadlines_of(case) if one.kind is Kind.APPROVED_BY_SILENCE]


def test_content_that_waits_has_a_deadline_that_says_what_is_at_stake():
    (one,) = silences(case_with(WAITING))
    assert (one.at, one.owner, one.clause, one.moot) == (SILENT_AT, "ana", "their help page", False)
    assert "submitted: 90 % of the payment comes back" in one.what


@pytest.mark.parametrize("order", [None, replace(WAITING, stage=OrderStage.ORDERED, silence_at=None)])
def test_where_nothing_waits_there_is_none(order):
    assert silences(case_with(order)) == []


def test_a_cancelled_order_needs_no_answer():
    (one,) = silences(case_with(WAITING, TargetState.PROVEN))
    assert one.moot


def test_what_nobody_knows_is_not_promised():
    assert replace(WAITING, stage=OrderStage.APPROVED, back=None).told.startswith("approved: nobody can say what")


def test_silence_counts_from_the_first_instant_that_may_have_been_meant():
    assert silent_until(ON, 14, ZoneInfo("America/Los_Angeles")) == datetime(2026, 9, 24, 7, tzinfo=UTC)


def test_a_stage_is_stated_and_content_that_was_handed_in_has_a_day():
    assert check_order("Not ordered", None) is OrderStage.NOT_ORDERED
    with pytest.raises(BadInput, match="is no stage of an order"):
        check_order("", None)
    with pytest.raises(BadInput, match="nobody says when the content was handed in"):
        check_order("submitted", None)
