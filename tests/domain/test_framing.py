"""The agreement's frame takes part in a quote: days to keep, duties, warnings, and a renewal as a cliff."""

from __future__ import annotations

from typing import Any

import pytest

from quoting import ask
from unpromote.domain.decision import decide
from unpromote.domain.explain import explain
from unpromote.domain.framing import Deadline
from unpromote.domain.quote import Quote, quote

DAYS = {"n": 10, "unit": "days"}
RENEWS = {"to": "2026-12-31", "renewal": {"auto": True, "notice": {"n": 90, "unit": "days"}, "length": DAYS}}
WITHDRAW = "Directive 2011/83: 14 days to withdraw, not reckoned here"
SHORT = {"underdelivery": {"billed": "5.00", "delivered_value": "1.00"}}


def quoted(**changes: Any) -> Quote:
    found = ask(**changes)
    return quote(found.terms, found.promotion, found.request)


def told(**changes: Any) -> list[str]:
    return [" ".join(line.split()) for line in explain(quoted(**changes)).splitlines()]


def day(kind: str, **changes: Any) -> Deadline:
    return next(each for each in quoted(**changes).deadlines if each.kind == kind)


def test_a_bare_agreement_adds_nothing() -> None:
    found = quoted()
    assert (found.deadlines, found.warnings, found.renewal) == ((), (), None)


@pytest.mark.parametrize(
    ("payment", "on", "says"),
    [
        ({"net": 30}, "2026-07-11", "30 days from invoice"),
        ({"net": 30, "from": "month_end"}, "2026-07-30", "30 days from month end"),
        ({"net": 90, "statutory_max": 60}, "2026-08-10", "90 days from invoice, at most 60 by statute"),
    ],
)
def test_a_bill_of_the_day_of_effect_has_its_day(payment: dict[str, Any], on: str, says: str) -> None:
    found = day("payment", terms__payment=payment)
    assert (str(found.on), says in found.told) == (on, True)


def test_late_pay_says_what_a_day_costs() -> None:
    found = day("payment", terms__payment={"net": 30}, terms__dispute={"interest": "0.09", "interest_from": "due"})
    # 0.09 x 1100 / 365 = 0.2712.
    assert found.told.endswith("late: interest from due, 0.09 x 1100 / 365 = 0.27 a day")
    silent = day("payment", terms__payment={"net": 30}, terms__dispute={"interest": "0.09"})
    assert "late: interest, 0.09" in silent.told


@pytest.mark.parametrize(("silence", "more"), [(True, "; silence accepts it"), (None, "")])
def test_an_invoice_is_objected_to_in_time(silence: bool | None, more: str) -> None:  # noqa: FBT001 - a case of a term
    found = day("objection", terms__dispute={"objection": DAYS, "silence_accepts": silence})
    assert (str(found.on), found.told) == ("2026-06-21", f"object to an invoice received on the day of effect{more}")


def test_a_make_good_is_shown_with_its_day_where_delivery_is_missing() -> None:
    agreed = {"kinds": ["additional_delivery", "credit"], "deadline": DAYS, "consent": True, "sole_remedy": True}
    found = day("makegood", terms__makegood={**agreed, "clause": "6"}, promotion__facts=SHORT)
    assert (str(found.on), found.clause) == ("2026-06-21", "6")
    assert found.told == (
        "make good what was not delivered: additional delivery or credit; needs your consent; "
        "the sole remedy: a credit beside it is not owed"
    )


def test_a_make_good_without_a_day_says_so_and_none_is_shown_without_a_shortfall() -> None:
    assert "Due on no day that is agreed: make good what was not delivered: remedy not named, ask" in told(
        terms__makegood={}, promotion__facts=SHORT
    )
    assert quoted(terms__makegood={}).deadlines == ()


def test_every_duty_has_its_holder_its_day_and_its_end() -> None:
    duties = [
        {"kind": "takedown", "holder": "creator", "within": DAYS, "survives_for": {"n": 1, "unit": "years"}},
        {"kind": "disclosure_stays", "holder": "advertiser", "clause": "12"},
    ]
    found = told(terms__duties=duties)
    assert "Due 2026-06-21: creator: takedown, until 2027-06-11" in found
    assert "Due on no day that is agreed: advertiser: disclosure stays [clause 12]" in found


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        (
            {
                "terms__parties": [{"id": "a", "role": "advertiser", "name": "Ana", "capacity": "consumer"}],
                "terms__signed_on": "2026-06-01",
            },
            f"withdrawal_right: Ana is a consumer, concluded on 2026-06-01; {WITHDRAW}",
        ),
        (
            {"terms__parties": [{"id": "a", "role": "advertiser", "capacity": "consumer"}]},
            f"withdrawal_right: a is a consumer; {WITHDRAW}",
        ),
        (
            {"terms__parties": [{"id": "g", "role": "agency", "principal": "b", "liability": "sequential"}]},
            "agency: g of b owes only what its principal has paid to it",
        ),
        (
            {"terms__parties": [{"id": "g", "role": "agency", "liability": "sole"}]},
            "agency: g owes alone",
        ),
        (
            {
                "terms__notice_form": {
                    "form": ["written", "signed"],
                    "addresses": ["x@m.example"],
                    "copy_to": ["y@m.example"],
                    "language": "de",
                    "content_required": ["order number"],
                }
            },
            "notice_form: written, signed; to x@m.example; copy to y@m.example; in de; must say order number",
        ),
        ({"terms__tax": {"note": "reverse charge"}}, "tax: amounts are net of tax, no tax is reckoned; reverse charge"),
        ({"terms__tax": {"net": False}}, "tax: amounts are gross, tax included, no tax is reckoned"),
        ({"terms__term": {"to": "2026-06-15"}}, "term: the flight outlasts the agreement, which ends on 2026-06-15"),
        ({"terms__term": {"from": "2026-06-15"}}, "term: the flight starts before the agreement, on 2026-06-15"),
    ],
)
def test_what_a_person_should_look_at_is_said(changes: dict[str, Any], warning: str) -> None:
    assert quoted(**changes).warnings == (warning,)


@pytest.mark.parametrize(
    "changes",
    [
        {"terms__parties": [{"id": "m", "role": "media", "capacity": "consumer"}, {"id": "g", "role": "agency"}]},
        {"terms__notice_form": {}},
        {"terms__term": {"from": "2026-01-01", "to": "2026-12-31"}},
        {"terms__governing_law": "DE"},
    ],
)
def test_what_changes_nothing_is_not_said(changes: dict[str, Any]) -> None:
    assert quoted(**changes).warnings == ()


@pytest.mark.parametrize(
    ("frame", "law"),
    [
        ({"terms__governing_law": "England"}, "law of England"),
        ({"terms__governing_law": "DE", "terms__dispute": {"forum": "Berlin"}}, "law of DE, forum Berlin"),
    ],
)
def test_a_penalty_risk_names_the_law_that_judges_it(frame: dict[str, Any], law: str) -> None:
    fee = {"id": "F", "clause": "8.4", "calc": {"flat": "5.00"}, "label": "liquidated_damages"}
    found = quoted(terms__fees=[fee], terms__rights__0__fees=["F"], **frame)
    assert found.warnings[-1] == f"penalty_risk is judged by: {law}"


def test_a_renewal_is_explained() -> None:
    found = told(terms__term=RENEWS)
    start = found.index(
        "The agreement renews itself on 2027-01-01 until 2027-01-10: refuse before 2026-10-03T00:00:00+02:00"
    )
    assert found[start + 1] == (
        "Missing it costs unknown: not computable: nothing states what the renewed term commits to"
    )


def test_a_missed_renewal_and_one_at_closing_time_are_explained() -> None:
    renewal = {"auto": True, "deadline": "2026-06-10", "commitment": "5.00", "clause": "2.3"}
    missed = told(terms__term={"to": "2026-12-31", "renewal": renewal})
    assert "The agreement renews itself on 2027-01-01: missed 2026-06-11T00:00:00+02:00 [clause 2.3]" in missed
    assert "Missing it costs 5.00 EUR: 5 committed for the renewed term" in missed
    hours = {"terms__notice_receipt": {"email": {"rule": "business_hours"}}}
    near = told(terms__term={"to": "2026-12-31", "renewal": {**renewal, "deadline": "2026-06-12"}}, **hours)
    assert any("refuse by 2026-06-12T17:00:00+02:00" in line for line in near)


@pytest.mark.parametrize(("length", "until"), [({"n": 24, "unit": "hours"}, None), (None, None)])
def test_a_renewed_term_without_days_has_no_last_one(length: Any, until: None) -> None:
    found = quoted(terms__term={"to": "2026-12-31", "renewal": {**RENEWS["renewal"], "length": length}})
    assert found.renewal is not None
    assert found.renewal.renews_until is until


@pytest.mark.parametrize(
    "changes",
    [
        {"terms__term": RENEWS, "request__method": "pigeon"},
        {"terms__term": {**RENEWS, "to": "2026-06-10"}},
    ],
)
def test_without_a_way_or_after_the_term_there_is_no_deadline(changes: dict[str, Any]) -> None:
    assert quoted(**changes).renewal is None


@pytest.mark.parametrize(("commitment", "jump"), [("700.00", "700.00"), (None, None)])
def test_a_renewal_is_a_cliff_though_the_flight_be_over_by_then(commitment: str | None, jump: str | None) -> None:
    renewal = {**RENEWS["renewal"], "commitment": commitment}
    found = ask(terms__term={**RENEWS, "renewal": renewal})
    last = decide(found.terms, found.promotion, found.request).cliffs[-1]
    assert last.at.isoformat() == "2026-10-03T00:00:00+02:00"
    assert (None if last.jump is None else str(last.jump.amount)) == jump
    assert last.why.startswith("renewal: refusable -> renewed on 2027-01-01")


def test_a_missed_renewal_is_no_cliff_any_more() -> None:
    renewal = {**RENEWS["renewal"], "deadline": "2026-06-10"}
    found = ask(terms__term={**RENEWS, "renewal": renewal})
    assert decide(found.terms, found.promotion, found.request).cliffs == ()
