"""Money of a case: its ledger by party, bills, payees, balances released or explained."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from moneyed import Money
from ninja import Router, Schema
from pydantic import Field

from unpromote.api.asking import Id, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import Amount
from unpromote.domain.books import Bill, BillKind
from unpromote.domain.codec import decode
from unpromote.domain.payees import Method, Payee
from unpromote.services import money

router = Router(tags=["money"])


class PayDayView(Schema):
    """The last day to pay, and who says so."""

    on: date
    source: str


class PartyMoneyView(Schema):
    """How one party stands in one currency; a negative amount is what we owe it."""

    party: str
    name: str
    due: Amount
    owed: Amount
    ordered: Amount
    expected: Amount
    credit: Amount
    open: Amount
    balance: Amount
    invoiced: Amount | None
    difference: Amount | None = Field(description="What was invoiced beyond what is due")
    pay_by: PayDayView | None
    paid_on: date | None
    account: str = Field(description="The ends of the account")
    explained: str


class BillView(Schema):
    """An invoice, a credit note on one, or a correction."""

    party: str
    kind: BillKind
    number: str
    issued_on: date
    amount: Amount
    mends: str
    file_name: str
    sha256: str


class CaseMoneyView(Schema):
    """The ledger: every entry sums to zero in each currency."""

    parties: list[PartyMoneyView]
    entries: list[dict[str, Any]]
    bills: list[BillView]


class GivenBill(Schema):
    """A bill as a party sent it; `mends` names the invoice that a credit note or a correction concerns."""

    party: str = Field(max_length=120)
    kind: BillKind = BillKind.INVOICE
    number: str = Field(max_length=80)
    issued_on: date
    amount: Amount
    mends: str = Field("", max_length=80)


class GivenPayee(Schema):
    """Where a party is paid; only the last signs of the account are ever shown."""

    holder: str = Field(max_length=140)
    method: Method
    iban: str = Field("", max_length=50)
    bic: str = Field("", max_length=11)
    email: str = Field("", max_length=254)
    law: str = Field("", max_length=20, description="Whose law says by when they are paid, such as US-CA or EU")


class Reasoned(Schema):
    """Why, and in which currency."""

    currency: str = Field(pattern=r"^[A-Z]{3}$")
    why: str = Field("", max_length=10_000)


@router.get("/{reference}/money", response={200: CaseMoneyView, **REFUSALS})
def show_money(request: HttpRequest, reference: Reference) -> Any:
    """Show what everybody is owed, has been paid and by when, with every entry."""
    return _shown(request, reference)


@router.post("/{reference}/money/bills", response={200: CaseMoneyView, **REFUSALS})
def note_bill(request: HttpRequest, reference: Reference, given: GivenBill) -> Any:
    """Note an invoice, a credit note or a correction."""
    amount = decode(Money, given.amount, place="amount")
    bill = Bill(given.party, given.kind, given.number, given.issued_on, amount, given.mends)
    money.note_bill(asker(request), case_of(request, reference).id, bill, now=now())
    return _shown(request, reference)


@router.put("/{reference}/money/{party}/payee", response={200: CaseMoneyView, **REFUSALS})
def note_payee(request: HttpRequest, reference: Reference, party: Id, given: GivenPayee) -> Any:
    """Note where a party is paid."""
    payee = Payee(given.holder, given.method, given.iban, given.bic, given.email, given.law)
    money.note_payee(asker(request), case_of(request, reference).id, party, payee, now=now())
    return _shown(request, reference)


@router.post("/{reference}/money/{party}/release", response={200: CaseMoneyView, **REFUSALS})
def release_balance(request: HttpRequest, reference: Reference, party: Id, given: Reasoned) -> Any:
    """Release what is owed to a party that no settlement speaks for; needs the right to approve."""
    case = case_of(request, reference)
    money.release_balance(asker(request), case.id, party, given.currency, why=given.why, now=now())
    return _shown(request, reference)


@router.post("/{reference}/money/{party}/explain", response={200: CaseMoneyView, **REFUSALS})
def explain_balance(request: HttpRequest, reference: Reference, party: Id, given: Reasoned) -> Any:
    """Say why a balance may stay open."""
    case = case_of(request, reference)
    money.explain_balance(asker(request), case.id, party, given.currency, given.why, now=now())
    return _shown(request, reference)


def _shown(request: HttpRequest, reference: str) -> Any:
    return money.money_json(money.case_money(asker(request), case_of(request, reference).id))
