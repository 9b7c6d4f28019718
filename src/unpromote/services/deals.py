"""Deals: what was agreed with each creator, entered by hand or from rows of a spreadsheet.

Rows of a spreadsheet come as `deal_rows` makes them; programs write a deal out in full (`deal_in`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from unpromote.domain.agreement import read_promotion, read_terms
from unpromote.domain.case import Case, State
from unpromote.domain.codec import decode
from unpromote.domain.creator_events import DealsEntered
from unpromote.domain.deals import Deal
from unpromote.domain.errors import BadInput
from unpromote.domain.letters import address
from unpromote.domain.messages import Contact, Counterpart
from unpromote.domain.promotion import Creator, Promotion
from unpromote.domain.silence import SilenceDeadline, silence_deadlines
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.record import record

_FIXED = (State.STOPPING, State.SETTLING)


@dataclass(frozen=True)
class NewDeal:
    """One creator's deal: `creator` in the vocabulary of quotes, whom to write to, and the rest of the deal."""

    creator: Mapping[str, Any]
    contact: Contact
    rest: Deal


def deal_in(data: Mapping[str, Any], currency: str, place: str) -> NewDeal:
    """Return a deal from its written form {creator, email, language, time_zone, codes, gifts, advances}.

    Raises:
        BadInput: a field is unknown, missing or does not fit; names its path.
    """
    known = {"creator", "email", "language", "time_zone", "codes", "gifts", "advances"}
    for key in data:
        if key not in known:
            raise BadInput(f"unknown field {key!r}", place=place, mend=f"known here: {', '.join(sorted(known))}")
    creator = decode(Creator, data.get("creator"), currency=currency, place=f"{place}.creator")
    rest = {key: data[key] for key in ("time_zone", "codes", "gifts", "advances") if key in data}
    contact = Contact(
        id=creator.id,
        counterpart=Counterpart.CREATOR,
        name=creator.name or creator.id,
        address=address(str(data.get("email", "")), place=f"{place}.email"),
        language=str(data.get("language") or "en"),
    )
    deal = decode(Deal, {"creator_id": creator.id, **rest}, currency=_own(creator), place=place)
    return NewDeal(data["creator"], contact, deal)


def _own(creator: Creator) -> str:
    return creator.advance_paid.currency.code


def enter_deals(person: Person, case_id: str, entered: Sequence[NewDeal], *, now: datetime) -> Case:
    """Enter deals, all or none, in place of those of the same creators; a quote taken before is void.

    Once the quote is approved only codes, gifts and time zones can change, for creators that the case knows.

    Raises:
        NotAllowed: the case is closed, or not this person's.
        BadInput: a deal does not fit the promotion or the terms; names the field.
    """
    case = queries.case(person, case_id)
    if not entered:
        raise BadInput("there is no deal in it", place="deals", mend="add a deal for each creator")
    if case.state in _FIXED:
        _same_figures(case, entered)
        amended = tuple(one.rest for one in entered)
        return record(case.id, DealsEntered(at=now, by=person.name, creators=(), contacts=(), deals=amended))
    event = DealsEntered(
        at=now,
        by=person.name,
        creators=tuple(one.creator for one in entered),
        contacts=tuple(one.contact for one in entered),
        deals=tuple(one.rest for one in entered),
    )
    _check(case, event)
    return record(case.id, event)


def _same_figures(case: Case, entered: Iterable[NewDeal]) -> None:
    currency = currency_of(case)
    booked = {one["id"]: decode(Creator, one, currency=currency) for one in case.promotion.get("creators", ())}
    for one in entered:
        if decode(Creator, one.creator, currency=currency) != booked.get(one.contact.id):
            mend = "state prices and stages as they were approved; change the involvement instead"
            raise BadInput("the quote is approved: figures are fixed", place=f"deals.{one.contact.id}", mend=mend)


def _check(case: Case, event: DealsEntered) -> None:
    written = {one["id"]: one for one in (*case.promotion.get("creators", ()), *event.creators)}
    booked = {**case.booked, "creators": [*written.values()]}
    if case.terms is not None:
        read_promotion(booked, read_terms(case.terms, place="terms"), place="promotion")
    else:
        decode(Promotion, booked, currency=currency_of(case), place="promotion")


def currency_of(case: Case) -> str:
    """Return the settlement currency: that of the terms, before there are any that of the budget."""
    return str(case.terms["currency"] if case.terms is not None else case.targets[0].budget.currency.code)


def silences(case: Case) -> tuple[SilenceDeadline, ...]:
    """Return when silence approves what creators handed in, the first first."""
    return silence_deadlines(case.terms, case.promotion)
