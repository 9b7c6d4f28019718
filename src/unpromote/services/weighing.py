"""Weighing: the ways on beside a case's quote, computed anew with what a person wants weighed; nothing is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from unpromote.domain.codec import decode, encode
from unpromote.domain.curve import CurvePoint
from unpromote.domain.decision import waiting_until
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import TakenQuote
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.quoting import computed

Json = Any


@dataclass(frozen=True)
class Weighed:
    """The decision in its written form, and what waiting until the day asked for costs ({until, cost, ...}), if any."""

    decision: Mapping[str, Json]
    waiting: Mapping[str, Json] | None = None


def weigh(
    person: Person, case_id: str, asked: Mapping[str, Json], *, now: datetime, until: date | None = None
) -> Weighed:
    """Return the ways on for the request of the case's quote; where nothing is asked, those that were quoted.

    Args:
        person: who asks.
        case_id: the case.
        asked: {harm_per_day, reduce_to, pause, partial} in JSON form; each may be left out.
        now: the present instant.
        until: a day of the curve.

    Raises:
        NotAllowed: no quote was taken, or its terms are unclear still.
        BadInput: what is asked cannot be weighed; names the place.
    """
    case = queries.case(person, case_id)
    if case.quote is None:
        raise NotAllowed("the ways on are weighed against a quote: take one first")
    taken = computed(case, case.quote.request, now, asked) if asked else case.quote
    if "decision" not in taken.quote:
        raise NotAllowed("the ways on are weighed once no term is unclear: settle the readings, and take a new quote")
    return Weighed(taken.quote["decision"], _waiting(taken, until) if until else None)


def _waiting(taken: TakenQuote, until: date) -> Mapping[str, Json]:
    currency = taken.price.currency.code
    place = "the quote's curve"
    curve = tuple(decode(CurvePoint, point, currency=currency, place=place) for point in taken.curve)
    found = waiting_until(curve, until)
    if found is None:
        mend = "choose a day of the curve, while one may leave then and now"
        raise BadInput(f"nothing can be said of waiting until {until}", place="until", mend=mend)
    written: Mapping[str, Json] = encode(found, currency=currency)
    return written
