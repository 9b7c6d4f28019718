"""By when a party has to be paid: the earlier of what the contract says and what a statute allows, with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from unpromote.domain.aggregate import Case
from unpromote.domain.books import BillKind
from unpromote.domain.codec import decode
from unpromote.domain.dues import MEDIA, creator_of, creator_party, taken
from unpromote.domain.frame import Payment
from unpromote.domain.settlement import pay_by as agreed_day


class Trigger(Enum):
    """What a statute's days run from."""

    COMPLETION = "completion"
    INVOICE = "invoice"


@dataclass(frozen=True)
class Statute:
    """A rule on when to pay: `days` where the contract is silent, `most_days` whatever the contract says.

    `certain` is false where the rule was not read at its source.
    """

    name: str
    days: int
    most_days: int
    runs_from: Trigger
    source: str
    checked_on: date
    certain: bool


@dataclass(frozen=True)
class PayDay:
    """The last day to pay, and who says so."""

    on: date
    source: str


def pay_day(case: Case, party: str, statute: Statute | None) -> PayDay | None:
    """Return the last day to pay the party; None where no one names one, or no quote says yet from when."""
    ends_on, invoiced_on = _ends_on(case), _invoiced_on(case, party)
    if ends_on is None:
        return None
    agreed = _agreed(case, party, ends_on, invoiced_on)
    if statute is None:
        return agreed
    from_on = (invoiced_on or ends_on) if statute.runs_from is Trigger.INVOICE else ends_on
    days = statute.most_days if agreed else statute.days
    mark = "" if statute.certain else ", to be checked"
    lawful = PayDay(from_on + timedelta(days=days), f"{statute.name}{mark}")
    return min(filter(None, (agreed, lawful)), key=lambda found: found.on)


def pay_days(case: Case, statutes: Mapping[str, Statute]) -> dict[str, PayDay]:
    """Return the last day to pay each party that has one; `statutes` by party."""
    known = dict.fromkeys((*statutes, *(creator_party(one.creator_id) for one in case.settlements), MEDIA))
    found = {party: pay_day(case, party, statutes.get(party)) for party in known}
    return {party: day for party, day in found.items() if day is not None}


def _ends_on(case: Case) -> date | None:
    quote = taken(case)
    effective_at = quote.quote.get("effective_at") if quote else None
    return datetime.fromisoformat(effective_at).date() if effective_at else None


def _invoiced_on(case: Case, party: str) -> date | None:
    bills = [bill for bill in case.books.bills if bill.party == party and bill.kind is not BillKind.CREDIT_NOTE]
    return bills[-1].issued_on if bills else None


def _agreed(case: Case, party: str, ends_on: date, invoiced_on: date | None) -> PayDay | None:
    stated = (case.terms or {}).get("payment")
    if stated is None:
        creator = creator_of(party)
        known = next((one.pay_by for one in case.settlements if one.creator_id == creator), None)
        return PayDay(known, "the agreement") if known else None
    payment = decode(Payment, stated, place="terms.payment")
    from_on = invoiced_on if payment.from_ == "invoice" and invoiced_on else ends_on
    contract = agreed_day(replace(payment, statutory_max=None), from_on)
    day = agreed_day(payment, from_on)
    source = f"the agreement, net {payment.net} days" if day == contract else "the agreement's statutory maximum"
    return PayDay(day, source)
