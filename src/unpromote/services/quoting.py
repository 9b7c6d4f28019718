"""A case's quote computed: one answer where the terms are clear, else the range over all readings with its questions.

The written form carries the ways on, what it was computed with and which layers it rests on, so that the hash that
people sign covers everything they see.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from moneyed import Money

from unpromote.domain.agreement import Promotion, Request, Terms, read_request
from unpromote.domain.audit import fingerprint
from unpromote.domain.case import Case
from unpromote.domain.choices import DecisionAsked, check_asked
from unpromote.domain.codec import decode, encode
from unpromote.domain.decision import decide, decision_json
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import TakenQuote
from unpromote.domain.money import zero
from unpromote.domain.payout import Settlement, Working
from unpromote.domain.proving import if_proven, if_proven_json
from unpromote.domain.quote import quote, quote_json
from unpromote.domain.ranges import Interval, Permitted, Ranged, range_json, ranged
from unpromote.domain.reproducing import computed_with
from unpromote.domain.settlement import CreatorSettlement
from unpromote.domain.standing import standings
from unpromote.domain.unclear import Unsettled
from unpromote.services.versions import installed

Json = Any


def computed(case: Case, request: Mapping[str, Json], now: datetime, weigh: Mapping[str, Json] | None) -> TakenQuote:
    """Return the quote for a request on the case as it stands; `weigh` says what else to weigh, as in a `decision`.

    Raises:
        NotAllowed: no terms are confirmed yet.
        BadInput: promotion and terms do not fit together, or what is to be weighed cannot be.
    """
    if case.terms is None:
        raise NotAllowed("confirm the terms first: nothing is quoted over an unconfirmed agreement")
    unsettled = Unsettled(case.terms, case.booked, case.unclear)
    terms, promotion = unsettled.under(unsettled.first)
    asked = read_request(request, place="request")
    with_ = computed_with(terms, promotion, case.unclear, installed(), case.terms_version)
    extra: dict[str, Json] = {"computed_with": with_}
    if case.layering is not None:
        extra["won"] = dict(case.layering.won)
    if case.unclear:
        if weigh:
            mend = "settle the readings first"
            raise BadInput("nothing can be weighed while terms are unclear", place="decision", mend=mend)
        return _range(case, ranged(unsettled, asked), request, now, extra)
    return _one(case, (terms, promotion, asked), _weighed(weigh, promotion), request, now, extra)


def _weighed(weigh: Mapping[str, Json] | None, promotion: Promotion) -> DecisionAsked:
    currency = promotion.budget.currency.code
    asked = decode(DecisionAsked, {} if weigh is None else weigh, currency=currency, place="decision")
    check_asked(asked, promotion, "decision")
    return asked


def _one(
    case: Case,
    known: tuple[Terms, Promotion, Request],
    weighed: DecisionAsked,
    request: Mapping[str, Json],
    now: datetime,
    extra: dict[str, Json],
) -> TakenQuote:
    terms, promotion, _ = known
    answer, decided = quote(*known), decide(*known, weighed)
    decision = decision_json(decided)
    curve = decision.pop("curve")
    decision |= {"asked": encode(weighed, currency=terms.currency), "curve_sha256": fingerprint(curve)}
    written = quote_json(answer) | {"decision": decision} | extra
    return TakenQuote(
        hash=fingerprint(written),
        taken_at=now,
        permitted=answer.permitted,
        price=answer.totals.exit_cost if answer.totals else zero(terms.currency),
        request=request,
        quote=written,
        curve=tuple(curve),
        settlements=_settlements(case, answer.creators),
        evidence=tuple(encode(standings(terms.rights, promotion))),
        if_proven=tuple(if_proven_json(if_proven(*known, answer), terms.currency)),
    )


def _range(case: Case, found: Ranged, request: Mapping[str, Json], now: datetime, extra: dict[str, Json]) -> TakenQuote:
    currency = found.readings[0].quote.currency
    known, open_ = _creators(found)
    written = range_json(found) | {"creators": encode(known, currency=currency), "creators_open": open_} | extra
    permitted = found.range.permitted is Permitted.YES
    return TakenQuote(
        hash=fingerprint(written),
        taken_at=now,
        permitted=permitted,
        price=found.range.exit_cost.greatest if found.range.exit_cost else zero(currency),
        request=request,
        quote=written,
        curve=(),
        settlements=_settlements(case, known) if permitted else (),
    )


def _creators(found: Ranged) -> tuple[tuple[CreatorSettlement, ...], list[dict[str, Json]]]:
    """Return the creators whose figures every reading has alike, and those whose figures depend on the reading."""
    quotes = [reading.quote for reading in found.readings if reading.quote.permitted]
    known, open_ = [], []
    for nth, creator in enumerate(quotes[0].creators if quotes else ()):
        versions = [quoted.creators[nth] for quoted in quotes]
        if found.range.complete and all(other == creator for other in versions):
            known.append(creator)
        else:
            spans = {name: _span([getattr(one, name) for one in versions]) for name in ("due", "balance")}
            open_.append({"id": creator.id, **spans})
    return tuple(known), open_


def _span(amounts: list[Money]) -> Json:
    return encode(Interval(min(amounts), max(amounts)), currency=amounts[0].currency.code)


def _settlements(case: Case, creators: tuple[CreatorSettlement, ...]) -> tuple[Settlement, ...]:
    names = {contact.id: contact.name for contact in case.contacts}
    return tuple(_settlement(creator, names[creator.id]) for creator in creators)


def _settlement(creator: CreatorSettlement, name: str) -> Settlement:
    return Settlement(
        creator_id=creator.id,
        name=name,
        due=creator.due,
        paid=creator.paid,
        balance=creator.balance,
        direction=creator.direction,
        lines=creator.lines,
        workings=tuple(Working(one.code, one.amount, one.formula, one.clause or "") for one in creator.workings),
        duties=tuple(duty.value for duty in creator.duties),
        pay_by=creator.pay_by,
    )
