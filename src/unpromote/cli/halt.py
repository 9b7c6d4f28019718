"""`unpromote halt`: the kill switch. Everything that is on in advertising accounts is stopped at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from unpromote.cli.case_open import counterparty_of, only_client
from unpromote.cli.case_stop import DryRun, Why
from unpromote.cli.desk import AsJson, By, asker, console, now, print_json
from unpromote.cli.outside import open_tools
from unpromote.cli.show_stop import delivery_in_json, show_delivery, show_plan
from unpromote.cli.working_off import do_at_once
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.vocabulary import Reason
from unpromote.services import halting, queries
from unpromote.services.people import Person
from unpromote.services.ports import AccountListing
from unpromote.services.stop_plan import StopPlan

Planned = tuple[Case, StopPlan]


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
        _show_dry(halting.preview_halt(person, asked, listed, now=at), listed, as_json=as_json)
        return
    ordered = halting.halt_accounts(person, asked, listed, now=at)
    do_at_once(person, ordered[0])
    _show([queries.case(person, case.id) for case in ordered], as_json=as_json)


def _show(cases: Sequence[Case], *, as_json: bool) -> None:
    """Print the cases; for programs the first one as a case is always shown, and beside it which there are."""
    if as_json:
        print_json({**delivery_in_json(cases[0]), "cases": [encode(halting.part_of(case)) for case in cases]})
        return
    for case in cases:
        typer.echo(f"Opened {case.reference}{_currency(case, cases)} and stopped it at once.")
    for case in cases:
        show_delivery(case, as_json=False)


def _currency(case: Case, cases: Sequence[Case]) -> str:
    part = halting.part_of(case)
    return f" over what is in {part.currency} ({', '.join(part.accounts)})" if len(cases) > 1 else ""


def _listed(person: Person, asked: halting.Halt) -> tuple[AccountListing, ...]:
    with open_tools() as tools:
        if tools.inventory is None:
            raise OutsideFailed("no advertising account is connected: set UNPROMOTE_TIKTOK_TOKEN", permanent=True)
        return halting.list_accounts(person, asked, tools.inventory)


def _show_dry(planned: Sequence[Planned], listed: Sequence[AccountListing], *, as_json: bool) -> None:
    unread = [problem for account in listed for problem in account.unread]
    if as_json:
        print_json({**_in_json(*planned[0]), "unread": unread, "cases": [_part(*each) for each in planned]})
        return
    cases = [case for case, _ in planned]
    for nth, (case, plan) in enumerate(planned, start=1):
        if len(planned) > 1:
            typer.echo(f"Case {nth} of {len(planned)}{_currency(case, cases)}:")
        for target in case.targets:
            typer.echo(f"{target.id}  {target.external_id}  {target.kind}  {target.name}")
        show_plan(console(), plan, "CASE")
    for problem in unread:
        typer.echo(f"Not seen: {problem}")
    typer.echo("This was a dry run: no case was opened and nothing was changed.")


def _in_json(case: Case, plan: StopPlan) -> dict[str, Any]:
    return {"targets": encode(case.targets), "plan": encode(plan)}


def _part(case: Case, plan: StopPlan) -> dict[str, Any]:
    part = halting.part_of(case)
    return {"currency": part.currency, "accounts": list(part.accounts), **_in_json(case, plan)}
