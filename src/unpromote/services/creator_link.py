"""The link to a creator's page: names case and creator, ends on a day, and is void once it was revoked.

It is signed with the installation's key and holds nothing secret. Whoever holds it speaks for that creator, as with a
letter; it opens one creator's settlement and nothing else. The same link comes out for the same day, so that a letter
stays the same however often it is drafted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core import signing

from unpromote.domain.audit import fingerprint
from unpromote.domain.case import Case
from unpromote.domain.codec import encode
from unpromote.domain.creator_events import CreatorLinkRevoked
from unpromote.domain.deals import Deal, deal_of
from unpromote.domain.errors import NotAllowed
from unpromote.domain.messages import Contact
from unpromote.domain.payout import Settlement
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.record import record
from unpromote.store import cases

HOLDS = timedelta(days=120)
_SALT = "unpromote.creator"
_SHOWN = 16  # hex digits that tell figures apart


class LinkOver(NotAllowed):
    """The link was changed, has ended or was revoked."""


@dataclass(frozen=True)
class Visit:
    """What a link opens."""

    case: Case
    settlement: Settlement
    contact: Contact
    deal: Deal
    until: datetime

    @property
    def zone(self) -> str:
        """Return the creator's time zone, else that of the agreement."""
        return self.deal.time_zone or str((self.case.terms or {}).get("time_zone", "UTC"))

    @property
    def ends_at(self) -> datetime:
        """Return when the promotion ends."""
        taken = self.case.requote or self.case.quote
        answer = taken.quote if taken else {}
        return datetime.fromisoformat(answer.get("effective_at") or answer["range"]["effective_at"]["latest"])

    @property
    def figures(self) -> str:
        """Return what stands for the figures that the creator sees and agrees to."""
        return figures_of(self.settlement)


def figures_of(settlement: Settlement) -> str:
    """Return what stands for a settlement's figures: it changes when one of them does."""
    return fingerprint(encode(settlement.figures))[:_SHOWN]


def link_for(case: Case, creator_id: str, *, now: datetime) -> str:
    """Return the link to a creator's page; "" where the installation does not say where people reach it."""
    public = str(settings.UNPROMOTE.get("public_url", "")).rstrip("/")
    return f"{public}/creator/{_token(case, creator_id, now)}/" if public else ""


def _token(case: Case, creator_id: str, now: datetime) -> str:
    until = (now + HOLDS).astimezone(UTC).date()
    named = [case.id, creator_id, case.links.get(creator_id, 0), until.isoformat()]
    return signing.Signer(salt=_SALT).sign_object(named, compress=True)


def link_of(person: Person, case_id: str, creator_id: str, *, now: datetime) -> str:
    """Return the path of a link to hand out; opened, it shows what the creator sees.

    Raises:
        NotAllowed: there is no such case or creator for this person.
    """
    case = queries.case(person, case_id)
    _settlement(case, creator_id)
    return link_for(case, creator_id, now=now) or f"/creator/{_token(case, creator_id, now)}/"


def revoke_link(person: Person, case_id: str, creator_id: str, *, now: datetime) -> Case:
    """End every link to the creator's page that was given out so far.

    Raises:
        NotAllowed: there is no such case or creator, or everybody has still to be told.
    """
    case = queries.case(person, case_id)
    return record(case.id, CreatorLinkRevoked(at=now, by=person.name, creator_id=creator_id))


def open_page(token: str, *, now: datetime) -> Visit:
    """Return what a link opens.

    Raises:
        LinkOver: it was changed, has ended or was revoked.
    """
    over = LinkOver("this link does not work any more")
    try:
        case_id, creator_id, counter, until = signing.Signer(salt=_SALT).unsign_object(token)
        ends_at = datetime.combine(date.fromisoformat(until), datetime.max.time(), tzinfo=UTC)
        case = cases.load(case_id)
        settlement = _settlement(case, creator_id)
    except (signing.BadSignature, ValueError, TypeError, NotAllowed):
        raise over from None
    if now > ends_at or case.links.get(creator_id, 0) != counter:
        raise over
    contact = next(contact for contact in case.contacts if contact.id == creator_id)
    return Visit(case, settlement, contact, deal_of(case.deals, creator_id), ends_at)


def _settlement(case: Case, creator_id: str) -> Settlement:
    for settlement in case.settlements:
        if settlement.creator_id == creator_id and case.approval is not None:
            return settlement
    raise NotAllowed(f"the case has no settlement with {creator_id!r}")
