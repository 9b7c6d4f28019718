"""The agreement: hand in its documents, confirm its terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case, State
from unpromote.domain.errors import BadInput
from unpromote.domain.phrases import counted
from unpromote.services.agreement import confirm_terms, receive_agreement
from unpromote.services.people import Person
from unpromote.services.readings import settle_reading
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform
from unpromote.web.views.uploads import uploaded


@require_POST
@login_required
def handed_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Take in one document; it is read in the background."""

    def receive(person: Person, case: Case) -> Case:
        with uploaded(request, "agreement", "choose the file of the agreement") as path:
            password = request.POST.get("password", "")  # as it was typed: blanks at its ends may be its own
            return receive_agreement(person, case.id, path, password=password, now=timezone.now())

    return perform(request, reference, receive, lambda _: "The document is handed in and will be read.")


@require_POST
@login_required
def confirmed(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm the terms as they stand in the form."""
    typed = said(request, "terms")
    return perform(
        request,
        reference,
        lambda person, case: confirm_terms(person, case.id, _terms(typed), now=timezone.now()),
        lambda _: "The terms are confirmed.",
        terms_text=typed,
    )


@require_POST
@login_required
def reading_settled(request: HttpRequest, reference: str) -> HttpResponse:
    """Record how an unclear term is read from now on, one of its readings, and why."""
    path, nth, because = said(request, "path"), said(request, "reading"), said(request, "because")

    def settle(person: Person, case: Case) -> Case:
        return settle_reading(person, case.id, path, _reading(case, path, nth), because=because, now=timezone.now())

    return perform(request, reference, settle, _told_settled)


def _reading(case: Case, path: str, nth: str) -> Any:
    """Return the reading of that number; a path that is not unclear is left to the verb to refuse."""
    readings = next((one.readings for one in case.unclear if one.path == path), ())
    if readings and not (nth.isdecimal() and int(nth) < len(readings)):
        raise BadInput("no reading was chosen", place="reading", mend="choose one of the list")
    return readings[int(nth)] if readings else None


def _told_settled(case: Case) -> str:
    left = len(case.unclear)
    still = f"{counted(left, 'question')} still open" if left else "nothing is unclear any more"
    return f"The reading is settled; {still}." + (" Take a new quote." if case.state is State.READY else "")


def _terms(typed: str) -> Mapping[str, Any]:
    mend = "mend the text, or start again from what was proposed"
    try:
        terms = json.loads(typed)
    except json.JSONDecodeError as problem:
        place = f"terms, line {problem.lineno}, column {problem.colno}"
        raise BadInput(f"this is no JSON: {problem.msg}", place=place, mend=mend) from None
    if not isinstance(terms, dict):
        raise BadInput("terms are an object in braces", place="terms", mend=mend)
    return terms
