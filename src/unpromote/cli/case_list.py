"""`unpromote case list`: which cases there are."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from unpromote.cli.desk import AsJson, By, asker, console, print_json
from unpromote.domain.codec import encode
from unpromote.services import queries


def list_(*, by: By = "", as_json: AsJson = False) -> None:
    """List your clients' cases, the newest first, closed ones last."""
    lines = queries.open_cases(asker(by))
    if as_json:
        print_json(encode(lines))
        return
    table = Table("case", "title", "client", "state", "opened", "alarms", box=None, pad_edge=False, header_style="dim")
    for line in lines:
        words = (line.reference, line.title, line.client, line.state, f"{line.opened_at:%Y-%m-%d}", str(line.alarms))
        table.add_row(*map(escape, words))
    console().print(table if lines else "No case is open. Open one: unpromote case open --help")
