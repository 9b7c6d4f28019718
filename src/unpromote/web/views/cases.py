"""The list of cases, the page of one, and its head alone for those who watch it change."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from unpromote.services import queries
from unpromote.web.show.lines import lines
from unpromote.web.views.asking import asker, case_for
from unpromote.web.views.page import case_page, head

_UNCHANGED = 204


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Show the cases of the person's clients."""
    found = lines(queries.open_cases(asker(request)))
    return render(request, "web/cases.html", {"cases": found})


@require_safe
@login_required
def shown(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one case."""
    person = asker(request)
    return case_page(request, person, case_for(person, reference))


@require_safe
def followed(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the head of a case again, or nothing (204) where it is still at the version that was seen."""
    if not request.user.is_authenticated:
        return _signed_out(request, reference)
    person = asker(request)
    case = case_for(person, reference)
    if request.GET.get("seen") == str(case.version):
        return HttpResponse(status=_UNCHANGED)
    return render(request, "web/case/followed.html", {**head(case, person), "moved": True})


def _signed_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to signing in and back to the page; htmx is told by a header, or it would put that page inside this one."""
    away = redirect_to_login(reverse("web:case", args=[reference]))
    if "HX-Request" not in request.headers:
        return away
    return HttpResponse(status=_UNCHANGED, headers={"HX-Redirect": away.url})
