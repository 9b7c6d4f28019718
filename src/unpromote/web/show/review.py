"""The review of what was read: one point with its words on their page, what it decides, and how far one has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unpromote.domain.case import Case
from unpromote.domain.correcting import written
from unpromote.domain.phrases import counted
from unpromote.domain.provenance import NOWHERE, Path, found_at, path_text, steps
from unpromote.domain.review import Decided, Point, PointDecision, in_place, is_item
from unpromote.domain.spreads import Outcome
from unpromote.services.proposed_terms import proposed_terms
from unpromote.services.queued import Queue, Queued
from unpromote.web import formats, words
from unpromote.web.show.agreement import reading_words, term_name
from unpromote.web.show.citing import Cited, PageRef, page_of, place_of
from unpromote.web.show.terms_form import PERIODS, VALUE

Json = Any


@dataclass(frozen=True)
class FieldShown:
    """A field to type a correction into."""

    id: str
    name: str
    label: str
    value: str


@dataclass(frozen=True)
class ReadingShown:
    """A reading that can be chosen by one button; `key` is its digit, "" beyond nine."""

    nth: int
    words: str
    key: str


@dataclass(frozen=True)
class OutcomeShown:
    """What the quote is under one reading."""

    reading: str
    cost: str
    effective: str


@dataclass(frozen=True)
class PointShown:
    """The point that is looked at; `decided` says what was made of it already, "" where nothing was."""

    path: str
    name: str
    value: str
    status: str
    confidence: str
    note: str
    decides: str
    outcomes: list[OutcomeShown]
    readings: list[ReadingShown]
    fields: list[FieldShown]
    quote: str
    place: str
    at: PageRef | None
    can_accept: bool
    can_stay_open: bool
    needed: bool
    decided: str


@dataclass(frozen=True)
class Line:
    """A point in the list of all: what it decides, or what was made of it."""

    path: str
    name: str
    told: str
    current: bool


@dataclass(frozen=True)
class QueueShown:
    """How far one has come, and the lists."""

    progress: str
    deciding: list[Line]
    quiet: list[Line]
    decided: list[Line]
    quiet_told: str
    assumed: str
    left_out: list[str]
    problem: str
    before: str
    after: str
    complete: bool


def queue(case: Case, found: Queue, at: str) -> QueueShown:
    """Return the lists around the point that is looked at."""
    terms = proposed_terms(case)
    order = [one.point.path for one in found.pending]
    place = order.index(at) if at in order else None
    lines = [
        Line(one.point.path, term_name(steps(one.point.path), terms), decides(one), one.point.path == at)
        for one in found.pending
    ]
    together = f"; none of them there, it would move by {formats.money(found.together)}" if found.together else ""
    return QueueShown(
        progress=f"{len(found.decided)} of {found.total} looked at, {_deciding(found.deciding)}",
        deciding=[line for line, one in zip(lines, found.pending, strict=True) if not one.is_quiet],
        quiet=[line for line, one in zip(lines, found.pending, strict=True) if one.is_quiet],
        decided=[Line(one.path, term_name(steps(one.path), terms), made(one), one.path == at) for one in found.decided],
        quiet_told=f"{counted(len(found.quiet), 'point')} by itself changes nothing about the quote{together}."
        if len(found.quiet) == 1
        else f"{len(found.quiet)} points change nothing about the quote, each by itself{together}.",
        assumed="; ".join(found.assumed),
        left_out=list(found.left_out),
        problem=found.problem,
        before=order[place - 1] if place else "",
        after=order[place + 1] if place is not None and place + 1 < len(order) else "",
        complete=bool(found.decided) and not found.pending,
    )


def _deciding(number: int) -> str:
    return f"{number} of the rest decide{'s' if number == 1 else ''} money"


def made(one: PointDecision) -> str:
    """Return what a person made of a point, in words."""
    if one.decided is not Decided.CORRECTED:
        return f"{words.spaced(one.decided.value)} by {one.by}"
    basis = "on words of the agreement" if one.words else "by hand"
    return f"corrected by {one.by}, {basis}: {reading_words(one.value)}"


def decides(one: Queued) -> str:
    """Return what a point decides, in a few words."""
    found = one.spread
    if one.point.needed and not (found and found.money):
        return "needed before anything can be quoted"
    if found is None:
        return "keeps its item out of the figures" if one.point.is_open else "in no figure yet"
    moved = [f"decides {formats.money(found.money)}"] if found.money else []
    moved += ["whether you may leave"] if found.permitted else []
    moved += [f"moves the last day by {counted(found.days, 'day')}"] if found.days else []
    moved += ["which right carries it"] if found.rights and not found.permitted else []
    return ", ".join(moved) or "changes nothing"


def point(case: Case, one: Queued, typed: Mapping[str, str]) -> PointShown:
    """Return the point that is looked at; `typed` is what a refused form held."""
    terms, shown = proposed_terms(case), one.point
    source = shown.source
    cited = Cited("", source.quote, shown.status, "", source.document, source.page) if source else None
    known = next((each for each in case.decisions if each.path == shown.path), None)
    return PointShown(
        path=shown.path,
        name=term_name(steps(shown.path), terms),
        value="nothing is stated" if shown.is_open else reading_words(shown.value),
        status=words.spaced(shown.status),
        confidence=shown.confidence if not shown.is_open else "",
        note=shown.note,
        decides=decides(one),
        outcomes=[_outcome(each) for each in one.spread.outcomes] if one.spread else [],
        readings=_readings(shown),
        fields=_fields(case, shown, typed),
        quote=" ".join(source.quote.split()) if source else "",
        place=place_of(source.document, source.page) if source else "",
        at=page_of(cited, case) if cited else None,
        can_accept=not shown.needed and not (shown.is_open and shown.alternatives),
        can_stay_open=shown.can_stay_open,
        needed=shown.needed,
        decided=made(known) if known else "",
    )


def _readings(shown: Point) -> list[ReadingShown]:
    return [
        ReadingShown(nth, reading_words(one), str(nth + 1) if nth < len("123456789") else "")
        for nth, one in enumerate(shown.alternatives)
    ]


def _outcome(one: Outcome) -> OutcomeShown:
    reading = "nothing there" if one.absent else reading_words(one.reading)
    effective = formats.day(one.effective_at.date()) if one.effective_at else "leaving is not permitted"
    return OutcomeShown(reading, formats.money(one.cost), effective)


def _fields(case: Case, shown: Point, typed: Mapping[str, str]) -> list[FieldShown]:
    """Return what can be typed: each simple part of the value, or none where it is no list of simple parts."""
    path = steps(shown.path)
    value = found_at(in_place(proposed_terms(case), case.decisions), path)
    if is_item(path):
        value = shown.value
    return [
        FieldShown(
            id=f"value-{nth}",
            name=f"{VALUE}{path_text(leaf)}",
            label=_label(leaf[len(path) :]),
            value=typed.get(f"{VALUE}{path_text(leaf)}", written(inner)),
        )
        for nth, (leaf, inner) in enumerate(_leaves(path, None if value is NOWHERE else value))
    ]


def _label(rest: Path) -> str:
    if rest == ("n",):
        return "How many"
    return words.sentence(" ".join(str(step) for step in rest)) if rest else "What counts"


def _leaves(path: Path, value: Json) -> Sequence[tuple[Path, Json]]:
    if value is None and path[-1] in PERIODS:
        return [((*path, "n"), None), ((*path, "unit"), None)]
    if value is None and (path[-1] == "calc" or path == ("creators",)):
        return []
    if not isinstance(value, Mapping):
        simple = not isinstance(value, list) or not any(isinstance(one, Mapping | list) for one in value)
        return [(path, value)] if simple else []
    if any(isinstance(one, Mapping | list) for one in value.values()):
        return []
    return [((*path, key), inner) for key, inner in value.items() if not (is_item(path) and key == "id")]
