"""The clauses that were found in the agreement, on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unpromote.web.show import clauses
from unpromote.web.views.asking import asker, case_for


@require_safe
@login_required
def shown(request: HttpRequest, reference: str) -> HttpResponse:
    """Show them kind by kind."""
    case = case_for(asker(request), reference)
    context = {
        "reference": case.reference,
        "title": case.title,
        "facts": clauses.facts(case),
        "kinds": clauses.kinds(case),
    }
    return render(request, "web/clauses.html", context)
