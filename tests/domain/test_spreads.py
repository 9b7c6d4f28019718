"""What each point decides: the quote computed with it as proposed, under its alternatives, and without it."""

from __future__ import annotations

import copy

import pytest

import builders as b
from unpromote.domain.agreement import read_request
from unpromote.domain.errors import BadInput
from unpromote.domain.review import Point
from unpromote.domain.spreads import Drafted, grounded, spread, together

REQUEST = read_request(
    {"by": "advertiser", "sent_at": b.NOW.isoformat(), "method": "email", "reason": "strategy_change"}
)
SIXTY, THIRTY = ({"n": n, "unit": "days", "count": "exclusive"} for n in (60, 30))


def point(path, value=None, *alternatives, status="stated", **more):
    return Point(path, value, status, alternatives=alternatives, **more)


def ground(*, dropped=(), unclear=(), promotion=b.PROMOTION, **changes):
    terms = {key: value for key, value in (b.TERMS | changes).items() if value is not None}
    return grounded(Drafted(copy.deepcopy(terms), unclear, dropped), promotion, REQUEST, "USD")


def test_a_notice_decides_as_much_money_as_its_readings_lie_apart():
    found = spread(point("rights[0].notice", SIXTY, THIRTY), ground())
    assert [(one.reading, one.absent, one.cost) for one in found.outcomes] == [
        (SIXTY, False, b.usd("87000.00")),
        (THIRTY, False, b.usd("60000.00")),
        (None, True, b.usd("33000.00")),
    ]
    assert (found.money, found.days, found.rights, found.permitted) == (b.usd("54000.00"), 60, 0, False)
    assert found.moves


def test_without_the_right_one_may_not_leave_and_the_promotion_runs():
    found = spread(point("rights[0]", {"id": "conv"}), ground())
    assert found.permitted
    assert found.rights == 1
    assert found.money == b.usd("38400.00")


def test_what_changes_nothing_moves_nothing():
    found = spread(point("governing_law", "State of California"), ground(governing_law="State of California"))
    assert (found.money, found.moves) == (b.usd("0.00"), False)


def test_another_currency_is_not_compared():
    found = spread(point("currency", "USD", "EUR"), ground())
    assert [one.reading for one in found.outcomes] == ["USD"]


def test_a_fee_that_is_gone_is_charged_by_no_right():
    found = spread(point("fees[0]", {"id": "early-exit"}), ground())
    assert found.money == b.usd("3900.00")


def test_a_field_that_has_to_be_stated_and_cannot_be_null_is_quoted_as_it_stands_alone():
    found = spread(point("rights[0].holders", ["advertiser"]), ground())
    assert len(found.outcomes) == 1


def test_a_gap_is_quoted_as_silence_and_under_each_reading():
    cap = {"clause": "9", "rate": "0.01", "base": "budget"}
    found = spread(point("aggregate_cap", None, cap, status="absent"), ground())
    assert [(one.reading, one.absent) for one in found.outcomes] == [(cap, False), (None, True)]
    assert found.money == b.usd("2700.00")


def test_what_nobody_stated_is_stood_in_for_and_said():
    found = ground(currency=None, time_zone=None, calendar={"open": "10:00"}, notice_receipt=b.TERMS["notice_receipt"])
    assert found.terms["calendar"]["open"] == "10:00"
    assert found.terms["calendar"]["weekend"] == ["Sat", "Sun"]
    assert [said.split(",")[0] for said in found.assumed] == [
        "currency USD",
        "time zone UTC",
        "where the calendar is silent",
    ]


def test_creators_of_whom_the_terms_say_nothing_are_in_no_figure():
    found = ground(creators=None)
    assert found.promotion["creators"] == []
    assert "nothing for creators" in found.assumed[0]


def test_an_open_field_is_read_by_its_first_reading():
    open_ = {"path": "rights[0].notice", "readings": [THIRTY, SIXTY], "question": "?"}
    found = ground(unclear=(open_,))
    assert found.outcome(found.terms, None).cost == b.usd("60000.00")


def test_an_item_that_cannot_be_read_yet_is_left_out_and_said_under_its_own_number():
    fees = [{"id": "rejected", "clause": "1"}, {"id": "no-figure", "clause": "2"}, *b.TERMS["fees"]]
    found = ground(fees=fees, dropped=(("fees", 0),))
    assert set(found.dropped) == {("fees", 0), ("fees", 1)}
    assert found.left_out[0].startswith("fees[1]: field 'calc' is missing")
    assert spread(point("fees[1].calc", None, status="absent"), found) is None
    assert spread(point("fees[2].calc.rate", "0.10"), found).outcomes[0].cost == b.usd("87000.00")


def test_terms_that_cannot_be_read_at_all_are_refused_by_their_place():
    with pytest.raises(BadInput, match="time_zone"):
        ground(time_zone="Mars/Olympus")


def test_what_each_alone_does_not_decide_all_together_may():
    twice = [b.TERMS["rights"][0], {**b.TERMS["rights"][0], "id": "conv-2"}]
    found = ground(rights=twice)
    points = [point(f"rights[{n}]", {"id": one["id"]}) for n, one in enumerate(twice)]
    assert [spread(one, found).money for one in points] == [b.usd("0.00")] * 2
    assert together(points, found) > b.usd("30000.00")


def test_what_cannot_be_left_out_stays_when_all_are_taken_together():
    found = ground(governing_law="State of California")
    points = [point("rights[0].holders", ["advertiser"]), point("governing_law", "State of California")]
    assert together(points, found) == b.usd("0.00")


def test_a_tariff_without_a_band_for_today_is_in_no_figure_and_said():
    tiers = {"by": "days_before_start", "bands": [{"min": "500", "flat": "1.00"}]}
    fee = {**b.TERMS["fees"][0], "calc": {"tiers": tiers}}
    found = ground(fees=[fee])
    assert "no band covers" in found.left_out[0]
    assert found.computed(found.terms, None).cost == b.usd("83100.00")


def test_a_reading_that_cannot_be_meant_is_in_no_figure():
    found = spread(point("rights[0].notice", SIXTY, {"n": -1}), ground())
    assert [one.absent for one in found.outcomes] == [False, True]
