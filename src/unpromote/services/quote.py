"""Quote: may we, from when, at what price; bound to the facts of the day by its hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from moneyed import Money

from unpromote.domain.agreement import Terms, read_promotion, read_request, read_terms
from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.curve import daily_curve
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import QuoteTaken, TakenQuote
from unpromote.domain.payout import Settlement
from unpromote.domain.quote import quote, quote_hash, quote_json
from unpromote.services import queries
from unpromote.services.people import Person, second_person_above
from unpromote.services.record import record


def take_quote(
    person: Person, case_id: str, *, method: str, now: datetime, sent_at: datetime | None = None, effective: str = "asap"
) -> Case:
    """Compute the quote for a cancellation sent at `sent_at` (now, if not given) and keep it.

    Raises:
        NotAllowed: no terms are confirmed yet, or the case is approved already.
        BadInput: the facts of the promotion and the terms do not fit together.
    """
    case = queries.case(person, case_id)
    if case.terms is None:
        raise NotAllowed("confirm the terms first: nothing is quoted over an unconfirmed agreement")
    terms = read_terms(case.terms, place="terms")
    request = {
        "by": "advertiser",
        "sent_at": (sent_at or now).isoformat(),
        "method": method,
        "reason": case.reason.kind,
        "effective": effective,
    }
    taken = _compute(case, terms, request, now)
    above = second_person_above(case.client)
    return record(case.id, QuoteTaken(at=now, by=person.name, quote=taken, second_above=above))


def _compute(case: Case, terms: Terms, request: Mapping[str, Any], now: datetime) -> TakenQuote:
    promotion = read_promotion(case.promotion, terms, place="promotion")
    asked = read_request(request, place="request")
    answer = quote_json(quote(terms, promotion, asked))
    return TakenQuote(
        hash=quote_hash(answer),
        taken_at=now,
        permitted=answer["permitted"],
        price=_price(answer, terms.currency),
        request=request,
        quote=answer,
        curve=tuple(point_json for point_json in daily_curve_json(terms, promotion, asked)),
        settlements=_settlements(case, answer, terms.currency),
    )


def _price(answer: Mapping[str, Any], currency: str) -> Money:
    amount = answer["totals"]["exit_cost"] if answer["permitted"] else "0"
    return decode(Money, amount, currency=currency, place="totals.exit_cost")


def _settlements(case: Case, answer: Mapping[str, Any], currency: str) -> tuple[Settlement, ...]:
    names = {contact.id: contact.name for contact in case.contacts}
    return tuple(
        Settlement(
            creator_id=creator["id"],
            name=names[creator["id"]],
            due=decode(Money, creator["due"], currency=currency),
            paid=decode(Money, creator["paid"], currency=currency),
            balance=decode(Money, creator["balance"], currency=currency),
            direction=creator["direction"],
            lines={key: decode(Money, amount, currency=currency) for key, amount in creator["lines"].items()},
            pay_by=date.fromisoformat(creator["pay_by"]) if creator.get("pay_by") else None,
        )
        for creator in answer.get("creators", [])
    )
