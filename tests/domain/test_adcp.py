"""AdCP's policy there and back: what it can say comes out the same, what it cannot is named, never bent."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoting import PLAIN, terms, written_ask
from unpromote.domain.adcp import NEVER_SAID, from_adcp, to_adcp, unsaid
from unpromote.domain.agreement import Terms, read_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.vectors import answer, read_ask
from unpromote.domain.vocabulary import Reservation

DAYS30 = {"interval": 30, "unit": "days"}
SEVEN_DAYS = {"n": 7, "unit": "days", "in_lieu": "F1"}


def stated(**parts: Any) -> Terms:
    return read_terms(copy.deepcopy(PLAIN["terms"]) | parts)


def right(**parts: Any) -> dict[str, Any]:
    return copy.deepcopy(PLAIN["terms"]["rights"][0]) | {"notice": dict(SEVEN_DAYS)} | parts


def fee(**parts: Any) -> dict[str, Any]:
    return {"id": "F1", "clause": "8.4", "calc": {"rate": "0.5", "base": "undelivered_at_notice"}} | parts


def policy(fee_: dict[str, Any], notice: dict[str, Any] = DAYS30) -> dict[str, Any]:
    return {"notice_period": notice, "cancellation_fee": fee_}


durations = st.one_of(
    st.builds(dict, interval=st.integers(1, 30_000), unit=st.sampled_from(["hours", "days"])),
    st.just({"interval": 1, "unit": "campaign"}),
)
fees = st.one_of(
    st.sampled_from([{"type": "none"}, {"type": "full_commitment"}]),
    st.integers(0, 1000).map(lambda n: {"type": "percent_remaining", "rate": n / 1000}),
    st.integers(0, 99_999_999).map(lambda n: {"type": "fixed_fee", "amount": n / 100}),
)


@given(durations, fees)
def test_a_policy_comes_back_as_it_was(notice: dict[str, Any], charged: dict[str, Any]) -> None:
    said = policy(charged, notice)
    assert to_adcp(stated(**from_adcp(said))) == (said, ())


@given(terms("EUR", "Europe/Paris"))
def test_whatever_agreement_a_policy_is_written_or_the_reason_is_given(written: dict[str, Any]) -> None:
    said, lost = to_adcp(read_terms(written))
    assert said or lost
    assert json.loads(json.dumps(said)) == said


@pytest.mark.parametrize(
    ("charged", "price"),
    [
        ({"type": "none"}, "2000.00"),  # nothing buys the notice off, and it outlasts the flight: all that remains
        ({"type": "percent_remaining", "rate": 0.5}, "1100.00"),  # the begun day 2000 x 1/20 = 100, and half of 2000
        ({"type": "full_commitment"}, "2000.00"),  # the begun day 100, and all of the other 1900
        ({"type": "fixed_fee", "amount": 250.5}, "350.50"),  # the begun day 100, and 250.50
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else None,
)
def test_leaving_at_once_costs_the_fee_that_the_policy_names(charged: dict[str, Any], price: str) -> None:
    agreed = PLAIN["terms"] | from_adcp(policy(charged))
    quoted = answer(read_ask(written_ask(terms=agreed, request__effective="immediate")))
    assert quoted["totals"]["exit_cost"] == price


def test_a_notice_of_the_whole_campaign_outlasts_every_flight() -> None:
    agreed = PLAIN["terms"] | from_adcp(policy({"type": "none"}, {"interval": 1, "unit": "campaign"}))
    quoted = answer(read_ask(written_ask(terms=agreed)))
    assert (quoted["effect"], quoted["totals"]["exit_cost"]) == ("expires_first", "2000.00")


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        ({"n": 2, "unit": "weeks"}, {"interval": 14, "unit": "days"}),
        ({"n": 48, "unit": "hours"}, {"interval": 48, "unit": "hours"}),
    ],
)
def test_a_notice_is_written_in_the_units_of_adcp(notice: dict[str, Any], said: dict[str, Any]) -> None:
    assert to_adcp(stated(rights=[right(notice=notice)])) == (policy({"type": "none"}, said), ())


@pytest.mark.parametrize(
    ("seconds", "hours"), [({"interval": 7200, "unit": "seconds"}, 2), ({"interval": 90 * 60, "unit": "minutes"}, 90)]
)
def test_whole_hours_are_read_from_smaller_units(seconds: dict[str, Any], hours: int) -> None:
    assert from_adcp(policy({"type": "none"}, seconds))["rights"][0]["notice"] == {"n": hours, "unit": "hours"}


NO_WHOLE = "rights[0].notice: {} as agreed are no whole hours or days"
NO_FEE = "fees.F1: neither a fixed amount nor an exact share of what is undelivered, or with floor or cap"


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"rights": []}, "rights: no right without cause for the buyer; a policy holds exactly one"),
        ({"rights": [right(holders=["media"])]}, "rights: no right without cause for the buyer"),
        ({"rights": [right(ground="breach")]}, "rights: no right without cause for the buyer"),
        ({"rights": [right(), right(id="b")]}, "rights: several rights without cause for the buyer"),
        ({"rights": [right(notice=None)]}, "rights[0].notice: leaving at once"),
        ({"rights": [right(notice=SEVEN_DAYS | {"n": 0})]}, NO_WHOLE.format("0 days")),
        ({"rights": [right(notice=SEVEN_DAYS | {"unit": "business_days"})]}, NO_WHOLE.format("7 business_days")),
        ({"rights": [right(notice=SEVEN_DAYS | {"count": "inclusive"})]}, NO_WHOLE.format("7 days")),
        ({"rights": [right(notice=SEVEN_DAYS | {"roll": "following"})]}, NO_WHOLE.format("7 days")),
        ({"rights": [right(notice=SEVEN_DAYS | {"not_before": {"anchor": "end"}})]}, NO_WHOLE.format("7 days")),
        ({"rights": [right(fees=["F1"])]}, "rights[0].fees: F1 are due although notice is kept"),
        ({"fees": [fee(cap="100.00")]}, NO_FEE),
        ({"fees": [fee(floor="100.00")]}, NO_FEE),
        ({"fees": [fee(calc={"rate": "0.5", "base": "budget"})]}, NO_FEE),
        ({"fees": [fee(calc={"rate": "1/3", "base": "undelivered_at_notice"})]}, NO_FEE),
        ({"fees": [fee(calc={"sum": [{"flat": "1.00"}]})]}, NO_FEE),
    ],
)
def test_what_has_no_form_in_adcp_is_not_bent_into_one(parts: dict[str, Any], reason: str) -> None:
    said, lost = to_adcp(stated(**({"rights": [right()], "fees": [fee()]} | parts)))
    assert said == {}
    assert lost[0].startswith(reason)


def test_the_kind_of_promotion_chooses_among_several_rights() -> None:
    two = [right(for_={}), right(id="b", notice={"n": 24, "unit": "hours"})]
    two[0].pop("for_")
    two[0]["for"], two[1]["for"] = {"reservation": ["guaranteed"]}, {"reservation": ["auction"]}
    said, lost = to_adcp(stated(rights=two, fees=[fee()]), Reservation.AUCTION)
    assert said == policy({"type": "none"}, {"interval": 24, "unit": "hours"})
    assert lost == ("rights[0]: convenience (8.1)",)


def test_what_is_lost_is_named_by_its_field() -> None:
    rights = [right(available={"until": {"anchor": "start"}}, acceptance="consent"), right(id="b", ground="breach")]
    receipt = {"email": {"rule": "business_hours"}, "portal": {"rule": "on_send"}}
    more = {"refund": {"method": "original"}, "creators": {"advance": "forgive"}}
    said, lost = to_adcp(stated(rights=rights, fees=[fee()], notice_receipt=receipt, **more))
    assert said == policy({"type": "percent_remaining", "rate": 0.5}, {"interval": 7, "unit": "days"})
    assert [each.partition(":")[0] for each in lost] == [
        "rights[0].available",
        "rights[0].acceptance",
        "rights[1]",
        "notice_receipt.email",
        "refund",
        "creators",
    ]


def test_what_a_policy_leaves_open_and_what_was_not_read_is_told() -> None:
    assert unsaid(policy({"type": "none"})) == NEVER_SAID
    strange = policy({"type": "none", "waived": True}) | {"ext": {}}
    assert unsaid(strange)[-2:] == ("ext: not known, not read", "cancellation_fee.waived: not known, not read")
    assert unsaid({}) == NEVER_SAID


def test_a_number_is_read_as_it_is_written() -> None:
    read = from_adcp(policy({"type": "fixed_fee", "amount": Decimal("0.10")}))
    assert read["fees"][0]["calc"] == {"flat": "0.1"}
    assert from_adcp(policy({"type": "fixed_fee", "amount": 0.1})) == read


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (None, "expected an object, found None (a policy has"),
        ({}, "notice_period: expected an object, found None (a policy has"),
        ({"notice_period": DAYS30}, "cancellation_fee: expected an object, found None"),
        (policy({"type": "none"}, {"unit": "days"}), "notice_period.interval: None is no interval"),
        (policy({"type": "none"}, {"interval": 0, "unit": "days"}), "notice_period.interval: 0 is no interval"),
        (policy({"type": "none"}, {"interval": True, "unit": "days"}), "notice_period.interval: True is no interval"),
        (policy({"type": "none"}, {"interval": 2, "unit": "campaign"}), "notice_period: unknown duration 2 campaign"),
        (policy({"type": "none"}, {"interval": 2, "unit": "months"}), "notice_period: unknown duration 2 months"),
        (policy({"type": "none"}, {"interval": 90, "unit": "minutes"}), "notice_period: 90 minutes are no whole hours"),
        (policy({"type": "half"}), "cancellation_fee.type: unknown type 'half' (known here: percent_remaining,"),
        (policy({}), "cancellation_fee.type: unknown type None"),
        (policy({"type": "fixed_fee"}), "cancellation_fee.amount: None is no usable number (a fixed_fee needs it"),
        (policy({"type": "fixed_fee", "amount": -1}), "cancellation_fee.amount: -1 is no usable number"),
        (policy({"type": "fixed_fee", "amount": True}), "cancellation_fee.amount: True is no usable number"),
        (policy({"type": "fixed_fee", "amount": "1"}), "cancellation_fee.amount: '1' is no usable number"),
        (policy({"type": "fixed_fee", "amount": float("nan")}), "cancellation_fee.amount: nan is no usable number"),
        (policy({"type": "percent_remaining", "rate": 50}), "cancellation_fee.rate: the rate 50 is above 1"),
        (policy({"type": "percent_remaining"}), "cancellation_fee.rate: None is no usable number"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_by_its_place(said: Any, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        from_adcp(said)
    assert str(refused.value).startswith(problem)
