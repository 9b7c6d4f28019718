"""Mail that a program hands in: POST /hooks/mail takes one raw message and files it as if it had arrived.

    X-Unpromote-Timestamp: 1790000000     seconds since 1970, within five minutes of our clock
    X-Unpromote-Signature: sha256=HEX     HMAC-SHA256 of "TIMESTAMP." and the body, by the shared secret

The same message twice is filed once, so a captured request can be repeated without effect even within the five minutes.

POST /hooks/mail/events and /hooks/mail/answers take the mail provider's own calls, signed in its own way.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from unpromote.api.asking import now
from unpromote.api.problems import problem
from unpromote.domain.errors import BadInput, NotAllowed
from unpromote.services.arriving import drop_from_provider, drop_mail

LARGEST = 25 * 1024 * 1024
LARGEST_CALL = 36 * 1024 * 1024  # such a message as base64 within JSON, and what stands around it
WINDOW_SECONDS = 300
_DIGITS = 12


@csrf_exempt
def take_mail(request: HttpRequest) -> HttpResponse:
    """Take one message. Answers 202, or a problem: 401, 404 where no secret is set, 405, 413, 422."""
    if not settings.UNPROMOTE["hook_secret"]:
        return problem(404, "no secret is set: UNPROMOTE_HOOK_SECRET")
    if request.method != "POST":
        return _post_only()
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return problem(413, f"the message is larger than {LARGEST // 1024**2} MB")
    if not _is_signed(request, raw):
        refusal = problem(401, "the signature does not fit this message at this time")
        refusal["WWW-Authenticate"] = 'Signature realm="unpromote"'
        return refusal
    if not raw.strip():
        return problem(422, "the message is empty", mend="send the raw message (RFC 5322) as the body")
    return JsonResponse({"sha256": drop_mail(raw, now=now())}, status=202)


@csrf_exempt
def take_from_provider(request: HttpRequest, door: str) -> HttpResponse:
    """Take what the mail provider tells. Answers 202, or a problem: 401, 404 where no secret is set, 405, 413, 422."""
    refusal = _unfit(request)
    if refusal is not None:
        return refusal
    if request.content_type == "application/json":
        # Django's own limit is meant for forms; a file within JSON may be larger than any of ours.
        request._body = request.read(LARGEST_CALL)  # noqa: SLF001
    try:
        filed = drop_from_provider(request, door, now=now())
    except RequestDataTooBig as large:
        return problem(413, str(large))
    except BadInput as bad:
        return problem(422, str(bad))
    except NotAllowed as unsigned:
        refusal = problem(401, str(unsigned))
        refusal["WWW-Authenticate"] = 'Basic realm="unpromote"'
        return refusal
    return JsonResponse({"filed": len(filed)}, status=202)


def _unfit(request: HttpRequest) -> HttpResponse | None:
    if not (settings.UNPROMOTE["mail_provider"] and settings.UNPROMOTE["mail_provider_secret"]):
        return problem(404, "no provider with a secret is set: UNPROMOTE_MAIL_PROVIDER_SECRET")
    if request.method != "POST":
        return _post_only()
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_CALL:
        return problem(413, f"the call is larger than {LARGEST_CALL // 1024**2} MB")
    return None


def _post_only() -> HttpResponse:
    refusal = problem(405, "send it with POST")
    refusal["Allow"] = "POST"
    return refusal


def _is_signed(request: HttpRequest, raw: bytes) -> bool:
    at = request.headers.get("X-Unpromote-Timestamp", "")
    if not (at.isascii() and at.isdecimal() and len(at) <= _DIGITS):
        return False
    due = signature(settings.UNPROMOTE["hook_secret"], at, raw)
    said = request.headers.get("X-Unpromote-Signature", "")
    fits = hmac.compare_digest(due.encode(), said.encode("utf-8", "replace"))
    return fits and abs(now().timestamp() - int(at)) <= WINDOW_SECONDS


def signature(secret: str, timestamp: str, raw: bytes) -> str:
    """Return what the signature header must say."""
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + raw, hashlib.sha256).hexdigest()
