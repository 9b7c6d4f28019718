"""The agreement: hand in its documents, confirm its terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from unpromote.domain.case import Case
from unpromote.domain.errors import BadInput
from unpromote.services.agreement import confirm_terms, receive_agreement
from unpromote.services.people import Person
from unpromote.web.views.asking import said
from unpromote.web.views.performing import perform
from unpromote.web.views.uploads import uploaded


@require_POST
@login_required
def handed_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Take in one document; it is read in the background."""

    def receive(person: Person, case: Case) -> Case:
        with uploaded(request, "agreement", "choose the file of the agreement") as path:
            return receive_agreement(person, case.id, path, now=timezone.now())

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
