"""Approval: sign exactly the quote that was shown."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case, State
from unpromote.services.approval import sign_quote
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def signed(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign the quote whose hash the form carries."""
    shown = said(request, "quote_hash")
    return perform(
        request, reference, lambda person, case: sign_quote(person, case.id, shown, now=timezone.now()), _told
    )


def _told(case: Case) -> str:
    if case.state is State.QUOTED:
        return "You have signed. A second person has to sign before anything is stopped."
    return "The quote is approved. Delivery is being stopped."
