"""The day by which to pay is the earlier of contract and statute, and says which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import builders as b
from domain.test_ledger import after
from unpromote.domain import events as e
from unpromote.domain.books import BillKind
from unpromote.domain.case import Case
from unpromote.domain.paydays import PayDay, pay_day, pay_days
from unpromote.services.policies import pay_statutes

ENDS_ON = date(2026, 11, 21)
CALIFORNIA, NEW_YORK, EUROPE = (pay_statutes()[law] for law in ("US-CA", "US-NY", "EU"))

LATE = "EU late payment rules, to be checked"


def case(payment: dict[str, object] | None = None, *, agreed: date | None = None, billed: str = "") -> Case:
    found = b.case_after("settling")
    terms = {**found.terms, **({"payment": payment} if payment else {})}
    settlements = tuple(replace(one, pay_by=agreed) for one in found.settlements)
    found = replace(found, terms=terms, settlements=settlements)
    if not billed:
        return found
    bill = b.bill(issued_on=date.fromisoformat(billed))
    note = b.bill("G-1", "1.00", kind=BillKind.CREDIT_NOTE, mends=bill.number, issued_on=date(2027, 9, 9))
    return after(found, *(e.BillNoted(at=b.NOW, by="ana", bill=one) for one in (bill, note)))


@pytest.mark.parametrize(
    ("found", "statute", "day", "source"),
    [
        (case({"net": 60}), None, "2027-01-20", "the agreement, net 60 days"),
        (case({"net": 60, "statutory_max": 45}), None, "2027-01-05", "the agreement's statutory maximum"),
        (case({"net": 14}), CALIFORNIA, "2026-12-05", "the agreement, net 14 days"),
        (case({"net": 60}), CALIFORNIA, "2026-12-21", "California Freelance Worker Protection Act"),
        (case(), NEW_YORK, "2026-12-21", "New York Freelance Isn't Free Act, to be checked"),
        (case(), EUROPE, "2026-12-21", LATE),
        (case(billed="2026-12-01"), EUROPE, "2026-12-31", LATE),
        (case({"net": 90, "from": "invoice"}, billed="2026-12-01"), None, "2027-03-01", "the agreement, net 90 days"),
        (case({"net": 90, "from": "invoice"}, billed="2026-12-01"), EUROPE, "2027-01-30", LATE),
        (case({"net": 30, "from": "invoice"}), None, "2026-12-21", "the agreement, net 30 days"),
        (case(agreed=date(2026, 12, 1)), EUROPE, "2026-12-01", "the agreement"),
    ],
)  # fmt: skip
def test_the_earlier_day_counts_and_says_why(found: Case, statute: object, day: str, source: str) -> None:
    assert pay_day(found, "creator:cleo", statute) == PayDay(date.fromisoformat(day), source)


def test_where_nobody_says_when_there_is_no_day() -> None:
    assert pay_day(case(), "media", None) is None
    assert pay_days(case(), {}) == {}
    assert list(pay_days(case(), {"creator:emil": CALIFORNIA})) == ["creator:emil"]


def test_without_a_quote_no_day_can_be_told() -> None:
    assert pay_day(b.case_after("ready"), "media", CALIFORNIA) is None


@pytest.mark.parametrize("law", pay_statutes())
def test_every_statute_has_a_source_and_a_day(law: str) -> None:
    found = pay_statutes()[law]
    assert found.source
    assert found.checked_on.year >= 2026
    assert 0 < found.days <= found.most_days
