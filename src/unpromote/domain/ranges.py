"""What leaving costs while the agreement is unclear: never one figure, but the interval over all readings.

Every combination of readings is quoted, up to `MOST` of them. Beyond that each field is read in turn with the others at
their first reading, and then all fields together at what was cheapest and dearest for each; the range says that it is
not complete. `cost` is the cost over the promotion's life as in the cost curve: owed and forfeited, or letting it run
where a reading does not permit leaving. The other figures are over the readings that do.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from moneyed import Money

from unpromote.domain import codec
from unpromote.domain.curve import projection
from unpromote.domain.pricing import Totals
from unpromote.domain.promotion import Request
from unpromote.domain.provenance import Source
from unpromote.domain.quote import Quote, quote, quote_json
from unpromote.domain.unclear import Choice, Unclear, Unsettled

MOST = 64


class Permitted(Enum):
    """Whether one may leave: under every reading, under none, or depending on the reading."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True)
class Interval:
    """The least and the greatest amount."""

    least: Money
    greatest: Money

    @property
    def width(self) -> Money:
        """Return how much money lies between."""
        return self.greatest - self.least


@dataclass(frozen=True)
class Span:
    """The earliest and the latest instant, each with the offset of the agreement's zone."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True)
class Range:
    """The outcome over `readings` combinations; all but `cost` is null where no reading permits leaving."""

    permitted: Permitted
    readings: int
    complete: bool
    cost: Interval
    exit_cost: Interval | None = None
    total_owed: Interval | None = None
    saving: Interval | None = None
    effective_at: Span | None = None


@dataclass(frozen=True)
class Answer:
    """What remains of the question if the other side confirms that reading."""

    reading: Any
    permitted: Permitted
    cost: Interval


@dataclass(frozen=True)
class Question:
    """What to ask. `decides`: how far the cost moves with this field alone, least and most over the other readings."""

    path: str
    clause: str | None
    question: str
    decides: Interval
    answers: tuple[Answer, ...]
    source: Source | None = None


@dataclass(frozen=True)
class Reading:
    """One combination of readings, quoted."""

    choice: Choice
    quote: Quote
    cost: Money


@dataclass(frozen=True)
class Ranged:
    """The range, the questions (the one that decides most money first), and every reading behind them.

    `paths` are the unclear fields in the order of each reading's choice.
    """

    range: Range
    questions: tuple[Question, ...]
    paths: tuple[str, ...]
    readings: tuple[Reading, ...]


def ranged(unsettled: Unsettled, request: Request) -> Ranged:
    """Return the range of the quotes; raise BadInput for a reading that cannot be quoted."""
    counts = [len(one.readings) for one in unsettled.unclear]
    complete = math.prod(counts) <= MOST
    if complete:
        readings = tuple(_read(unsettled, request, choice) for choice in itertools.product(*map(range, counts)))
    else:
        readings = _in_turn(unsettled, request, counts)
    asked = [_question(n, one, readings) for n, one in enumerate(unsettled.unclear)]
    # Sorting is stable, so the listed order decides last.
    asked.sort(key=lambda question: (question.decides.greatest, question.decides.least), reverse=True)
    return Ranged(
        _range(readings, complete=complete), tuple(asked), tuple(one.path for one in unsettled.unclear), readings
    )


def range_json(found: Ranged) -> dict[str, Any]:
    """Return the written form: what every reading agrees on as in a quote, then `range` and `questions`."""
    currency = found.readings[0].quote.currency
    first, *others = (quote_json(reading.quote) for reading in found.readings)
    agreed = {key: item for key, item in first.items() if all(other[key] == item for other in others)}
    written = {
        "range": codec.encode(found.range, currency=currency),
        "questions": [_question_json(question, currency) for question in found.questions],
    }
    return {**agreed, **written}


def reading_text(reading: Any) -> str:
    """Return a reading as it is written in JSON, numbers kept exactly."""
    return json.dumps(reading, default=str)


def _question_json(question: Question, currency: str) -> dict[str, Any]:
    answers = [
        {
            "reading": json.loads(reading_text(answer.reading)),
            "permitted": answer.permitted.value,
            "cost": codec.encode(answer.cost, currency=currency),
        }
        for answer in question.answers
    ]
    return {
        "path": question.path,
        "clause": question.clause,
        "question": question.question,
        "decides": codec.encode(question.decides, currency=currency),
        "answers": answers,
        **({"source": codec.encode(question.source)} if question.source else {}),
    }


def _read(unsettled: Unsettled, request: Request, choice: Choice) -> Reading:
    terms, promotion = unsettled.under(choice)
    found = quote(terms, promotion, request)
    return Reading(choice, found, projection(terms, promotion, request, lag_days=0).cost(found.totals))


def _in_turn(unsettled: Unsettled, request: Request, counts: list[int]) -> tuple[Reading, ...]:
    """Return the readings of each field in turn, and of all fields at each one's cheapest and dearest."""
    first: Choice = (0,) * len(counts)
    base = _read(unsettled, request, first)
    found = {first: base}
    cheapest, dearest = [], []
    for n, count in enumerate(counts):
        choices = [(*first[:n], nth, *first[n + 1 :]) for nth in range(1, count)]
        turns = [base, *(_read(unsettled, request, choice) for choice in choices)]
        found |= {turn.choice: turn for turn in turns}
        cheapest.append(min(turns, key=lambda turn: turn.cost).choice[n])
        dearest.append(max(turns, key=lambda turn: turn.cost).choice[n])
    for corner in (tuple(cheapest), tuple(dearest)):
        if corner not in found:
            found[corner] = _read(unsettled, request, corner)
    return tuple(found.values())


def _range(readings: tuple[Reading, ...], *, complete: bool) -> Range:
    totals = [reading.quote.totals for reading in readings if reading.quote.totals is not None]
    effects = [reading.quote.effective_at for reading in readings if reading.quote.effective_at is not None]
    return Range(
        permitted=_permitted(readings),
        readings=len(readings),
        complete=complete,
        cost=_interval(reading.cost for reading in readings),
        exit_cost=_over(totals, "exit_cost"),
        total_owed=_over(totals, "total_owed"),
        saving=_over(totals, "saving"),
        effective_at=Span(min(effects), max(effects)) if effects else None,
    )


def _over(totals: list[Totals], name: str) -> Interval | None:
    return _interval(getattr(total, name) for total in totals) if totals else None


def _interval(amounts: Iterable[Money]) -> Interval:
    known = sorted(amounts)
    return Interval(known[0], known[-1])


def _permitted(readings: Iterable[Reading]) -> Permitted:
    answers = {reading.quote.permitted for reading in readings}
    if len(answers) > 1:
        return Permitted.DEPENDS
    return Permitted.YES if answers == {True} else Permitted.NO


def _question(n: int, one: Unclear, readings: tuple[Reading, ...]) -> Question:
    decides = _interval(_interval(group).width for group in _varied(n, readings))
    answers = []
    for nth, reading in enumerate(one.readings):
        under = [each for each in readings if each.choice[n] == nth]
        answers.append(Answer(reading, _permitted(under), _interval(each.cost for each in under)))
    return Question(one.path, one.clause, one.question, decides, tuple(answers), one.source)


def _varied(n: int, readings: tuple[Reading, ...]) -> Iterator[list[Money]]:
    """Yield the costs of the readings that differ in that field alone, for each reading of the others."""
    groups: dict[Choice, list[Money]] = {}
    for reading in readings:
        groups.setdefault((*reading.choice[:n], *reading.choice[n + 1 :]), []).append(reading.cost)
    return (costs for costs in groups.values() if len(costs) > 1)
