"""The tray: mail that fits no conversation; read it, see where it may belong, put it there or set it aside."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Path, Router, Schema
from pydantic import Field

from unpromote.api.asking import Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS, Missing
from unpromote.api.shapes import CaseView, case_view
from unpromote.api.talk_shapes import MessageFileView, Sha256
from unpromote.domain.codec import encode
from unpromote.domain.errors import NotAllowed
from unpromote.domain.tray import StrayMail, TrayState
from unpromote.services import tray
from unpromote.services.tray import FoundFile

router = Router(tags=["tray"])
case_router = Router(tags=["conversations"])

MailId = Annotated[str, Path(pattern=r"^[0-9]{1,18}$", examples=["1"])]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="The file's sha256", examples=["a" * 64])]


class StrayLine(Schema):
    """A stray message as a list shows it."""

    id: str
    received_at: datetime
    sender: str
    subject: str
    automatic: bool
    bounce: bool


class StrayView(StrayLine):
    """A stray message: its words alone, never what it would show."""

    message_id: str
    sha256: Sha256
    body: str
    files: list[MessageFileView]
    state: TrayState
    settled_at: datetime | None
    settled_by: str
    reason: str


class SuggestionView(Schema):
    """A case that it may belong to."""

    reference: str
    title: str
    conversation: str = Field(description="Who in the case may have written; empty where nothing says so")
    name: str
    reasons: list[str]


class StrayShown(Schema):
    """A stray message and the cases that it may belong to, the likeliest first."""

    mail: StrayView
    suggestions: list[SuggestionView]


class Assignment(Schema):
    """Where it belongs."""

    case: str = Field(pattern=r"^[A-Za-z0-9_-]{1,60}$", examples=["UP-AB12CD34"])
    conversation: str = Field(min_length=1, max_length=120, examples=["support"])


class SettingAside(Schema):
    """Why it belongs to no case."""

    reason: str = Field(min_length=1, max_length=2_000)


FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file as it arrived, as a download; its sender alone vouches for it",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get("", response={200: list[StrayLine], **REFUSALS})
def list_stray_mail(request: HttpRequest) -> Any:
    """List the mail that fits no conversation and that you may see, people's letters first."""
    return [encode(mail) for mail in tray.waiting(asker(request))]


@router.get("/{mail}", response={200: StrayShown, **REFUSALS})
def show_stray_mail(request: HttpRequest, mail: MailId) -> Any:
    """Show one message as text, with the cases that it may belong to and why."""
    found = _mail_of(request, mail)
    suggested = [encode(one) for one in tray.suggestions(asker(request), found)]
    return {"mail": encode(found), "suggestions": suggested}


@router.get("/{mail}/files/{digest}", response=REFUSALS, openapi_extra=FILE)
def fetch_stray_file(request: HttpRequest, mail: MailId, digest: Digest) -> Any:
    """Fetch a file that came with it."""
    return _download(lambda: tray.file_of_stray(asker(request), mail, digest))


@router.post("/{mail}/assignment", response={200: CaseView, **REFUSALS})
def assign_stray_mail(request: HttpRequest, mail: MailId, given: Assignment) -> Any:
    """Put it with a conversation; there it counts as their answer."""
    found, case = _mail_of(request, mail), case_of(request, given.case)
    return case_view(tray.assign(asker(request), found.id, case.id, given.conversation, now=now()))


@router.post("/{mail}/setting-aside", response={200: StrayView, **REFUSALS})
def set_stray_mail_aside(request: HttpRequest, mail: MailId, given: SettingAside) -> Any:
    """Take it out of the tray with a reason; it stays on disk."""
    found = _mail_of(request, mail)
    return encode(tray.set_aside(asker(request), found.id, given.reason, now=now()))


@case_router.get("/{reference}/files/{digest}", response=REFUSALS, openapi_extra=FILE)
def fetch_message_file(request: HttpRequest, reference: Reference, digest: Digest) -> Any:
    """Fetch a file that came with a message of the case."""
    case = case_of(request, reference)
    return _download(lambda: tray.file_of_case(asker(request), case.id, digest))


def _mail_of(request: HttpRequest, mail_id: str) -> StrayMail:
    try:
        return tray.stray(asker(request), mail_id)
    except NotAllowed as refusal:
        raise Missing(str(refusal)) from None


def _download(find: Any) -> HttpResponse:
    try:
        found: FoundFile = find()
    except NotAllowed as refusal:
        raise Missing(str(refusal)) from None
    named = content_disposition_header(as_attachment=True, filename=found.file.name) or "attachment"
    safe = {"Content-Disposition": named, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.path.read_bytes(), content_type="application/octet-stream", headers=safe)
