"""Money of a case: what was billed, what is released beside the settlements, what may stay open, where it is paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from moneyed import Money
from stdnum import iban as iban_rules
from stdnum.exceptions import ValidationError

from unpromote.domain.books import Bill, invoiced
from unpromote.domain.case import Case
from unpromote.domain.codec import currency_named, encode
from unpromote.domain.dues import creator_party, party_name, party_named
from unpromote.domain.errors import BadInput
from unpromote.domain.events import BalanceExplained, BalanceReleased, BillNoted, PayeeNoted
from unpromote.domain.ledger import Entry, Kind, Standing, entries, standings
from unpromote.domain.money_steps import is_beyond_settlement
from unpromote.domain.paydays import PayDay
from unpromote.domain.payees import Payee, check_payee
from unpromote.services import queries
from unpromote.services.filing import keep
from unpromote.services.paying import pay_days_of
from unpromote.services.people import Person
from unpromote.services.policies import pay_statutes
from unpromote.services.record import record
from unpromote.store import payments


@dataclass(frozen=True)
class PartyMoney:
    """How one party stands in one currency. `difference` is what was invoiced beyond what is due, None without one.

    `can_release` says that something is owed to them which no settlement orders.
    """

    party: str
    name: str
    standing: Standing
    due: Money
    invoiced: Money | None
    pay_day: PayDay | None
    paid_on: date | None
    account: str
    explained: str
    can_release: bool

    @property
    def difference(self) -> Money | None:
        """Return what the bills say beyond what is due, None where nothing was billed."""
        return None if self.invoiced is None else self.invoiced - self.due


@dataclass(frozen=True)
class CaseMoney:
    """The ledger of a case and how every party stands by it."""

    parties: tuple[PartyMoney, ...]
    entries: tuple[Entry, ...]
    bills: tuple[Bill, ...]


def case_money(person: Person, case_id: str) -> CaseMoney:
    """Return the ledger of a case."""
    case = queries.case(person, case_id)
    found = entries(case)
    payees = payments.payees_of(case.id)
    days = pay_days_of(case, payees)
    dues = _dues(found)
    parties = tuple(_party(case, one, payees.get(one.party), days.get(one.party), dues) for one in standings(case))
    return CaseMoney(parties, found, case.books.bills)


def _dues(found: tuple[Entry, ...]) -> dict[tuple[str, str], Money]:
    sums: dict[tuple[str, str], Money] = {}
    for posting in (entry.postings[1] for entry in found if entry.kind is Kind.DUE):
        key = (posting.account.party, posting.amount.currency.code)
        sums[key] = sums.get(key, posting.amount * 0) - posting.amount
    return sums


def _party(
    case: Case, one: Standing, payee: Payee | None, day: PayDay | None, dues: dict[tuple[str, str], Money]
) -> PartyMoney:
    code = one.owed.currency.code
    told = [known.why for known in case.books.explanations if (known.party, known.balance) == (one.party, one.open)]
    paid_on = {creator_party(s.creator_id): s.paid_on for s in case.settlements}
    return PartyMoney(
        party=one.party,
        name=party_name(case, one.party),
        standing=one,
        due=dues.get((one.party, code), one.owed * 0),
        invoiced=invoiced(case.books.bills, one.party, code),
        pay_day=day if one.balance.amount < 0 else None,
        paid_on=paid_on.get(one.party),
        account=payee.account if payee else "",
        explained=told[-1] if told and one.open else "",
        can_release=one.owed.amount < 0 and not one.ordered and is_beyond_settlement(case, one.party),
    )


def currency_of(case: Case, name: str) -> str:
    """Return the one currency in which there is something between us and a party.

    Raises:
        BadInput: there are several.
    """
    party = party_named(case, name)
    codes = sorted({one.owed.currency.code for one in standings(case) if one.party == party})
    if len(codes) > 1:
        raise BadInput(f"{name} has balances in {', '.join(codes)}", place="currency", mend="say which is meant")
    return codes[0] if codes else ""


def note_payee(person: Person, case_id: str, name: str, payee: Payee, *, now: datetime) -> Case:
    """Note where a party is paid; the timeline keeps only the last signs of the account.

    Raises:
        NotAllowed: nobody in the case is called that.
        BadInput: the account cannot be, or the law is none that is known.
    """
    case = queries.case(person, case_id)
    party = party_named(case, name)
    checked = replace(payee, iban=checked_iban(payee.iban) if payee.iban else "")
    check_payee(checked)
    if checked.law and checked.law not in pay_statutes():
        raise BadInput(
            f"no statute of {checked.law!r} is known", place="law", mend=f"known: {', '.join(pay_statutes())}"
        )
    event = PayeeNoted(
        at=now,
        by=person.name,
        party=party,
        holder=checked.holder,
        method=checked.method.value,
        account=checked.account,
        law=checked.law,
    )
    with transaction.atomic():
        payments.keep_payee(case.id, party, checked)
        return record(case.id, event)


def checked_iban(text: str) -> str:
    """Return an account number without its spaces.

    Raises:
        BadInput: its length or its check digits are wrong; it is not repeated.
    """
    try:
        return str(iban_rules.validate(text))
    except ValidationError:
        mend = "copy it again from the invoice: two of its digits check the others"
        raise BadInput("this is no IBAN", place="iban", mend=mend) from None


def note_bill(person: Person, case_id: str, bill: Bill, file: Path | None = None, *, now: datetime) -> Case:
    """Note an invoice, a credit note or a correction of a party, with its file where there is one.

    Raises:
        NotAllowed: the party is unknown, the number was noted before, or it mends nothing that is there.
        BadInput: the file cannot be taken.
    """
    case = queries.case(person, case_id)
    named = replace(bill, party=party_named(case, bill.party))
    if file is not None:
        filed = keep(case.id, file, "bills")
        named = replace(named, file_name=file.name, sha256=filed.sha256, path=filed.path)
    return record(case.id, BillNoted(at=now, by=person.name, bill=named))


def release_balance(person: Person, case_id: str, name: str, currency: str, *, why: str = "", now: datetime) -> Case:
    """Release what is owed to a party that no settlement speaks for, such as the seller of the media.

    Raises:
        NotAllowed: the person may not approve, or nothing is owed.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    event = BalanceReleased(
        at=now, by=person.name, party=party_named(case, name), currency=currency_named(currency).code, why=why
    )
    return record(case.id, event)


def explain_balance(person: Person, case_id: str, name: str, currency: str, why: str, *, now: datetime) -> Case:
    """Say why a balance may stay open; if it moves, it has to be explained again.

    Raises:
        NotAllowed: nothing is open, or nothing is said.
    """
    case = queries.case(person, case_id)
    event = BalanceExplained(
        at=now, by=person.name, party=party_named(case, name), currency=currency_named(currency).code, why=why
    )
    return record(case.id, event)


def money_json(found: CaseMoney) -> dict[str, Any]:
    """Return the money of a case as doors show it."""
    return {
        "parties": [_party_json(one) for one in found.parties],
        "entries": encode(found.entries),
        "bills": [{name: value for name, value in encode(bill).items() if name != "path"} for bill in found.bills],
    }


def _party_json(one: PartyMoney) -> dict[str, Any]:
    standing = encode(one.standing)
    amounts = {name: standing[name] for name in ("owed", "ordered", "expected", "credit")}
    return {
        "party": one.party,
        "name": one.name,
        "due": encode(one.due),
        **amounts,
        "open": encode(one.standing.open),
        "balance": encode(one.standing.balance),
        "invoiced": encode(one.invoiced),
        "difference": encode(one.difference),
        "pay_by": encode(one.pay_day),
        "paid_on": encode(one.paid_on),
        "account": one.account,
        "explained": one.explained,
    }
