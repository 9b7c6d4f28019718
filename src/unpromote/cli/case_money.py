"""`unpromote case settle|release`: what each creator is owed, what they answered, and the release for payment."""

from __future__ import annotations

from typing import Annotated

import typer

from unpromote.cli.desk import AsJson, By, Ref, asker, console, now, print_json
from unpromote.cli.show import show_next, show_settlements
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.errors import BadInput
from unpromote.services import queries, settlement

Creator = Annotated[str, typer.Argument(metavar="CREATOR", help="The creator's id.")]


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
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Release a settlement, so that its line goes into the payment file; needs the right to approve."""
    person = asker(by)
    case = settlement.release(person, queries.case(person, reference).id, creator, why=why, now=now())
    _print(case, as_json=as_json)


def _print(case: Case, *, as_json: bool) -> None:
    if as_json:
        print_json(encode(case.settlements))
        return
    show_settlements(console(), case)
    show_next(console(), case)
