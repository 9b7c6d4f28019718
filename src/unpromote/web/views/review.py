"""The review of what was read: what decides most money first, one key for each answer, then the terms confirmed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from unpromote.domain.case import Case
from unpromote.domain.correcting import corrected
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.provenance import NOWHERE, found_at, steps
from unpromote.domain.review import NAMING, Decided, Point, in_place, is_item, named
from unpromote.services import queries
from unpromote.services import review as verbs
from unpromote.services.pages import view_page
from unpromote.services.people import Person
from unpromote.services.proposed_points import points_of
from unpromote.services.proposed_terms import proposed_terms
from unpromote.services.queued import Queue, Queued
from unpromote.services.review import Answer, Marked
from unpromote.web.show import pages, review
from unpromote.web.show.terms_form import VALUE
from unpromote.web.views.asking import asked, asker, case_for, said
from unpromote.web.views.performing import status_of

Json = Any


@require_safe
@login_required
def shown(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the point that was asked for, or the one that decides most."""
    person = asker(request)
    return _page(request, person, case_for(person, reference), asked(request, "at"))


@require_POST
@login_required
def decided(request: HttpRequest, reference: str) -> HttpResponse:
    """Take what the person makes of a point, and go on to the next."""
    path = said(request, "path")

    def decide(person: Person, case: Case) -> str:
        answer = _answer(request, case, named(points_of(case), path))
        verbs.decide(person, case.id, [answer], now=timezone.now())
        return ""

    return _perform(request, reference, decide, path)


@require_POST
@login_required
def rest_accepted(request: HttpRequest, reference: str) -> HttpResponse:
    """Accept together all that changes nothing."""

    def accept(person: Person, case: Case) -> str:
        before = len(case.decisions)
        number = len(verbs.accept_quiet(person, case.id, now=timezone.now()).decisions) - before
        return f"{number} points that change nothing were accepted together."

    return _perform(request, reference, accept)


@require_POST
@login_required
def confirmed(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm the terms as they were decided."""

    def confirm(person: Person, case: Case) -> str:
        verbs.confirm_decided(person, case.id, now=timezone.now())
        return "The terms are confirmed."

    return _perform(request, reference, confirm, to="web:case")


def _perform(
    request: HttpRequest, reference: str, verb: Callable[[Person, Case], str], path: str = "", to: str = "web:review"
) -> HttpResponse:
    person = asker(request)
    case = case_for(person, reference)
    try:
        told = verb(person, case)
    except NotAllowed as refusal:
        status = status_of(refusal)
        return _page(request, person, queries.case(person, case.id), path, str(refusal), status)
    if told:
        messages.success(request, told)
    then = said(request, "then")
    address = reverse(to, args=[case.reference])
    return redirect(f"{address}?{urlencode({'at': then})}" if then else address)


def _page(
    request: HttpRequest, person: Person, case: Case, at: str, refusal: str = "", status: int = 200
) -> HttpResponse:
    found = verbs.queue_of(case, _sent_at(request))
    current = _current(case, found, at)
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    context: dict[str, Any] = {
        "reference": case.reference,
        "title": case.title,
        "queue": review.queue(case, found, current.point.path if current else ""),
        "point": review.point(case, current, typed) if current else None,
        "typed": typed,
        "refusal": refusal,
        **(_paper(person, case, current.point) if current else {}),
    }
    return render(request, "web/review.html", context, status=status)


def _sent_at(request: HttpRequest) -> datetime:
    """Return the instant that the address names for the request, else the present one."""
    try:
        known = datetime.fromisoformat(asked(request, "sent_at"))
    except ValueError:
        return timezone.now()
    return known if known.tzinfo else timezone.now()


def _current(case: Case, found: Queue, at: str) -> Queued | None:
    """Return the point asked for, waiting or decided; else the first that waits."""
    for one in found.pending:
        if one.point.path == at:
            return one
    if any(one.path == at for one in found.decided):
        return Queued(named(points_of(case), at))
    return next(iter(found.pending), None)


def _paper(person: Person, case: Case, point: Point) -> dict[str, Any]:
    """Return the page on which the words stand, with them marked; nothing where there are none."""
    source = point.source
    nth = next((n for n, one in enumerate(case.documents, start=1) if source and one.name == source.document), 0)
    if source is None or not nth:
        return {}
    quote = " ".join(source.quote.split())
    view = view_page(person, case.id, nth, source.page or 1, [quote])
    marks = [pages.Marked(1, quote, ["the words read"], "", asked=True)]
    return {"nth": nth, "page": pages.page(case.documents[nth - 1], view, marks)}


def _answer(request: HttpRequest, case: Case, point: Point) -> Answer:
    """Return what the form says: a chosen reading, a typed value with its words, or one of the other answers."""
    if nth := said(request, "reading"):
        if not (nth.isdecimal() and int(nth) < len(point.alternatives)):
            raise BadInput("no reading was chosen", place="reading", mend="choose one of the list")
        return Answer(point.path, Decided.CORRECTED, point.alternatives[int(nth)])
    try:
        kind = Decided(said(request, "decided"))
    except ValueError:
        raise BadInput("no answer was given", place="decided", mend="accept, correct or reject the point") from None
    if kind is not Decided.CORRECTED:
        return Answer(point.path, kind)
    return Answer(point.path, kind, _value(request, case, point), _words(request))


def _words(request: HttpRequest) -> Marked | None:
    quote, page = said(request, "words"), said(request, "page")
    return Marked(said(request, "document"), int(page) if page.isdecimal() else None, quote) if quote else None


def _value(request: HttpRequest, case: Case, point: Point) -> Json:
    """Return the typed value in JSON form: from JSON where that was typed, else from the fields."""
    if text := said(request, "json"):
        try:
            return json.loads(text)
        except ValueError as problem:
            raise BadInput(f"this is no JSON: {problem}", place=point.path, mend="mend the text") from None
    typed = {steps(name.removeprefix(VALUE)): said(request, name) for name in request.POST if name.startswith(VALUE)}
    path = steps(point.path)
    inside = {known: text for known, text in typed.items() if known[: len(path)] == path}
    found = found_at(corrected(in_place(proposed_terms(case), case.decisions), inside), path)
    if found is NOWHERE:
        return None
    return {key: found[key] for key in NAMING if key in found} if is_item(path) else found
