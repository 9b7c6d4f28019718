"""Creators beside the money: their deals, how they stay on, their page, proposals, files and duties."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from ninja import Body, File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from unpromote.api.asking import Id, Part, Reference, asker, case_of, now
from unpromote.api.creator_shapes import CreatorFileView, DutyView, ProposalView, SilenceView
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import CaseView, SettlementView, case_view
from unpromote.api.uploads import kept
from unpromote.domain.codec import decode, encode
from unpromote.domain.involvement import Change, Way
from unpromote.services import creator_link, creator_page, deals, duties, involvement

router = Router(tags=["creators"])


class NewDeals(Schema):
    """Deals in place of those of the same creators."""

    deals: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=10_000,
        description="Each {creator, email, language, time_zone, codes, gifts, advances}; `creator` as in quotes",
    )


class NewChange(Schema):
    """One change of an involvement."""

    way: Way
    deliverable: str = Field("", max_length=200)
    on: date | None = None
    share: str | None = Field(None, pattern=r"^[0-9]{1,9}([./][0-9]{1,9})?$", description="Of reduce: what goes on")
    campaign: str = Field("", max_length=200)


class Adjustment(Schema):
    """Every change of one creator's involvement; none leads back to the quote."""

    changes: list[NewChange] = Field(max_length=200)
    why: str = Field("", max_length=2000)
    proposal_id: str = Field("", max_length=60)


class ProposalAnswer(Schema):
    """A person's answer to a proposal; a no needs a reason."""

    accepted: bool
    note: str = Field("", max_length=2000)


class PageLink(Schema):
    """A link to a creator's page; whoever has it speaks for the creator."""

    link: str


class ShownBy(Schema):
    """What shows that a duty was done."""

    words: str = Field("", max_length=2000)


class Waiver(Schema):
    """Why a duty is let go, or its proof refused."""

    why: str = Field(max_length=2000)


@router.post("/{reference}/deals", response={200: CaseView, **REFUSALS})
def enter_deals(request: HttpRequest, reference: Reference, new: NewDeals) -> Any:
    """Enter deals, all or none; a quote taken before is void. Once approved only codes, gifts and zones can change."""
    case = case_of(request, reference)
    currency = deals.currency_of(case)
    entered = [deals.deal_in(one, currency, f"deals[{nth}]") for nth, one in enumerate(new.deals)]
    return case_view(deals.enter_deals(asker(request), case.id, entered, now=now()))


@router.get("/{reference}/silences", response={200: list[SilenceView], **REFUSALS})
def list_silences(request: HttpRequest, reference: Reference) -> Any:
    """List when silence approves what creators handed in, the first first."""
    return encode(deals.silences(case_of(request, reference)))


@router.post("/{reference}/settlements/{creator}/involvement/preview", response={200: SettlementView, **REFUSALS})
def preview_involvement(request: HttpRequest, reference: Reference, creator: Id, new: Adjustment) -> Any:
    """Say what the changes would come to; nothing is recorded."""
    case = case_of(request, reference)
    return encode(involvement.preview_change(asker(request), case.id, creator, _changes(new)))


@router.post("/{reference}/settlements/{creator}/involvement", response={200: CaseView, **REFUSALS})
def adjust_involvement(request: HttpRequest, reference: Reference, creator: Id, new: Adjustment) -> Any:
    """Keep a creator on in another way; where figures change they are asked again. Needs the right to approve."""
    case = case_of(request, reference)
    moved = involvement.adjust(
        asker(request), case.id, creator, _changes(new), why=new.why, proposal_id=new.proposal_id, now=now()
    )
    return case_view(moved)


def _changes(new: Adjustment) -> tuple[Change, ...]:
    return tuple(
        Change(one.way, one.deliverable, one.on, _share(one.share, f"changes[{nth}].share"), one.campaign)
        for nth, one in enumerate(new.changes)
    )


def _share(text: str | None, place: str) -> Fraction | None:
    return None if text is None else decode(Fraction, text, place=place)


@router.post("/{reference}/settlements/{creator}/page", response={200: PageLink, **REFUSALS})
def page_link(request: HttpRequest, reference: Reference, creator: Id) -> Any:
    """Give a link to the creator's page."""
    case = case_of(request, reference)
    return {"link": creator_link.link_of(asker(request), case.id, creator, now=now())}


@router.post("/{reference}/settlements/{creator}/page/revoke", response={200: CaseView, **REFUSALS})
def revoke_page(request: HttpRequest, reference: Reference, creator: Id) -> Any:
    """End every link to the creator's page that was given out before."""
    case = case_of(request, reference)
    return case_view(creator_link.revoke_link(asker(request), case.id, creator, now=now()))


@router.get("/{reference}/proposals", response={200: list[ProposalView], **REFUSALS})
def list_proposals(request: HttpRequest, reference: Reference, part: Query[Part]) -> Any:
    """List what creators propose, in the order in which it came."""
    return encode(case_of(request, reference).proposals[part.span])


@router.post("/{reference}/proposals/{proposal}/answer", response={200: CaseView, **REFUSALS})
def answer_proposal(request: HttpRequest, reference: Reference, proposal: Id, answer: ProposalAnswer) -> Any:
    """Answer a creator's proposal; a yes makes the change with its figures, and needs the right to approve."""
    case = case_of(request, reference)
    answered = creator_page.answer_proposal(
        asker(request), case.id, proposal, accepted=answer.accepted, note=answer.note, now=now()
    )
    return case_view(answered)


@router.get("/{reference}/creator-files", response={200: list[CreatorFileView], **REFUSALS})
def list_files(request: HttpRequest, reference: Reference, part: Query[Part]) -> Any:
    """List what creators handed in: invoices, and proofs that something was taken down."""
    return encode(case_of(request, reference).creator_files[part.span])


@router.get("/{reference}/duties", response={200: list[DutyView], **REFUSALS})
def list_duties(request: HttpRequest, reference: Reference, part: Query[Part]) -> Any:
    """List what is left to do after the end, with its days, holders and proofs."""
    return encode(case_of(request, reference).duties[part.span])


@router.post("/{reference}/duties/{duty}/proof", response={200: CaseView, **REFUSALS})
def show_duty(
    request: HttpRequest, reference: Reference, duty: str, shown: Form[ShownBy], file: File[UploadedFile]
) -> Any:
    """Keep a file that shows that a duty was done."""
    case = case_of(request, reference)
    with kept(file, "proof") as path:
        moved = duties.show_duty(asker(request), case.id, _id(duty), words=shown.words, source=path, now=now())
        return case_view(moved)


@router.post("/{reference}/duties/{duty}/told", response={200: CaseView, **REFUSALS})
def tell_duty(request: HttpRequest, reference: Reference, duty: str, shown: Body[ShownBy]) -> Any:
    """Keep what somebody says that shows that a duty was done."""
    case = case_of(request, reference)
    return case_view(duties.show_duty(asker(request), case.id, _id(duty), words=shown.words, now=now()))


@router.post("/{reference}/duties/{duty}/done", response={200: CaseView, **REFUSALS})
def finish_duty(request: HttpRequest, reference: Reference, duty: str) -> Any:
    """Say that you looked at what shows a duty, and it is done."""
    case = case_of(request, reference)
    return case_view(duties.finish_duty(asker(request), case.id, _id(duty), now=now()))


@router.post("/{reference}/duties/{duty}/waive", response={200: CaseView, **REFUSALS})
def waive_duty(request: HttpRequest, reference: Reference, duty: str, given: Waiver) -> Any:
    """Let a duty go, with the reason."""
    case = case_of(request, reference)
    return case_view(duties.waive_duty(asker(request), case.id, _id(duty), why=given.why, now=now()))


@router.post("/{reference}/duties/{duty}/refuse", response={200: CaseView, **REFUSALS})
def refuse_proof(request: HttpRequest, reference: Reference, duty: str, given: Waiver) -> Any:
    """Say that what was shown does not show the duty, and why; it is open again."""
    case = case_of(request, reference)
    return case_view(duties.refuse_proof(asker(request), case.id, _id(duty), why=given.why, now=now()))


def _id(written: str) -> str:
    """Return a duty's id: in an address its strokes are written as colons."""
    return written.replace(":", "/")
