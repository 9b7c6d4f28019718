"""Creators beside the money: enter a deal, keep somebody on, hand out and revoke links, answer, finish duties."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from unpromote.domain.case import Case
from unpromote.domain.codec import decode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.involvement import Change, Way
from unpromote.services import creator_link, creator_page, deals, involvement
from unpromote.services import duties as verbs
from unpromote.services.people import Person
from unpromote.web.views.asking import asker, case_for, said
from unpromote.web.views.performing import perform
from unpromote.web.views.uploads import uploaded_if_any

_DEAL = ("id", "name", "email", "language", "time_zone", "deliverable", "price", "stage", "advance_paid")


@require_POST
@login_required
def deal_entered(request: HttpRequest, reference: str) -> HttpResponse:
    """Enter one work, one code and one gift of a creator's deal; what was entered of them before stays."""
    typed = {name: said(request, name) for name in (*_DEAL, "code_kind", "code", "gift", "return_by")}

    def enter(person: Person, case: Case) -> Case:
        entered = deals.deal_in(deals.added_to(case, _deal(typed)), deals.currency_of(case), "deal")
        return deals.enter_deals(person, case.id, [entered], now=timezone.now())

    return perform(
        request, reference, enter, lambda _: "The deal is entered.", **{f"deal_{k}": v for k, v in typed.items()}
    )


def _deal(typed: dict[str, str]) -> dict[str, Any]:
    work = {"id": typed["deliverable"], "price": typed["price"], "stage": typed["stage"]}
    creator = {
        "id": typed["id"],
        "name": typed["name"],
        "deliverables": [work],
        "advance_paid": typed["advance_paid"],
    }
    code = {"kind": typed["code_kind"], "value": typed["code"]}
    gift = {"name": typed["gift"], "return_by": typed["return_by"] or None}
    return {
        "creator": creator,
        "email": typed["email"],
        "language": typed["language"],
        "time_zone": typed["time_zone"],
        "codes": [code] if typed["code"] else [],
        "gifts": [gift] if typed["gift"] else [],
    }


@require_POST
@login_required
def adjusted(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a creator on: what the form says of each work takes the place of what was said before."""
    creator, why, proposal = said(request, "creator"), said(request, "why"), said(request, "proposal")

    def adjust(person: Person, case: Case) -> Case:
        changes = _changes(request, case, creator)
        return involvement.adjust(person, case.id, creator, changes, why=why, proposal_id=proposal, now=timezone.now())

    return perform(request, reference, adjust, lambda _: "The involvement is adjusted.")


def _changes(request: HttpRequest, case: Case, creator: str) -> list[Change]:
    written: dict[str, Any] = next(
        (dict(one) for one in case.promotion.get("creators", ()) if one["id"] == creator), {}
    )
    found = []
    for nth, item in enumerate(written.get("deliverables", ())):
        way = said(request, f"way-{nth}")
        if way:
            found.append(_change(request, nth, decode(Way, way, place=f"way-{nth}"), item["id"]))
    return [*found, Change(Way.CREDIT)] if said(request, "credit") else found


def _change(request: HttpRequest, nth: int, way: Way, deliverable: str) -> Change:
    on, share = said(request, f"on-{nth}"), said(request, f"share-{nth}")
    return Change(
        way,
        deliverable,
        decode(date, on, place=f"on-{nth}") if on else None,
        decode(Fraction, share, place=f"share-{nth}") if share and way is Way.REDUCE else None,
        said(request, f"campaign-{nth}"),
    )


@require_POST
@login_required
def linked(request: HttpRequest, reference: str) -> HttpResponse:
    """Say a link to the creator's page; with `revoke`, end all earlier ones first."""
    creator, now = said(request, "creator"), timezone.now()

    def give(person: Person, case: Case) -> Case:
        return creator_link.revoke_link(person, case.id, creator, now=now) if said(request, "revoke") else case

    def told(case: Case) -> str:
        return f"The link to their page: {creator_link.link_of(asker(request), case.id, creator, now=now)}"

    return perform(request, reference, give, told)


@require_POST
@login_required
def proposal_answered(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a creator's proposal."""
    proposal, note, accepted = said(request, "proposal"), said(request, "note"), said(request, "answer") == "accepted"

    def answer(person: Person, case: Case) -> Case:
        return creator_page.answer_proposal(person, case.id, proposal, accepted=accepted, note=note, now=timezone.now())

    return perform(request, reference, answer, lambda _: "The proposal is answered.")


@require_GET
@login_required
def file(request: HttpRequest, reference: str, name: str) -> FileResponse:
    """Hand out a file of a creator, to be kept and never run."""
    person = asker(request)
    try:
        found, path = creator_page.file_of(person, case_for(person, reference).id, name)
    except NotAllowed:
        raise Http404 from None
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.name)


@require_POST
@login_required
def duty(request: HttpRequest, reference: str) -> HttpResponse:
    """Show that a duty was done, say that it was looked at, refuse what was shown, or let it go."""
    name, act, note = said(request, "duty"), said(request, "act"), said(request, "note")

    def end(person: Person, case: Case) -> Case:
        if act == "done":
            return verbs.finish_duty(person, case.id, name, note=note, now=timezone.now())
        if act == "refuse":
            return verbs.refuse_proof(person, case.id, name, why=note, now=timezone.now())
        if act == "waive":
            return verbs.waive_duty(person, case.id, name, why=note, now=timezone.now())
        with uploaded_if_any(request, "proof") as path:
            return verbs.show_duty(person, case.id, name, words=note, source=path, now=timezone.now())

    return perform(request, reference, end, lambda _: "Noted.")
