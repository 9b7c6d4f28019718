"""Claims: what a counterparty asks for beside the present quote, and the letter that objects to the rest.

A comparison is a look at the case, and the letter a draft that a person sends: neither records anything. A claim is
recorded where it is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string
from moneyed import Money

from unpromote.domain.accounts import PREPAID, Account, creator_account, seller_account
from unpromote.domain.aggregate import KeptClaim
from unpromote.domain.agreement import read_promotion, read_terms
from unpromote.domain.case import Case
from unpromote.domain.claims import (
    NOTHING,
    SELLER,
    Claim,
    ComparedLine,
    Comparison,
    compare,
    read_claim,
    read_claim_rows,
)
from unpromote.domain.codec import decode
from unpromote.domain.dates import civil_date
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.events import ClaimReceived, TakenQuote
from unpromote.domain.letters import Letter, token_for
from unpromote.domain.lines import Line
from unpromote.domain.messages import Contact
from unpromote.domain.terms import Terms
from unpromote.services import queries, templates
from unpromote.services.correspondence import shared_facts
from unpromote.services.letters import Kind, ObjectedLine, ObjectionFacts, compose, language_for
from unpromote.services.people import Person
from unpromote.services.ports import RowsReader
from unpromote.services.record import record

ANSWER_WITHIN = timedelta(days=14)  # time to correct an invoice; no agreement states it

Rows = Sequence[tuple[int, Mapping[str, str]]]


def claim_from(person: Person, case_id: str, data: object, rows: Rows = ()) -> Claim:
    """Return a claim on this case, amounts in its agreement's currency, from its JSON form or a table's rows.

    Raises:
        NotAllowed: there is no quote that permits the cancellation.
        BadInput: the claim cannot be read; the place is named.
    """
    _, terms, _ = _quoted(person, case_id)
    rated = tuple(terms.fx)
    return read_claim(data, terms.currency, rated) if data is not None else read_claim_rows(rows, terms.currency, rated)


def claim_rows(path: Path) -> Rows:
    """Return the rows of a table's file as they can be handed over for a claim.

    Raises:
        BadInput: the file cannot be read as a table.
    """
    reader = cast("RowsReader", import_string(settings.UNPROMOTE_PARTS["claim_rows"]))
    return reader(path)


def codes_owed(person: Person, case_id: str, claimant: str) -> tuple[str, ...]:
    """Return what a line of this claimant can be: the codes of the quote and the agreement, and "none".

    Raises:
        NotAllowed, BadInput: as for `compare_claim`.
    """
    case, terms, taken = _quoted(person, case_id)
    _contact(case, claimant)
    return (*_account(case, taken, terms, claimant).codes, NOTHING)


def compare_claim(person: Person, case_id: str, claim: Claim, now: datetime) -> Comparison:
    """Return the claim beside the present quote, line by line.

    Raises:
        NotAllowed: there is no quote that permits the cancellation.
        BadInput: the case has no such claimant, the claim is from the future, or a match fits nothing.
    """
    case, terms, taken = _quoted(person, case_id)
    _contact(case, claim.claimant)
    return compare(claim, _account(case, taken, terms, claim.claimant), terms, civil_date(now, terms.zone))


def keep_claim(person: Person, case_id: str, claim: Claim, now: datetime) -> KeptClaim:
    """Keep a claim with the case, and how it compares today; one of the same claimant and reference is replaced.

    Raises:
        NotAllowed, BadInput: as for `compare_claim`.
    """
    case, _, taken = _quoted(person, case_id)
    found = compare_claim(person, case_id, claim, now)
    event = ClaimReceived(
        at=now,
        by=person.name,
        claim_id=f"claim_{secrets.token_hex(6)}",
        claim=claim,
        comparison=found,
        quote_hash=taken.hash,
    )
    return record(case.id, event).claims[-1]


def kept_claim(person: Person, case_id: str, claim_id: str) -> KeptClaim:
    """Return a claim that was kept; raise NotAllowed where the case has none of this id."""
    for kept in queries.case(person, case_id).claims:
        if kept.id == claim_id:
            return kept
    raise NotAllowed(f"the case has no claim {claim_id!r}")


def draft_objection(person: Person, case_id: str, claim: Claim, now: datetime) -> Letter:
    """Return the letter that objects to what the claim asks for beyond what is owed; nothing is sent.

    Raises:
        NotAllowed: a line is unmatched still, or the claim asks for no more than is owed.
        BadInput: as for `compare_claim`.
    """
    found = compare_claim(person, case_id, claim, now)
    if found.unmatched:
        named = ", ".join(repr(line.wording or line.code) for line in found.unmatched)
        raise NotAllowed(f"first say what these lines are: {named}")
    objected = tuple(
        _objected(line, line.owed) for line in found.lines if line.owed is not None and line.excess is not None
    )
    if not objected:
        raise NotAllowed("the claim asks for no more than is owed: there is nothing to object to")
    case, terms, _ = _quoted(person, case_id)
    today = civil_date(now, terms.zone)
    in_time = found.object_by is not None and today <= found.object_by
    facts = ObjectionFacts(
        **shared_facts(case, _contact(case, claim.claimant), token_for(f"{case.id}/{claim.claimant}")),
        received_on=claim.received_on,
        claimed=found.claimed,
        lines=objected,
        answer_by_on=today + ANSWER_WITHIN,
        claim_reference=claim.reference,
        object_by_on=found.object_by if in_time else None,
    )
    own = templates.own(case.client, language_for(Kind.OBJECTION, facts.to.language))
    return compose(Kind.OBJECTION, facts, own=own)


def _quoted(person: Person, case_id: str) -> tuple[Case, Terms, TakenQuote]:
    case = queries.case(person, case_id)
    taken = case.requote or case.quote
    if case.terms is None or taken is None or not taken.permitted:
        raise NotAllowed("a claim is compared with a quote that permits the cancellation: take one first")
    if case.unclear:
        paths = ", ".join(one.path for one in case.unclear)
        raise NotAllowed(f"what is owed depends on terms that are unclear: settle first how these are read: {paths}")
    return case, read_terms(case.terms, place="terms"), taken


def _contact(case: Case, claimant: str) -> Contact:
    for contact in case.contacts:
        if contact.id == claimant:
            return contact
    known = ", ".join(contact.id for contact in case.contacts)
    raise BadInput(f"the case has no contact {claimant!r}", place="claimant", mend=f"known here: {known}")


def _account(case: Case, taken: TakenQuote, terms: Terms, claimant: str) -> Account:
    if claimant == SELLER:
        written = enumerate(taken.quote["lines"])
        lines = [decode(Line, line, currency=terms.currency, place=f"quote.lines[{n}]") for n, line in written]
        prepaid = read_promotion(case.promotion, terms, place="promotion").prepaid
        deposit = taken.quote.get("deposit") or {"set_off": "0"}
        set_off = decode(Money, deposit["set_off"], currency=terms.currency, place="quote.deposit.set_off")
        return seller_account(lines, prepaid, terms, set_off=set_off)
    for settlement in taken.settlements:
        if settlement.creator_id == claimant:
            return creator_account(settlement)
    raise NotAllowed(f"{claimant} has no settlement in the present quote: take a new one")


def _objected(line: ComparedLine, owed: Money) -> ObjectedLine:
    return ObjectedLine(
        what=line.wording or line.code,
        claimed=line.claimed,
        owed=owed,
        formula=line.formula,
        clause=line.clause,
        paid_before=line.code == PREPAID,
    )
