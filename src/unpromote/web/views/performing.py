"""How every button works: call a verb, say what came of it, show the case again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from unpromote.domain.case import Case
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services import queries
from unpromote.services.people import Person
from unpromote.web.views.asking import asker, case_for
from unpromote.web.views.page import case_page

REFUSED, UNUSABLE = 409, 422


def perform(
    request: HttpRequest,
    reference: str,
    verb: Callable[[Person, Case], Case],
    told: Callable[[Case], str],
    **kept: str,
) -> HttpResponse:
    """Call the verb and go back to the case's page with what `told` says of the case as it is then.

    What the rules refuse comes back as a message on the same page, with status 409 (422 for input that cannot be used);
    `kept` is then what the person typed, so that nothing has to be typed twice.
    """
    person = asker(request)
    case = case_for(person, reference)
    try:
        moved = verb(person, case)
    except NotAllowed as refusal:
        now = queries.case(person, case.id)
        return case_page(request, person, now, refusal=str(refusal), status=status_of(refusal), **kept)
    messages.success(request, told(moved))
    return redirect("web:case", reference=case.reference)


def perform_on(
    request: HttpRequest,
    reference: str,
    verb: Callable[[Person, Case], object],
    told: str,
    page: Callable[[HttpRequest, Person, Case, str, int], HttpResponse],
    address: str,
) -> HttpResponse:
    """Call the verb and go back to that page of the case, which is not the case's own.

    What the rules refuse is said on the page (request, person, case, refusal, status), with status 409 or 422.
    """
    person = asker(request)
    case = case_for(person, reference)
    try:
        verb(person, case)
    except NotAllowed as refusal:
        return page(request, person, case_for(person, reference), str(refusal), status_of(refusal))
    messages.success(request, told)
    return redirect(address, reference=case.reference)


def status_of(refusal: NotAllowed | None) -> int:
    """Return the status of an answer: 422 where the input cannot be used, 409 where the rules refuse, else 200."""
    return 200 if refusal is None else UNUSABLE if isinstance(refusal, BadInput) else REFUSED
