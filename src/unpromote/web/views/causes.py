"""Gathering: have the platform looked at, hand in an exported report, mark comments, take a reading as evidence."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case
from unpromote.domain.causes import What
from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput
from unpromote.services import causes
from unpromote.services.people import Person
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform
from unpromote.web.views.uploads import uploaded

_ORDERED = "It is being read. Look again in a moment; nothing of it proves anything until you say so."


@require_POST
@login_required
def ordered(request: HttpRequest, reference: str) -> HttpResponse:
    """Have the platform looked at."""

    def order(person: Person, case: Case) -> Case:
        what = [decode(What, name, place="what") for name in request.POST.getlist("what")]
        if not what:
            raise BadInput("nothing was chosen", place="what", mend="choose what to read")
        return causes.order(person, case.id, what, now=timezone.now())

    return perform(request, reference, order, lambda _: _ORDERED)


@require_POST
@login_required
def handed_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Have an exported report read."""

    def hand_in(person: Person, case: Case) -> Case:
        with uploaded(request, "report", "choose the report that you exported") as path:
            return causes.hand_in_report(person, case.id, path, now=timezone.now())

    return perform(request, reference, hand_in, lambda _: _ORDERED)


@require_POST
@login_required
def marked(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep which of the listed comments are the evidence; those that the page does not list stay as they are."""
    gathering, listed = said(request, "gathering"), set(request.POST.getlist("listed"))

    def mark(person: Person, case: Case) -> Case:
        one = causes.gathering(case, gathering)
        unlisted = [each for each in one.marked if each not in listed] if one else []
        chosen = [*unlisted, *request.POST.getlist("comment")]
        return causes.mark(person, case.id, gathering, chosen, now=timezone.now())

    return perform(request, reference, mark, lambda _: "The comments are marked.")


@require_POST
@login_required
def taken(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a reading as evidence for a fact, and state the fact where a suggestion is taken."""
    gathering, fact, suggestion = said(request, "gathering"), said(request, "fact"), said(request, "suggestion")

    def take(person: Person, case: Case) -> Case:
        nth = int(suggestion) if suggestion.isdecimal() and len(suggestion) < 6 else 0  # noqa: PLR2004 - digits
        return causes.take(person, case.id, gathering, fact=fact, suggestion=nth, now=timezone.now())

    return perform(request, reference, take, lambda _: "It is evidence now.")
