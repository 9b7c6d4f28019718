"""`unpromote case stop|stopped`: what has to stop, what the platform answered, and what a person stopped by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_next, show_targets
from unpromote.cli.show_stop import show_delivery
from unpromote.domain.codec import encode
from unpromote.domain.delivery import TargetState
from unpromote.domain.errors import NotAllowed
from unpromote.domain.hand_steps import lacks_file
from unpromote.services import delivery, queries


def stop(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Show the stop plan: what is switched off by whom, and what is proven. Approving the quote is what starts it."""
    show_delivery(queries.case(asker(by), reference), as_json=as_json)


def stopped(
    reference: Ref,
    targets: Annotated[list[str], typer.Argument(metavar="TARGET...", help="The targets' ids, such as t1 t2.")],
    *,
    proof: Annotated[str, typer.Option(metavar="TEXT", help="What proves that they stopped.")],
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The screenshot or the e-mail that shows it.")
    ] = None,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Say that a person stopped targets by hand, with what proves it."""
    person = asker(by)
    case = queries.case(person, reference)
    unproven = {
        target.id
        for target in case.targets
        if target.state is not TargetState.PROVEN or (file is not None and lacks_file(target))
    }
    for target in targets:
        if target not in unproven:
            raise NotAllowed(f"{target} does not wait for a person")
    for target in targets:
        case = delivery.confirm_stopped(person, case.id, target, proof, now=now(), file=file)
    if as_json:
        print_json(encode(case.targets))
        return
    show_targets(console(), case)
    show_next(console(), case)
