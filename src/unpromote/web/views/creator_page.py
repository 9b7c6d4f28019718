"""The creator's page behind a signed link: a look changes nothing, a form carries its token, no account is needed.

The referrer goes to nobody else (`same-origin`; with none at all a browser would send no origin, by which the forms are
checked). Nothing is kept by caches, listed by search machines, or loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from http import HTTPStatus

from csp.decorators import csp_replace
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from unpromote.domain.codec import decode
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.domain.proposals import FileKind, ProposalKind
from unpromote.services import creator_page
from unpromote.services.creator_link import LinkOver, open_page
from unpromote.web.creator_words import phrases
from unpromote.web.show.creator_page import creator_page as shown
from unpromote.web.views.asking import said
from unpromote.web.views.uploads import uploaded, uploaded_if_any

_OVERHEAD = 64 * 1024  # what a form is more than its file
_LOOKS, _WINDOW = 120, 60  # so many looks from one address in so many seconds
_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}


@csrf_exempt  # checked inside, once the size of the form is known to be bearable
@csp_replace(_POLICY)  # type: ignore[arg-type]  # its stubs know views without arguments alone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page, or take in what the creator says."""
    answer = _answer(request, token)
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    if _too_many_looks(request):
        return _over(request, "too_fast", HTTPStatus.TOO_MANY_REQUESTS)
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > creator_page.MOST_BYTES + _OVERHEAD:
        return _over(request, "too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return _checked(request, token)
    except LinkOver:
        return _over(request, "over_how", HTTPStatus.GONE)
    except creator_page.TooFast:
        return _over(request, "too_fast", HTTPStatus.TOO_MANY_REQUESTS)


@csrf_protect
def _checked(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, token)
    try:
        _ACTS.get(said(request, "act"), _unknown)(request, token, timezone.now())
    except (LinkOver, creator_page.TooFast):
        raise
    except NotAllowed as refusal:
        problem = refusal.problem if isinstance(refusal, BadInput) else str(refusal)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(refusal, BadInput) else HTTPStatus.CONFLICT
        return _page(request, token, refusal=problem, status=status)
    return HttpResponseRedirect(f"{request.path}#told", status=HTTPStatus.SEE_OTHER)


def _page(request: HttpRequest, token: str, *, refusal: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    typed = {"act": said(request, "act"), "words": said(request, "words")}
    now = timezone.now()
    context = {**shown(open_page(token, now=now), now), "refusal": refusal, "typed": typed}
    return render(request, "web/creator.html", context, status=status)


def _over(request: HttpRequest, phrase: str, status: int) -> HttpResponse:
    """Say in every language that we speak that it does not work: nobody knows whose link it was."""
    told = [{"language": name, "words": phrases(name)[phrase]} for name in ("en", "de")]
    title = phrases("en")["over" if phrase == "over_how" else "refused"]
    return render(request, "web/creator_over.html", {"title": title, "told": told, "language": "en"}, status=status)


def _too_many_looks(request: HttpRequest) -> bool:
    key = f"creator-looks/{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, _WINDOW)
    try:
        return cache.incr(key) > _LOOKS
    except ValueError:  # it ran out between the two
        return False


def _accept(request: HttpRequest, token: str, now: datetime) -> None:
    creator_page.answer(token, accepted=True, note="", figures=said(request, "figures"), now=now)


def _object(request: HttpRequest, token: str, now: datetime) -> None:
    creator_page.answer(token, accepted=False, note=said(request, "words"), figures=said(request, "figures"), now=now)


def _propose(request: HttpRequest, token: str, now: datetime) -> None:
    kind = decode(ProposalKind, said(request, "kind"), place="kind")
    day = decode(date | None, said(request, "on") or None, place="on")  # type: ignore[arg-type]  # the codec takes it
    part = said(request, "share")
    creator_page.propose(
        token,
        kind,
        said(request, "words"),
        on=day,
        deliverable=said(request, "deliverable"),
        campaign=said(request, "campaign"),
        share=decode(Fraction, part, place="share") / 100 if part else None,
        now=now,
    )


def _file(request: HttpRequest, token: str, now: datetime) -> None:
    kind = decode(FileKind, said(request, "kind"), place="kind")
    with uploaded(request, "file", "choose a file") as path:
        creator_page.hand_in(token, kind, path, note=said(request, "words"), now=now)


def _duty(request: HttpRequest, token: str, now: datetime) -> None:
    with uploaded_if_any(request, "file") as path:
        creator_page.show_duty(token, said(request, "duty"), said(request, "words"), path, now=now)


def _unknown(request: HttpRequest, token: str, now: datetime) -> None:  # noqa: ARG001 - one shape for all acts
    raise BadInput("the form is not known", place="act")


_ACTS: dict[str, Callable[[HttpRequest, str, datetime], None]] = {
    "accept": _accept,
    "object": _object,
    "propose": _propose,
    "file": _file,
    "duty": _duty,
}
