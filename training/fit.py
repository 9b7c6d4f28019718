"""Learns the weights that the reader ships, the same to the digit each time.

    python -m training.fit CORPUS [--into FOLDER] [--sums FILE]

From five folds (all contracts of one company in one) come the sums by which the weights are calibrated and the
thresholds set; `--sums` keeps them for `training.measure`. Our own categories never learn from held-out contracts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it ships no types

from training.categories import OWN
from training.contracts import HERE, Chosen, Contract, read_corpus, read_list
from training.examples import DATES, FOLDS, SENTENCES, dates, sentences
from training.table import Flags, Table, table_of
from unpromote.reading.features import Floats, Vocabulary, Whole
from unpromote.reading.scorer import Scorer

WEIGHTS = HERE.parent / "src/unpromote/reading/weights"
KEPT = 120_000  # features; the others count for next to nothing
_NEAR = 0.01  # to the best weights: nearer ones judge no better and take half as long again


@dataclass(frozen=True)
class Task:
    """What one file of weights tells: of which stretches, which categories; `looseness` is how far weights may go."""

    name: str
    categories: tuple[str, ...]
    looseness: float


CLAUSES = Task("clauses", (*SENTENCES, *OWN), 10.0)
DAYS = Task("dates", DATES, 5.0)


def learned(task: Task, table: Table, stretches: Flags) -> Scorer:
    """Return weights learned from these stretches; uncalibrated."""
    vocabulary, places = table.vocabulary(stretches)
    matrix = table.matrix(vocabulary, places)
    weights = np.zeros((len(places), len(task.categories)), np.float32)
    intercepts = np.zeros(len(task.categories), np.float32)
    for column, category in enumerate(task.categories):
        rows = np.flatnonzero(stretches & learnable(table, category))
        model = LogisticRegression(C=task.looseness, solver="liblinear", tol=_NEAR, random_state=0)
        model.fit(matrix[rows], table.marked(category)[rows])
        weights[:, column], intercepts[column] = model.coef_[0], model.intercept_[0]
    slopes, shifts = np.ones(len(task.categories), np.float32), np.zeros(len(task.categories), np.float32)
    return Scorer(task.categories, vocabulary, weights, intercepts, slopes, shifts)


def learnable(table: Table, category: str) -> Flags:
    """Return by stretch whether the category may be learned from it."""
    asked = table.asked(category)
    return asked & ~table.held_out if category in OWN else asked


def pruned(scorer: Scorer, kept: int = KEPT) -> Scorer:
    """Return the scorer with those features alone that weigh most in any category."""
    weight = np.abs(scorer.weights).max(axis=1) * scorer.vocabulary.rarity
    places = np.sort(np.argsort(-weight, kind="stable")[:kept])
    names = [scorer.vocabulary.names[place] for place in places]
    vocabulary = Vocabulary(names, scorer.vocabulary.rarity[places])
    return replace(scorer, vocabulary=vocabulary, weights=scorer.weights[places])


def out_of_fold(task: Task, table: Table) -> Floats:
    """Return the sums of every stretch, stretches x categories, by weights that never saw its contract's fold."""
    sums = np.zeros((len(table.owner), len(task.categories)), np.float32)
    for fold in range(FOLDS):
        inside = table.fold == fold
        scorer = learned(task, table, ~inside)
        _, places = table.vocabulary(~inside)
        sums[inside] = (table.matrix(scorer.vocabulary, places) @ scorer.weights + scorer.intercepts)[inside]
    return sums


def calibrated(scorer: Scorer, table: Table, sums: Floats) -> Scorer:
    """Return the scorer with slopes and shifts as the sums of strangers demand."""
    fitted = list(_calibrations(scorer.categories, table, sums))
    slopes, shifts = (np.array(column, np.float32) for column in zip(*fitted, strict=True))
    return replace(scorer, slopes=slopes, shifts=shifts)


def _calibrations(categories: tuple[str, ...], table: Table, sums: Floats) -> Iterator[tuple[float, float]]:
    for column, category in enumerate(categories):
        rows = np.flatnonzero(learnable(table, category))
        marked = table.marked(category)[rows]
        model = LogisticRegression(C=1e6, solver="lbfgs").fit(sums[rows, column, None], marked)
        slope, shift = model.coef_[0, 0], model.intercept_[0]
        odds = (slope * sums[rows, column] + shift).astype(np.float32)
        yield slope, shift - best_threshold(*by_contract(table.owner[rows], odds, marked))


def by_contract(owner: Whole, odds: Floats, marked: Flags) -> tuple[Floats, Flags]:
    """Return, contract by contract, the likeliest stretch's log-odds and whether any is marked."""
    _, first = np.unique(owner, return_index=True)
    return np.maximum.reduceat(odds, first), np.logical_or.reduceat(marked, first)


def best_threshold(odds: Floats, there: Flags) -> float:
    """Return the log-odds from which saying "there is one" has the best F1 over contracts."""
    order = np.argsort(-odds, kind="stable")
    f1 = 2 * np.cumsum(there[order]) / (np.arange(1, len(order) + 1) + there.sum())
    best = int(np.argmax(f1))
    following = odds[order[min(best + 1, len(order) - 1)]]
    return float((odds[order[best]] + following) / 2)


def tables(contracts: Mapping[str, Contract], chosen: Mapping[str, Chosen]) -> Iterator[tuple[Task, Table]]:
    """Yield each task with what it is learned from, one after the other: both together are large."""
    yield DAYS, table_of(dates(contracts.values(), chosen))
    yield CLAUSES, table_of(sentences(contracts.values(), chosen))


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    into: Annotated[Path, typer.Option(help="The folder to write the weights to.")] = WEIGHTS,
    kept: Annotated[Path | None, typer.Option("--sums", help="Where to keep the sums of strangers.")] = None,
) -> None:
    """Learn, calibrate and write the weights."""
    sums = {}
    into.mkdir(exist_ok=True)
    for task, table in tables(read_corpus(corpus), read_list()):
        typer.echo(f"{task.name}: {len(table.owner)} stretches of {len(table.contracts)} contracts")
        sums[task.name] = out_of_fold(task, table)
        everything = pruned(learned(task, table, np.ones(len(table.owner), bool)))
        file = into / f"{task.name}.npz"
        calibrated(everything, table, sums[task.name]).write(file)
        typer.echo(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    if kept:
        np.savez(kept, allow_pickle=False, **sums)


if __name__ == "__main__":
    typer.run(main)
