"""Quotes are taken over confirmed terms only, and are the same for the same facts."""

from __future__ import annotations

from datetime import datetime

import pytest

import builders as b
from unpromote.domain.audit import fingerprint
from unpromote.domain.case import State
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services.quote import take_quote

pytestmark = pytest.mark.django_db

SENT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")


@pytest.fixture
def cast():
    return b.cast()


def taken(cast, **changes):
    return take_quote(cast["ana"], "case_1", **{"method": "email", "now": b.NOW, "sent_at": SENT} | changes)


def test_the_price_lines_and_creators_are_those_worked_by_hand(cast):
    b.saved_case("ready")
    case = taken(cast)
    assert case.quote.price == b.usd("67000.00")
    assert {line["code"]: line["amount"] for line in case.quote.quote["lines"]} == {
        "delivered": "20000.00",
        "notice_delivery": "61000.00",
        "fee:early-exit": "3900.00",
    }
    assert [(s.name, s.direction, s.balance) for s in case.settlements] == [
        ("Cleo Marsh", "pay", b.usd("500.00")),
        ("Emil Roth", "clawback", b.usd("-600.00")),
    ]
    assert case.settlements[0].workings[0].clause == "Order 4"


def test_the_hash_stands_for_what_was_shown(cast):
    b.saved_case("ready")
    case = taken(cast)
    assert case.quote.hash == fingerprint(case.quote.quote) == case.approval.quote_hash
    assert taken(cast).quote.hash == case.quote.hash
    assert taken(cast, sent_at=datetime.fromisoformat("2026-09-22T10:00:00-07:00")).quote.hash != case.quote.hash


def test_above_the_clients_limit_two_have_to_sign(cast):
    b.saved_case("ready")
    assert taken(cast).approval.needed == 2


def test_without_confirmed_terms_nothing_is_quoted(cast):
    b.saved_case("review")
    with pytest.raises(NotAllowed, match="confirm the terms first"):
        taken(cast)


def test_dan_takes_no_quote_of_anothers_case(cast):
    b.saved_case("ready")
    with pytest.raises(NotAllowed, match="no case"):
        take_quote(cast["dan"], "case_1", method="email", now=b.NOW)


def test_a_notice_in_a_form_that_the_agreement_does_not_know_is_no_right(cast):
    b.saved_case("ready")
    case = taken(cast, method="chat")
    assert (case.state, case.quote.permitted, case.approval) == (State.QUOTED, False, None)
    assert case.quote.price == b.usd("0")


def test_facts_that_do_not_fit_are_named(cast):
    b.saved_case("ready", promotion=b.PROMOTION | {"budget": "10.00"})
    with pytest.raises(BadInput) as refused:
        taken(cast)
    assert refused.value.place.startswith("promotion")


def test_the_curve_runs_to_the_end_of_the_flight(cast):
    b.saved_case("ready")
    curve = taken(cast).quote.curve
    assert (curve[0]["date"], curve[0]["cost"], len(curve)) == ("2026-09-21", "87000.00", 101)
    assert curve[39]["saving"] == "0.00"
