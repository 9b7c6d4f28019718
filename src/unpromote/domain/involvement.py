"""Keeping a creator on: work moved to another day or campaign, made smaller, or an advance kept as credit; priced.

The quote engine prices it: the creator is quoted by the right that was approved, without the work that goes on and
without what was paid ahead for it. So work that goes on is due no kill fee, and what is due a kill fee does not go on.

    reschedule, reassign   the whole price goes on; the deliverable keeps its advance
    reduce                 `share` of the price goes on, with that share of the advance; the rest is cancelled
    credit                 what would be clawed back is kept as credit for the next work instead

Published work is owed in full and never changes. An advance is kept as it was paid for the deliverable where that is
known, else by its share of the prices. Usage, exclusivity and expenses are this promotion's own and stay as quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from moneyed import Money

from unpromote.domain.codec import fraction_text
from unpromote.domain.deals import Deal
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.money import exact, round_half_up, shown, total, zero
from unpromote.domain.payout import GoesOn, Settlement, Working
from unpromote.domain.promotion import Creator, Deliverable, Promotion, Request
from unpromote.domain.proposals import Proposal, ProposalKind
from unpromote.domain.quote import quote
from unpromote.domain.settlement import CreatorSettlement
from unpromote.domain.terms import Terms
from unpromote.domain.vocabulary import Advance, Stage


class Way(Enum):
    """How a creator's involvement changes."""

    RESCHEDULE = "reschedule"
    REDUCE = "reduce"
    REASSIGN = "reassign"
    CREDIT = "credit"


_WAYS = {
    ProposalKind.OTHER_DATE: Way.RESCHEDULE,
    ProposalKind.OTHER_CAMPAIGN: Way.REASSIGN,
    ProposalKind.REDUCED_SCOPE: Way.REDUCE,
}


@dataclass(frozen=True)
class Change:
    """One change. Of a deliverable, except credit; `share` is the part of the scope that goes on, of reduce alone."""

    way: Way
    deliverable: str = ""
    on: date | None = None
    share: Fraction | None = None
    campaign: str = ""


@dataclass(frozen=True)
class Leaving:
    """By which right of which terms the promotion was left, with which request."""

    terms: Terms
    promotion: Promotion
    request: Request
    right: str

    def creator(self, creator_id: str) -> Creator:
        """Return the creator.

        Raises:
            NotAllowed: there is none of that id.
        """
        for creator in self.promotion.creators:
            if creator.id == creator_id:
                return creator
        raise NotAllowed(f"the promotion has no creator {creator_id!r}")


@dataclass(frozen=True)
class Adjusted:
    """What the changes come to: the settlement as the engine has it, and what goes on."""

    settlement: CreatorSettlement
    goes_on: tuple[GoesOn, ...]


def adjusted(left: Leaving, deal: Deal, changes: tuple[Change, ...]) -> Adjusted:
    """Return the settlement of the deal's creator under the changes; with none, as it was quoted.

    Raises:
        NotAllowed: published work would change, or the right is not open any more.
        BadInput: a change is incomplete, or names nothing that there is.
    """
    creator = left.creator(deal.creator_id)
    _check(changes, creator, left)
    goes_on = _kept(creator, deal, changes)
    stays = tuple(filter(None, (_left_here(item, goes_on) for item in creator.deliverables)))
    advance = creator.advance_paid - total((one.advance_kept for one in goes_on), creator.advance_paid.currency)
    settled = _settled(left, replace(creator, deliverables=stays, advance_paid=advance))
    if any(change.way is Way.CREDIT for change in changes):
        settled = _credited(settled)
    return Adjusted(settled, goes_on)


def revised(before: Settlement, found: Adjusted) -> Settlement:
    """Return the settlement that takes the place of the one before, as it comes out of the changes."""
    told = found.settlement
    return replace(
        before,
        due=told.due,
        paid=told.paid,
        balance=told.balance,
        direction=told.direction,
        lines=told.lines,
        workings=tuple(Working(one.code, one.amount, one.formula, one.clause or "") for one in told.workings),
        duties=tuple(duty.value for duty in told.duties),
        pay_by=told.pay_by,
        goes_on=found.goes_on,
        version=before.version + 1,
    )


def with_proposed(before: Settlement, proposal: Proposal, left: Leaving, deal: Deal) -> tuple[Change, ...]:
    """Return every change that stands when the proposal is accepted: those before it, with what it asks for in place.

    Raises:
        NotAllowed: the proposal does not say enough to be priced.
    """
    creator = left.creator(proposal.creator_id)
    asked = {change.deliverable: change for change in _asked(proposal, creator)}
    stood = {one.deliverable: _stood(one, creator) for one in before.goes_on}
    changes = tuple({**stood, **asked}.values())
    kept = before.direction == Advance.CREDIT.value
    if kept and adjusted(left, deal, changes).settlement.direction == Advance.CLAWBACK.value:
        return (*changes, Change(Way.CREDIT))
    return changes


def _asked(proposal: Proposal, creator: Creator) -> Iterator[Change]:
    said = {
        ProposalKind.OTHER_DATE: proposal.on,
        ProposalKind.OTHER_CAMPAIGN: proposal.campaign.strip(),
        ProposalKind.REDUCED_SCOPE: proposal.share,
    }
    if not said[proposal.kind]:
        raise NotAllowed("the proposal does not say it in figures: adjust the involvement, which accepts it")
    way = _WAYS[proposal.kind]
    open_ = [item.id for item in creator.deliverables if item.stage is not Stage.PUBLISHED]
    share = proposal.share if way is Way.REDUCE else None
    for name in [proposal.deliverable] if proposal.deliverable else open_:
        yield Change(way, name, proposal.on, share, proposal.campaign)


def _stood(one: GoesOn, creator: Creator) -> Change:
    """Return the change by which a piece of work goes on."""
    whole = next(item.price for item in creator.deliverables if item.id == one.deliverable)
    share = exact(one.price) / exact(whole) if one.way == Way.REDUCE.value else None
    return Change(Way(one.way), one.deliverable, one.on, share, one.campaign)


def _check(changes: tuple[Change, ...], creator: Creator, left: Leaving) -> None:
    items = {item.id: item for item in creator.deliverables}
    named = [change.deliverable for change in changes if change.way is not Way.CREDIT]
    for nth, change in enumerate(changes):
        place = f"changes[{nth}]"
        if change.way is Way.CREDIT:
            if change.deliverable:
                raise BadInput("credit is of the advance, not of one deliverable", place=f"{place}.deliverable")
            continue
        if change.deliverable not in items:
            mend = f"known here: {', '.join(items)}"
            raise BadInput(f"there is no deliverable {change.deliverable!r}", place=f"{place}.deliverable", mend=mend)
        if named.count(change.deliverable) > 1:
            raise BadInput(f"{change.deliverable!r} changes twice", place=place, mend="state one change of it")
        if items[change.deliverable].stage is Stage.PUBLISHED:
            raise NotAllowed(f"{change.deliverable} is published: it is owed in full and cannot change")
        _check_stated(change, left, place)


def _check_stated(change: Change, left: Leaving, place: str) -> None:
    asked_on = left.request.sent_at.astimezone(left.terms.zone).date()
    if change.way is Way.RESCHEDULE and change.on is None:
        raise BadInput("the other day is missing", place=f"{place}.on", mend="state it as 2026-09-01")
    if change.on is not None and change.on <= asked_on:
        raise BadInput(f"{change.on} is over", place=f"{place}.on", mend=f"name a day after {asked_on}")
    if change.way is Way.REASSIGN and not change.campaign.strip():
        raise BadInput("the other campaign is missing", place=f"{place}.campaign", mend="name it")
    if (change.way is Way.REDUCE) != (change.share is not None):
        raise BadInput("a share belongs to a smaller scope, and to nothing else", place=f"{place}.share")
    if change.share is not None and not 0 < change.share < 1:
        mend = 'write the part that goes on, such as "0.5"'
        raise BadInput(f"{change.share} is no part of the scope", place=f"{place}.share", mend=mend)


def _kept(creator: Creator, deal: Deal, changes: tuple[Change, ...]) -> tuple[GoesOn, ...]:
    by_item = {change.deliverable: change for change in changes if change.way is not Way.CREDIT}
    found, before = [], Fraction(0)
    whole = sum((exact(item.price) for item in creator.deliverables), Fraction(0))
    for item in creator.deliverables:
        change = by_item.get(item.id)
        if change is None:
            continue
        price = round_half_up(exact(item.price) * (change.share or 1), item.price.currency)
        kept, told = _advance(item, price, creator, deal.advances)
        if not told:  # by share of the prices, rounded on the running sum: all together never exceed the advance
            after = before + exact(price)
            kept, told = _share(creator.advance_paid, before, after, whole)
            before = after
        found.append(GoesOn(item.id, change.way.value, price, kept, told, change.on, change.campaign.strip()))
    return tuple(found)


def _advance(item: Deliverable, price: Money, creator: Creator, stated: Mapping[str, Money]) -> tuple[Money, str]:
    """Return what was paid ahead for the part that goes on, where the deal says what was paid for each deliverable."""
    nothing = zero(creator.advance_paid.currency)
    if not stated or total(stated.values(), nothing.currency) != creator.advance_paid:
        return nothing, ""
    paid = stated.get(item.id, nothing)
    if price == item.price:
        return paid, f"advance of {shown(paid)} paid for it"
    share = exact(price) / exact(item.price)
    return round_half_up(exact(paid) * share, paid.currency), f"advance {shown(paid)} x {fraction_text(share)}"


def _share(advance: Money, before: Fraction, after: Fraction, whole: Fraction) -> tuple[Money, str]:
    if not whole:
        return zero(advance.currency), "no price, no advance"
    up_to = [round_half_up(exact(advance) * part / whole, advance.currency) for part in (before, after)]
    return up_to[1] - up_to[0], f"advance {shown(advance)} x {shown(after - before)}/{shown(whole)}"


def _left_here(item: Deliverable, goes_on: tuple[GoesOn, ...]) -> Deliverable | None:
    """Return what of a deliverable is cancelled, or None where all of it goes on."""
    moved = next((one.price for one in goes_on if one.deliverable == item.id), None)
    if moved is None:
        return item
    return replace(item, price=item.price - moved) if moved < item.price else None


def _settled(left: Leaving, creator: Creator) -> CreatorSettlement:
    creators = tuple(creator if one.id == creator.id else one for one in left.promotion.creators)
    rights = tuple(right for right in left.terms.rights if right.id == left.right)
    answer = quote(replace(left.terms, rights=rights), replace(left.promotion, creators=creators), left.request)
    if not answer.permitted:
        raise NotAllowed(f"the right {left.right!r} is not open any more: take a new quote")
    return next(one for one in answer.creators if one.id == creator.id)


def _credited(settled: CreatorSettlement) -> CreatorSettlement:
    if settled.direction != Advance.CLAWBACK.value:
        raise NotAllowed("nothing would be clawed back, so there is no advance to keep as credit")
    return replace(settled, direction=Advance.CREDIT.value, pay_by=None)
