"""What was read, joined with what a person knows: what is settled, what cannot matter, what no figure can hold."""

from __future__ import annotations

import pytest

from unpromote.domain.errors import BadInput
from unpromote.domain.joining import DEFAULT_CALENDAR, is_reading, joined_ask, left_out

REQUEST = {"by": "advertiser", "sent_at": "2026-06-11T10:00:00+02:00", "method": "email", "reason": "strategy_change"}
ORDER = {"promotion": {"id": "P1"}, "request": REQUEST, "terms": {}}
RIGHTS = [{"id": "conv", "ground": "convenience"}, {"id": "breach", "ground": "breach"}]


def asks(path, *readings):
    return {"path": path, "readings": list(readings), "question": "Which?"}


def reading(*unclear, terms=None, proposals=()):
    return {
        "file": "deal.txt",
        "terms": {"rights": RIGHTS, **(terms or {})},
        "unclear": list(unclear),
        "proposals": proposals,
    }


def knowing(**terms):
    return ORDER | {"terms": terms}


def test_a_reading_is_told_from_an_ask():
    assert is_reading(reading())
    assert not is_reading({"terms": {}, "unclear": []})
    assert not is_reading([])


def test_promotion_and_request_are_those_of_the_order():
    ask = joined_ask(reading(), ORDER)
    assert (ask["promotion"], ask["request"], ask["unclear"]) == ({"id": "P1"}, REQUEST, [])


def test_an_assumed_calendar_says_so_and_gives_way_to_what_is_stated():
    assert joined_ask(reading(), ORDER)["terms"]["calendar"] == DEFAULT_CALENDAR
    known = joined_ask(reading(terms={"calendar": {"open": "08:00"}}), knowing(calendar={"close": "20:00"}))
    assert known["terms"]["calendar"] == DEFAULT_CALENDAR | {"open": "08:00", "close": "20:00"}


@pytest.mark.parametrize(
    "known", [{"time_zone": "Europe/Paris"}, {"notice_receipt": {"email": {"rule": "on_send"}}}, {"rights": []}]
)
def test_what_the_order_states_is_settled(known):
    open_ = [
        asks("time_zone", "UTC", "Europe/Paris"),
        asks("notice_receipt.email", 1, 2),
        asks("rights[0].notice", 1, 2),
    ]
    ask = joined_ask(reading(*open_), knowing(**known))
    assert len(ask["unclear"]) == 2
    assert ask["terms"].items() >= known.items()


def test_a_way_of_notice_that_is_not_used_is_read_by_its_first_reading():
    open_ = [asks("notice_receipt.email", "a", "b"), asks("notice_receipt.post", "c", "d")]
    ask = joined_ask(reading(*open_, terms={"notice_receipt": {}}), ORDER)
    assert [one["path"] for one in ask["unclear"]] == ["notice_receipt.email"]
    assert ask["terms"]["notice_receipt"] == {"post": "c"}


@pytest.mark.parametrize(
    ("reason", "paths"),
    [
        ("strategy_change", ["rights[0].notice"]),
        ("counterparty_breach", ["rights[0].notice", "rights[1].notice"]),
        ("a reason that nobody knows", ["rights[0].notice", "rights[1].notice"]),
    ],
)
def test_a_right_that_the_reason_cannot_invoke_is_not_asked_about(reason, paths):
    open_ = [asks("rights[0].notice", None, 1), asks("rights[1].notice", None, 1)]
    ask = joined_ask(reading(*open_), ORDER | {"request": REQUEST | {"reason": reason}})
    assert [one["path"] for one in ask["unclear"]] == paths
    assert ("notice" in ask["terms"]["rights"][1]) is (len(paths) == 1)


def test_a_request_that_is_none_is_left_to_whoever_reads_it():
    assert joined_ask(reading(asks("rights[0].notice", 1, 2)), ORDER | {"request": None})["request"] is None


@pytest.mark.parametrize(("order", "place"), [([], "order"), (ORDER | {"terms": []}, "order.terms")])
def test_an_order_that_is_none_is_refused(order, place):
    with pytest.raises(BadInput, match="expected an object") as refused:
        joined_ask(reading(), order)
    assert refused.value.place == place


def test_what_no_figure_can_hold_is_said():
    gap = {"path": "fees[0].calc", "status": "absent", "note": "in which currency?"}
    read = reading(
        asks("fees[1].calc", 1, 2), proposals=[gap, gap | {"path": "fees[1].calc"}, gap | {"path": "parties"}]
    )
    assert left_out(read, ORDER) == ("fees[0].calc: in which currency?",)
    assert left_out(read, knowing(fees=[])) == ()


def test_a_fee_that_no_figure_can_hold_is_in_no_ask_and_charged_by_no_right():
    fees = [{"id": "early"}, {"id": "late"}]
    rights = [{"id": "conv", "ground": "convenience", "fees": ["early", "late"]}]
    ask = joined_ask(reading(asks("fees[1].calc", 1, 2), terms={"fees": fees, "rights": rights}), ORDER)
    assert ask["terms"]["fees"] == [{"id": "late"}]
    assert ask["terms"]["rights"][0]["fees"] == ["late"]
    assert [one["path"] for one in ask["unclear"]] == ["fees[0].calc"]


def test_what_is_known_is_laid_over_part_by_part():
    ask = joined_ask(
        reading(terms={"refund": {"method": "original"}, "currency": None}), knowing(refund={"clause": "9"})
    )
    assert ask["terms"]["refund"] == {"method": "original", "clause": "9"}


def test_silence_is_no_right():
    assert joined_ask({**reading(), "terms": {"currency": "EUR"}}, ORDER)["terms"]["rights"] == []
