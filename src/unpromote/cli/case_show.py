"""`unpromote case show`: how a case stands."""

from __future__ import annotations

from unpromote.cli.desk import AsJson, By, Ref, asker, console, print_json
from unpromote.cli.show import show_case
from unpromote.domain.codec import encode
from unpromote.domain.steps import open_ends
from unpromote.services import queries


def show(reference: Ref, *, by: By = "", as_json: AsJson = False) -> None:
    """Show where a case stands, with everything that belongs to it."""
    case = queries.case(asker(by), reference)
    if as_json:
        print_json({**encode(case), "open_ends": list(open_ends(case))})
    else:
        show_case(console(), case)
