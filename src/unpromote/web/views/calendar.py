"""The calendar behind a signed address, as calendar programs fetch it: without signing in; nothing is changed."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from unpromote.domain.errors import NotAllowed
from unpromote.services import calendar

A_MINUTE = 60
FETCHES_A_MINUTE = 30
_TOO_MANY = 429


@require_safe
def subscribed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar; 304 where it is as it was, 404 where there is none, 429 where it is fetched too often."""
    if _too_often(token) or _too_often(request.META.get("REMOTE_ADDR", ""), FETCHES_A_MINUTE * 10):
        return HttpResponse(status=_TOO_MANY, headers={"Retry-After": str(A_MINUTE)})
    try:
        written = calendar.written_feed(token, now=timezone.now())
    except NotAllowed:
        raise Http404 from None
    etag = f'"{sha256(written).hexdigest()[:32]}"'
    found = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    found["Content-Disposition"], found["X-Robots-Tag"] = 'inline; filename="deadlines.ics"', "noindex"
    answer = get_conditional_response(request, etag=etag, response=found) or found
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer


def _too_often(who: str, most: int = FETCHES_A_MINUTE) -> bool:
    key = f"calendar/{sha256(who.encode()).hexdigest()[:32]}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False
