"""How good the shipped weights are on contracts that they were not learned from: sums of strangers, judged.

    python -m training.measure CORPUS SUMS [--seen FILE] [--weights FOLDER]

SUMS is what `training.fit --sums` has kept. CUAD's categories are measured over the five folds; ours over the
contracts that are held out. With what `training.finetune --sums` has kept, CUAD's are measured over the fold that it
left out, each figure without and with the closer look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import Annotated

import numpy as np
import typer

from training.categories import OWN
from training.contracts import NEVER, PARTS, Contract, read_corpus, read_list
from training.examples import DATES, SENTENCES, fold_of, settled
from training.fit import CLAUSES, WEIGHTS, Task, tables
from training.likely import OUT, TOLD, columns_of
from training.passes import read_passes
from training.table import Table
from unpromote.bench.clause_scores import Found, Span, area, document_f1, judge, seen_at_once
from unpromote.reading.encoder import after_a_look
from unpromote.reading.features import Floats
from unpromote.reading.scorer import chances, read_scorer

LEAST = 0.005  # a score below this is no finding
CUADS = tuple(dict.fromkeys((*SENTENCES, *DATES)))
MEASURES = {"AUPR": area, "document F1": document_f1, "seen in the first three": seen_at_once}

Findings = dict[tuple[str, str], list[Found]]  # by contract and category
Marks = Mapping[str, Mapping[str, Sequence[Span]]]  # by category and contract


def odds_of(task: Task, sums: Floats, weights: Path) -> Floats:
    """Return the log-odds that the sums of strangers stand for."""
    with (weights / f"{task.name}.npz").open("rb") as file:
        return read_scorer(file).odds(sums)


def looked_at(task: Task, odds: Floats, seen: Path) -> Floats:
    """Return the log-odds of clauses after the closer look that `seen` has kept."""
    told = columns_of(TOLD, task.categories)
    found = odds.copy()
    with np.load(seen, allow_pickle=False) as kept:
        found[:, told] = after_a_look(odds[:, told], kept["rows"], kept["sums"], float(kept["threshold"]))
    return found


def find(found: Findings, task: Task, table: Table, scores: Floats) -> None:
    """Add what the scores find; an effective date may be a sentence or a date."""
    stretches = [(one.contract.id, span) for one in table.contracts for span in one.stretches]
    for row, column in zip(*np.nonzero(scores >= LEAST), strict=True):
        contract_id, (start, end) = stretches[row]
        found[contract_id, task.categories[column]].append(Found(start, end, float(scores[row, column])))


def marks_of(contracts: Mapping[str, Contract], fold: int | None) -> Marks:
    """Return what is to be found: CUAD's categories in all contracts or those of a fold, ours in the held-out ones."""
    own = settled(read_passes())
    held_out = [name for name, one in read_list().items() if one.part == PARTS[1]]
    asked = [name for name, one in contracts.items() if name not in NEVER and fold in {None, fold_of(one)}]
    cuads = {name: {one: contracts[one].spans.get(name, ()) for one in asked} for name in CUADS}
    return cuads | {name: {one: own[one][name] for one in held_out} for name in OWN}


def rows(
    categories: Sequence[str], marks: Marks, contracts: Mapping[str, Contract], *found: Findings
) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a table, each measure of each way to find side by side, the mean of all at its end."""
    measured = {}
    for name in categories:
        judged = [
            [judge(contracts[one].text, name, spans, way.get((one, name), ())) for one, spans in marks[name].items()]
            for way in found
        ]
        measured[name] = [measure(one) or 0.0 for measure in MEASURES.values() for one in judged]
        yield name, *(f"{value:.3f}" for value in measured[name])
    if measured:
        yield "mean", *(f"{fmean(column):.3f}" for column in zip(*measured.values(), strict=True))


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    sums: Annotated[Path, typer.Argument(help="What training.fit has kept.")],
    seen: Annotated[Path | None, typer.Option(help="What training.finetune has kept.")] = None,
    weights: Annotated[Path, typer.Option(help="The folder of weights.")] = WEIGHTS,
) -> None:
    """Print the figures as a Markdown table."""
    contracts = read_corpus(corpus)
    found: list[Findings] = [defaultdict(list) for _ in range(1 + bool(seen))]
    with np.load(sums, allow_pickle=False) as kept:
        for task, table in tables(contracts, read_list()):
            odds = odds_of(task, kept[task.name], weights)
            find(found[0], task, table, chances(odds))
            if seen:
                closer = looked_at(task, odds, seen) if task.name == CLAUSES.name else odds
                find(found[1], task, table, chances(closer))
    marks = marks_of(contracts, OUT if seen else None)
    names = list(chain.from_iterable((name, "with the closer look")[: len(found)] for name in MEASURES))
    typer.echo(f"| category | {' | '.join(names)} |\n|{'---|' * (len(names) + 1)}")
    for categories in (CUADS, OWN):
        for row in rows(categories, marks, contracts, *found):
            typer.echo(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    typer.run(main)
