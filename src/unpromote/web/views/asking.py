"""Who asks, for which case, with which words: what every view needs before it calls a verb."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from unpromote.domain.case import Case
from unpromote.domain.errors import NotAllowed
from unpromote.services import people, queries
from unpromote.services.people import Person


def asker(request: HttpRequest) -> Person:
    """Return the person who is signed in, with their rights as they are now."""
    return people.person(request.user.get_username())


def case_for(person: Person, reference: str) -> Case:
    """Return the case.

    Raises:
        Http404: there is none, or it is another client's; which of the two is nobody's business.
    """
    try:
        return queries.case(person, reference)
    except NotAllowed:
        raise Http404 from None


def said(request: HttpRequest, field: str) -> str:
    """Return what a form's field holds, without the space around it; "" where it is missing."""
    return request.POST.get(field, "").replace("\0", "").strip()


def asked(request: HttpRequest, field: str) -> str:
    """Return what an address asks for, without the space around it; "" where it does not."""
    return request.GET.get(field, "").replace("\0", "").strip()
