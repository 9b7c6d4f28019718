"""The tray: read stray mail, put it where it belongs or set it aside; and files that came with messages."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from unpromote.domain.errors import NotAllowed
from unpromote.domain.tray import StrayMail
from unpromote.services import tray
from unpromote.services.people import Person
from unpromote.services.tray import FoundFile
from unpromote.web.show import tray as show
from unpromote.web.views.asking import asker, case_for, said
from unpromote.web.views.performing import status_of


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Show the mail that fits no conversation."""
    found = {"mails": show.strays(tray.waiting(asker(request))), "trouble": tray.trouble()}
    return render(request, "web/tray.html", found)


@require_safe
@login_required
def shown(request: HttpRequest, mail: str) -> HttpResponse:
    """Show one stray message with the cases that it may belong to."""
    person = asker(request)
    return _page(request, person, _stray(person, mail))


@require_POST
@login_required
def assigned(request: HttpRequest, mail: str) -> HttpResponse:
    """Put it with a conversation, and go to that case."""
    person = asker(request)
    found = _stray(person, mail)
    chosen, typed = said(request, "place"), {"case": said(request, "case"), "who": said(request, "who")}
    case_id, _, who = chosen.partition("/") if chosen else (typed["case"], "/", typed["who"])
    try:
        case = tray.assign(person, found.id, case_id, who or typed["who"], now=timezone.now())
    except NotAllowed as refusal:
        return _page(request, person, found, refusal=refusal, **typed)
    messages.success(request, "The mail is put there. Say what the answer amounts to.")
    return redirect("web:case", reference=case.reference)


@require_POST
@login_required
def put_aside(request: HttpRequest, mail: str) -> HttpResponse:
    """Take it out of the tray with a reason."""
    person = asker(request)
    found = _stray(person, mail)
    try:
        tray.set_aside(person, found.id, said(request, "reason"), now=timezone.now())
    except NotAllowed as refusal:
        return _page(request, person, found, refusal=refusal)
    messages.success(request, "The mail is set aside; it stays on disk.")
    return redirect("web:tray")


@require_safe
@login_required
def stray_file(request: HttpRequest, mail: str, digest: str) -> HttpResponse:
    """Hand out a file of stray mail as a download."""
    return _download(lambda: tray.file_of_stray(asker(request), mail, digest))


@require_safe
@login_required
def case_file(request: HttpRequest, reference: str, digest: str) -> HttpResponse:
    """Hand out a file of a case's message as a download."""
    person = asker(request)
    case = case_for(person, reference)
    return _download(lambda: tray.file_of_case(person, case.id, digest))


def _stray(person: Person, mail_id: str) -> StrayMail:
    try:
        return tray.stray(person, mail_id)
    except NotAllowed:
        raise Http404 from None


def _page(
    request: HttpRequest, person: Person, mail: StrayMail, *, refusal: NotAllowed | None = None, **typed: str
) -> HttpResponse:
    status = status_of(refusal)
    waits = tray.stray(person, mail.id)
    context = {
        "mail": show.stray(waits),
        "suggestions": tray.suggestions(person, waits),
        "refusal": str(refusal or ""),
        **typed,
    }
    return render(request, "web/stray.html", context, status=status)


def _download(find: Callable[[], FoundFile]) -> HttpResponse:
    """Return the file as bytes to be saved: no browser may show or run what somebody sent."""
    try:
        found = find()
    except NotAllowed:
        raise Http404 from None
    named = content_disposition_header(as_attachment=True, filename=found.file.name) or "attachment"
    safe = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.path.read_bytes(), content_type="application/octet-stream", headers=safe)
