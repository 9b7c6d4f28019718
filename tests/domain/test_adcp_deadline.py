"""AdCP's deadline policy there and back, worked by hand: free until so many days before the start."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from quoting import PLAIN, written_ask
from unpromote.domain.adcp import from_adcp, to_adcp
from unpromote.domain.adcp_deadline import from_deadline, to_deadline, undated
from unpromote.domain.agreement import Terms, read_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.vectors import answer, read_ask
from unpromote.domain.vocabulary import Reservation

FEE = {"notice_period": {"interval": 7, "unit": "days"}, "cancellation_fee": {"type": "none"}}
DAYS30 = {"anchor": "start", "offset_days": -30}


def stated(*rights: dict[str, Any], **parts: Any) -> Terms:
    return read_terms(copy.deepcopy(PLAIN["terms"]) | {"rights": list(rights)} | parts)


def free(until: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    right = {"id": "free", "clause": "8", "ground": "convenience", "holders": ["advertiser"], "notice": None}
    return right | {"available": {"until": DAYS30 if until is None else until}} | parts


POLICIES = [
    {"cancellation_lead_days": 30},
    {"cancellation_lead_days": 0},
    {"cancellation_lead_days": 10, "business_days_only": True},
]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_deadline_comes_back_as_it_was(policy):
    assert to_deadline(stated(*from_deadline(policy)["rights"]))[0] == policy


def test_both_policies_stand_side_by_side():
    rights = [*from_deadline(POLICIES[0])["rights"], *from_adcp(FEE)["rights"]]
    assert to_deadline(stated(*rights)) == (POLICIES[0], ())
    assert to_adcp(stated(*rights)) == (FEE, ())


def sent(at: str) -> dict[str, Any]:
    rights = from_deadline({"cancellation_lead_days": 10})["rights"]
    ask = written_ask(terms__rights=rights, request__sent_at=at)
    ask["promotion"] |= {"status": "booked", "spent_through": None, "spent": "0.00"}
    ask["promotion"]["flight"] = {"start": "2026-06-21T00:00:00+02:00", "end": "2026-07-01T00:00:00+02:00"}
    return answer(read_ask(ask))


def test_ten_days_before_the_start_it_is_free_and_a_second_later_it_is_not():
    on_time, late = sent("2026-06-11T00:00:00+02:00"), sent("2026-06-11T00:00:01+02:00")
    assert (on_time["permitted"], on_time["totals"]["exit_cost"]) == (True, "0.00")
    assert (late["permitted"], [blocked["code"] for blocked in late["blocked"]]) == (False, ["TOO_LATE"])


def test_what_a_deadline_leaves_open_is_said():
    plain = undated({"cancellation_lead_days": 5, "booking_lead_days": 9, "x": 1})
    assert plain == (
        "what leaving costs after the deadline",
        "who may cancel: read as advertiser and agency",
        "booking_lead_days: not about leaving, not read",
        "x: not known, not read",
    )
    assert "holidays" in undated(POLICIES[2])[2]


@pytest.mark.parametrize(
    ("policy", "place"),
    [
        ({"booking_lead_days": 5}, "cancellation_lead_days"),
        ({"cancellation_lead_days": -1}, "cancellation_lead_days"),
        ({"cancellation_lead_days": True}, "cancellation_lead_days"),
        ({"cancellation_lead_days": 5, "business_days_only": "no"}, "business_days_only"),
    ],
)
def test_a_deadline_that_cannot_be_read_is_refused(policy, place):
    with pytest.raises(BadInput) as refused:
        from_deadline(policy)
    assert refused.value.place == place


BUSINESS = {"anchor": "start", "offset_business_days": -3, "at": "17:00"}


@pytest.mark.parametrize(
    ("right", "parts", "lost"),
    [
        (free({"anchor": "start"}), {}, []),
        (free(BUSINESS), {}, ["until.at"]),
        (
            free(BUSINESS),
            {"calendar": PLAIN["terms"]["calendar"] | {"holidays": ["2026-06-24"]}},
            ["until.at", "until"],
        ),
        (free(acceptance="consent"), {}, ["acceptance"]),
        (free(available={"from": {"anchor": "start", "offset_days": -90}, "until": DAYS30}), {}, ["from"]),
    ],
)
def test_what_a_deadline_cannot_say_is_named(right, parts, lost):
    said, named = to_deadline(stated(right, **parts))
    assert said
    assert [one.partition(":")[0].removeprefix("rights[0].").removeprefix("available.") for one in named] == lost


@pytest.mark.parametrize(
    "right",
    [
        free({"anchor": "end"}),
        free({"anchor": "start", "offset_days": 2}),
        free({"anchor": "start", "offset_hours": -48}),
        free(notice={"n": 2, "unit": "days"}),
        free(ground="breach"),
        free(available={"from": DAYS30}),
        free(holders=["media"]),
        {key: item for key, item in free().items() if key != "available"},
    ],
)
def test_any_other_right_is_no_deadline(right):
    assert to_deadline(stated(right)) == ({}, ())


def test_of_two_deadlines_none_is_written_unless_the_kind_of_promotion_tells_them_apart():
    boost = free({"anchor": "start", "offset_days": -3}, id="boost") | {"for": {"reservation": ["boost"]}}
    custom = free() | {"for": {"reservation": ["custom"]}}
    assert to_deadline(stated(boost, custom))[0] == {}
    assert "a policy holds one" in to_deadline(stated(boost, custom))[1][0]
    assert to_deadline(stated(boost, custom), Reservation.BOOST)[0] == {"cancellation_lead_days": 3}
