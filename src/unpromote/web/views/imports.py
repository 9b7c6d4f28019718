"""Promotions from files: hand one in, answer what it leaves open, read the report, take it in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.imports import Outcome
from unpromote.services import imports
from unpromote.services.imports import Import
from unpromote.services.people import Person
from unpromote.web.show import imports as show
from unpromote.web.views.asking import asker, said
from unpromote.web.views.performing import status_of
from unpromote.web.views.uploads import uploaded

PAGE = 50  # rows of the report, and promotions, on a page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Show each client's imports and promotions, and take in a file to try."""
    person = asker(request)
    if request.method != "POST":
        return _list(request, person)
    try:
        with uploaded(request, "promotions", "choose the export") as path:
            one = imports.receive_import(person, said(request, "client"), path, now=timezone.now())
    except NotAllowed as refusal:
        return _list(request, person, refusal)
    messages.success(request, "The file is handed in. Every row is tried; nothing is kept yet.")
    return redirect("web:import", import_id=one.id)


@require_safe
@login_required
def shown(request: HttpRequest, import_id: str) -> HttpResponse:
    """Show an import: its questions as a form, or the report on its rows."""
    person = asker(request)
    return _page(request, person, _import(person, import_id))


@require_POST
@login_required
def answered(request: HttpRequest, import_id: str) -> HttpResponse:
    """Keep the answers, and have the file tried again."""
    given = {key: said(request, key) for key in request.POST if key != "csrfmiddlewaretoken" and said(request, key)}

    def answer(person: Person, one: Import) -> str:
        imports.answer_import(person, one.id, given, now=timezone.now())
        return "The answers are kept. Every row is tried again."

    return _perform(request, import_id, answer)


@require_POST
@login_required
def applied(request: HttpRequest, import_id: str) -> HttpResponse:
    """Take in what was tried."""

    def take_in(person: Person, one: Import) -> str:
        imports.apply_import(person, one.id, now=timezone.now())
        return "The file is being taken in."

    return _perform(request, import_id, take_in)


@require_safe
@login_required
def template(request: HttpRequest, ending: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Hand over the empty table."""
    try:
        name, content = imports.template(ending)
    except BadInput:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def _import(person: Person, import_id: str) -> Import:
    try:
        return imports.import_of(person, import_id)
    except NotAllowed:
        raise Http404 from None


def _perform(request: HttpRequest, import_id: str, verb: Callable[[Person, Import], str]) -> HttpResponse:
    person = asker(request)
    one = _import(person, import_id)
    try:
        told = verb(person, one)
    except NotAllowed as refusal:
        return _page(request, person, _import(person, import_id), refusal)
    messages.success(request, told)
    return redirect("web:import", import_id=import_id)


def _list(request: HttpRequest, person: Person, refusal: NotAllowed | None = None) -> HttpResponse:
    after, wanted = request.GET.get("after", ""), request.GET.get("client", "")
    clients = [
        show.client(
            client,
            imports.imports_of(person, client),
            imports.listed(person, client, after=after if client == wanted else "", limit=PAGE),
            PAGE,
        )
        for client in sorted(person.rights)
    ]
    context = {"clients": clients, "refusal": str(refusal or "")}
    return render(request, "web/imports.html", context, status=status_of(refusal))


def _page(request: HttpRequest, person: Person, one: Import, refusal: NotAllowed | None = None) -> HttpResponse:
    wanted = request.GET.get("outcome", "")
    outcome = Outcome(wanted) if wanted in {known.value for known in Outcome} else None
    skip = int(request.GET["skip"]) if request.GET.get("skip", "").isdecimal() else 0
    lines = imports.report(person, one.id, outcome=outcome, skip=skip, limit=PAGE + 1)
    context = {
        **show.import_(one),
        "refusal": str(refusal or ""),
        "outcome": outcome.value if outcome else "",
        "lines": [show.line(line) for line in lines[:PAGE]],
        "later": skip + PAGE if lines[PAGE:] else 0,
    }
    return render(request, "web/import.html", context, status=status_of(refusal))
