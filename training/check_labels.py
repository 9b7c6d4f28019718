"""Are the kept labels sound, and how far do the two passes agree? Part of `make check`.

Always checked: form, categories, facts, that the contract is of the list, and that a quote is as long as its span.
With CUAD at hand also that every quote stands at its offsets, word for word.

    python -m training.check_labels [--corpus CORPUS] [--complete] [--differ]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from training.agreement import Agreement, Read, compare, unmet
from training.categories import OWN, SHORT, YARDSTICK, check_facts
from training.contracts import LIST, NEVER, ONCE, Chosen, Contract, read_corpus, read_list
from training.passes import LABELS, PASSES, Label, Pass, read_passes
from unpromote.domain.errors import BadInput

SHOWN = 100  # letters of a quote that only one pass has


def problems(passes: Iterable[Pass], chosen: Mapping[str, Chosen]) -> Iterator[str]:
    """Yield what is wrong with the passes as they stand, each with its place."""
    for made in passes:
        place = f"{made.name}/{made.contract_id}"
        if made.name not in PASSES:
            yield f"{place}: no such pass; known: {', '.join(PASSES)}"
        if made.contract_id not in chosen or made.contract_id in NEVER:
            yield f"{place}: the contract is not of the list"
        twice = Counter((label.category, label.start, label.end) for label in made.labels)
        yield from (f"{place}: {key} stands {count} times" for key, count in twice.items() if count > 1)
        for label in made.labels:
            yield from (f"{place}, {label.start}: {problem}" for problem in _problems_of(label))


def _problems_of(label: Label) -> Iterator[str]:
    if label.category not in SHORT.values():
        yield f"unknown category {label.category!r}"
    if not 0 <= label.start < label.end or label.end - label.start != len(label.quote):
        yield f"[{label.start}, {label.end}) is not as long as its quote"
    if label.quote != label.quote.strip():
        yield "the quote begins or ends with a blank"
    try:
        check_facts(label.category, dict(label.facts))
    except BadInput as problem:
        yield str(problem)


def misquotes(passes: Iterable[Pass], contracts: Mapping[str, Contract]) -> Iterator[str]:
    """Yield what does not stand in the contracts word for word."""
    for made in passes:
        contract = contracts.get(made.contract_id)
        if contract is None or contract.sha256 != made.sha256:
            yield f"{made.name}/{made.contract_id}: made from another text"
            continue
        for label in made.labels:
            if contract.text[label.start : label.end] != label.quote:
                yield f"{made.name}/{made.contract_id}, {label.start}: the quote is not the text's"


def missing(passes: Iterable[Pass], chosen: Mapping[str, Chosen]) -> Iterator[str]:
    """Yield the contracts of the list that lack a pass: each one the first, and what is read twice the second."""
    there = {(made.name, made.contract_id) for made in passes}
    for contract_id, one in chosen.items():
        for name in PASSES[:1] if one.part == ONCE else PASSES[:2]:
            if (name, contract_id) not in there:
                yield f"{name}/{contract_id}: not labelled yet"


def reading(passes: Iterable[Pass], name: str) -> Read:
    """Return the labels of one pass by contract."""
    return {made.contract_id: made.labels for made in passes if made.name == name}


def as_labelled_by_cuad(contracts: Mapping[str, Contract]) -> Read:
    """Return CUAD's own labels of the one category that the labellers mark again."""
    return {
        contract.id: tuple(
            Label(YARDSTICK, start, end, contract.text[start:end]) for start, end in contract.spans.get(YARDSTICK, ())
        )
        for contract in contracts.values()
    }


def table(rows: Iterable[tuple[str, Agreement]]) -> str:
    """Return the figures as lines of a Markdown table."""
    head = "| category | spans | span F1 | contracts both, first, second, neither | kappa | days alike |"
    lines = [head, "|---|---|---|---|---|---|"]
    for name, row in rows:
        spans, contracts = " + ".join(map(str, row.spans)), ", ".join(map(str, row.contracts))
        figures = f"{_share(row.span_f1)} | {contracts} | {_share(row.kappa)}"
        lines.append(f"| {name} | {spans} | {figures} | {row.days[1]} of {row.days[0]} |")
    return "\n".join(lines)


def differences(passes: Iterable[Pass]) -> Iterator[str]:
    """Yield the labels that only one of the two passes has, for whoever settles them in pass C."""
    kept = tuple(passes)
    first, second = (reading(kept, name) for name in PASSES[:2])
    for name in SHORT.values():
        for which, one, other in (("A", first, second), ("B", second, first)):
            for contract_id, label in unmet(name, one, other):
                yield f"only {which}, {contract_id}, {label.start}: {name}: {' '.join(label.quote.split())[:SHOWN]}"


def _share(value: Fraction | None) -> str:
    return "-" if value is None else f"{float(value):.2f}"


def main(
    corpus: Annotated[Path | None, typer.Option(help="CUAD's train.jsonl.gz, to check the quotes against.")] = None,
    folder: Annotated[Path, typer.Option("--labels", help="Where the labels are kept.")] = LABELS,
    listed: Annotated[Path, typer.Option("--list", help="The list of the contracts.")] = LIST,
    *,
    complete: Annotated[bool, typer.Option(help="Want every pass of every contract.")] = False,
    differ: Annotated[bool, typer.Option(help="List what only one of the passes has.")] = False,
) -> None:
    """Check the kept labels and print how far the passes agree; exit 1 where something is wrong."""
    chosen, passes = read_list(listed), read_passes(folder)
    contracts = read_corpus(corpus) if corpus else {}
    wrong = [*problems(passes, chosen), *(misquotes(passes, contracts) if corpus else ())]
    wrong += missing(passes, chosen) if complete else ()
    first, second = (reading(passes, name) for name in PASSES[:2])
    rows = [(name, compare(name, first, second)) for name in (*OWN, YARDSTICK)]
    if corpus:
        theirs = as_labelled_by_cuad(contracts)
        rows += [(f"{YARDSTICK}, {name} and CUAD", compare(YARDSTICK, reading(passes, name), theirs)) for name in "AB"]
    typer.echo(f"{len(first)} contracts in pass A, {len(second)} in B, {len(first.keys() & second.keys())} in both")
    typer.echo(table(rows))
    for line in differences(passes) if differ else ():
        typer.echo(line)
    for problem in wrong:
        typer.echo(problem, err=True)
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
