"""Where passes A and B differ: lists it for a third reader, and makes pass C of her answers.

    python -m training.settle CORPUS > answers.txt
    python -m training.settle CORPUS --answers answers.txt

What is listed can be filled in as it stands: a line for each difference, its context below it as remarks. The line has
the key (contract, [start, end), category, and the passes that have it), the answer, and facts in place of the label's
own, where those are wrong:

    cuad-012 3310-3400 cause A | keep | who=either; ground=breach

A label that one pass has is answered by `keep` or `drop`. One that both have, with other days or another ground, is
answered by `A`, `B` or `AB`: A's with the facts that only B states. Where nothing differs A's label is taken, unless
the answers say `B`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from training.agreement import HALF, overlap
from training.categories import COUNTS, SHORT, check_facts
from training.contracts import Contract, read_corpus
from training.label import read_facts
from training.passes import LABELS, PASSES, Label, Pass, read_passes, write_pass
from unpromote.domain.errors import BadInput

FIRST, SECOND, SETTLED = PASSES
BOTH = FIRST + SECOND
ALONE = ("keep", "drop")
TOGETHER = (FIRST, SECOND, BOTH)
SHOWN = 1200  # letters of a quote, and a quarter of them of a sentence beside it
_SHORT = {name: short for short, name in SHORT.items()}
_PARTS = 3


@dataclass(frozen=True)
class Case:
    """A label that one of the passes has, or both have: their own wording of it, by the name of the pass."""

    contract_id: str
    labels: Mapping[str, Label]

    @property
    def label(self) -> Label:
        """Return the first pass's label, or the only one."""
        return next(iter(self.labels.values()))

    @property
    def key(self) -> str:
        """Return what an answer names it by."""
        label = self.label
        return f"{self.contract_id} {label.start}-{label.end} {_SHORT[label.category]} {''.join(self.labels)}"

    @property
    def is_open(self) -> bool:
        """Say whether it has to be answered: only one has it, or both with other days or another ground."""
        told = [_told(label) for label in self.labels.values()]
        return len(told) == 1 or told[0] != told[1]


@dataclass(frozen=True)
class Answer:
    """What the third reader says of a case; facts take the place of the label's own."""

    choice: str
    facts: Mapping[str, str | int] | None = None


def _told(label: Label) -> dict[str, object]:
    told: dict[str, object] = {key: value for key, value in label.facts.items() if key in COUNTS}
    grounds = frozenset(part.strip() for part in str(label.facts.get("ground", "")).split(","))
    return told | {"ground": grounds}


def read_twice(passes: Iterable[Pass]) -> dict[str, tuple[Pass, Pass]]:
    """Return the first and the second pass of every contract that has both; raise BadInput for unlike texts."""
    kept = {(made.name, made.contract_id): made for made in passes}
    ids = sorted(contract_id for name, contract_id in kept if name == FIRST)
    found = {one: (kept[FIRST, one], kept[SECOND, one]) for one in ids if (SECOND, one) in kept}
    for contract_id, (ours, theirs) in found.items():
        if ours.sha256 != theirs.sha256:
            raise BadInput("the passes were made from unlike texts", place=contract_id, mend="label one of them again")
    return found


def cases(ours: Pass, theirs: Pass) -> tuple[Case, ...]:
    """Return all labels of both passes in the order of the text, those together that cover half of the same words."""
    pairs = [
        (overlap(one, other), one, other)
        for one in ours.labels
        for other in theirs.labels
        if one.category == other.category and overlap(one, other) >= HALF
    ]
    met: set[int] = set()
    found: list[Case] = []
    for _, one, other in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if met.isdisjoint((id(one), id(other))):
            met |= {id(one), id(other)}
            found.append(Case(ours.contract_id, {FIRST: one, SECOND: other}))
    for made in (ours, theirs):
        found += [Case(made.contract_id, {made.name: label}) for label in made.labels if id(label) not in met]
    return tuple(sorted(found, key=lambda case: (case.label.start, case.label.end, case.key)))


def read_answers(written: str) -> dict[str, Answer]:
    """Return the answers by key; raise BadInput with every line that is none."""
    found: dict[str, Answer] = {}
    wrong: list[str] = []
    for number, line in enumerate(written.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            key, answer = _answer(line, found)
        except BadInput as problem:
            wrong.append(str(problem.within(f"line {number}")))
            continue
        if answer.choice:
            found[key] = answer
    if wrong:
        raise BadInput("\n  ".join(wrong), mend="write KEY | answer | facts, each key once")
    return found


def _answer(line: str, known: Mapping[str, Answer]) -> tuple[str, Answer]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) > _PARTS:
        raise BadInput(f"{len(parts)} parts")
    key, choice, stated = [*parts, "", ""][:_PARTS]
    key = " ".join(key.split())
    if key in known:
        raise BadInput(f"{key} is answered twice")
    try:
        return key, Answer(choice, read_facts(stated) if stated else None)
    except BadInput as problem:
        raise problem.within(key) from None


def settle(twice: Mapping[str, tuple[Pass, Pass]], answers: Mapping[str, Answer]) -> tuple[Pass, ...]:
    """Return pass C of every contract read twice; raise BadInput that names each answer missing, unknown or unfit."""
    found = {contract_id: cases(*passes) for contract_id, passes in twice.items()}
    known = {case.key: case for several in found.values() for case in several}
    wrong = [f"{key}: there is no such label" for key in answers.keys() - known.keys()]
    wrong += [f"{key}: not answered" for key, case in known.items() if case.is_open and key not in answers]
    wrong += [f"{key}: {why}" for key in answers.keys() & known.keys() for why in _unfit(known[key], answers[key])]
    if wrong:
        raise BadInput("\n  ".join(sorted(wrong)), mend="list the differences again; answer each by its key")
    return tuple(
        Pass(contract_id, SETTLED, twice[contract_id][0].sha256, tuple(_kept(several, answers)))
        for contract_id, several in found.items()
    )


def _unfit(case: Case, answer: Answer) -> Iterator[str]:
    choices = ALONE if len(case.labels) == 1 else TOGETHER
    if answer.choice not in choices:
        yield f"{answer.choice!r} is no answer: {', '.join(choices)}"
        return
    try:
        check_facts(case.label.category, dict(_chosen(case, answer).facts))
    except BadInput as problem:
        yield str(problem)


def _kept(several: Iterable[Case], answers: Mapping[str, Answer]) -> Iterator[Label]:
    for case in several:
        answer = answers.get(case.key, Answer(FIRST))
        if answer.choice != "drop":
            yield _chosen(case, answer)


def _chosen(case: Case, answer: Answer) -> Label:
    label = case.labels.get(answer.choice, case.label)
    if answer.choice == BOTH:
        label = replace(label, facts={**case.labels[SECOND].facts, **label.facts})
    return label if answer.facts is None else replace(label, facts=answer.facts)


def show_differences(twice: Mapping[str, tuple[Pass, Pass]], contracts: Mapping[str, Contract]) -> Iterator[str]:
    """Yield each difference with its context, category by category, to be filled in as an answer."""
    several = [(case, passes) for passes in twice.values() for case in cases(*passes) if case.is_open]
    order = list(SHORT.values())
    for case, passes in sorted(several, key=lambda pair: order.index(pair[0].label.category)):
        contract = contracts[case.contract_id]
        yield f"{case.key} |"
        for line in _context(case, passes, contract):
            yield f"#   {line}"


def _context(case: Case, passes: tuple[Pass, Pass], contract: Contract) -> Iterator[str]:
    label = case.label
    before = [unit.words for unit in contract.units if unit.end <= label.start][-1:]
    after = [unit.words for unit in contract.units if unit.start >= label.end][:1]
    yield from (f"before: {_clip(words, SHOWN // 4)}" for words in before)
    yield f"WORDS:  {_clip(label.quote, SHOWN)}"
    yield from (f"after:  {_clip(words, SHOWN // 4)}" for words in after)
    yield from (f"{name} states {_stated(one)}" for name, one in case.labels.items())
    for made in passes:
        for other in made.labels:
            if made.name not in case.labels and min(label.end, other.end) > max(label.start, other.start):
                yield f"{made.name} has {_SHORT[other.category]} {other.start}-{other.end}: {_stated(other)}"


def _clip(words: str, letters: int) -> str:
    told = " ".join(words.split())
    return told if len(told) <= letters else f"{told[: letters // 2]} [...] {told[-letters // 2 :]}"


def _stated(label: Label) -> str:
    return "; ".join(f"{key}={value}" for key, value in label.facts.items()) or "nothing"


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    answers: Annotated[Path | None, typer.Option(help="The differences, each one answered.")] = None,
    folder: Annotated[Path, typer.Option("--labels", help="Where the labels are kept.")] = LABELS,
) -> None:
    """List where the passes differ, or make pass C of the answers."""
    contracts, twice = read_corpus(corpus), read_twice(read_passes(folder))
    if answers is None:
        for line in show_differences(twice, contracts):
            typer.echo(line)
        return
    try:
        made = settle(twice, read_answers(answers.read_text("utf-8")))
    except BadInput as problem:
        typer.echo(f"{answers.name}: {problem}", err=True)
        raise typer.Exit(1) from None
    for one in made:
        write_pass(one, folder)
    typer.echo(f"pass {SETTLED} of {len(made)} contracts: {sum(len(one.labels) for one in made)} labels")


if __name__ == "__main__":
    typer.run(main)
