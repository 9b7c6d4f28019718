"""Delivery: say that a person stopped something, and what proves it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.services.delivery import confirm_stopped
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def stopped(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that a target was stopped by hand."""
    target, proof = said(request, "target"), said(request, "proof")
    return perform(
        request,
        reference,
        lambda person, case: confirm_stopped(person, case.id, target, proof, now=timezone.now()),
        lambda _: "Noted: it was stopped by hand.",
    )
