"""`unpromote adcp`: the industry's `cancellation-policy` out of a file of terms, and terms out of a policy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unpromote.cli.desk import print_json
from unpromote.cli.preset import json_object
from unpromote.domain.adcp import from_adcp, to_adcp, unsaid
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
    """Print {cancellation_policy, lost}: the policy, null where there is none, and what it cannot say."""
    terms = json_object(file)
    try:
        said, lost = to_adcp(read_terms(terms.get("terms", terms)), kind)
    except BadInput as problem:
        raise problem.within(str(file)) from None
    print_json({"cancellation_policy": said or None, "lost": lost})


@app.command("import")
def import_policy(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A cancellation policy, or a product that has one.")],
) -> None:
    """Print {terms, open}: the fragment that a policy means, and what the policy leaves open."""
    found = json_object(file)
    policy = found.get("cancellation_policy", found)
    try:
        terms = from_adcp(policy)
    except BadInput as problem:
        raise problem.within(str(file)) from None
    print_json({"terms": terms, "open": unsaid(policy)})
