"""What an agreement leaves open: a field that can be read in several ways, and the terms under each choice of readings.

Beside the terms stands `unclear: [{path, readings, question, clause?, source?}]`: the path is that of a field of the
terms ("rights[0].notice"), the readings are JSON values for it (null: nothing is agreed), the question is what to ask
the other side, the source the words that leave it open. Terms may leave such a field out, or state one of its readings.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from unpromote.domain import codec
from unpromote.domain.agreement import Promotion, Terms, read_promotion, read_terms
from unpromote.domain.clauses import Calc, Limit
from unpromote.domain.errors import BadInput
from unpromote.domain.provenance import NOWHERE, Path, Source, found_at, placed, steps

Json = Any
Choice = tuple[int, ...]  # which reading, for each unclear field

_PATH = re.compile(r"[^.\[\]]+(\.[^.\[\]]+|\[[0-9]{1,6}\])*")


@dataclass(frozen=True)
class Unclear:
    """A field of the terms with its readings in JSON form, what to ask, and the clause and words to ask about."""

    path: str
    readings: tuple[Any, ...]
    question: str
    clause: str | None = None
    source: Source | None = None

    @property
    def steps(self) -> Path:
        """Return the path step by step: names, and numbers within lists."""
        return steps(self.path)


@dataclass(frozen=True)
class Unsettled:
    """Terms and promotion in JSON form with what is unclear in the terms; `place` goes before every complaint."""

    terms: Json
    promotion: Json
    unclear: tuple[Unclear, ...]
    place: str = ""

    @property
    def first(self) -> Choice:
        """Return the choice of each field's first reading."""
        return (0,) * len(self.unclear)

    def under(self, choice: Choice) -> tuple[Terms, Promotion]:
        """Return what is agreed under those readings; raise BadInput naming the reading that cannot be meant."""
        terms = self.terms_under(choice)
        try:
            return terms, read_promotion(self.promotion, terms, f"{self.place}promotion")
        except BadInput as problem:
            raise self._blamed(problem, choice) from None

    def terms_under(self, choice: Choice) -> Terms:
        """Return the terms alone under those readings; raise BadInput likewise."""
        try:
            return read_terms(self.stated_under(choice), f"{self.place}terms")
        except BadInput as problem:
            raise self._blamed(problem, choice) from None

    def stated_under(self, choice: Choice) -> Json:
        """Return the terms in JSON form with those readings in their places."""
        chosen = self.terms
        for one, nth in zip(self.unclear, choice, strict=True):
            chosen = stated_as(chosen, one, one.readings[nth])
        return chosen

    def _blamed(self, problem: BadInput, choice: Choice) -> BadInput:
        for n, (one, nth) in enumerate(zip(self.unclear, choice, strict=True)):
            whole = f"{self.place}terms.{one.path}"
            if problem.place == whole or problem.place.startswith((f"{whole}.", f"{whole}[")):
                place = f"{self.place}unclear[{n}].readings[{nth}]{problem.place.removeprefix(whole)}"
                return BadInput(problem.problem, place=place, mend=problem.mend)
        if not choice:
            return problem
        read = ", ".join(f"{one.path} by reading {nth}" for one, nth in zip(self.unclear, choice, strict=True))
        return BadInput(f"{problem.problem}, with {read}", place=problem.place, mend=problem.mend)


def stated_as(terms: Json, one: Unclear, reading: Json) -> Json:
    """Return the terms in JSON form with the field stated as that reading has it."""
    return placed(terms, one.steps, reading)


def read_unclear(data: Json, terms: Json, place: str = "unclear") -> tuple[Unclear, ...]:
    """Return the unclear fields of terms in JSON form; raise BadInput where a path or its readings cannot be meant."""
    if not isinstance(data, list):
        raise BadInput("expected a list", place=place, mend="write [{path, readings, clause, question}]")
    found = tuple(codec.decode(Unclear, item, place=f"{place}[{n}]") for n, item in enumerate(data))
    for n, one in enumerate(found):
        _check_path(one, terms, f"{place}[{n}].path")
        _check_readings(one, found_at(terms, one.steps), f"{place}[{n}].readings")
        for other in found[:n]:
            shorter, longer = sorted((one.steps, other.steps), key=len)
            if longer[: len(shorter)] == shorter:
                problem, mend = (
                    f"{one.path} and {other.path} overlap",
                    "give the readings of the outer field as a whole",
                )
                raise BadInput(problem, place=f"{place}[{n}].path", mend=mend)
    return found


def _check_path(one: Unclear, terms: Json, place: str) -> None:
    if not _PATH.fullmatch(one.path):
        raise BadInput(f"{one.path!r} is no path", place=place, mend="write it as rights[0].notice")
    if one.path in ("currency", "layers"):
        raise BadInput(f"{one.path} cannot be left open", place=place, mend="sums can be compared in one currency only")
    kind: Any = Terms
    for step in one.steps:
        kind = _inner(kind, step, one.path, place)
    *outer, last = one.steps
    holder = found_at(terms, outer)
    in_list = isinstance(holder, list) and isinstance(last, int) and last < len(holder)
    if not in_list and not (isinstance(holder, dict) and isinstance(last, str)):
        mend = "state what is around it, or give readings of the outer field as a whole"
        raise BadInput(f"the terms have no place for {one.path}", place=place, mend=mend)


def _inner(kind: Any, step: str | int, path: str, place: str) -> Any:
    """Return the type of what stands at the step inside a type of the vocabulary."""
    known: tuple[str, ...] = ()
    options = [option for option in typing.get_args(kind) if option is not type(None)]
    if len(options) == 1 and typing.get_origin(kind) is not tuple:
        kind = options[0]
    origin = typing.get_origin(kind)
    if kind is Any:
        return kind
    if origin is tuple and isinstance(step, int):
        return typing.get_args(kind)[0]
    if origin is Mapping and isinstance(step, str):
        return typing.get_args(kind)[1]
    if is_dataclass(kind):
        hints = typing.get_type_hints(Calc if kind is Limit else kind)
        inner = {field.name.rstrip("_"): hints[field.name] for field in fields(Calc if kind is Limit else kind)}
        if step in inner:
            return inner[str(step)]
        known = tuple(sorted(inner))
    mend = f"known here: {', '.join(known)}" if known else "see the fields of an agreement"
    raise BadInput(f"no term has the path {path!r}: nothing is called {step!r} there", place=place, mend=mend)


def _check_readings(one: Unclear, stated: Json, place: str) -> None:
    different = all(reading not in one.readings[:n] for n, reading in enumerate(one.readings))
    if len(one.readings) <= 1 or not different:
        mend = "give each way to read it once; null where nothing may be agreed"
        raise BadInput("a field is unclear if it has two different readings", place=place, mend=mend)
    if stated not in (NOWHERE, None) and stated not in one.readings:
        mend = f"add what terms.{one.path} states, or leave it out there"
        raise BadInput("what the terms state is none of the readings", place=place, mend=mend)
