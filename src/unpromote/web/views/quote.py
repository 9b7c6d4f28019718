"""The quote: take one for now; its curve as figures for the chart."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from unpromote.domain.case import Case
from unpromote.services.people import Person
from unpromote.services.quote import take_quote
from unpromote.web.show.answer import answer
from unpromote.web.show.curve import curve
from unpromote.web.views.asking import asker, case_for, said
from unpromote.web.views.performing import perform


@require_POST
@login_required
def taken(request: HttpRequest, reference: str) -> HttpResponse:
    """Compute what leaving costs if the cancellation is sent now, and keep it for approval."""
    method, effective = said(request, "method"), said(request, "effective")

    def take(person: Person, case: Case) -> Case:
        return take_quote(person, case.id, method=method, effective=effective, now=timezone.now())

    return perform(request, reference, take, answer)


@require_safe
@login_required
def curved(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the cost curve: {currency, run, run_shown, summary, points: [{date, permitted, total, exit, ...}]}."""
    found = curve(case_for(asker(request), reference))
    if found is None:
        raise Http404
    return JsonResponse(asdict(found))
