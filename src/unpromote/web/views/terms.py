"""The terms, field by field: corrected where they are wrong, rejected where they do not count, confirmed as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unpromote.domain.case import Case
from unpromote.domain.correcting import corrected, left_open
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.provenance import Path, steps
from unpromote.services.agreement import confirm_terms
from unpromote.services.people import Person
from unpromote.web.show import terms_form
from unpromote.web.show.agreement import term_name
from unpromote.web.views.asking import asker, case_for
from unpromote.web.views.performing import status_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def checked(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the fields; confirm the terms as they stand in the form."""
    person = asker(request)
    case = case_for(person, reference)
    if request.method != "POST":
        return _page(request, case)
    typed = {name: value.replace("\0", "") for name, value in request.POST.items() if isinstance(value, str)}
    try:
        _confirm(person, case, *_agreed(case, typed))
    except NotAllowed as refusal:
        status = status_of(refusal)
        return _page(request, case, typed, str(refusal), status)
    messages.success(request, "The terms are confirmed.")
    return redirect("web:case", reference=case.reference)


def _confirm(person: Person, case: Case, terms: Mapping[str, Any], unclear: list[Mapping[str, Any]]) -> None:
    """Confirm the terms; what is refused is named as the form names it, since rejected items shift the numbers."""
    try:
        confirm_terms(person, case.id, {"terms": terms, "unclear": unclear}, now=timezone.now())
    except BadInput as refusal:
        path = steps(refusal.place)[1:]
        place = term_name(path, terms) if path and path[0] in terms else refusal.place
        raise BadInput(refusal.problem, place=place, mend=refusal.mend) from None


def _page(
    request: HttpRequest, case: Case, typed: Mapping[str, str] | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "reference": case.reference,
        "title": case.title,
        "open_fields": terms_form.open_fields(case, typed),
        "groups": terms_form.groups(case, typed) if terms_form.can_correct(case) else [],
        "confirmed": case.terms is not None,
        "refusal": refusal,
    }
    return render(request, "web/terms.html", context, status=status)


def _agreed(case: Case, typed: Mapping[str, str]) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """Return the terms of the form and what it leaves open; refuse a form over layers or confirmed open readings."""
    if not terms_form.can_correct(case):
        mend = "write them as JSON on the page of the case"
        raise BadInput("these terms are more than a list of fields", place="terms", mend=mend)
    rejected = _rejected(typed)
    terms = corrected(terms_form.base(case), _paths(typed, terms_form.VALUE), rejected)
    open_ = terms_form.proposed_open(case)
    return left_open(open_, terms, _chosen(open_, typed), rejected)


def _chosen(open_: list[dict[str, Any]], typed: Mapping[str, str]) -> dict[str, int]:
    """Return which reading was chosen of each open field, by its path."""
    found = {}
    for one in open_:
        nth = typed.get(f"{terms_form.OPEN}{one['path']}", "")
        if nth.isdecimal() and int(nth) < len(one["readings"]):
            found[one["path"]] = int(nth)
    return found


def _paths(typed: Mapping[str, str], kind: str) -> dict[Path, str]:
    return {steps(name.removeprefix(kind)): text for name, text in typed.items() if name.startswith(kind)}


def _rejected(typed: Mapping[str, str]) -> list[Path]:
    """Return the items of the form whose box was cleared."""
    kept = _paths(typed, terms_form.KEEP)
    return [path for path in _paths(typed, terms_form.ITEM) if path not in kept]
