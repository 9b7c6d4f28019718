"""Approval: who has signed the quote, who still has to, and whether this person can."""

from __future__ import annotations

from dataclasses import dataclass

from unpromote.domain import approval as rules
from unpromote.domain.case import Case, State
from unpromote.services.people import Person
from unpromote.web import formats
from unpromote.web.show.answer import zone
from unpromote.web.show.ranges import price


@dataclass(frozen=True)
class SignatureShown:
    """One person's yes."""

    by: str
    at: str


@dataclass(frozen=True)
class ApprovalShown:
    """The yes to one quote, as this person sees it."""

    hash: str
    hash_short: str
    price: str
    signatures: list[SignatureShown]
    two_needed: bool
    complete: bool
    can_sign: bool
    why_not: str


def approval(case: Case, person: Person) -> ApprovalShown | None:
    """Return the approval, or None where there is nothing to approve."""
    asked = case.approval
    if asked is None:
        return None
    complete = rules.is_complete(asked)
    why_not = "" if complete else _why_not(asked, may=person.rights[case.client], name=person.name)
    return ApprovalShown(
        hash=asked.quote_hash,
        hash_short=formats.short(asked.quote_hash),
        price=price(case.quote) if case.quote else formats.money(asked.price),
        signatures=[SignatureShown(by=s.by, at=formats.instant(s.at, zone(case))) for s in asked.signatures],
        two_needed=asked.needed > 1,
        complete=complete,
        can_sign=case.state is State.QUOTED and not complete and not why_not,
        why_not=why_not,
    )


def _why_not(asked: rules.Approval, *, may: bool, name: str) -> str:
    if not may:
        return "You may not approve for this client."
    if any(signature.by == name for signature in asked.signatures):
        return "You have signed. A second person has to sign before anything is stopped."
    return ""
