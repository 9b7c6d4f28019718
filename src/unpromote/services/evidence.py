"""Evidence: what is stated as a fact, which files show it, and who looked at them and says that it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from unpromote.domain.agreement import read_promotion, read_terms
from unpromote.domain.case import Case
from unpromote.domain.catalogue import FACTS
from unpromote.domain.codec import decode, encode
from unpromote.domain.errors import BadInput
from unpromote.domain.events import EvidenceAdded, FactConfirmed, FactStated
from unpromote.domain.evidence import EvidenceKind, FactStatus
from unpromote.domain.promotion import Fact, Promotion
from unpromote.domain.standing import Standing, standings
from unpromote.services import filing, queries
from unpromote.services.people import Person
from unpromote.services.record import record


@dataclass(frozen=True)
class NewEvidence:
    """What a person hands in: a file, the facts that it proves, and what it is, in words and by kind."""

    source: Path
    proves: Sequence[str]
    description: str
    kind: EvidenceKind = EvidenceKind.OTHER


def add_evidence(person: Person, case_id: str, new: NewEvidence, *, now: datetime) -> Case:
    """Keep a file as evidence for facts; the quote stays, a next one no longer warns of them.

    Raises:
        NotAllowed: the case is closed, or not this person's.
        BadInput: the file cannot be kept, a fact is unknown, or nothing says what the file is.
    """
    case = queries.case(person, case_id)
    if not new.description.strip():
        mend = "say in a few words what the file shows"
        raise BadInput("the evidence has no description", place="description", mend=mend)
    if not new.proves:
        raise BadInput("it proves nothing", place="proves", mend=f"name a fact: {', '.join(fact_names(case))}")
    for name in new.proves:
        _known(case, name)
    proves = tuple(dict.fromkeys(new.proves))
    what = filing.NewItem(new.kind, new.description.strip(), at=now, by=person.name, proves=proves)
    item = filing.keep_evidence(case, new.source, what)
    return record(case.id, EvidenceAdded(at=now, by=person.name, item=item))


def state_fact(
    person: Person, case_id: str, name: str, fact: Mapping[str, Any], *, now: datetime, amend: bool = False
) -> Case:
    """State a fact of the promotion by its fields; a quote taken before is void, what changes nothing not recorded.

    With `amend` what is stated already is kept where `fact` does not say otherwise.

    Raises:
        NotAllowed: the case is approved already, or not this person's.
        BadInput: the fact is unknown, or does not fit the promotion; names the field.
    """
    case = queries.case(person, case_id)
    _known(case, name)
    before = _fields(_stated(case).get(name))
    written = _checked(case, name, {**((before or {}) if amend else {}), **fact})
    if written == before:
        return case
    return record(case.id, FactStated(at=now, by=person.name, name=name, fact=written))


def withdraw_fact(person: Person, case_id: str, name: str, *, now: datetime) -> Case:
    """Take back a fact; its evidence is kept. A quote taken before is void.

    Raises:
        NotAllowed: the case is approved already, or not this person's.
        BadInput: nobody states the fact.
    """
    case = queries.case(person, case_id)
    if _stated(case).get(name) is None:
        raise BadInput(f"nobody states the fact {name!r}", place="fact", mend="look at the facts of the case")
    return record(case.id, FactStated(at=now, by=person.name, name=name, fact=None))


def confirm_fact(person: Person, case_id: str, name: str, *, now: datetime) -> Case:
    """Say that the evidence for a fact was looked at, and that the fact holds.

    Raises:
        NotAllowed: nobody states it, no evidence is attached to it, or the case is approved already.
    """
    case = queries.case(person, case_id)
    return record(case.id, FactConfirmed(at=now, by=person.name, name=name))


def facts_of(case: Case) -> tuple[Standing, ...]:
    """Return how each stated fact of a case is shown; of facts that cannot be read, that they lack a mend."""
    rights = read_terms(case.terms, place="terms").rights if case.terms is not None else ()
    try:
        told: dict[str, Any] = {**case.booked, "creators": []}  # no fact hangs on what they are due
        promotion = decode(Promotion, told, currency=_currency(case), place="promotion")
    except BadInput as problem:
        return tuple(
            Standing(name, FactStatus.ASSERTED, (), (), (f"what can be read: {problem}",), ())
            for name, fact in _stated(case).items()
            if fact is not None
        )
    return standings(rights, promotion)


def fact_names(case: Case) -> tuple[str, ...]:
    """Return every fact that can be stated: those of the catalogue, and those that the terms name."""
    rights = case.terms.get("rights", ()) if case.terms is not None else ()
    own = (right["needs"]["fact"] for right in rights if right.get("needs"))
    return tuple(dict.fromkeys((*FACTS, *own, *_stated(case))))


def _known(case: Case, name: str) -> None:
    names = fact_names(case)
    if name not in names:
        raise BadInput(f"there is no fact {name!r}", place="fact", mend=f"known here: {', '.join(names)}")


def _stated(case: Case) -> Mapping[str, Any]:
    return case.promotion.get("facts") or {}


def _fields(fact: Mapping[str, Any] | bool | None) -> dict[str, Any] | None:  # noqa: FBT001 - as files may write it
    """Return a stated fact's fields but who confirmed it; `true` is a fact without particulars."""
    if fact is None:
        return None
    return {} if isinstance(fact, bool) else {key: item for key, item in fact.items() if key != "confirmed_by"}


def _checked(case: Case, name: str, fact: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fact in its written form, having put it into the promotion and read that."""
    place = f"facts.{name}"
    if "confirmed_by" in fact:
        raise BadInput("a fact is not confirmed by stating it", place=place, mend="add evidence, then confirm it")
    read = decode(Fact, dict(fact), currency=_currency(case), place=place)
    known = {creator["id"] for creator in case.promotion.get("creators", ())}
    for creator in read.creators:
        if creator not in known:
            mend = f"known here: {', '.join(sorted(known)) or 'none'}"
            raise BadInput(f"there is no creator {creator!r}", place=f"{place}.creators", mend=mend)
    if case.terms is not None:
        booked = {**case.booked, "facts": {**_stated(case), name: dict(fact)}}
        read_promotion(booked, read_terms(case.terms, place="terms"), place="promotion")
    return dict(encode(read, currency=_currency(case)))


def _currency(case: Case) -> str:
    return str(case.terms["currency"] if case.terms is not None else case.targets[0].budget.currency.code)
