"""Deals: what was agreed with each creator, entered by hand or from rows of a spreadsheet.

Rows of a spreadsheet come as `deal_rows` makes them; programs write a deal out in full (`deal_in`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from unpromote.domain.agreement import read_promotion, read_terms
from unpromote.domain.case import Case, State
from unpromote.domain.codec import decode, encode
from unpromote.domain.creator_events import OF_CONTACT, OF_DEAL, DealsEntered
from unpromote.domain.creator_steps import entered_creators
from unpromote.domain.deals import Deal, deal_of
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
    """One creator's deal: `creator` in the vocabulary of quotes, whom to write to, and the rest of the deal.

    `unsaid` names what it leaves open, which stays as it was entered before.
    """

    creator: Mapping[str, Any]
    contact: Contact
    rest: Deal
    unsaid: tuple[str, ...] = ()


def deal_in(data: Mapping[str, Any], currency: str, place: str) -> NewDeal:
    """Return a deal from its written form {creator, email, language, time_zone, codes, gifts, advances}.

    What is left out, or blank, stays as it was entered before; an empty list empties it.

    Raises:
        BadInput: a field is unknown, missing or does not fit; names its path.
    """
    known = {"creator", "email", "language", "time_zone", "codes", "gifts", "advances"}
    for key in data:
        if key not in known:
            raise BadInput(f"unknown field {key!r}", place=place, mend=f"known here: {', '.join(sorted(known))}")
    creator = decode(Creator, data.get("creator"), currency=currency, place=f"{place}.creator")
    rest = {key: data[key] for key in OF_DEAL if data.get(key) is not None}
    contact = Contact(
        id=creator.id,
        counterpart=Counterpart.CREATOR,
        name=creator.name or creator.id,
        address=address(str(data.get("email", "")), place=f"{place}.email"),
        language=str(data.get("language") or "en"),
    )
    deal = decode(Deal, {"creator_id": creator.id, **rest}, currency=_own(creator), place=place)
    said = {"name": creator.name, **data}
    unsaid = tuple(name for name in (*OF_CONTACT, *OF_DEAL) if said.get(name) in (None, ""))
    return NewDeal(data["creator"], contact, deal, unsaid)


def added_to(case: Case, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return a deal of some works together with what was entered of that creator before.

    A work, code or gift is told anew by its name; a blank advance stays as it was.
    """
    creator = dict(written["creator"])
    of_creator: Mapping[str, Any] = next(
        (one for one in case.promotion.get("creators", ()) if one["id"] == creator["id"]), {}
    )
    of_deal = encode(deal_of(case.deals, creator["id"]))
    creator["deliverables"] = _joined("id", of_creator.get("deliverables", ()), creator["deliverables"])
    creator["advance_paid"] = creator["advance_paid"] or of_creator.get("advance_paid", "0")
    codes, gifts = (
        _joined(name, of_deal[field], written[field]) for name, field in (("value", "codes"), ("name", "gifts"))
    )
    return {**written, "creator": {**of_creator, **creator}, "codes": codes, "gifts": gifts}


def _joined(name: str, before: Iterable[Mapping[str, Any]], fresh: Iterable[Mapping[str, Any]]) -> list[Any]:
    joined: dict[str, dict[str, Any]] = {}
    for one in (*before, *fresh):
        joined[one[name]] = {**joined.get(one[name], {}), **one}
    return [*joined.values()]


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
    event = _event(person, entered, now)
    if case.state in _FIXED:
        _same_figures(case, event)
        return record(case.id, replace(event, creators=(), contacts=()))
    _check(case, event)
    return record(case.id, event)


def _event(person: Person, entered: Sequence[NewDeal], now: datetime) -> DealsEntered:
    return DealsEntered(
        at=now,
        by=person.name,
        creators=tuple(one.creator for one in entered),
        contacts=tuple(one.contact for one in entered),
        deals=tuple(one.rest for one in entered),
        unsaid={one.contact.id: one.unsaid for one in entered if one.unsaid},
    )


def _same_figures(case: Case, event: DealsEntered) -> None:
    currency = currency_of(case)
    booked = {one["id"]: decode(Creator, one, currency=currency) for one in case.promotion.get("creators", ())}
    told = {one["id"]: decode(Creator, one, currency=currency) for one in entered_creators(case, event)}
    known = {contact.id: contact for contact in case.contacts}
    for one in event.contacts:
        place, now = f"deals.{one.id}", known.get(one.id, one)
        if told[one.id] != booked.get(one.id):
            mend = "state prices and stages as they were approved; change the involvement instead"
            raise BadInput("the quote is approved: figures are fixed", place=place, mend=mend)
        spoken = now.language if "language" in event.unsaid.get(one.id, ()) else one.language
        if (one.address, spoken) != (now.address, now.language):
            mend = "give another address as how they are reached (`unpromote case contact`)"
            raise BadInput("the quote is approved: a deal does not change who is written to", place=place, mend=mend)


def _check(case: Case, event: DealsEntered) -> None:
    booked = {**case.booked, "creators": entered_creators(case, event)}
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
