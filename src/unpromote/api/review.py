"""Review: the points of a read agreement by what they decide, what a person makes of each, and the terms confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, case_view
from unpromote.domain.review import Decided
from unpromote.services import review
from unpromote.services.queued import queue_json
from unpromote.services.review import Answer, Marked

router = Router(tags=["agreements"])


class OutcomeView(Schema):
    """The quote under one reading of a point; `absent` is the one with nothing there."""

    reading: Any
    absent: bool
    permitted: bool
    cost: str
    right: str | None
    effective_at: datetime | None


class SpreadView(Schema):
    """How far the quote moves over the readings: money, days of the effect, rights that carry it."""

    money: str = Field(examples=["12400.00 EUR"])
    days: int
    rights: int
    permitted: bool = Field(description="Whether it depends on the point that one may leave at all")
    outcomes: list[OutcomeView]


class ReadWords(Schema):
    """Where the reader found it; offsets count in the document's text."""

    document: str
    page: int | None
    quote: str
    start: int
    end: int


class PointView(Schema):
    """A value to look at; `decides` is null where no quote can be computed that holds it."""

    path: str
    value: Any
    status: str
    confidence: str
    note: str
    alternatives: list[Any]
    source: ReadWords | None
    needed: bool = Field(description="No quote can do without it, and nobody has stated it")
    open: bool
    quiet: bool = Field(description="It changes nothing, and may be accepted with others")
    decides: SpreadView | None


class DecisionView(Schema):
    """What a person made of a point: what was proposed, what counts, on whose words, read by which version."""

    path: str
    decided: Decided
    by: str
    value: Any
    proposed: Any
    status: str
    source: ReadWords | None
    words: ReadWords | None
    note: str
    reader: str


class QueueView(Schema):
    """What is still to look at, what decides most first, and what was decided; amounts with their currency."""

    done: int
    total: int
    deciding: int = Field(description="How many of the points still to look at decide money")
    cost: str | None
    together: str | None = Field(description="How far the cost moves if none of the quiet points were there")
    assumed: list[str]
    left_out: list[str]
    problem: str
    pending: list[PointView]
    decided: list[DecisionView]


class MarkedWords(Schema):
    """Words that you marked on a page of a document; they are refused where they do not stand there."""

    document: str = Field(min_length=1, max_length=300)
    page: int | None = Field(None, ge=1, le=100_000)
    quote: str = Field(min_length=1, max_length=10_000)


class PointAnswer(Schema):
    """What you make of a point; for a correction its value, and the words it rests on, or it is entered by hand."""

    path: str = Field(min_length=1, max_length=200, examples=["rights[0].notice"])
    decided: Decided
    value: Any = None
    words: MarkedWords | None = None


class PointAnswers(Schema):
    """All of them are taken, or none."""

    answers: list[PointAnswer] = Field(min_length=1, max_length=1000)


@router.get("/{reference}/agreement/queue", response={200: QueueView, **REFUSALS})
def show_queue(request: HttpRequest, reference: Reference, sent_at: AwareDatetime | None = None) -> Any:
    """Show what a person has to look at before the terms count, what decides most money first.

    The figures are those of a request sent then, now if no time is given.
    """
    return queue_json(review.queue_of(case_of(request, reference), sent_at or now()))


@router.post("/{reference}/agreement/decisions", response={200: QueueView, **REFUSALS})
def decide_points(request: HttpRequest, reference: Reference, made: PointAnswers) -> Any:
    """Accept, correct, reject points, or leave them open; the queue is computed anew."""
    case = case_of(request, reference)
    answers = [_answer(one) for one in made.answers]
    return queue_json(review.queue_of(review.decide(asker(request), case.id, answers, now=now()), now()))


@router.post("/{reference}/agreement/accept-quiet", response={200: QueueView, **REFUSALS})
def accept_quiet_points(request: HttpRequest, reference: Reference) -> Any:
    """Accept together all points that change nothing about the quote."""
    case = case_of(request, reference)
    return queue_json(review.queue_of(review.accept_quiet(asker(request), case.id, now=now()), now()))


@router.post("/{reference}/agreement/confirm", response={200: CaseView, **REFUSALS})
def confirm_decided(request: HttpRequest, reference: Reference) -> Any:
    """Confirm the terms as they were decided, once every point was looked at."""
    case = case_of(request, reference)
    return case_view(review.confirm_decided(asker(request), case.id, now=now()))


def _answer(one: PointAnswer) -> Answer:
    words = Marked(one.words.document, one.words.page, one.words.quote) if one.words else None
    return Answer(one.path, one.decided, one.value, words)
