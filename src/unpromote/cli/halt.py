"""`unpromote halt`: the kill switch. Everything that is on in advertising accounts is stopped at once, as one case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from unpromote.cli.case_open import counterparty_of, only_client
from unpromote.cli.case_stop import DryRun, Why
from unpromote.cli.desk import AsJson, By, asker, console, do_at_once, now, open_tools, print_json
from unpromote.cli.show_stop import show_delivery, show_plan
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.vocabulary import Reason
from unpromote.services import halting
from unpromote.services.people import Person
from unpromote.services.ports import AccountListing
from unpromote.services.stop_plan import StopPlan


def halt(
    accounts: Annotated[list[str], typer.Argument(metavar="ACCOUNT...", help="Ids of advertiser accounts.")],
    *,
    why: Why,
    counterparty: Annotated[str, typer.Option(metavar='"NAME <MAIL>"', help="Who has to confirm the cancellation.")],
    client: Annotated[str, typer.Option(metavar="ID", help="Whose accounts; yours, if you have one client.")] = "",
    reason: Annotated[Reason, typer.Option(help="Why, as an agreement would name it.")] = Reason.STRATEGY_CHANGE,
    dry_run: DryRun = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Stop at once everything that is on in advertising accounts. An approver has to ratify it within a day."""
    person, at = asker(by), now()
    asked = halting.Halt(
        client or only_client(person), tuple(accounts), why, counterparty_of(counterparty), reason=reason
    )
    listed = _listed(person, asked)
    if dry_run:
        _show_dry(*halting.preview_halt(person, asked, listed, now=at), listed, as_json=as_json)
        return
    case = do_at_once(person, halting.halt_accounts(person, asked, listed, now=at))
    if not as_json:
        typer.echo(f"Opened {case.reference} and stopped it at once.")
    show_delivery(case, as_json=as_json)


def _listed(person: Person, asked: halting.Halt) -> tuple[AccountListing, ...]:
    with open_tools() as tools:
        if tools.inventory is None:
            raise OutsideFailed("no advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN", permanent=True)
        return halting.list_accounts(person, asked, tools.inventory)


def _show_dry(case: Case, plan: StopPlan, listed: Sequence[AccountListing], *, as_json: bool) -> None:
    unread = [problem for account in listed for problem in account.unread]
    if as_json:
        print_json({"targets": encode(case.targets), "plan": encode(plan), "unread": unread})
        return
    for target in case.targets:
        typer.echo(f"{target.id}  {target.external_id}  {target.kind}  {target.name}")
    show_plan(console(), plan, "CASE")
    for problem in unread:
        typer.echo(f"Not seen: {problem}")
    typer.echo("This was a dry run: no case was opened and nothing was changed.")
