"""Conversations: what was said with TikTok and each creator, and what their answer amounts to."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from moneyed import Money
from ninja import Path, Query, Router, Schema
from pydantic import Field

from unpromote.api.asking import Id, Part, Reference, asker, case_of, now
from unpromote.api.problems import REFUSALS
from unpromote.api.shapes import Amount, CaseView, case_view
from unpromote.api.talk_shapes import ConversationView
from unpromote.domain.codec import decode, encode
from unpromote.domain.ladders import Channel
from unpromote.domain.messages import Outcome
from unpromote.services import answers, messages, showing_letters

router = Router(tags=["conversations"])


class Judgement(Schema):
    """What an answer amounts to, as a person reads it."""

    outcome: Outcome
    note: str = Field("", max_length=10_000)
    fee: Amount | None = Field(None, description="What they claim; kept as a claim and compared with the quote")
    fee_is: str = Field("", max_length=200, description="The quote's line that the fee is; none: never agreed")


class AttachmentView(Schema):
    """A file that goes along."""

    name: str
    media_type: str
    sha256: str


class LetterView(Schema):
    """What one recipient would be told, word for word."""

    to_name: str
    to_address: str
    subject: str
    body: str
    language: str
    attachments: list[AttachmentView]
    template: str = Field("", description="The text it is written from, with its version")


Step = Annotated[
    str,
    Path(
        pattern=r"^(request|notice|[a-z_]{1,40}-[1-9][0-9]{0,3})$",
        description="request, notice or reminder-1",
        examples=["notice"],
    ),
]


@router.get("/{reference}/conversations", response={200: list[ConversationView], **REFUSALS})
def list_conversations(request: HttpRequest, reference: Reference, part: Query[Part]) -> Any:
    """List what was said with each counterpart, and whose turn it is."""
    return encode(case_of(request, reference).conversations[part.span])


@router.get("/{reference}/conversations/{conversation}/letters/{step}", response={200: LetterView, **REFUSALS})
def preview_letter(
    request: HttpRequest, reference: Reference, conversation: Id, step: Step, channel: Channel | None = None
) -> Any:
    """Show the letter of a step word for word as it would be sent now; nothing is sent.

    With a channel: the first letter in the words for that way, to be pasted, read out or printed.
    """
    case = case_of(request, reference)
    return encode(messages.preview(asker(request), case.id, conversation, step, channel=channel, now=now()))


def _file(kind: str, what: str) -> dict[str, Any]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": what, "content": content}}}


@router.get(
    "/{reference}/conversations/{conversation}/letters/{step}/message",
    response=REFUSALS,
    openapi_extra=_file("message/rfc822", "The message, byte for byte as it would go to the mail server now"),
)
def preview_message(request: HttpRequest, reference: Reference, conversation: Id, step: Step) -> Any:
    """Fetch the very message that would be sent now, with all its headers."""
    case = case_of(request, reference)
    raw = showing_letters.message_bytes(asker(request), case.id, conversation, step, now=now())
    return HttpResponse(raw, content_type="message/rfc822")


@router.get(
    "/{reference}/conversations/{conversation}/letters/{step}/pdf",
    response=REFUSALS,
    openapi_extra=_file("application/pdf", "The letter, to be printed and posted"),
)
def print_letter(request: HttpRequest, reference: Reference, conversation: Id, step: Step) -> Any:
    """Fetch a letter to be printed, signed and sent by registered post."""
    case = case_of(request, reference)
    pages = showing_letters.pages(asker(request), case.id, conversation, step, now=now())
    return HttpResponse(pages, content_type="application/pdf")


@router.post("/{reference}/conversations/{conversation}/judgement", response={200: CaseView, **REFUSALS})
def judge_answer(request: HttpRequest, reference: Reference, conversation: Id, given: Judgement) -> Any:
    """Say what their answer amounts to; only a confirmation or an explained decision closes the conversation."""
    case = case_of(request, reference)
    fee = answers.Fee(decode(Money, given.fee, place="fee"), given.fee_is) if given.fee else None
    judged = answers.judge(asker(request), case.id, conversation, given.outcome, note=given.note, fee=fee, now=now())
    return case_view(judged.case)
