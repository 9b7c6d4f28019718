"""The texts of letters: which there are, and a page to change one, try it in a real case, or take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as told
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.letters import Letter
from unpromote.services import messages, queries, templates
from unpromote.services.people import Person
from unpromote.services.templates import Template
from unpromote.web.views.asking import asker, case_for, said

_REFUSED = 422


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Show every text of the person's clients in force."""
    person = asker(request)
    found = [(client, templates.listed(person, client)) for client in sorted(person.rights)]
    return render(request, "web/templates.html", {"clients": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edited(request: HttpRequest, client: str, name: str, language: str) -> HttpResponse:
    """Show one text to change; on a press of a button, save it, try it, or take it back to the shipped one."""
    person = asker(request)
    try:
        found = templates.shown(person, client, name, language)
    except NotAllowed:
        raise Http404 from None
    text = request.POST.get("text", found.text).replace("\r\n", "\n")
    try:
        if letter := _acted(request, person, client, found, text):
            return _page(request, person, client, found, text=text, letter=letter)
    except NotAllowed as refusal:
        return _page(request, person, client, found, status=_REFUSED, text=text, refusal=str(refusal))
    if request.method == "POST":
        return redirect("web:template", client, name, language)
    return _page(request, person, client, found, text=text)


def _acted(request: HttpRequest, person: Person, client: str, found: Template, text: str) -> Letter | None:
    """Do what the button says; return a letter where one was only tried."""
    act, now = said(request, "act"), timezone.now()
    place = (client, found.name, found.language)
    if act == "try":
        return _tried(request, person, found, text)
    if act in ("save", "reset"):
        over = _number(said(request, "over"))
        if act == "save":
            templates.saved(person, *place, text, over=over, now=now)
        else:
            templates.reset(person, *place, over=over, now=now)
        told.success(request, "The text is saved." if act == "save" else "The shipped text is in force again.")
    return None


def _tried(request: HttpRequest, person: Person, found: Template, text: str) -> Letter:
    case = case_for(person, said(request, "case"))
    who, _, step = said(request, "letter").partition("/")
    return messages.tried(person, case.id, who, step, trial=(found.name, text), now=timezone.now())


def _number(text: str) -> int:
    if not text.isdecimal():
        raise BadInput("the version that was edited is missing", place="over", mend="open the page anew")
    return int(text)


def _page(
    request: HttpRequest, person: Person, client: str, found: Template, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "client": client,
        "template": found,
        "placeholders": templates.placeholders(found.name, found.language),
        "versions": reversed(templates.history(person, client, found.name, found.language)),
        "cases": [case for case in queries.open_cases(person) if case.client == client],
        "chosen": said(request, "case"),
        "letter_id": said(request, "letter"),
        **more,
    }
    return render(request, "web/template.html", context, status=status)
