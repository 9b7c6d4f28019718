"""`unpromote case settle|release|money|payee|bill|explain`: who is owed what, and what has become of it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from moneyed import Money

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_next, show_settlements
from unpromote.cli.show_money import show_parties
from unpromote.domain.aggregate import Case
from unpromote.domain.books import Bill, BillKind
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput
from unpromote.domain.payees import Method, Payee
from unpromote.domain.payout import SettlementState
from unpromote.services import money, queries, settlement
from unpromote.services.people import Person

Creator = Annotated[str, typer.Argument(metavar="CREATOR", help="The creator's id.")]
Party = Annotated[str, typer.Argument(metavar="PARTY", help='"media", another role, or a creator\'s id.')]
Currency = Annotated[str, typer.Option(metavar="CODE", help="Where a party has balances in several currencies.")]


def settle(
    reference: Ref,
    creator: Annotated[
        str, typer.Argument(metavar="[CREATOR]", help="The creator's id; all are shown without it.")
    ] = "",
    *,
    accepted: Annotated[bool | None, typer.Option("--accepted/--objected", help="What the creator answered.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Their words; an objection needs a reason.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what each creator is owed, or record what one of them answered."""
    person = asker(by)
    case = queries.case(person, reference)
    if creator:
        if accepted is None:
            raise BadInput("the answer is missing", place="--accepted/--objected", mend="say what the creator answered")
        case = settlement.record_answer(person, case.id, creator, accepted=accepted, note=note, now=now())
    _print(case, as_json=as_json)


def release(
    reference: Ref,
    creator: Creator,
    *,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why, where the creator has not agreed.")] = "",
    currency: Currency = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Release a settlement, with "media" what the seller is owed, or what came back; needs the right to approve."""
    person = asker(by)
    case = queries.case(person, reference)
    if any(one.creator_id == creator and one.state is not SettlementState.SETTLED for one in case.settlements):
        _print(settlement.release(person, case.id, creator, why=why, now=now()), as_json=as_json)
        return
    code = currency or money.currency_of(case, creator)
    _tell(person, money.release_balance(person, case.id, creator, code, why=why, now=now()), as_json=as_json)


def show_money(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Show the ledger: what everybody is owed, has been paid and by when, and what is still open."""
    person = asker(by)
    _tell(person, queries.case(person, reference), as_json=as_json)


def payee(  # noqa: PLR0913 - one option each, as a person types them
    reference: Ref,
    party: Party,
    *,
    holder: Annotated[str, typer.Option(metavar="NAME", help="The name that their account has.")],
    method: Annotated[Method, typer.Option(help="How they are paid.")],
    iban: Annotated[str, typer.Option(metavar="IBAN", help='Their account; "-" reads it from standard input.')] = "",
    bic: Annotated[str, typer.Option(metavar="BIC", help="Their bank; may be left out.")] = "",
    email: Annotated[str, typer.Option(metavar="ADDRESS", help="Their address with PayPal or Wise.")] = "",
    law: Annotated[str, typer.Option(metavar="PLACE", help="Whose law says by when they are paid: US-CA, EU.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Note where a party is paid; only the last signs of the account are ever shown."""
    person = asker(by)
    case = queries.case(person, reference)
    noted = Payee(holder, method, sys.stdin.readline().strip() if iban == "-" else iban, bic, email, law)
    _tell(person, money.note_payee(person, case.id, party, noted, now=now()), as_json=as_json)


def bill(  # noqa: PLR0913 - one option each, as a person types them
    reference: Ref,
    party: Party,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The bill's own number.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help='Such as "500.00 EUR".')],
    *,
    issued: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on the bill.")],
    kind: Annotated[BillKind, typer.Option(help="What it is.")] = BillKind.INVOICE,
    mends: Annotated[str, typer.Option(metavar="NUMBER", help="The invoice that it concerns.")] = "",
    file: Annotated[Path | None, typer.Option(metavar="PATH", help="The bill itself.")] = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Note an invoice of a party, a credit note on one, or a correction with its new amount."""
    person = asker(by)
    case = queries.case(person, reference)
    noted = Bill(party, kind, number, issued.date(), decode(Money, amount, place="AMOUNT"), mends)
    _tell(person, money.note_bill(person, case.id, noted, file, now=now()), as_json=as_json)


def explain(
    reference: Ref,
    party: Party,
    *,
    why: Annotated[str, typer.Option(metavar="TEXT", help="Why the balance may stay open.")],
    currency: Currency = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say why a balance may stay open, without which a case is not closed."""
    person = asker(by)
    case = queries.case(person, reference)
    code = currency or money.currency_of(case, party)
    _tell(person, money.explain_balance(person, case.id, party, code, why, now=now()), as_json=as_json)


def _tell(person: Person, case: Case, *, as_json: bool) -> None:
    found = money.case_money(person, case.id)
    if as_json:
        print_json(money.money_json(found))
        return
    show_parties(console(), found)
    show_next(console(), case)


def _print(case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json(encode(case.settlements))
        return
    show_settlements(console(), case)
    show_next(console(), case)
