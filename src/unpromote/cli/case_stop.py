"""`unpromote case schedule|halt|ratify|stop-again|undo|confirm-final`: when delivery stops, and what needs a word."""

from __future__ import annotations

from typing import Annotated

import typer

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.instants import instant_of
from unpromote.cli.outside import open_tools
from unpromote.cli.show_stop import show_aftermath, show_delivery, show_lifts, show_plan
from unpromote.cli.working_off import do_at_once
from unpromote.domain.aggregate import Case
from unpromote.domain.codec import encode
from unpromote.domain.stop_plan import aftermath, may_lift
from unpromote.services import delivery, queries, stop_plan
from unpromote.services.lifting import Lift, lifts_seen
from unpromote.services.stop_plan import StopPlan

Targets = Annotated[list[str], typer.Argument(metavar="TARGET...", help="The targets' ids, such as t1 t2.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="In your words; it stands in the record.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, in its order; change nothing.")]
WITH_APPROVAL = "approval"


def schedule(
    reference: Ref,
    when: Annotated[
        str, typer.Argument(metavar="WHEN|approval", help="A day, an instant with an offset, or approval.")
    ],
    *,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Choose when delivery stops once the quote is approved; `approval`: as soon as it is."""
    person = asker(by)
    case = queries.case(person, reference)
    stop_at = None if when == WITH_APPROVAL else instant_of(when, case, "WHEN")
    show_delivery(delivery.schedule_stop(person, case.id, stop_at, now=now()), as_json=as_json)


def halt(
    reference: Ref,
    targets: Annotated[list[str] | None, typer.Argument(metavar="[TARGET...]", help="All of them, if none.")] = None,
    *,
    why: Why,
    dry_run: DryRun = False,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Stop delivery at once, before any approval: an emergency. An approver has to ratify it within a day."""
    person, at, named = asker(by), now(), targets or ()
    case = queries.case(person, reference)
    if dry_run:
        plan = stop_plan.preview_at_once(person, case.id, why, named, now=at)
        lifts = _lifts(case, plan)
        if as_json:
            print_json({**encode(plan), "lifts": encode(lifts)})
            return
        show_plan(console(), plan, case.reference)
        show_lifts(console(), lifts)
        typer.echo("Nobody is written to: that waits for the approval. This was a dry run: nothing was changed.")
        return
    show_delivery(do_at_once(person, delivery.stop_at_once(person, case.id, why, named, now=at)), as_json=as_json)


def _lifts(case: Case, plan: StopPlan) -> tuple[Lift, ...]:
    """Look at which level the calls would switch, where one could be lifted and an account is connected."""
    if not any(map(may_lift, plan.calls)):
        return ()
    with open_tools() as tools:
        return lifts_seen(tools.platform, case, plan.calls, now=now()) if tools.platform else ()


def ratify(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Stand by an emergency stop that somebody else ordered."""
    person = asker(by)
    show_delivery(delivery.ratify_stop(person, queries.case(person, reference).id, now=now()), as_json=as_json)


def stop_again(reference: Ref, targets: Targets, *, by: By = "", as_json: AsJson = False) -> None:
    """Switch targets off again that are on, or that nobody knows of."""
    person = asker(by)
    case = delivery.stop_again(person, queries.case(person, reference).id, targets, now=now())
    show_delivery(do_at_once(person, case), as_json=as_json)


def confirm_final(
    reference: Ref,
    targets: Targets,
    *,
    typed: Annotated[str, typer.Option("--type", metavar="REFERENCE", help="The case's reference, exactly.")],
    window: Annotated[
        str, typer.Option(metavar="MODE", help="Of Dedicated campaigns: MODE1 (4 days), MODE2 (13) or MODE3 (41).")
    ] = "",
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Let targets be stopped for good: their stop cannot be undone. Needs the right to approve."""
    person = asker(by)
    case = delivery.confirm_final(person, queries.case(person, reference).id, targets, typed, now=now(), window=window)
    show_delivery(do_at_once(person, case), as_json=as_json)


def undo(reference: Ref, targets: Targets, *, why: Why, by: By = "", as_json: AsJson = False) -> None:
    """Switch targets on again that this case switched off. Spent money does not come back."""
    person = asker(by)
    case = delivery.undo_stop(person, queries.case(person, reference).id, targets, why, now=now())
    if not as_json:
        show_aftermath(console(), [aftermath(target) for target in case.targets if target.id in targets])
    show_delivery(do_at_once(person, case), as_json=as_json)
