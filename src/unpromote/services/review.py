"""Review: what a person has to look at before the terms count, what decides most money first, and what they decide.

Each look computes the quote anew over the terms as they stand after the decisions so far. Nothing counts before every
point was looked at and the terms were confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unpromote.domain.agreement import read_request
from unpromote.domain.case import Case, State
from unpromote.domain.correcting import moved
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.phrases import counted
from unpromote.domain.provenance import path_text, steps
from unpromote.domain.review import (
    Decided,
    Point,
    PointDecision,
    Words,
    accepted,
    as_decided,
    corrected,
    dropped_items,
    in_place,
    is_item,
    kept_open,
    named,
    pending,
    rejected,
    still_open,
    with_decisions,
)
from unpromote.domain.review_events import PointsDecided
from unpromote.domain.spreads import Drafted, Ground, grounded, spread, together
from unpromote.services import queries
from unpromote.services.agreement import confirm_cited, plain
from unpromote.services.marking import marked
from unpromote.services.people import Person
from unpromote.services.proposed_points import currency_of, points_of
from unpromote.services.proposed_terms import proposed_terms, proposed_unclear
from unpromote.services.queued import Queue, Queued
from unpromote.services.record import record

Json = Any
BY_HAND, CHOSEN, STATED = "by hand", "chosen", "stated"


@dataclass(frozen=True)
class Marked:
    """Where a person says that words stand: the document's name, the page (None where it has none), the words."""

    document: str
    page: int | None
    quote: str


@dataclass(frozen=True)
class Answer:
    """What a person makes of a point: for a correction also the value in JSON form, and the words it rests on."""

    path: str
    decided: Decided
    value: Any = None
    words: Marked | None = None


def queue_of(case: Case, now: datetime) -> Queue:
    """Return what is still to look at; nothing unless documents of the case wait to be confirmed.

    The request that is quoted is sent at `now`, by mail where that is a way of notice.
    """
    if case.state is not State.REVIEW:
        return Queue((), case.decisions)
    waiting = pending(points_of(case), case.decisions)
    try:
        ground = _ground(case, case.decisions, now)
    except BadInput as problem:
        found = sorted((Queued(point) for point in waiting), key=_rank)
        return Queue(tuple(found), case.decisions, problem=str(problem))
    found = sorted((Queued(point, spread(point, ground)) for point in waiting), key=_rank)
    return Queue(
        pending=tuple(found),
        decided=case.decisions,
        cost=ground.computed(ground.terms, None).cost,
        together=together([one.point for one in found if one.is_quiet], ground),
        assumed=ground.assumed,
        left_out=ground.left_out,
    )


def _rank(one: Queued) -> tuple[int, Any, int, int, int]:
    """Sort what is needed first, then what keeps something out of the figures, then by what it decides."""
    found = one.spread
    first = 0 if one.point.needed else 1 if found is None and one.point.is_open else 2 if found else 3
    if found is None:
        return first, 0, 0, 0, 0
    return first, -found.money.amount, -int(found.permitted), -found.days, -found.rights


def _ground(case: Case, decisions: Iterable[PointDecision], now: datetime) -> Ground:
    made = tuple(decisions)
    terms = in_place(proposed_terms(case), made)
    ways = terms.get("notice_receipt") or {"email": None}
    request = {
        "by": "advertiser",
        "sent_at": now.isoformat(),
        "method": "email" if "email" in ways else next(iter(ways)),
        "reason": case.reason.kind,
    }
    drafted = Drafted(terms, tuple(still_open(proposed_unclear(case), made)), dropped_items(made))
    return grounded(drafted, case.booked, read_request(request), currency_of(case))


def decide(person: Person, case_id: str, answers: Sequence[Answer], *, now: datetime) -> Case:
    """Keep what a person makes of points; all of the answers, or none of them.

    Raises:
        NotAllowed: the terms do not wait to be confirmed, or a point cannot be decided so.
        BadInput: there is no such point, the words are not on the page, or the terms cannot be read so.
    """
    case = queries.case(person, case_id)
    points = points_of(case)
    made = tuple(_decision(person, case, named(points, answer.path), answer) for answer in answers)
    _check_readable(case, made, now)
    return record(case.id, PointsDecided(at=now, by=person.name, decisions=made))


def _decision(person: Person, case: Case, point: Point, answer: Answer) -> PointDecision:
    reader = _reader(case, point)
    if answer.decided is Decided.ACCEPTED:
        return accepted(point, person.name, reader)
    if answer.decided is Decided.REJECTED:
        return rejected(point, person.name, reader)
    if answer.decided is Decided.LEFT_OPEN:
        return kept_open(point, person.name, reader)
    said = answer.words
    words = marked(person, case, said.document, said.page, said.quote) if said else None
    return corrected(point, plain(answer.value, answer.path), person.name, words=words, reader=reader)


def _reader(case: Case, point: Point) -> str:
    """Return the version of the reader that proposed it: that of its document's reading, else of the first."""
    names = {document.id: document.name for document in case.documents}
    wanted = point.source.document if point.source else ""
    return next((r.reader for r in case.readings if names[r.document_id] == wanted), case.readings[0].reader)


def _check_readable(case: Case, made: tuple[PointDecision, ...], now: datetime) -> None:
    """Refuse decisions that make terms unreadable which could be read without them."""
    drops = [one for one in made if one.decided is Decided.REJECTED and is_item(steps(one.path))]
    before = _complaints(case, with_decisions(case.decisions, drops), now)
    for complaint in _complaints(case, with_decisions(case.decisions, made), now):
        if complaint not in before:
            raise BadInput(complaint, mend="correct it so that it can be read, or reject the whole of it")


def _complaints(case: Case, decisions: tuple[PointDecision, ...], now: datetime) -> tuple[str, ...]:
    try:
        return _ground(case, decisions, now).left_out
    except BadInput as problem:
        return (str(problem),)


def accept_quiet(person: Person, case_id: str, *, now: datetime) -> Case:
    """Accept together all points that change nothing about the quote, as it stands now.

    Raises:
        NotAllowed: there is none.
    """
    quiet = queue_of(queries.case(person, case_id), now).quiet
    return decide(person, case_id, [Answer(path, Decided.ACCEPTED) for path in quiet], now=now)


def confirm_decided(person: Person, case_id: str, *, now: datetime) -> Case:
    """Confirm the terms as they stand after the decisions; what was left open is quoted as a range.

    Raises:
        NotAllowed: some points were not looked at, or the terms do not wait to be confirmed.
        BadInput: the terms are not complete; names the place.
    """
    case = queries.case(person, case_id)
    if case.state is not State.REVIEW:
        raise NotAllowed(f"no read terms wait to be confirmed while the case is {case.state.value}")
    left = queue_of(case, now)
    if left.pending:
        points = counted(len(left.pending), "point")
        raise NotAllowed(f"{points} still to look at, {left.deciding} of which decide money")
    terms, unclear = as_decided(proposed_terms(case), proposed_unclear(case), case.decisions)
    agreed: Mapping[str, Json] = {"terms": terms, "unclear": unclear} if unclear else {"terms": terms}
    return confirm_cited(person, case, agreed, _own_words(case), now=now)


def _own_words(case: Case) -> list[dict[str, Json]]:
    """Return the corrections as proposals: on words that were marked, on the reader's for a choice, else by hand."""
    dropped = frozenset(dropped_items(case.decisions))
    offered = {point.path: point.alternatives for point in points_of(case)}
    found = []
    for one in case.decisions:
        if one.decided is Decided.CORRECTED and steps(one.path)[:2] not in dropped:
            words, status = _basis(one, offered[one.path])
            source = {"document": words.document, "page": words.page, "quote": words.quote}
            path = path_text(moved(steps(one.path), dropped))
            found.append({"path": path, "value": one.value, "source": source, "confidence": "1", "status": status})
    return found


def _basis(one: PointDecision, offered: Sequence[Json]) -> tuple[Words, str]:
    """Return the words that a correction rests on, and how it was come by."""
    if one.words:
        return one.words, STATED
    if one.source and one.value in offered:
        return Words(one.source.document, one.source.page, one.source.quote), CHOSEN
    return Words(f"entered by {one.by}", None, ""), BY_HAND
