"""Mail that a program hands in: POST /hooks/mail takes one raw message and files it as if it had arrived.

    X-Unpromote-Timestamp: 1790000000     seconds since 1970, within five minutes of our clock
    X-Unpromote-Signature: sha256=HEX     HMAC-SHA256 of "TIMESTAMP." and the body, by the shared secret

The same message twice is filed once, so a captured request can be repeated without effect even within the five minutes.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from unpromote.api.asking import now
from unpromote.api.problems import problem
from unpromote.services.arriving import drop_mail

LARGEST = 25 * 1024 * 1024
WINDOW_SECONDS = 300
_DIGITS = 12


@csrf_exempt
def take_mail(request: HttpRequest) -> HttpResponse:
    """Take one message. Answers 202, or a problem: 401, 404 where no secret is set, 405, 413, 422."""
    if not settings.UNPROMOTE["hook_secret"]:
        return problem(404, "no secret is set: UNPROMOTE_HOOK_SECRET")
    if request.method != "POST":
        refusal = problem(405, "send it with POST")
        refusal["Allow"] = "POST"
        return refusal
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
