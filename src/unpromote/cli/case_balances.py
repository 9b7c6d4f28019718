"""`unpromote case balances|move-up|decide-move|refund|close-account`: unspent money at the platform."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from moneyed import Money

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show_balances import show_balances
from unpromote.cli.working_off import do_at_once
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput
from unpromote.domain.holdings import Funds
from unpromote.domain.refund_paths import RefundPath
from unpromote.services import holdings, queries
from unpromote.services.holdings import Asked, ReturnWish
from unpromote.services.people import Person

Holder = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id, from `unpromote case balances`.")]
Typed = Annotated[
    str, typer.Option("--type", metavar="REFERENCE", help="The case's reference, exactly: it cannot be undone.")
]


def balances(
    reference: Ref,
    *,
    read: Annotated[bool, typer.Option("--read", help="Read them from the platform now.")] = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what the case's accounts hold, what was moved up and which refunds are awaited."""
    person = asker(by)
    case = queries.case(person, reference)
    if read:
        case = do_at_once(person, holdings.ask_balances(person, case.id, now=now()))
    _print(person, case, as_json=as_json)


def move_up(
    reference: Ref,
    holder: Holder,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help='Such as "500.00 EUR".')],
    *,
    funds: Annotated[Funds, typer.Option(help="Paid money, or vouchers.")] = Funds.CASH,
    to: Annotated[str, typer.Option(metavar="ID", help="The Business Center above, where one gives.")] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Propose to move unspent money up to the Business Center; somebody else has to approve it."""
    person = asker(by)
    case = queries.case(person, reference)
    wish = ReturnWish(holder, decode(Money, amount, place="AMOUNT"), funds, to)
    _print(person, holdings.propose_return(person, case.id, wish, now=now()), as_json=as_json)


def decide_move(
    reference: Ref,
    transfer: Annotated[str, typer.Argument(metavar="TRANSFER", help="The transfer's id, such as m1.")],
    *,
    approve: Annotated[bool, typer.Option("--approve", help="Have it done; needs the right to approve.")] = False,
    drop: Annotated[str, typer.Option(metavar="TEXT", help="Do not have it done, and why.")] = "",
    looked_up: Annotated[str, typer.Option(metavar="TEXT", help="Where you saw whether it was made.")] = "",
    record: Annotated[list[str] | None, typer.Option(metavar="ID", help="A record that shows it; none: not made.")] = (
        None
    ),
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Approve a transfer, drop it, or say what the platform's records show where nobody knows."""
    person, at = asker(by), now()
    case = queries.case(person, reference)
    if sum(map(bool, (approve, drop, looked_up))) != 1:
        mend = "give one of --approve, --drop and --looked-up"
        raise BadInput("what becomes of it is missing", place="decide-move", mend=mend)
    if approve:
        case = do_at_once(person, holdings.approve_return(person, case.id, transfer, now=at))
    elif drop:
        case = holdings.drop_return(person, case.id, transfer, why=drop, now=at)
    else:
        found = tuple(record or ())
        case = do_at_once(person, holdings.judge_return(person, case.id, transfer, found, looked_up, now=at))
    _print(person, case, as_json=as_json)


def refund(  # noqa: PLR0913 - one option each, as a person types them
    reference: Ref,
    holder: Holder,
    path: Annotated[RefundPath | None, typer.Argument(metavar="[WAY]", help="sales_rep, stand_alone, suspended.")] = (
        None
    ),
    *,
    asked: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day on which you asked.")] = None,
    amount: Annotated[str, typer.Option(metavar="AMOUNT", help='What was asked for, such as "500.00 EUR".')] = "",
    proof: Annotated[str, typer.Option(metavar="TEXT", help="What shows it.")] = "",
    file: Annotated[Path | None, typer.Option(metavar="PATH", help="A screenshot or mail that shows it.")] = None,
    typed: Typed = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Plan by which way a person asks for an account's money, say that it was asked for, or draft a ticket about it."""
    person, at = asker(by), now()
    case = queries.case(person, reference)
    if path is None:
        text = holdings.reminder_of(person, case.id, holder, now=at)
        print_json({"text": text}) if as_json else typer.echo(text)
        return
    if asked is None:
        case = holdings.plan_refund(person, case.id, holder, path, now=at)
    else:
        done = Asked(holder, path, decode(Money, amount, place="--amount"), asked.date(), proof, typed, file)
        case = holdings.note_asked(person, case.id, done, now=at)
    _print(person, case, as_json=as_json)


def close_account(
    reference: Ref,
    holder: Holder,
    *,
    typed: Typed,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Close an account of a Business Center for good; its money moves up. Needs the right to approve."""
    person = asker(by)
    case = queries.case(person, reference)
    closed = do_at_once(person, holdings.close_account(person, case.id, holder, typed, now=now()))
    _print(person, closed, as_json=as_json)


def _print(person: Person, case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json(holdings.balances_json(person, case.id))
        return
    show_balances(console(), case, holdings.holdings_of(person, case.id))
