"""Claims: what the other side charges, typed or as a file, beside what is owed; kept with the case when asked to."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unpromote.domain.case import Case
from unpromote.domain.claims import SELLER, Claim
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.provenance import steps
from unpromote.services import claims
from unpromote.services.people import Person
from unpromote.web import words
from unpromote.web.show import claims as show
from unpromote.web.views.asking import asked, asker, case_for, said
from unpromote.web.views.performing import REFUSED, status_of

_MOST_ROWS = 200
_LONGEST_NAME = 50
_FIELDS = ("wording", "code", "amount")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def compared(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form; once it is filled in, the comparison below it, or keep the claim with the case."""
    person = asker(request)
    case = case_for(person, reference)
    if request.method != "POST":
        return _page(request, person, case, {"claimant": asked(request, "claimant") or SELLER})
    typed = {"claimant": said(request, "claimant"), "typed": _typed(request)}
    try:
        claim = _claim(request, person, case)
        if said(request, "keep"):
            kept_ = claims.keep_claim(person, case.id, claim, timezone.now())
            messages.success(request, "The claim is kept with the case.")
            return redirect("web:kept-claim", reference=case.reference, claim_id=kept_.id)
        return _page(request, person, case, typed | _compared(person, case, claim, timezone.now()))
    except NotAllowed as refusal:
        status = status_of(refusal)
        return _page(request, person, case, typed | {"refusal": str(refusal)}, status=status)


@require_safe
@login_required
def kept(request: HttpRequest, reference: str, claim_id: str) -> HttpResponse:
    """Show a claim that was kept, beside what was owed on that day, and the objection as it would be written now."""
    person = asker(request)
    case = case_for(person, reference)
    try:
        found = claims.kept_claim(person, case.id, claim_id)
    except NotAllowed:
        raise Http404 from None
    context = {
        "reference": case.reference,
        "title": case.title,
        "kept": found.claim.reference or claim_id,
        "comparison": show.comparison(found.comparison),
        **_letter(person, case, found.claim, timezone.now()),
    }
    return render(request, "web/claim.html", context)


def _page(request: HttpRequest, person: Person, case: Case, known: Mapping[str, Any], status: int = 0) -> HttpResponse:
    claimant, refusal = known["claimant"], known.get("refusal", "")
    try:
        codes = show.codes(claims.codes_owed(person, case.id, claimant))
    except NotAllowed as problem:
        codes, refusal, status = [], refusal or str(problem), status or REFUSED
    context = {
        "reference": case.reference,
        "title": case.title,
        "contacts": [(contact.id, contact.name) for contact in case.contacts],
        "rows": show.rows(None),
        **known.get("typed", {}),
        **known,
        "codes": codes,
        "refusal": refusal,
        "can_compare": bool(codes),
    }
    return render(request, "web/claim.html", context, status=status or None)


def _compared(person: Person, case: Case, claim: Claim, now: datetime) -> dict[str, Any]:
    found = claims.compare_claim(person, case.id, claim, now)
    return {
        "comparison": show.comparison(found),
        "typed": {
            "rows": show.rows(claim),
            "received_on": claim.received_on.isoformat(),
            "invoice": claim.reference,
        },
        **_letter(person, case, claim, now),
    }


def _letter(person: Person, case: Case, claim: Claim, now: datetime) -> dict[str, Any]:
    try:
        return {"letter": claims.draft_objection(person, case.id, claim, now)}
    except NotAllowed as refusal:
        return {"no_letter": str(refusal)}


def _claim(request: HttpRequest, person: Person, case: Case) -> Claim:
    """Return the claim in the file, if one was chosen, else the one that was typed."""
    head = {"received_on": said(request, "received_on"), "reference": said(request, "invoice")}
    given = {key: value for key, value in head.items() if value}
    file, claimant = request.FILES.get("file"), said(request, "claimant")
    if isinstance(file, UploadedFile):
        rows = [(number, given | dict(row)) for number, row in _rows(file)]
        return replace(claims.claim_from(person, case.id, None, rows), claimant=claimant)
    typed = [{key: value for key, value in row.items() if value} for row in _lines(request)]
    lines = [row for row in typed if row]
    try:
        return claims.claim_from(person, case.id, given | {"claimant": claimant, "lines": lines})
    except BadInput as refusal:
        raise BadInput(refusal.problem, place=_in_the_form(refusal.place), mend=refusal.mend) from None


def _in_the_form(place: str) -> str:
    """Return a place in a claim's JSON form as the form has it: "lines[0].amount" is "line 1, amount"."""
    known = steps(place)
    if known[:1] == ("lines",) and known[1:]:
        return ", ".join([f"line {int(known[1]) + 1}", *map(str, known[2:])])
    return words.spaced(place)


def _rows(file: UploadedFile) -> claims.Rows:
    with tempfile.TemporaryDirectory(prefix="unpromote-") as folder:
        path = Path(folder) / (file.name or "claim.csv")[-_LONGEST_NAME:]
        path.write_bytes(file.read())
        try:
            return claims.claim_rows(path)
        except BadInput as refusal:
            raise BadInput(refusal.problem, place=file.name or "the file", mend=refusal.mend) from None


def _lines(request: HttpRequest) -> list[dict[str, str]]:
    """Return what was typed, row by row, as far as the form goes."""
    found = []
    for nth in range(1, _MOST_ROWS + 1):
        if f"amount-{nth}" not in request.POST:
            break
        found.append({field: said(request, f"{field}-{nth}") for field in _FIELDS})
    return found


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, so that it need not be typed twice."""
    rows = [show.Row(nth, **row) for nth, row in enumerate(_lines(request), start=1)]
    return {
        "rows": rows or show.rows(None),
        "received_on": said(request, "received_on"),
        "invoice": said(request, "invoice"),
    }
