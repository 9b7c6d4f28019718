"""What a creator is owed and by when: what the worked vectors leave open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quoting import ask
from unpromote.domain.frame import Payment
from unpromote.domain.quote import quote
from unpromote.domain.settlement import CreatorSettlement, full_price_told, pay_by

# 10 days of use from 2 June. Received on 11 June, nothing runs after that day.
USE = {"fee": "100.00", "from": "2026-06-02", "to": "2026-06-21"}
CLEO = {
    "id": "cleo",
    "deliverables": [{"id": "v", "price": "600.00", "stage": "approved"}],
    "advance_paid": "0.00",
    "usage": USE,
    "exclusivity": USE,
}
DOLLARS = {"USD": {"rate": "0.5", "date": "2026-06-01", "source": "ECB"}}
IN_DOLLARS = {
    "id": "cleo",
    "deliverables": [{"id": "v", "price": "600.00 USD", "stage": "approved"}],
    "advance_paid": "100.00 USD",
}


def settled(creator: dict[str, Any], **changes: Any) -> CreatorSettlement:
    terms = {"kill": {"brand": {"approved": "1"}}, **changes.pop("creators", {})}
    found = ask(terms__creators=terms, promotion__creators=[creator], **changes)
    (one,) = quote(found.terms, found.promotion, found.request).creators
    return one


@pytest.mark.parametrize(
    ("stage", "amount", "formula"),
    [
        ("approved", 600, "600 x 1 (approved, as approved)"),
        ("published", 600, "600 x 1 (published, as approved)"),
        ("briefed", None, None),
    ],
)
def test_a_deliverable_is_paid_at_the_latest_stage_that_the_table_lists(stage, amount, formula):
    cleo = {**CLEO, "deliverables": [{"id": "v", "price": "600.00", "stage": stage}]}
    lines = {line.code: line for line in settled(cleo).workings}
    assert (lines["v"].amount.amount if amount else None) == amount
    assert (lines["v"].formula if amount else None) == formula
    assert ("v" in lines) is (amount is not None)


def test_without_a_table_nothing_is_due_for_work():
    found = ask(terms__creators={}, promotion__creators=[{**CLEO, "usage": None, "exclusivity": None}])
    (one,) = quote(found.terms, found.promotion, found.request).creators
    assert (one.due.amount, one.workings) == (0, ())


FAULT = {"by": "creator", "creators": ["cleo"], "notice_received_at": "2026-05-01T09:00:00+02:00"}
TABLES = {"kill": {"brand": {"approved": "1"}, "fault": {"approved": "0"}, "other": {"approved": "0.5"}}}


@pytest.mark.parametrize(
    ("ground", "named", "table", "due"),
    [
        ("breach", ["cleo"], None, 600),  # named in a fact, but of another ground: no fault in the sense of morals
        ("breach", ["cleo"], "other", 300),
        ("morals", ["cleo"], "other", 0),
        ("morals", [], "other", 600),  # who is not named goes by the brand's table, whatever the right names
    ],
)
def test_only_on_morals_is_a_named_creator_at_fault(ground, named, table, due):
    right = {"id": "R", "clause": "9", "ground": ground, "holders": ["advertiser"], "notice": None, "fees": []}
    one = settled(
        {**CLEO, "usage": None, "exclusivity": None},
        creators=TABLES,
        terms__rights=[{**right, "needs": {"fact": "scandal"}, "kill_table": table}],
        promotion__facts={"scandal": {**FAULT, "creators": named}},
        request__reason="creator_misconduct",
    )
    assert one.due.amount == due


def test_where_the_flight_ends_first_work_and_use_are_owed_whole():
    late = {"terms__rights__0__notice": {"n": 60, "unit": "days"}}
    lines = {line.code: line for line in settled(CLEO, creators={"usage": "none"}, **late).workings}
    assert {code: line.formula for code, line in lines.items()} == {
        "v": "full price",
        "usage": "full fee",
        "exclusivity": "full fee",
    }


@pytest.mark.parametrize(
    ("payment", "due_on", "last_on"),
    [
        (Payment(30), date(2026, 1, 31), date(2026, 3, 2)),
        (Payment(30, "invoice"), date(2026, 2, 10), date(2026, 3, 12)),
        (Payment(0, "month_end"), date(2026, 2, 10), date(2026, 2, 28)),
        (Payment(60, "month_end"), date(2026, 1, 31), date(2026, 4, 1)),
        (Payment(60, "month_end", 30), date(2026, 1, 1), date(2026, 1, 31)),
        (Payment(20, "invoice", 30), date(2026, 1, 1), date(2026, 1, 21)),
    ],
)
def test_payment_is_due_by_the_agreed_day_or_the_statutes_if_that_is_earlier(payment, due_on, last_on):
    assert pay_by(payment, due_on) == last_on


def test_the_time_to_pay_runs_from_the_effects_date_in_the_agreements_zone():
    """A day's notice received on 11 June: the effect is 13 June, 00:00 in Paris, when it is still the 12th in UTC."""
    agreed = {"terms__payment": {"net": 30}, "terms__rights__0__notice": {"n": 1, "unit": "days"}}
    assert settled(CLEO, **agreed).pay_by == date(2026, 7, 13)


def test_use_is_paid_by_the_day_and_earned_up_to_today():
    lines = {line.code: line for line in settled(CLEO).workings}
    assert (lines["usage"].amount.amount, lines["usage"].formula) == (50, "100 x 10/20")
    assert (lines["exclusivity"].amount.amount, lines["exclusivity"].earned.amount) == (50, 50)


def test_use_falls_away_or_stays_bought_as_agreed():
    lines = {line.code: line for line in settled(CLEO, creators={"usage": "none", "exclusivity": "full"}).workings}
    assert "usage" not in lines
    assert (lines["exclusivity"].amount.amount, lines["exclusivity"].formula) == (100, "full fee")
    assert lines["exclusivity"].earned.amount == 50


def test_expenses_and_takedowns_say_what_they_are_owed_for_and_by_which_clause():
    posted = [{"id": "v", "price": "600.00", "stage": "published"}, {"id": "w", "price": "9.00", "stage": "briefed"}]
    costs = [{"id": "train", "amount": "40.00", "approved": True, "incurred": True}]
    cleo = {**CLEO, "deliverables": posted, "expenses": costs, "takedown_requested": True}
    lines = {line.code: line for line in settled(cleo, creators={"takedown_fee": "5.00", "clause": "C 4"}).workings}
    assert {code: line.formula for code, line in lines.items() if ":" in code} == {
        "expense:train": "incurred and approved",
        "takedown:v": "takedown requested",
    }
    assert {line.clause for line in lines.values()} == {"C 4"}


def test_a_takedown_fee_is_converted_into_the_creators_currency():
    posted = [{"id": "v", "price": "600.00 USD", "stage": "published"}]
    dora = {**IN_DOLLARS, "deliverables": posted, "takedown_requested": True}
    lines = {line.code: line for line in settled(dora, creators={"takedown_fee": "5.00"}, terms__fx=DOLLARS).workings}
    told = "takedown requested; 5.00 EUR / 0.5 EUR (ECB, 2026-06-01) = 10.00 USD"
    assert lines["takedown:v"].formula == told


def test_silence_approves_before_a_takedown_but_never_publishes():
    submitted = {"id": "v", "price": "600.00", "stage": "draft_submitted", "submitted_at": "2026-06-01T00:00:00+02:00"}
    cleo = {**CLEO, "deliverables": [submitted], "takedown_requested": True}
    agreed = {"takedown_fee": "5.00", "deemed_approval": {"n": 3, "unit": "days"}}
    lines = {line.code: line for line in settled(cleo, creators=agreed).workings}
    assert lines["v"].formula == "600 x 1 (approved, as approved)"
    assert "takedown:v" not in lines


def test_a_creators_full_price_is_told_in_the_settlement_currency():
    found = ask(terms__fx=DOLLARS, terms__creators={}, promotion__creators=[{**IN_DOLLARS, "id": "dora"}, CLEO])
    (dollars, told), (euros, plain) = (full_price_told(one, found.terms) for one in found.promotion.creators)
    assert (str(dollars.amount), dollars.currency.code) == ("300.00", "EUR")
    assert told == "full price, 600.00 USD x 0.5 EUR (ECB, 2026-06-01) = 300.00 EUR"
    assert (str(euros.amount), plain) == ("800.00", "full price")


def test_the_sums_of_a_creator_in_another_currency_tell_their_conversion():
    sums = settled(IN_DOLLARS, terms__fx=DOLLARS).counted
    assert (sums.due.amount, sums.balance.amount, sums.forgiven.amount) == (300, 250, 0)
    assert dict(sums.conversions) == {
        "due": "600.00 USD x 0.5 EUR (ECB, 2026-06-01) = 300.00 EUR",
        "balance": "500.00 USD x 0.5 EUR (ECB, 2026-06-01) = 250.00 EUR",
        "full_price": "600.00 USD x 0.5 EUR (ECB, 2026-06-01) = 300.00 EUR",
    }
