"""The explanation can be checked by hand: every sum, its clause, and why the other rights are shut."""

from __future__ import annotations

from typing import Any

from quoting import ask
from unpromote.domain.explain import explain
from unpromote.domain.quote import quote

CONV = {"id": "conv", "clause": "8.1", "ground": "convenience", "holders": ["advertiser"], "notice": None}


def explained(**changes: Any) -> list[str]:
    found = ask(**changes)
    return [" ".join(line.split()) for line in explain(quote(found.terms, found.promotion, found.request)).splitlines()]


def test_each_sum_stands_with_its_clause() -> None:
    fee = {"id": "F", "clause": "8.4", "calc": {"rate": "0.125", "base": "undelivered_at_effective"}}
    told = explained(terms__fees=[fee], terms__rights__0__fees=["F"], promotion__budget="3000.01")
    assert "Permitted by conv (ground convenience, clause 8.1): cancels." in told
    assert "notice_delivery 100.00 [clause 8.1] 2000.01 x 1/20 = 100.0005 (rounded)" in told
    assert "fee:F 237.50 [clause 8.4] 0.125 x 1900.01 = 237.50125 (rounded)" in told
    assert "saving 1662.51 = run_total - total_owed - forfeited" in told


def test_notice_refund_and_alternatives_are_told() -> None:
    notice = {"n": 2, "unit": "days"}
    refund = {"method": "account_credit", "within": {"n": 10, "unit": "days"}}
    rights = [{**CONV, "notice": notice}, {**CONV, "id": "slow", "notice": {"n": 5, "unit": "days"}}]
    told = explained(terms__rights=rights, terms__refund=refund, promotion__prepaid="2000.00")
    assert "The last day of notice is 2026-06-13." in told
    assert "Refund (account_credit): 0.00, credited 700.00, due by 2026-06-24" in told
    assert "Also open: slow (clause 8.1), exit_cost 600.00, 2026-06-17T00:00:00+02:00." in told


def test_a_refund_in_money_without_a_date_says_only_the_sum() -> None:
    told = explained(terms__refund={"method": "original"}, promotion__prepaid="2000.00")
    assert "Refund (original): 900.00" in told


def test_a_creator_sees_what_is_due_for_what() -> None:
    video = {"id": "video", "price": "100.00", "stage": "approved"}
    told = explained(
        terms__creators={"clause": "9.2", "kill": {"brand": {"approved": "1"}}},
        terms__payment={"net": 14},
        promotion__creators=[{"id": "cleo", "deliverables": [video], "advance_paid": "40.00"}],
    )
    assert "Creator cleo: due 100.00 - paid 40.00 = 60.00 (pay, pay by 2026-06-25)" in told
    assert "video 100.00 [clause 9.2] 100 x 1 (approved, as approved)" in told


def test_a_refusal_says_when_it_may_end() -> None:
    later = {"from": {"anchor": "start", "offset_days": 20}}
    told = explained(terms__rights=[{**CONV, "available": later}, {**CONV, "id": "b", "holders": ["media"]}])
    assert told == [
        "Not permitted: NO_OPEN_RIGHT.",
        "Notice counts as received at 2026-06-11T10:00:00+02:00.",
        "Not open: conv: NOT_YET until 2026-06-21T00:00:00+02:00.",
        "Not open: b: NOT_HOLDER.",
        "Earliest permitted at 2026-06-21T00:00:00+02:00.",
    ]


def test_a_form_that_is_invalid_was_never_received() -> None:
    assert explained(request__method="pigeon") == ["Not permitted: NOTICE_FORM_INVALID."]


def test_assumptions_and_risks_are_told() -> None:
    fee = {"id": "F", "clause": "8.4", "calc": {"flat": "5.00"}, "label": "liquidated_damages"}
    told = explained(terms__fees=[fee], terms__rights__0__fees=["F"], promotion__prepaid="2000.00")
    assert "Assumed: terms.refund is absent: a refund by the original method is assumed." in told
    assert told[-1].startswith("Look at: penalty_risk: fee F")
