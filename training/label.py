"""A labeller's short answer to labels: finds the words in the contract, and refuses what is not there.

An answer is a text file named after its contract, `cuad-012.txt`. Each line has up to four parts:

    cause + cure | 37 Either party may | of such notice. | who=either; ground=breach; cure_days=30

The categories, joined by "+"; the number of the sentence as `training.show` prints it (it may be left out where the
first words stand once in the text) and the first words; the last words (left out: to the end of that sentence; with a
number before them: in that later sentence; words that begin with a figure want that number); what the words state.
Lines that begin with "#" are remarks. The last line is "end": without it the contract counts as not read to its end.

    python -m training.label CORPUS PASS ANSWER...
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from training.categories import COUNTS, category_named, check_facts
from training.contracts import Contract, read_corpus, read_list
from training.passes import LABELS, PASSES, Label, Pass, write_pass
from unpromote.domain.errors import BadInput
from unpromote.reading.units import Unit

_ALIKE = ("'\u2018\u2019`", '"\u201c\u201d', "-\u2010\u2011\u2012\u2013\u2014")
_NUMBERED = re.compile(r"(?:(\d+)(?:\s+|$))?(.*)", re.DOTALL)
_PARTS = 4


@dataclass(frozen=True)
class Place:
    """Words that a labeller wrote, and the number of the sentence that has them, where it was given."""

    unit: int | None
    words: str


def read_answer(contract: Contract, name: str, answer: str) -> Pass:
    """Return the labels of an answer; raise BadInput with every line that does not fit."""
    lines = [line.strip() for line in answer.splitlines()]
    told = [(number, line) for number, line in enumerate(lines, start=1) if line and not line.startswith("#")]
    if not told or told[-1][1] != "end":
        raise BadInput(
            "the last line is not 'end'", place=contract.id, mend="read the contract to its end, then add it"
        )
    labels: set[tuple[str, int, int]] = set()
    found: list[Label] = []
    wrong: list[str] = []
    for number, line in told[:-1]:
        try:
            fresh = [one for one in _labels(contract, line) if (one.category, one.start, one.end) not in labels]
        except BadInput as problem:
            wrong.append(str(problem.within(f"line {number}")))
            continue
        found += fresh
        labels |= {(one.category, one.start, one.end) for one in fresh}
    if wrong:
        raise BadInput("\n  ".join(wrong), place=contract.id)
    ordered = sorted(found, key=lambda label: (label.start, label.end, label.category))
    return Pass(contract.id, name, contract.sha256, tuple(ordered))


def _labels(contract: Contract, line: str) -> Iterator[Label]:
    parts = [part.strip() for part in line.split("|")]
    if not 1 < len(parts) <= _PARTS:
        raise BadInput(f"{len(parts)} parts", mend="categories | number first words | last words | facts")
    categories, first, last, stated = [*parts, "", ""][:_PARTS]
    start, end = find_span(contract, _place(first), _place(last))
    facts = read_facts(stated)
    for category in map(category_named, categories.split("+")):
        check_facts(category, facts)
        yield Label(category, start, end, contract.text[start:end], facts)


def _place(written: str) -> Place:
    match = _NUMBERED.fullmatch(written.strip().rstrip("\u2026").removesuffix("..."))
    assert match is not None  # noqa: S101 - every part of the pattern may be empty
    return Place(int(match[1]) if match[1] else None, match[2].strip())


def read_facts(stated: str) -> dict[str, str | int]:
    """Return what `key=value; key=value` states; raise BadInput for a part that states nothing."""
    facts: dict[str, str | int] = {}
    for part in filter(None, (part.strip() for part in stated.split(";"))):
        key, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign or not value:
            raise BadInput(f"{part!r} states nothing", mend="write who=Sponsor; notice_days=30")
        facts[key] = int(value) if key in COUNTS and value.isdigit() else value
    return facts


def find_span(contract: Contract, first: Place, last: Place) -> tuple[int, int]:
    """Return [start, end) of the words in the contract's text; raise BadInput where they are not there or not once."""
    if not first.words:
        raise BadInput("no first words", mend="write some of them after the number: they guard against a wrong number")
    start, _ = _only(contract, first)
    begin = first.unit if first.unit is not None else _unit_at(contract, start)
    finish = begin if last.unit is None else last.unit
    if finish < begin:
        raise BadInput("it ends before it begins", mend="words that begin with a figure want their sentence's number")
    if not last.words:
        return start, _unit(contract, finish).end
    return start, _only(contract, Place(finish, last.words), start)[1]


def _only(contract: Contract, place: Place, start: int = 0) -> tuple[int, int]:
    """Return where, from `start` on, the words stand once: in the sentence that is named, else in the text."""
    end = len(contract.text)
    if place.unit is not None:
        unit = _unit(contract, place.unit)
        start, end = max(start, unit.start), unit.end
    found = [match.span() for match in _pattern(place.words).finditer(contract.text, start, end)]
    if len(found) == 1:
        return found[0]
    shown = place.words[:60]
    if not found:
        where = f"sentence {place.unit}" if place.unit is not None else "the text"
        raise BadInput(f"{shown!r} is not in {where}", mend="copy the words as they are shown")
    at = ", ".join(str(_unit_at(contract, start)) for start, _ in found[:9])
    raise BadInput(f"{shown!r} stands {len(found)} times: sentences {at}", mend="write the number, or more words")


def _pattern(words: str) -> re.Pattern[str]:
    escaped = r"\s+".join(re.escape(word) for word in words.split())
    for alike in _ALIKE:
        escaped = re.sub(rf"\\?[{re.escape(alike)}]", f"[{re.escape(alike)}]".replace("\\", r"\\"), escaped)
    return re.compile(escaped)


def _unit(contract: Contract, number: int) -> Unit:
    if number >= len(contract.units):
        raise BadInput(f"there is no sentence {number}", mend=f"the last is {len(contract.units) - 1}")
    return contract.units[number]


def _unit_at(contract: Contract, offset: int) -> int:
    return max((n for n, unit in enumerate(contract.units) if unit.start <= offset), default=0)


def main(
    corpus: Annotated[Path, typer.Argument(help="CUAD's train.jsonl.gz.")],
    name: Annotated[str, typer.Argument(metavar="PASS", help="A, B, or C, which settles the two.")],
    answers: Annotated[list[Path], typer.Argument(metavar="ANSWER...", help="Files named after their contracts.")],
    folder: Annotated[Path, typer.Option("--into", help="Where the labels are kept.")] = LABELS,
) -> None:
    """Find the words of the answers in their contracts and keep them as labels."""
    contracts, chosen, refused = read_corpus(corpus), read_list(), 0
    if name not in PASSES:
        raise typer.BadParameter(f"no pass {name}: {', '.join(PASSES)}")
    for path in answers:
        if path.stem not in chosen:
            raise typer.BadParameter(f"{path.name} is not named after a contract of the list")
        try:
            made = read_answer(contracts[path.stem], name, path.read_text("utf-8"))
        except BadInput as problem:
            typer.echo(f"{path.name}: {problem}", err=True)
            refused += 1
        else:
            typer.echo(f"{write_pass(made, folder)}: {len(made.labels)} labels")
    raise typer.Exit(1 if refused else 0)


if __name__ == "__main__":
    typer.run(main)
