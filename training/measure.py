"""How good the shipped weights are on contracts that they were not learned from: sums of strangers, judged.

    python -m training.measure CORPUS SUMS [--weights FOLDER]

SUMS is what `training.fit --sums` has kept. CUAD's categories are measured over the five folds; ours over the
contracts that are held out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Annotated

import numpy as np
import typer

from training.categories import OWN
from training.contracts import NEVER, Contract, read_corpus, read_list
from training.examples import DATES, SENTENCES, settled
from training.fit import WEIGHTS, Task, tables
from training.passes import read_passes
from training.table import Table
from unpromote.bench.clause_scores import Found, Judged, area, document_f1, judge, seen_at_once
from unpromote.reading.features import Floats
from unpromote.reading.scorer import read_scorer

LEAST = 0.005  # a score below this is no finding
CUADS = tuple(dict.fromkeys((*SENTENCES, *DATES)))

Findings = dict[tuple[str, str], list[Found]]  # by contract and category


def findings(task: Task, table: Table, sums: Floats, weights: Path) -> Findings:
    """Return what the sums of strangers find, by contract and category."""
    with (weights / f"{task.name}.npz").open("rb") as file:
        scorer = read_scorer(file)
    scores = scorer.calibrated(sums)
    stretches = [(one.contract.id, span) for one in table.contracts for span in one.stretches]
    found: Findings = defaultdict(list)
    for row, column in zip(*np.nonzero(scores >= LEAST), strict=True):
        contract_id, (start, end) = stretches[row]
        found[contract_id, task.categories[column]].append(Found(start, end, float(scores[row, column])))
    return found


def judged(category: str, contracts: Mapping[str, Contract], found: Findings) -> tuple[Judged, ...]:
    """Return how the findings of a category stand to the marks, contract by contract."""
    own = settled(read_passes()) if category in OWN else {}
    held_out = [name for name, one in read_list().items() if one.part == "held-out"]
    asked = held_out if category in OWN else [one for one in contracts if one not in NEVER]
    return tuple(
        judge(
            contracts[name].text,
            category,
            own[name][category] if category in OWN else contracts[name].spans.get(category, ()),
            found.get((name, category), ()),
        )
        for name in asked
    )


def rows(categories: tuple[str, ...], contracts: Mapping[str, Contract], found: Findings) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a table, the mean of all at its end."""
    figures = {name: judged(name, contracts, found) for name in categories}
    measured = {
        name: [value or 0.0 for value in (area(one), document_f1(one), seen_at_once(one))]
        for name, one in figures.items()
    }
    for name, values in measured.items():
        yield name, *(f"{value:.3f}" for value in values)
    if measured:
        yield "mean", *(f"{fmean(column):.3f}" for column in zip(*measured.values(), strict=True))


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    sums: Annotated[Path, typer.Argument(help="What training.fit has kept.")],
    weights: Annotated[Path, typer.Option(help="The folder of weights.")] = WEIGHTS,
) -> None:
    """Print the figures as a Markdown table."""
    contracts, chosen = read_corpus(corpus), read_list()
    found: Findings = defaultdict(list)
    with np.load(sums, allow_pickle=False) as kept:
        for task, table in tables(contracts, chosen):
            for key, new in findings(task, table, kept[task.name], weights).items():
                found[key] += new
    typer.echo("| category | AUPR | document F1 | seen in the first three |\n|---|---|---|---|")
    for categories in (CUADS, OWN):
        for row in rows(categories, contracts, found):
            typer.echo(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    typer.run(main)
