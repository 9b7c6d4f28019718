"""Quote: may we, from when, at what price; bound to the facts of the day by its hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from unpromote.domain.agreement import Terms, read_promotion, read_request, read_terms
from unpromote.domain.audit import fingerprint
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.curve import daily_curve_json
from unpromote.domain.errors import NotAllowed
from unpromote.domain.events import QuoteTaken, TakenQuote
from unpromote.domain.money import zero
from unpromote.domain.payout import Settlement, Working
from unpromote.domain.proving import if_proven, if_proven_json
from unpromote.domain.quote import quote, quote_json
from unpromote.domain.settlement import CreatorSettlement
from unpromote.domain.standing import standings
from unpromote.services import queries
from unpromote.services.people import Person, second_person_above
from unpromote.services.record import record


def take_quote(
    person: Person,
    case_id: str,
    *,
    method: str,
    now: datetime,
    sent_at: datetime | None = None,
    effective: str = "asap",
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
    promotion = read_promotion(case.booked, terms, place="promotion")
    asked = read_request(request, place="request")
    answer = quote(terms, promotion, asked)
    written = quote_json(answer)
    return TakenQuote(
        hash=fingerprint(written),
        taken_at=now,
        permitted=answer.permitted,
        price=answer.totals.exit_cost if answer.totals else zero(terms.currency),
        request=request,
        quote=written,
        curve=tuple(daily_curve_json(terms, promotion, asked)),
        settlements=tuple(_settlement(case, creator) for creator in answer.creators),
        evidence=tuple(encode(standings(terms.rights, promotion))),
        if_proven=tuple(if_proven_json(if_proven(terms, promotion, asked, answer), terms.currency)),
    )


def _settlement(case: Case, creator: CreatorSettlement) -> Settlement:
    names = {contact.id: contact.name for contact in case.contacts}
    return Settlement(
        creator_id=creator.id,
        name=names[creator.id],
        due=creator.due,
        paid=creator.paid,
        balance=creator.balance,
        direction=creator.direction,
        lines=creator.lines,
        workings=tuple(Working(one.code, one.amount, one.formula, one.clause or "") for one in creator.workings),
        duties=tuple(duty.value for duty in creator.duties),
        pay_by=creator.pay_by,
    )
