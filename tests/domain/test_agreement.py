"""An agreement is read strictly and written back the same; what contradicts itself is refused by its place."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moneyed import Money

from quoting import ask, vectors, written_ask
from unpromote.domain.agreement import (
    FieldStatus,
    Proposal,
    Source,
    read_promotion,
    read_request,
    read_terms,
    write_promotion,
    write_request,
    write_terms,
)
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput
from unpromote.domain.quantity import Quantity
from unpromote.domain.vectors import read_ask

RIGHT = {"id": "conv", "clause": "8.1", "ground": "convenience", "holders": ["advertiser"], "notice": None}
FEE = {"id": "F1", "clause": "8.4", "calc": {"flat": "1.00"}}
CREATOR: dict[str, Any] = {"id": "cleo", "deliverables": [], "advance_paid": "0.00"}
WINDOW = {"id": "W", "clause": "4", "to": {"anchor": "end"}, "blocks": []}


def tiers(*bands: dict[str, Any], base: str | None = "budget") -> dict[str, Any]:
    return {"tiers": {"by": "days_before_start", "bands": list(bands), "base": base}}


@settings(max_examples=100, deadline=None)
@given(vectors())
def test_what_is_written_reads_back_the_same(vector: dict[str, Any]) -> None:
    found = read_ask(vector)
    assert read_terms(write_terms(found.terms)) == found.terms
    assert read_promotion(write_promotion(found.promotion), found.terms) == found.promotion
    assert read_request(write_request(found.request)) == found.request


def test_all_of_the_vocabulary_can_be_said() -> None:
    data = {**written_ask()["terms"], **EVERYTHING}
    terms = read_terms(data)
    assert read_terms(write_terms(terms)) == terms
    assert terms.fees[0].cap is not None
    assert write_terms(terms)["fees"][0] == EVERYTHING["fees"][0]


def test_facts_keep_what_else_was_written_down() -> None:
    fact = {"by": "media", "hours": 36, "billed": "5.00", "seen_by": "Ana", "share": [Decimal("0.5"), {"n": 1}]}
    promotion = ask(promotion__facts={"breach": fact, "order": True, "none": None}).promotion
    assert promotion.proven("breach") is not None
    assert promotion.proven("none") is None
    written = write_promotion(promotion)["facts"]
    assert written == {"breach": {**fact, "share": ["0.5", {"n": 1}]}, "order": {}, "none": None}


def test_an_amount_may_carry_zeros_its_currency_does_not_have() -> None:
    found = ask(terms__currency="JPY", promotion__budget="3000.00", promotion__spent="1000")
    assert found.promotion.budget == Money(3000, "JPY")


def test_a_proposal_carries_its_words() -> None:
    source = Source("order.pdf", 2, "30 days' notice", 10, 25)
    proposal = Proposal("rights[0].notice", {"n": 30, "unit": "days"}, source, "0.9", FieldStatus.STATED)
    assert decode(Proposal, encode(proposal)) == proposal


@pytest.mark.parametrize(("written", "value"), [(30, 30), ("0.5", Fraction(1, 2)), ("1/3", Fraction(1, 3))])
def test_a_quantity_is_exact(written: int | str, value: Fraction) -> None:
    read = Quantity.from_json(written, None, "")
    assert read == value
    assert read.to_json(None) == written


@pytest.mark.parametrize("written", [0.5, True, None, "half", "1e3", Decimal("NaN")])
def test_what_is_no_quantity_is_refused(written: object) -> None:
    with pytest.raises(BadInput, match="is no number"):
        Quantity.from_json(written, None, "hours")


@pytest.mark.parametrize("data", [None, [], "terms"])
def test_terms_are_an_object(data: object) -> None:
    with pytest.raises(BadInput, match="terms: expected an object"):
        read_terms(data, "terms")


def test_a_missing_currency_is_never_assumed() -> None:
    with pytest.raises(BadInput, match="the currency is missing"):
        read_terms({}, "terms")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"terms__currency": "EURO"}, "terms.currency: unknown currency 'EURO'"),
        ({"terms__time_zone": "Paris"}, "terms.time_zone: unknown time zone 'Paris'"),
        ({"terms__time_zone": "../etc"}, "terms.time_zone: unknown time zone '../etc'"),
        ({"terms__time_zone": "Europe"}, "terms.time_zone: unknown time zone 'Europe'"),
        (
            {"terms__calendar__weekend": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]},
            "terms.calendar.weekend: no day of the week is worked",
        ),
        ({"terms__calendar__close": "09:00"}, "terms.calendar: open is not before close"),
        ({"terms__calendar__holidays": ["2026-02-30"]}, "terms.calendar.holidays[0]: '2026-02-30' does not fit"),
        (
            {"terms__notice_receipt": {"post": {"rule": "plus_business_days"}}},
            "terms.notice_receipt.post: plus_business_days needs n",
        ),
        (
            {"terms__notice_receipt": {"post": {"rule": "on_send", "n": 1}}},
            "terms.notice_receipt.post: on_send takes no n",
        ),
        ({"terms__rights": [RIGHT, RIGHT]}, "terms.rights[1].id: the id 'conv' stands twice"),
        ({"terms__rights__0__fees": ["F9"]}, "terms.rights[0].fees[0]: the fee 'F9' is not defined"),
        (
            {"terms__rights__0__notice": {"n": 1, "unit": "days", "in_lieu": "L"}},
            "terms.rights[0].notice.in_lieu: the fee 'L' is not defined",
        ),
        ({"terms__rights__0__kill_table": "x"}, "terms.rights[0].kill_table: the kill table 'x' is not defined"),
        ({"terms__rights__0__holders": []}, "terms.rights[0].holders: nobody holds the right"),
        ({"terms__rights__0__ground": "boredom"}, "terms.rights[0].ground: unknown value 'boredom'"),
        ({"terms__rights__0__for": {"reservation": ["tv"]}}, "terms.rights[0].for.reservation[0]: unknown value 'tv'"),
        ({"terms__rights": [{"id": "x"}]}, "terms.rights[0]: field 'clause' is missing"),
        (
            {"terms__rights__0__notice": {"n": 0, "unit": "days", "count": "inclusive"}},
            "terms.rights[0].notice.n: 0 days",
        ),
        ({"terms__rights__0__notice": {"n": 999, "unit": "years"}}, "terms.rights[0].notice.n: 999 years"),
        (
            {"terms__windows": [{**WINDOW, "from": {"anchor": "start", "offset_days": 1, "offset_hours": 1}}]},
            "terms.windows[0].from: an anchor takes one offset",
        ),
        (
            {"terms__windows": [{**WINDOW, "from": {"anchor": "start", "offset_business_days": 1}}]},
            "terms.windows[0].from: offset_business_days and at belong together",
        ),
        (
            {"terms__windows": [{**WINDOW, "from": {"anchor": "start", "offset_days": 99999}}]},
            "terms.windows[0].from: the anchor lies too far away",
        ),
        ({"terms__fees": [{**FEE, "payer": "media"}]}, "terms.fees[0].payer: a fee owed by media is no price"),
        ({"terms__fees": [{**FEE, "calc": {}}]}, "terms.fees[0].calc: a calc takes one form, found none"),
        (
            {"terms__fees": [{**FEE, "calc": {"flat": "1.00", "sum": []}}]},
            "terms.fees[0].calc: a calc takes one form, found flat, sum",
        ),
        ({"terms__fees": [{**FEE, "calc": {"rate": "0.1"}}]}, "terms.fees[0].calc: rate and base belong together"),
        (
            {"terms__fees": [{**FEE, "calc": {"sum": []}}]},
            "terms.fees[0].calc.sum: there is nothing to add",
        ),
        (
            {"terms__fees": [{**FEE, "calc": {"rate": "25", "base": "budget"}}]},
            "terms.fees[0].calc.rate: the rate 25 is above 1 (25 % is written 0.25)",
        ),
        (
            {"terms__fees": [{**FEE, "calc": {"rate": "-0.1", "base": "budget"}}]},
            "terms.fees[0].calc.rate: -0.1 is negative",
        ),
        (
            {"terms__fees": [{**FEE, "calc": {"rate": 0.1, "base": "budget"}}]},
            "terms.fees[0].calc.rate: expected a number",
        ),
        (
            {"terms__fees": [{**FEE, "cap": {"flat": "-1.00"}}]},
            "terms.fees[0].cap.flat: the amount -1.00 is negative",
        ),
        ({"terms__fees": [{**FEE, "calc": tiers()}]}, "terms.fees[0].calc.tiers.bands: there is no band"),
        (
            {"terms__fees": [{**FEE, "calc": tiers({"min": 1, "rate": "0"}, {"min": 1, "rate": "1"})}]},
            "terms.fees[0].calc.tiers.bands[1].min: there are two bands from 1 on",
        ),
        (
            {"terms__fees": [{**FEE, "calc": tiers({"min": None})}]},
            "terms.fees[0].calc.tiers.bands[0]: a band takes a rate",
        ),
        (
            {"terms__fees": [{**FEE, "calc": tiers({"min": None, "rate": "0"}, base=None)}]},
            "terms.fees[0].calc.tiers.base: rates need a base",
        ),
        (
            {"terms__fees": [{**FEE, "calc": {"rate": "0.1", "base": "noncancellable_costs"}}]},
            "promotion: a fee is based on noncancellable_costs, which are missing",
        ),
        (
            {"terms__short_rate": {"clause": "3", "contracted_rate": "1", "unit": 0, "bands": []}},
            "terms.short_rate.unit: 0 is no unit",
        ),
        (
            {"terms__short_rate": {"clause": "3", "contracted_rate": "1", "bands": []}},
            "terms.short_rate.bands: there is no band",
        ),
        (
            {"terms__credits": [{"id": "C", "clause": "6", "fact": "goodwill"}]},
            "terms.credits[0].fact: no credit is known for 'goodwill'",
        ),
        ({"terms__creators": {"kill": {"brand": {"done": "1"}}}}, "terms.creators.kill.brand: unknown stage 'done'"),
        ({"promotion__budget": "999.99"}, "promotion.budget: budget 999.99 is below spent 1000.00"),
        ({"promotion__budget": "-1.00"}, "promotion.budget: the amount -1.00 is negative"),
        ({"promotion__budget": "3000.001"}, "promotion.budget: '3000.001' is finer than EUR allows"),
        ({"promotion__budget": 3000}, "promotion.budget: expected an amount as text"),
        (
            {"promotion__flight": {"start": "2026-07-01T00:00:00Z", "end": "2026-07-01T00:00:00Z"}},
            "promotion.flight.end: the flight ends before it starts",
        ),
        (
            {"promotion__flight__start": "2026-06-01T00:00:00"},
            "promotion.flight.start: the time '2026-06-01T00:00:00' has no",
        ),
        ({"promotion__flight__end": "9999-12-31T00:00:00Z"}, "promotion.flight.end: the year 9999 cannot be meant"),
        ({"promotion__spent_through": "2026-05-30"}, "promotion.spent_through: spent_through 2026-05-30 lies outside"),
        ({"promotion__spent_through": "2026-07-02"}, "promotion.spent_through: spent_through 2026-07-02 lies outside"),
        (
            {"promotion__custom_material": {"completed": "2.00", "total": "1.00"}},
            "promotion.custom_material: completed is above total",
        ),
        ({"promotion__creators": [CREATOR]}, "promotion: there are creators, but the terms say nothing of creators"),
        (
            {"terms__creators": {}, "promotion__creators": [CREATOR, CREATOR]},
            "promotion.creators[1].id: the id 'cleo' stands twice",
        ),
        (
            {"terms__creators": {}, "promotion__creators": [{**CREATOR, "kill": {"half": "1"}}]},
            "promotion.creators[0].kill: unknown stage 'half'",
        ),
        (
            {
                "terms__creators": {},
                "promotion__creators": [
                    {**CREATOR, "usage": {"fee": "1.00", "from": "2026-06-02", "to": "2026-06-01"}}
                ],
            },
            "promotion.creators[0].usage: the last day lies before the first",
        ),
        ({"promotion__status": "dead"}, "promotion.status: unknown value 'dead'"),
        ({"promotion__facts": {"breach": "yes"}}, "promotion.facts.breach: expected a fact, found 'yes'"),
        (
            {"promotion__facts": {"breach": {"notice_recieved_at": None}}},
            "promotion.facts.breach: unknown field 'notice_recieved_at' ('notice_received_at' may be meant)",
        ),
        ({"request__reason": "whim"}, "request.reason: unknown value 'whim'"),
        ({"request__by": "never"}, "request.by: nobody has the role 'never'"),
        ({"request__sent_at": "1066-10-14T09:00:00Z"}, "request.sent_at: the year 1066 cannot be meant"),
    ],
)
def test_a_contradiction_is_refused_by_its_place(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        ask(**changes)
    assert str(refused.value).startswith(problem)
    assert refused.value.mend or "missing" in problem


def test_the_day_before_the_flight_may_be_fully_spent() -> None:
    assert ask(promotion__spent_through="2026-05-31").promotion.spent_through is not None


@given(st.integers(0, 23))
def test_an_instant_is_the_same_in_whatever_offset_it_is_written(hour: int) -> None:
    written = datetime(2026, 6, 11, hour, tzinfo=UTC).isoformat()
    assert read_request({**written_ask()["request"], "sent_at": written}).sent_at.astimezone(UTC).hour == hour


DAYS = {"n": 5, "unit": "days", "count": "exclusive"}
EVERYTHING: dict[str, Any] = {
    "id": "A-1",
    "title": "Autumn order",
    "signed_on": "2026-01-02",
    "version": "3",
    "layers": [{"id": "order", "document": "order.pdf", "title": "The order"}],
    "parties": [
        {"id": "m", "role": "media", "name": "Medium"},
        {"id": "g", "role": "agency", "principal": "b", "liability": "sequential", "capacity": "consumer"},
    ],
    "term": {
        "from": "2026-01-01",
        "to": "2026-12-31",
        "renewal": {"auto": True, "length": DAYS, "notice": DAYS, "deadline": "2026-11-30"},
    },
    "governing_law": "DE",
    "dispute": {
        "objection": DAYS,
        "silence_accepts": True,
        "forum": "Berlin",
        "interest": "0.09",
        "interest_from": "due",
    },
    "notice_form": {"form": ["written"], "addresses": ["x@media.example"], "language": "de"},
    "fees": [
        {
            "id": "F1",
            "clause": "8.4",
            "calc": {"flat": "1.00"},
            "payer": "agency",
            "payee": "platform",
            "floor": "0.50",
            "cap": {"rate": "0.1", "base": "budget"},
            "measure_at": "effective",
            "label": "liquidated_damages",
        }
    ],
    "makegood": {"kinds": ["credit"], "deadline": DAYS, "consent": True, "sole_remedy": False},
    "refund": {"method": "original", "within": DAYS, "service_fee": "0.1", "excludes": ["tax", "coins"]},
    "pause": {"allowed": True, "max": DAYS, "notice": DAYS, "extends_end": True, "fee": "1.00", "clock": "stops"},
    "payment": {"net": 30, "from": "invoice", "statutory_max": 60},
    "tax": {"net": True, "note": "reverse charge"},
    "fx": {"USD": {"rate": "0.92", "date": "2026-01-02", "source": "ECB"}},
    "duties": [{"kind": "takedown", "holder": "creator", "within": DAYS, "survives_for": DAYS, "clause": "12"}],
}
