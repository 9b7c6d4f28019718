"""Audit: answer an alarm, close or drop the case, ask for its evidence pack."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.services import audit, intake
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def alarm_answered(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what was done about an alarm."""
    alarm, note = said(request, "alarm"), said(request, "note")
    return perform(
        request,
        reference,
        lambda person, case: audit.answer_alarm(person, case.id, alarm, note, now=timezone.now()),
        lambda _: "The alarm is answered.",
    )


@require_POST
@login_required
def closed(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a case in which nothing is open any more."""
    return perform(
        request,
        reference,
        lambda person, case: audit.close_case(person, case.id, now=timezone.now()),
        lambda _: "The case is closed. Its evidence pack is being written.",
    )


@require_POST
@login_required
def dropped(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a case that will not be carried out."""
    why = said(request, "why")
    return perform(
        request,
        reference,
        lambda person, case: intake.drop_case(person, case.id, why, now=timezone.now()),
        lambda _: "The case is dropped; the promotion goes on.",
    )


@require_POST
@login_required
def pack_ordered(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for an evidence pack of the case as it stands."""
    return perform(
        request,
        reference,
        lambda person, case: audit.order_pack(person, case.id, now=timezone.now()),
        lambda _: "An evidence pack of the case as it stands is being written.",
    )
