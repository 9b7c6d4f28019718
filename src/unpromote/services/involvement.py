"""Involvement: keep a creator on, in another way, priced by the quote engine; each change is a new settlement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from unpromote.domain.agreement import read_request
from unpromote.domain.case import Case
from unpromote.domain.creator_events import InvolvementAdjusted
from unpromote.domain.deals import deal_of
from unpromote.domain.errors import NotAllowed
from unpromote.domain.involvement import Change, Leaving, adjusted, revised, with_proposed
from unpromote.domain.payout import Settlement
from unpromote.domain.proposals import Proposal
from unpromote.domain.unclear import Unsettled
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.services.record import record


def preview_change(person: Person, case_id: str, creator_id: str, changes: Sequence[Change]) -> Settlement:
    """Return the settlement that the changes would come to; nothing is recorded.

    Raises:
        NotAllowed: there is no quote, readings are open, published work would change, or nothing is left to convert.
        BadInput: a change is incomplete, or names nothing that there is.
    """
    return _settlement(queries.case(person, case_id), creator_id, tuple(changes))


def adjust(
    person: Person,
    case_id: str,
    creator_id: str,
    changes: Sequence[Change],
    *,
    why: str,
    now: datetime,
    proposal_id: str = "",
) -> Case:
    """Put the changes, all of them, in place of earlier ones; no change leads back to the quote.

    The creator is asked again where figures change. It takes the right to approve, because it commits money.

    Raises:
        NotAllowed: as for `preview_change`, or the person may not approve, or the settlement is released already.
        BadInput: a change is incomplete, or names nothing that there is.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    settlement = _settlement(case, creator_id, tuple(changes))
    event = InvolvementAdjusted(at=now, by=person.name, settlement=settlement, why=why, proposal_id=proposal_id)
    return record(case.id, event)


def accept(person: Person, case_id: str, proposal_id: str, *, why: str = "", now: datetime) -> Case:
    """Accept a creator's proposal with its figures: what stood before it stays, and what it asks for is made.

    It takes the right to approve, because it commits money.

    Raises:
        NotAllowed: there is no such proposal, it was answered, or does not say enough; else as for `adjust`.
        BadInput: what it asks for names nothing that there is, or a day that is over.
    """
    case = queries.case(person, case_id)
    person.must_approve_for(case.client)
    proposal = _proposal(case, proposal_id)
    return record(
        case.id,
        InvolvementAdjusted(
            at=now,
            by=person.name,
            settlement=accepted(case, proposal),
            why=why.strip() or f"as {proposal.kind.value.replace('_', ' ')} was proposed",
            proposal_id=proposal.id,
        ),
    )


def accepted(case: Case, proposal: Proposal) -> Settlement:
    """Return the settlement that accepting a proposal comes to; nothing is recorded.

    Raises:
        NotAllowed: it does not say enough, or as for `preview_change`.
        BadInput: it names nothing that there is, or a day that is over.
    """
    before, deal = _before(case, proposal.creator_id), deal_of(case.deals, proposal.creator_id)
    return _settlement(case, proposal.creator_id, with_proposed(before, proposal, _leaving(case), deal))


def _proposal(case: Case, proposal_id: str) -> Proposal:
    for proposal in case.proposals:
        if proposal.id == proposal_id:
            return proposal
    raise NotAllowed(f"the case has no proposal {proposal_id!r}")


def _before(case: Case, creator_id: str) -> Settlement:
    for settlement in case.settlements:
        if settlement.creator_id == creator_id:
            return settlement
    raise NotAllowed(f"the case has no settlement with {creator_id!r}")


def _settlement(case: Case, creator_id: str, changes: tuple[Change, ...]) -> Settlement:
    before = _before(case, creator_id)
    return revised(before, adjusted(_leaving(case), deal_of(case.deals, creator_id), changes))


def _leaving(case: Case) -> Leaving:
    taken = case.requote or case.quote
    if taken is None or case.terms is None or not taken.permitted or "right" not in taken.quote:
        raise NotAllowed("an involvement changes after a quote that permits leaving, over settled readings")
    unsettled = Unsettled(case.terms, case.booked, case.unclear)
    terms, promotion = unsettled.under(unsettled.first)
    return Leaving(terms, promotion, read_request(taken.request, place="request"), str(taken.quote["right"]))
