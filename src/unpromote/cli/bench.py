"""`unpromote bench NAME`: how fast this installation is, each figure with the limit that it has to keep beside it.

JSON for programs and wherever standard output is no terminal, a table for people.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from unpromote.bench import cases, quote, read, stop
from unpromote.bench.figures import Figure
from unpromote.domain.errors import BadInput

Measure = Callable[[float], Iterable[Figure]]  # of the part of the work to be done

BENCHES: Mapping[str, Measure] = {
    "quote": quote.figures,
    "cases": cases.figures,
    "stop": stop.figures,
}
READ = "read"  # the one that is given what it reads

Agreements = Annotated[Path | None, typer.Option("--agreements", help="`read`: a folder of documents, named by id.")]
Gold = Annotated[Path | None, typer.Option("--gold", help="`read`: what lawyers marked in them, as CUAD has it.")]
Facts = Annotated[Path | None, typer.Option("--facts", help="`read`: facts about leaving some of them, read by hand.")]
Part = Annotated[float, typer.Option("--part", min=0.001, max=1.0, help="Do this part of the work: a quick look.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object, also at a terminal.")]


def bench(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"What to measure: {', '.join(BENCHES)}, read.")],
    part: Part = 1.0,
    *,
    agreements: Agreements = None,
    gold: Gold = None,
    facts: Facts = None,
    as_json: AsJson = False,
) -> None:
    """Measure, and print each figure with its limit."""
    measure = _reading(agreements, gold, facts) if name == READ else _shipped(name, agreements, gold, facts)
    console = Console()
    found = tuple(measure(part))
    if as_json or not console.is_terminal:
        typer.echo(json.dumps(_written(name, part, found), ensure_ascii=False))
    else:
        console.print(_table(found))


def _reading(agreements: Path | None, gold: Path | None, facts: Path | None) -> Measure:
    if agreements is None or gold is None:
        missing = " and ".join(name for name, path in (("--agreements", agreements), ("--gold", gold)) if path is None)
        raise BadInput(f"missing: {missing}", mend="give `read` a folder of documents and the file that marks them")
    given = read.Given(agreements, gold, facts)
    return lambda part: read.figures(given, part)


def _shipped(name: str, *paths: Path | None) -> Measure:
    if name not in BENCHES:
        raise BadInput(f"there is no bench {name!r}", mend=f"known here: {', '.join((*BENCHES, READ))}")
    if any(paths):
        raise BadInput(f"{name} brings its own work", mend="give --agreements, --gold and --facts to `read` alone")
    return BENCHES[name]


def _written(name: str, part: float, found: tuple[Figure, ...]) -> dict[str, Any]:
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    held = all(figure.holds is not False for figure in found)
    return {"bench": name, "part": part, **machine, "holds": held, "figures": [figure.to_json() for figure in found]}


def _table(found: tuple[Figure, ...]) -> Table:
    table = Table("figure", "value", "unit", "limit", "holds", "how", box=None, pad_edge=False, header_style="dim")
    for figure in found:
        holds = {True: "yes", False: "[red]no[/red]", None: ""}[figure.holds]
        value = "" if figure.value is None else f"{figure.value:,.2f}"
        table.add_row(figure.name, value, figure.unit, figure.limit, holds, figure.how)
    return table
