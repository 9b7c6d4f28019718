"""Settlement: record what a creator answers, release what is settled."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case
from unpromote.services import settlement
from unpromote.services.people import Person
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def answered(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a creator's answer: "accepted", or an objection with its reason."""
    creator, note, accepted = said(request, "creator"), said(request, "note"), said(request, "answer") == "accepted"

    def record(person: Person, case: Case) -> Case:
        return settlement.record_answer(person, case.id, creator, accepted=accepted, note=note, now=timezone.now())

    return perform(request, reference, record, lambda _: "Noted the creator's answer.")


@require_POST
@login_required
def released(request: HttpRequest, reference: str) -> HttpResponse:
    """Release a settlement; without the creator's yes it needs an explanation."""
    creator, why = said(request, "creator"), said(request, "why")
    return perform(
        request,
        reference,
        lambda person, case: settlement.release(person, case.id, creator, why=why, now=timezone.now()),
        lambda _: "The settlement is released.",
    )
