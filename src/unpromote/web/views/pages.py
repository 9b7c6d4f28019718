"""The pages of the agreement: each as it was handed in, with the words marked that the terms rest on."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from unpromote.domain.errors import NotAllowed
from unpromote.domain.provenance import steps
from unpromote.services.pages import page_picture, view_page
from unpromote.web.show import pages
from unpromote.web.views.asking import asker, case_for

_PLACE = re.compile(r"(line|question)-[0-9]{1,4}|agreement|questions")
_DAY = 24 * 60 * 60


@require_safe
@login_required
def shown(request: HttpRequest, reference: str, nth: int, number: int) -> HttpResponse:
    """Show a page; `term` or `clause` is what the person came for, `from` where on the case's page to go back to."""
    person = asker(request)
    case = case_for(person, reference)
    term, back = request.GET.get("term", ""), request.GET.get("from", "")
    clause = request.GET.get("clause", "")
    document = next(iter(case.documents[nth - 1 : nth]), None) if nth else None
    if document is None:
        raise Http404
    marked = pages.marks(case, document, number, steps(term), clause)
    try:
        view = view_page(person, case.id, nth, number, [one.quote for one in marked])
    except NotAllowed:
        raise Http404 from None
    context = {
        "reference": case.reference,
        "title": case.title,
        "nth": nth,
        "page": pages.page(document, view, marked),
        "term": term,
        "clause": clause,
        "back": back if _PLACE.fullmatch(back) else "",
    }
    return render(request, "web/page.html", context)


@require_safe
@login_required
@cache_control(private=True, max_age=_DAY)
def picture(request: HttpRequest, reference: str, nth: int, number: int) -> HttpResponse:
    """Return the page as a PNG."""
    person = asker(request)
    case = case_for(person, reference)
    try:
        drawn = page_picture(person, case.id, nth, number)
    except NotAllowed:
        raise Http404 from None
    return HttpResponse(drawn, content_type="image/png")
