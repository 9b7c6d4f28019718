"""What is unclear: between which figures the answer lies, and what to ask, that which decides most money first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from unpromote.domain.case import Case, State
from unpromote.domain.events import TakenQuote
from unpromote.domain.phrases import counted
from unpromote.domain.provenance import steps
from unpromote.domain.unclear import Unclear
from unpromote.web import formats
from unpromote.web.show.agreement import reading_words, term_name
from unpromote.web.show.quote_lines import Passage, passages

Json = Any
_MAY = {
    "yes": "The terms are unclear, and every reading of them allows cancelling",
    "no": "Cancelling is not allowed under any reading of the terms",
    "depends": "Whether cancelling is allowed depends on terms that are unclear",
}
_SETTLED_IN = (State.READY, State.QUOTED, State.STOPPING, State.SETTLING)
_FIGURES = (
    ("exit_cost", "Price of leaving", "Notice, fees, creators and what is forfeited, where leaving is allowed."),
    ("total_owed", "Owed in all", "Already owed, plus the price of leaving, where leaving is allowed."),
    ("saving", "Saved by leaving", "Letting it run, less all that is owed and forfeited."),
    ("cost", "Cost in all", "Over every reading; where one does not allow leaving, it runs to its end."),
)


@dataclass(frozen=True)
class Span:
    """A figure that lies between two."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Answer:
    """One way to read a term: its number, what it says, what cancelling costs then in all, and whether one may."""

    nth: int
    words: str
    cost: str
    permitted: str


@dataclass(frozen=True)
class Question:
    """What to ask the other side, with what the answer decides; amounts are "" before a quote was taken."""

    anchor: str
    nth: int
    path: str
    term: str
    question: str
    clause: str
    decides: str
    answers: list[Answer]
    passages: list[Passage]


@dataclass(frozen=True)
class Ranged:
    """The range of a quote over unclear terms."""

    told: str
    figures: list[Span]
    effective: str
    counted: str
    creators: list[Span]


def ranged(case: Case, taken: TakenQuote, zone: ZoneInfo) -> Ranged | None:
    """Return the range of the quote, or None where it is one figure."""
    found = taken.quote.get("range")
    if found is None:
        return None
    currency = taken.price.currency.code
    names = {contact.id: contact.name for contact in case.contacts}
    figures = [Span(name, _between(found[key], currency), told) for key, name, told in _FIGURES if found[key]]
    open_ = taken.quote.get("creators_open", [])
    return Ranged(
        told=told(taken, zone),
        figures=figures,
        effective=_effective(found["effective_at"], zone),
        counted=_counted(found),
        creators=[Span(names.get(one["id"], one["id"]), _between(one["due"], currency), "") for one in open_],
    )


def told(taken: TakenQuote, zone: ZoneInfo) -> str:
    """Return what a range answers in one sentence: may we, and between which prices."""
    found, currency = taken.quote["range"], taken.price.currency.code
    may = _MAY[found["permitted"]]
    if found["exit_cost"] is None:
        return f"{may}."
    least, greatest = (formats.amount(found["exit_cost"][end], currency) for end in ("least", "greatest"))
    price = least if least == greatest else f"between {least} and {greatest}"
    return f"{may}, with effect {_effective(found['effective_at'], zone)}; leaving costs {price}."


def price(taken: TakenQuote) -> str:
    """Return the price of leaving as text: one amount, or between which two it lies."""
    found = taken.quote.get("range")
    if found is None or found["exit_cost"] is None:
        return formats.money(taken.price)
    return _between(found["exit_cost"], taken.price.currency.code)


def questions(case: Case) -> list[Question]:
    """Return what is unclear in the terms, in the order of the quote's questions where one was taken."""
    quoted = case.quote.quote.get("questions", []) if case.quote else []
    priced = {one["path"]: (nth, one) for nth, one in enumerate(quoted)}
    last = len(quoted)
    ordered = sorted(case.unclear, key=lambda one: priced.get(one.path, (last, None))[0])
    currency = case.terms["currency"] if case.terms else ""
    return [
        _question(nth, one, case, (priced.get(one.path, (0, {}))[1], currency))
        for nth, one in enumerate(ordered, start=1)
    ]


def can_settle(case: Case) -> bool:
    """Return whether a reading can be settled now."""
    return case.state in _SETTLED_IN and bool(case.unclear)


def _question(nth: int, one: Unclear, case: Case, quoted: tuple[Mapping[str, Json], str]) -> Question:
    priced, currency = quoted
    path = steps(one.path)
    answers = priced.get("answers") or [None] * len(one.readings)
    return Question(
        anchor=f"question-{nth}",
        nth=nth,
        path=one.path,
        term=term_name(path, case.terms or {}),
        question=one.question,
        clause=one.clause or "",
        decides=_between(priced["decides"], currency) if priced else "",
        answers=[
            _answer(number, reading, known, currency)
            for number, (reading, known) in enumerate(zip(one.readings, answers, strict=True))
        ],
        passages=list(passages(case, path)),
    )


def _answer(nth: int, reading: Json, quoted: Mapping[str, Json] | None, currency: str) -> Answer:
    if quoted is None:
        return Answer(nth, reading_words(reading), "", "")
    permitted = {"yes": "", "no": "not allowed", "depends": "not always allowed"}[quoted["permitted"]]
    return Answer(nth, reading_words(reading), _between(quoted["cost"], currency), permitted)


def _between(span: Mapping[str, str], currency: str) -> str:
    least, greatest = (formats.amount(span[end], currency) for end in ("least", "greatest"))
    return least if least == greatest else f"{least} to {greatest}"


def _effective(span: Mapping[str, str] | None, zone: ZoneInfo) -> str:
    if span is None:
        return ""
    first, last = (formats.instant(span[end], zone) for end in ("earliest", "latest"))
    return f"from {first}" if first == last else f"between {first} and {last}"


def _counted(found: Mapping[str, Json]) -> str:
    readings = counted(found["readings"], "reading")
    if found["complete"]:
        return f"{readings} of the agreement quoted, that is every one."
    return f"{readings} of the agreement quoted, not every one: the range may be wider."
