"""All creators at once: what is kept for later dates is what would be found anew, and sums are those of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from quoting import Ask, ask
from unpromote.domain.frame import Payment
from unpromote.domain.money import total
from unpromote.domain.quote import best_route, quote

USE = {"fee": "100.00", "from": "2026-06-02", "to": "2026-06-21"}
VIDEO = {"id": "v", "price": "600.00", "stage": "approved"}
DRAFT = {"id": "v", "price": "400.00", "stage": "draft_submitted", "submitted_at": "2026-06-08T09:00:00+02:00"}


def creator(name: str, advance: str = "0.00", item: dict[str, Any] = VIDEO, **more: Any) -> dict[str, Any]:
    return {"id": name, "deliverables": [item], "advance_paid": advance, **more}


USER, WRITER = creator("user", usage=USE), creator("writer", item=DRAFT)
EVERYBODY = [creator("first"), USER, creator("paid", "900.00"), WRITER, creator("even", "300.00")]


@pytest.fixture
def asked() -> Ask:
    terms = {"kill": {"brand": {"approved": "1/2"}}, "deemed_approval": {"n": 5, "unit": "days"}}
    return ask(terms__creators=terms, promotion__creators=EVERYBODY)


def later(asked: Ask, days: int) -> Ask:
    sent_at = asked.request.sent_at + timedelta(days=days)
    return replace(asked, request=replace(asked.request, sent_at=sent_at))


def anew(asked: Ask) -> Ask:
    """The same under terms that were never seen: nothing is kept for them."""
    return replace(asked, terms=replace(asked.terms))


@pytest.mark.parametrize("days", range(0, 40, 3))
def test_what_is_kept_from_an_earlier_date_is_what_would_be_found_anew(asked, days):
    best_route(asked.terms, asked.promotion, asked.request)
    then = later(asked, days)
    fresh = anew(then)
    assert quote(then.terms, then.promotion, then.request) == quote(fresh.terms, fresh.promotion, fresh.request)


def test_creators_stay_in_the_order_of_the_promotion(asked):
    found = quote(asked.terms, asked.promotion, asked.request).creators
    assert [one.id for one in found] == ["first", "user", "paid", "writer", "even"]


def test_use_goes_on_and_silence_approves_from_date_to_date(asked):
    _, user, _, writer, _ = (one.due.amount for one in quote(asked.terms, asked.promotion, asked.request).creators)
    then = later(asked, 5)
    _, used, _, silent, _ = (one.due.amount for one in quote(then.terms, then.promotion, then.request).creators)
    assert (used > user, writer, silent) == (True, 0, 200)


def test_creators_whom_no_date_touches_are_the_very_same_on_another_day(asked):
    today, then = (best_route(one.terms, one.promotion, one.request) for one in (asked, later(asked, 1)))
    assert today.crowd.still is then.crowd.still
    assert today.crowd.moving is not then.crowd.moving


def test_the_sums_are_those_of_each(asked):
    crowd = best_route(asked.terms, asked.promotion, asked.request).crowd
    for name in ("due", "earned", "forgiven", "full_price"):
        each = (getattr(one.counted, name) for one in crowd.creators)
        assert getattr(crowd.sums, name) == total(each, asked.terms.currency)
    balances = [one.balance.amount for one in crowd.creators]
    assert crowd.sums.to_pay.amount == sum(amount for amount in balances if amount > 0)
    assert crowd.sums.to_come.amount == -sum(amount for amount in balances if amount < 0) == 600


def test_who_is_paid_is_paid_by_a_day_if_one_is_agreed(asked):
    paying = replace(asked, terms=replace(asked.terms, payment=Payment(30)))
    dated = [one.id for one in quote(paying.terms, paying.promotion, paying.request).creators if one.pay_by]
    assert dated == ["first", "user"]
    assert {one.pay_by for one in quote(asked.terms, asked.promotion, asked.request).creators} == {None}
