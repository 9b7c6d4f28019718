"""Money: how every party stands, what is due when, the ledger, payment runs and bank lines, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moneyed import Money

from unpromote.domain.codec import encode
from unpromote.domain.dues import holder_of
from unpromote.domain.ledger import Book, Entry
from unpromote.domain.matching import BankLine
from unpromote.domain.payees import Payer, masked
from unpromote.domain.runs import PaymentRun, RunState
from unpromote.services.money import CaseMoney, PartyMoney
from unpromote.services.people import Person
from unpromote.services.statements import Statement
from unpromote.web import formats, words


@dataclass(frozen=True)
class PartyShown:
    """How one party stands. `sums` are the amounts that say something, each with its words."""

    party: str
    form_id: str
    name: str
    currency: str
    standing: str
    sums: list[tuple[str, str]]
    pay_by: str
    pay_source: str
    paid_on: str
    account: str
    differs: str
    explained: str
    is_open: bool
    can_release: bool


def parties(found: CaseMoney, person: Person, client: str) -> list[PartyShown]:
    """Return the parties in the ledger's order."""
    return [_party(one, number, may_release=person.rights[client]) for number, one in enumerate(found.parties)]


def _party(one: PartyMoney, number: int, *, may_release: bool) -> PartyShown:
    at = one.standing
    told = (
        ("Due by the quote", one.due),
        ("Invoiced", one.invoiced),
        ("Ordered, not yet at the bank", abs(at.ordered)),
        ("To come as a refund", at.expected),
        ("Kept as credit", at.credit),
    )
    return PartyShown(
        party=one.party,
        form_id=f"p{number}",
        name=one.name,
        currency=at.owed.currency.code,
        standing=_standing(at.open),
        sums=[(name, formats.money(amount)) for name, amount in told if amount],
        pay_by=formats.day(one.pay_day.on) if one.pay_day else "",
        pay_source=one.pay_day.source if one.pay_day else "",
        paid_on=formats.day(one.paid_on),
        account=one.account,
        differs=_differs(one.difference),
        explained=one.explained,
        is_open=bool(at.open),
        can_release=may_release and one.can_release,
    )


def _standing(open_: Money) -> str:
    if not open_:
        return "nothing is open"
    return f"{formats.money(abs(open_))} {'is owed to us' if open_.amount > 0 else 'is owed to them'}"


def _differs(difference: Money | None) -> str:
    if not difference:
        return ""
    mend = "ask for a credit note" if difference.amount > 0 else "ask for a corrected invoice"
    more = "more" if difference.amount > 0 else "less"
    return f"The bills say {formats.money(abs(difference))} {more} than is due: {mend}."


def entries(found: CaseMoney) -> list[dict[str, Any]]:
    """Return the ledger's entries with their postings, debits positive."""
    return [_entry(entry, {one.party: one.name for one in found.parties}) for entry in found.entries]


def _entry(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    return {
        "on": formats.day(entry.at.date()),
        "kind": words.sentence(entry.kind.value),
        "reason": words.spaced(entry.reason),
        "reference": entry.reference,
        "postings": [
            (_account(names, one.account.party, one.account.book), formats.money(one.amount)) for one in entry.postings
        ],
    }


def _account(names: dict[str, str], party: str, book: Book) -> str:
    name = names.get(party) or f"{holder_of(party)} at the platform"
    return f"{name}, {book.value}" if party else words.sentence(book.value)


def bills(found: CaseMoney) -> list[dict[str, str]]:
    """Return the bills that were noted."""
    names = {one.party: one.name for one in found.parties}
    return [
        {
            "what": f"{words.sentence(bill.kind.value)} {bill.number}",
            "party": names.get(bill.party, bill.party),
            "mends": bill.mends,
            "issued_on": formats.day(bill.issued_on),
            "amount": formats.money(bill.amount),
        }
        for bill in found.bills
    ]


def runs(found: tuple[PaymentRun, ...], person: Person) -> list[dict[str, Any]]:
    """Return a client's runs; which buttons make sense for this person."""
    return [_run(run, person) for run in found]


def _run(run: PaymentRun, person: Person) -> dict[str, Any]:
    is_prepared = run.state is RunState.PREPARED
    approves = person.rights[run.client]
    return {
        "id": run.id,
        "state": run.state.value,
        "method": words.PAYING[run.method.value],
        "total": formats.money(run.total),
        "execute_on": formats.day(run.execute_on),
        "prepared_by": run.prepared_by,
        "released_by": run.released_by,
        "payments": [
            (one.payee.holder, one.payee.account, one.reference, formats.money(one.amount)) for one in run.payments
        ],
        "can_release": is_prepared and approves and run.prepared_by != person.name,
        "needs_other": is_prepared and run.prepared_by == person.name,
        "can_drop": is_prepared,
        "can_fetch": run.state is RunState.WRITTEN and approves,
    }


def payer(found: Payer | None) -> str:
    """Return the account from which the client pays, as much of it as may be shown."""
    return f"{found.name}, {masked(found.iban)}" if found else ""


def lines(found: tuple[BankLine, ...]) -> list[dict[str, str]]:
    """Return the bank lines that wait for a person."""
    return [
        {
            "id": line.id,
            "booked_on": formats.day(line.booked_on),
            "amount": formats.money(line.amount),
            "counterparty": line.counterparty,
            "reference": line.reference,
        }
        for line in found
    ]


def statements(found: tuple[Statement, ...]) -> list[dict[str, str]]:
    """Return the bank statements that were handed in, the newest first."""
    return [
        {"name": one.name, "on": formats.day(one.received_at.date()), "state": one.state, "problem": one.problem}
        for one in found
    ]


def currencies(found: CaseMoney) -> list[str]:
    """Return the currencies in which money is ordered and not yet seen at the bank, else all of the case."""
    ordered = {one.standing.owed.currency.code for one in found.parties if one.standing.ordered.amount < 0}
    return sorted(ordered or {str(encode(one.due)).split()[1] for one in found.parties})
