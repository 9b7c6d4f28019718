"""`unpromote bench NAME`: how fast this installation is, each figure with the limit that it has to keep beside it.

JSON for programs and wherever standard output is no terminal, a table for people.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from unpromote.bench import cases, quote, stop
from unpromote.bench.figures import Figure
from unpromote.domain.errors import BadInput

BENCHES: Mapping[str, Callable[[float], Iterable[Figure]]] = {
    "quote": quote.figures,
    "cases": cases.figures,
    "stop": stop.figures,
}

Part = Annotated[float, typer.Option("--part", min=0.001, max=1.0, help="Do this part of the work: a quick look.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, also at a terminal.")]


def bench(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"What to measure: {', '.join(BENCHES)}.")],
    part: Part = 1.0,
    *,
    as_json: AsJson = False,
) -> None:
    """Measure, and print each figure with its limit."""
    if name not in BENCHES:
        raise BadInput(f"there is no bench {name!r}", mend=f"known here: {', '.join(BENCHES)}")
    console = Console()
    found = tuple(BENCHES[name](part))
    if as_json or not console.is_terminal:
        typer.echo(json.dumps(_written(name, part, found), ensure_ascii=False))
    else:
        console.print(_table(found))


def _written(name: str, part: float, found: tuple[Figure, ...]) -> dict[str, Any]:
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    held = all(figure.holds is not False for figure in found)
    return {"bench": name, "part": part, **machine, "holds": held, "figures": [figure.to_json() for figure in found]}


def _table(found: tuple[Figure, ...]) -> Table:
    table = Table("figure", "value", "unit", "limit", "holds", "how", box=None, pad_edge=False, header_style="dim")
    for figure in found:
        holds = {True: "yes", False: "[red]no[/red]", None: ""}[figure.holds]
        table.add_row(figure.name, f"{figure.value:,.2f}", figure.unit, figure.limit, holds, figure.how)
    return table
