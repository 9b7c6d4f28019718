"""`unpromote case stop|stopped`: what has to stop, what the platform answered, and what a person stopped by hand."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import WAITING_FOR_A_PERSON, show_next, show_targets
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.delivery import Route, TargetState, batches
from unpromote.domain.errors import NotAllowed
from unpromote.services import delivery, queries
from unpromote.services.policies import stop_route


def stop(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Show the stop plan: what is switched off by whom, and what is proven. Approving the quote is what starts it."""
    case = queries.case(asker(by), reference)
    if as_json:
        print_json({"state": case.state.value, "targets": encode(case.targets)})
        return
    out = console()
    show_targets(out, case)
    _show_plan(out, case)
    show_next(out, case)


def _show_plan(out: Console, case: Case) -> None:
    planned = [t for t in case.targets if t.route is Route.API and t.state is TargetState.PLANNED]
    for batch in batches(planned):
        out.print(f"Planned: one call for {len(batch)} targets of the account {batch[0].advertiser_id}.")
    waiting = [target for target in case.targets if target.state in WAITING_FOR_A_PERSON]
    for kind in dict.fromkeys(target.kind for target in waiting):
        route, ids = stop_route(kind), [target.id for target in waiting if target.kind == kind]
        out.print(f"A person has to stop {len(ids)}: {escape(route.how)}")
        out.print(
            f"  Keep as proof: {escape(route.proof)} ({route.source}, checked {route.checked_on})", soft_wrap=True
        )
        out.print(f"  Then: unpromote case stopped {case.reference} {' '.join(ids)} --proof TEXT", soft_wrap=True)


def stopped(
    reference: Ref,
    targets: Annotated[list[str], typer.Argument(metavar="TARGET...", help="The targets' ids, such as t1 t2.")],
    *,
    proof: Annotated[str, typer.Option(metavar="TEXT", help="What proves that they stopped.")],
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say that a person stopped targets by hand, with what proves it."""
    person = asker(by)
    case = queries.case(person, reference)
    unproven = {target.id for target in case.targets if target.state is not TargetState.PROVEN}
    for target in targets:
        if target not in unproven:
            raise NotAllowed(f"{target} does not wait for a person")
    for target in targets:
        case = delivery.confirm_stopped(person, case.id, target, proof, now=now())
    if as_json:
        print_json(encode(case.targets))
        return
    show_targets(console(), case)
    show_next(console(), case)
