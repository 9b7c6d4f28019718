"""`unpromote adcp`: the industry's `cancellation-policy` and `deadline-policy` out of terms, and terms out of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from unpromote.cli.desk import print_json
from unpromote.cli.preset import json_object
from unpromote.domain.adcp import from_adcp, to_adcp, unsaid
from unpromote.domain.adcp_deadline import FIELDS as DEADLINE_FIELDS
from unpromote.domain.adcp_deadline import from_deadline, to_deadline, undated
from unpromote.domain.agreement import read_terms
from unpromote.domain.errors import BadInput
from unpromote.domain.vocabulary import Reservation

app = typer.Typer(no_args_is_help=True, help="AdCP cancellation policies: written from terms, and read into terms.")


@app.command("export")
def export_policy(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The agreement's terms in JSON.")],
    *,
    kind: Annotated[
        Reservation | None, typer.Option("--for", help="The kind of promotion, where several rights would fit.")
    ] = None,
) -> None:
    """Print {cancellation_policy, deadline_policy?, lost}: null where there is none, and what they cannot say."""
    found = json_object(file)
    try:
        terms = read_terms(found.get("terms", found))
    except BadInput as problem:
        raise problem.within(str(file)) from None
    said, lost = to_adcp(terms, kind)
    deadline, late = to_deadline(terms, kind)
    dated = {"deadline_policy": deadline} if deadline else {}
    print_json({"cancellation_policy": said or None, **dated, "lost": [*lost, *late]})


@app.command("import")
def import_policy(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A cancellation or a deadline policy, or an object that has them.")
    ],
) -> None:
    """Print {terms, open}: the fragment that the policies mean, and what they leave open."""
    found = json_object(file)
    deadline = found.get("deadline_policy", found if found.keys() & DEADLINE_FIELDS else None)
    policy = found.get("cancellation_policy", None if deadline is not None else found)
    try:
        terms, open_ = _imported(policy, deadline)
    except BadInput as problem:
        raise problem.within(str(file)) from None
    print_json({"terms": terms, "open": open_})


def _imported(policy: Any, deadline: Any) -> tuple[dict[str, Any], list[str]]:
    """Return the terms of either policy or both: the free way out first, where there is one."""
    free = from_deadline(deadline) if deadline is not None else {}
    bound = from_adcp(policy) if policy is not None or not free else {}
    rights = [*free.get("rights", ()), *bound.get("rights", ())]
    open_ = [*(undated(deadline) if free else ()), *(unsaid(policy) if bound else ())]
    return {**bound, "rights": rights}, list(dict.fromkeys(open_))
