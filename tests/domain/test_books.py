"""Bills, bank lines, runs and explanations are noted once, and only where they can be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from moneyed import Money

import builders as b
from unpromote.domain.books import (
    BillKind,
    Books,
    Explanation,
    RunShare,
    invoiced,
    invoiced_by_number,
    with_bill,
    with_explanation,
    with_movements,
    with_run,
)
from unpromote.domain.errors import NotAllowed

NOTE = b.bill("G-1", "100.00", kind=BillKind.CREDIT_NOTE, mends="R-17")
MENDED = b.bill("K-1", "450.00", kind=BillKind.CORRECTION, mends="R-17")


def books(*bills: object) -> Books:
    found = Books()
    for bill in bills:
        found = with_bill(found, bill)
    return found


def test_a_credit_note_lessens_an_invoice_and_a_correction_replaces_it() -> None:
    assert invoiced_by_number(books(b.bill(), NOTE).bills, "creator:cleo") == {"R-17": b.usd("400.00")}
    assert invoiced(books(b.bill(), NOTE, MENDED).bills, "creator:cleo", "USD") == b.usd("450.00")


def test_each_partys_bills_are_its_own() -> None:
    other = b.bill(party="media", amount="9.00")
    assert invoiced(books(b.bill(), other).bills, "media", "USD") == b.usd("9.00")
    assert invoiced(books(b.bill()).bills, "media", "USD") is None


@pytest.mark.parametrize(
    ("bill", "problem"),
    [
        (b.bill(), "noted before"),
        (b.bill("R-18", "0.00"), "above zero"),
        (b.bill(" "), "a number"),
        (replace(NOTE, mends="R-99"), "no invoice 'R-99'"),
        (replace(NOTE, amount=b.usd("500.01")), "more than is left"),
        (replace(NOTE, amount=Money("1.00", "EUR")), "is in USD"),
        (replace(NOTE, party="media"), "no invoice"),
    ],
)
def test_a_bill_that_cannot_be_is_refused(bill: object, problem: str) -> None:
    with pytest.raises(NotAllowed, match=problem):
        with_bill(books(b.bill()), bill)


def test_a_bank_line_is_booked_once() -> None:
    once = with_movements(Books(), (b.movement(), b.movement()))
    assert len(once.movements) == 1
    assert len(with_movements(once, (b.movement(), b.movement("line-2"))).movements) == 2
    with pytest.raises(NotAllowed, match="booked before"):
        with_movements(once, (b.movement(),))
    with pytest.raises(NotAllowed, match="nothing"):
        with_movements(once, (b.movement("line-3", "0.00"),))


def test_a_payment_is_released_once_and_by_two_people() -> None:
    share = RunShare("RUN-1", ("case_1/cleo",), "ana", "ben", b.NOW)
    released = with_run(Books(), share)
    with pytest.raises(NotAllowed, match="somebody else"):
        with_run(Books(), replace(share, released_by="ana"))
    with pytest.raises(NotAllowed, match="released in a run before: case_1/cleo"):
        with_run(released, replace(share, run_id="RUN-2"))


@pytest.mark.parametrize(("balance", "why", "problem"), [("0.00", "x", "nothing is open"), ("1.00", " ", "say why")])
def test_an_explanation_needs_a_balance_and_a_reason(balance: str, why: str, problem: str) -> None:
    with pytest.raises(NotAllowed, match=problem):
        with_explanation(Books(), Explanation("media", b.usd(balance), why, b.NOW, "ana"))
