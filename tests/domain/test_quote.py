"""A quote's promises: the identities hold for any agreement, and no figure goes unexplained."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from moneyed import Money

from quoting import ask, vectors, written_ask
from unpromote.domain.audit import fingerprint
from unpromote.domain.errors import BadInput
from unpromote.domain.money import total
from unpromote.domain.quote import Quote, quote, quote_json
from unpromote.domain.vectors import Ask, read_ask

FEES = ("fee:", "cap_adjustment", "short_rate", "shortfall")
odd_asks = vectors().map(read_ask)
many = settings(max_examples=60, deadline=None)


def quoted(found: Ask) -> Quote:
    return quote(found.terms, found.promotion, found.request)


def summed(answer: Quote, *codes: str) -> Money:
    return total((line.amount for line in answer.lines if line.code.startswith(codes)), answer.currency)


@many
@given(odd_asks, st.integers(0, 2000))
def test_who_writes_later_is_released_no_earlier(found: Ask, minutes: int) -> None:
    one_right = replace(found.terms, rights=found.terms.rights[:1])
    later = replace(found.request, sent_at=found.request.sent_at + timedelta(minutes=minutes))
    first, second = (quote(one_right, found.promotion, request) for request in (found.request, later))
    assume(first.effective_at is not None and second.effective_at is not None)
    assert first.effective_at <= second.effective_at


@many
@given(odd_asks)
def test_every_line_says_how_it_came_about(found: Ask) -> None:
    for line in quoted(found).lines:
        assert line.formula
        assert line.clause or line.code == "delivered"


@many
@given(odd_asks)
def test_the_best_route_is_the_cheapest(found: Ask) -> None:
    answer = quoted(found)
    if answer.totals:
        assert all(answer.totals.exit_cost <= other.totals.exit_cost for other in answer.alternatives)


def test_the_hash_depends_on_the_figures_and_not_on_the_order_of_keys() -> None:
    written = quote_json(quoted(ask()))
    turned = dict(reversed(json.loads(json.dumps(written)).items()))
    assert fingerprint(written) == fingerprint(turned)
    assert fingerprint(written) != fingerprint(quote_json(quoted(ask(promotion__budget="3000.01"))))
    assert len(fingerprint(written)) == 64


def test_a_quote_names_its_currency_its_rules_and_the_terms_version() -> None:
    written = quote_json(quoted(ask(terms__version="3")))
    assert (written["currency"], written["rules"], written["terms_version"]) == ("EUR", "cancellation-rules/1", "3")


def test_a_refusal_names_its_rules_and_the_terms_version_too() -> None:
    refused = quoted(ask(terms__version="3", request__by="media"))
    assert (refused.permitted, refused.rules, refused.terms_version) == (False, "cancellation-rules/1", "3")


def test_waiting_for_a_cure_that_ends_with_the_flight_is_waiting_in_vain() -> None:
    """10 days from 20 June end with the 30th, 9 with the 29th; the flight ends as July begins."""

    def earliest(days: int) -> str | None:
        right = {"id": "R", "clause": "9", "ground": "breach", "holders": ["advertiser"], "notice": None, "fees": []}
        found = ask(
            terms__rights=[{**right, "needs": {"fact": "breach"}, "cure": {"n": days, "unit": "days"}}],
            promotion__facts={"breach": {"notice_received_at": "2026-06-20T09:00:00+02:00"}},
            request__sent_at="2026-06-21T09:00:00+02:00",
            request__reason="counterparty_breach",
        )
        told = quote_json(quoted(found))["earliest_permitted_at"]
        return None if told is None else str(told)

    assert (earliest(10), earliest(9)) == (None, "2026-06-30T00:00:00+02:00")


def test_another_open_right_is_told_with_its_own_figures() -> None:
    """2000 are left for 20 days: at once 11 June alone runs; a day's notice has 12 June run as well."""
    [right] = written_ask()["terms"]["rights"]
    slow = {**right, "id": "slow", "clause": "8.2", "notice": {"n": 1, "unit": "days"}}
    best = quote_json(quoted(ask(terms__rights=[slow, right])))
    (other,) = best["alternatives"]
    assert (best["right"], best["undelivered_at_effective"]) == ("conv", "1900.00")
    assert other.pop("totals")["exit_cost"] == "200.00"
    assert other == {
        "right": "slow",
        "ground": "convenience",
        "clause": "8.2",
        "effect": "cancels",
        "effective_at": "2026-06-13T00:00:00+02:00",
        "notice_last_day": "2026-06-12",
        "last_service_day": "2026-06-12",
        "service_days_charged": 2,
    }


FEE: dict[str, Any] = {"id": "F", "clause": "8.4", "calc": {}}
GAP = {"tiers": {"by": "days_before_start", "bands": [{"min": 0, "flat": "1.00"}]}}
CARD = {"clause": "3", "contracted_rate": "1", "bands": [{"min": None, "rate": "2"}]}
CREDITS = [{"id": fact, "clause": "6", "fact": fact} for fact in ("underdelivery", "outage", "resale")]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"terms__fees": [{**FEE, "calc": GAP}], "terms__rights__0__fees": ["F"]},
            "terms.fees[0].calc.tiers.bands: no band covers -10",
        ),
        ({"terms__short_rate": CARD}, "promotion.units_delivered: the short rate needs units_delivered"),
        (
            {"terms__credits": CREDITS, "promotion__facts": {"underdelivery": {"billed": "1.00"}}},
            "facts.underdelivery.delivered_value: a credit is computed from this",
        ),
        ({"terms__credits": CREDITS, "promotion__facts": {"outage": {}}}, "facts.outage.hours: a credit is computed"),
        (
            {"terms__credits": CREDITS, "promotion__facts": {"resale": {}}},
            "facts.resale.proceeds: a credit is computed",
        ),
    ],
)
def test_no_single_figure_is_given_over_a_gap(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        quoted(ask(**changes))
    assert str(refused.value).startswith(problem)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"terms__rights__0__acceptance": "consent"}, "cancelling by this right needs the other side's consent"),
        ({"promotion__minimum_spend": "5.00"}, "promotion.minimum_spend is stated but not priced"),
        ({"promotion__deposit": "5.00"}, "promotion.deposit is stated but not priced"),
        ({"promotion__spent_through": "2026-06-07"}, "the spend is that through 2026-06-07, the notice counts from"),
        (
            {"terms__refund": {"method": "original", "excludes": ["coins"]}, "promotion__prepaid": "2000.00"},
            "not refunded, and not told apart in prepaid: coins",
        ),
    ],
)
def test_what_was_not_priced_is_said(changes: dict[str, Any], said: str) -> None:
    (assumption,) = quoted(ask(**changes)).assumptions
    assert assumption.startswith(said)


def test_every_default_of_the_creators_terms_is_said() -> None:
    use = {"fee": "1.00", "from": "2026-06-01", "to": "2026-06-02"}
    cleo = {"id": "cleo", "deliverables": [], "advance_paid": "9.00", "usage": use, "exclusivity": use}
    found = quoted(ask(terms__creators={}, promotion__creators=[{**cleo, "takedown_requested": True}]))
    assert [text.partition(" ")[0].rpartition(".")[2] for text in found.assumptions] == [
        "usage",
        "exclusivity",
        "advance",
        "takedown_fee",
    ]


def test_a_breach_nobody_was_told_of_is_not_being_cured() -> None:
    breach = {"id": "b", "clause": "8.2", "ground": "breach", "holders": ["advertiser"], "notice": None}
    found = ask(
        terms__rights=[{**breach, "cure": {"n": 5, "unit": "days"}}],
        promotion__facts={"breach": {"by": "media"}},
        request__reason="counterparty_breach",
    )
    (shut,) = quoted(found).blocked
    assert (shut.code, shut.until) == ("CURE_RUNNING", None)


def test_force_majeure_without_a_beginning_has_not_lasted() -> None:
    needs = {"fact": "force_majeure", "lasting": {"n": 5, "unit": "days"}}
    right = {
        "id": "f",
        "clause": "9",
        "ground": "force_majeure",
        "holders": ["advertiser"],
        "notice": None,
        "needs": needs,
    }
    found = ask(terms__rights=[right], promotion__facts={"force_majeure": True}, request__reason="force_majeure")
    (shut,) = quoted(found).blocked
    assert (shut.code, shut.until) == ("NOT_YET", None)


BY_DELIVERY = {"tiers": {"by": "percent_delivered", "bands": [{"min": None, "flat": "9.00"}]}}


@pytest.mark.parametrize(
    ("calc", "flagged"),
    [(BY_DELIVERY, 0), ({"rate": "0.5", "base": "undelivered_at_notice"}, 0), ({"flat": "9.00"}, 1)],
)
def test_damages_are_flagged_where_they_ignore_delivery(calc: dict[str, Any], flagged: int) -> None:
    parts = {"greater_of": [calc, {"flat": "0.01"}]}
    fee = {"id": "F", "clause": "8.4", "label": "liquidated_damages", "calc": parts}
    assert len(quoted(ask(terms__fees=[fee], terms__rights__0__fees=["F"])).warnings) == flagged


def test_a_refund_in_hours_is_due_on_the_day_they_end() -> None:
    refund = {"method": "original", "within": {"n": 20, "unit": "hours"}}
    found = quoted(ask(terms__refund=refund, promotion__prepaid="2000.00"))
    assert found.refund is not None
    assert str(found.refund.due_by) == "2026-06-12"


def test_pay_by_counts_from_the_effect_where_no_statute_is_known() -> None:
    cleo = {"id": "cleo", "deliverables": [{"id": "v", "price": "10.00", "stage": "published"}], "advance_paid": "0.00"}
    found = quoted(
        ask(
            terms__creators={"kill": {"brand": {"published": "1"}}},
            terms__payment={"net": 14},
            terms__duties=[{"kind": "takedown", "holder": "creator"}, {"kind": "keep_live", "holder": "media"}],
            promotion__creators=[cleo],
        )
    )
    (creator,) = found.creators
    assert (str(creator.pay_by), [duty.value for duty in creator.duties]) == ("2026-06-25", ["takedown"])
