"""What a mail provider calls us about, as mail: a letter's fate as a mail server would report it, an answer as it is.

So bounces go one way, however a letter went: the report is written as RFC 3464 has it (a complaint as RFC 5965), with
our letter's Message-ID in it, and sorted like any other. The same event told twice is the same message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import format_datetime, formataddr
from hashlib import sha256
from typing import Any

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure  # type: ignore[import-untyped]  # no types
from anymail.signals import EventType  # type: ignore[import-untyped]
from anymail.webhooks import brevo, mailgun, postmark  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from unpromote.adapters.mail.compose import Desk
from unpromote.adapters.mail.providers import MARK, named_provider
from unpromote.adapters.mail.wording import one_line
from unpromote.domain.errors import BadInput, NotAllowed

_WORDS_LIMIT = 500
_KEY = re.compile(r"[0-9a-f]{32}")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,255}")
_SENSELESS = (AnymailError, ImproperlyConfigured, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_FATES = {
    EventType.BOUNCED: "failed",
    EventType.REJECTED: "failed",
    EventType.FAILED: "failed",
    EventType.DEFERRED: "delayed",
    EventType.DELIVERED: "delivered",
}
_STATUS = {"failed": "5.0.0", "delayed": "4.0.0", "delivered": "2.0.0"}
_SUBJECTS = {"failed": "Undelivered", "delayed": "Delayed", "delivered": "Delivered", "complaint": "Complaint"}


@dataclass(frozen=True)
class Doors:
    """Who reads a provider's calls: by what its secret is named, what befell letters, and answers (None: not taken)."""

    secret: str
    events: Callable[..., Any]
    answers: Callable[..., Any] | None


# Brevo's answers are not taken: their files would have to be fetched from Brevo while it waits.
_DOORS = {
    "postmark": Doors("webhook_secret", postmark.PostmarkTrackingWebhookView, postmark.PostmarkInboundWebhookView),
    "mailgun": Doors("webhook_signing_key", mailgun.MailgunTrackingWebhookView, mailgun.MailgunInboundWebhookView),
    "brevo": Doors("webhook_secret", brevo.BrevoTrackingWebhookView, None),
}


@dataclass(frozen=True)
class _Fate:
    """What befell one of our letters: `action` as RFC 3464 names it, or "complaint"."""

    event: Any
    action: str
    provider: str
    desk: Desk
    message_id: str

    @property
    def recipient(self) -> str:
        return one_line(str(self.event.recipient or ""), _WORDS_LIMIT)

    @property
    def words(self) -> str:
        said = (self.event.reject_reason, self.event.description, self.event.mta_response)
        return one_line(": ".join(str(part) for part in said if part), _WORDS_LIMIT)


def mail_from_provider(request: HttpRequest, door: str) -> tuple[bytes, ...]:
    """Return what the configured provider tells, as raw messages. Fills the `ProviderMail` port.

    Raises:
        NotAllowed: it is not signed as the provider signs.
        BadInput: there is no such door, or nobody can make sense of what came.
    """
    said, secret = settings.UNPROMOTE["mail_provider"], settings.UNPROMOTE["mail_provider_secret"]
    name = named_provider(said).name
    doors = _DOORS[name]
    reader = doors.events if door == "events" else doors.answers
    if reader is None:
        raise BadInput(f"answers are not taken from {name}", place=door, mend="have them sent to a mailbox")
    try:
        view = reader(**{doors.secret: secret})
        view.run_validators(request)
        events = view.parse_events(request)
        return tuple(_reports(events, name) if door == "events" else map(_answer, events))
    except AnymailWebhookValidationFailure as refusal:
        raise NotAllowed(f"{name}'s call is not signed with the secret") from refusal
    except _SENSELESS as problem:
        raise BadInput(f"{name}'s call makes no sense: {one_line(str(problem), _WORDS_LIMIT)}", place=door) from problem


def _reports(events: list[Any], name: str) -> Iterator[bytes]:
    desk = Desk(settings.UNPROMOTE["sender"])
    for event in events:
        key = str((event.metadata or {}).get(MARK, ""))
        action = "complaint" if event.event_type == EventType.COMPLAINED else _FATES.get(event.event_type, "")
        if action and _KEY.fullmatch(key):  # else it is about somebody else's letter, or tells nothing of its fate
            yield _report(_Fate(event, action, name, desk, f"<{key}@{settings.UNPROMOTE['mail_domain']}>"))


def _report(fate: _Fate) -> bytes:
    report = EmailMessage()
    report["Return-Path"] = "<>"
    report["From"] = formataddr((f"{fate.provider} (reported)", f"mailer-daemon@{fate.desk.domain}"))
    report["To"] = fate.desk.address
    report["Subject"] = f"{_SUBJECTS[fate.action]}: the letter to {fate.recipient}"
    if fate.event.timestamp:
        report["Date"] = format_datetime(fate.event.timestamp)
    told = sha256(f"{fate.message_id} {fate.action} {fate.recipient}".encode()).hexdigest()[:32]
    report["Message-ID"] = f"<{told}@{fate.provider}.invalid>"
    report["In-Reply-To"] = fate.message_id
    report["Auto-Submitted"] = "auto-generated"
    said = f"{fate.provider} reports: {_SUBJECTS[fate.action].lower()}, {fate.recipient}. {fate.words}".strip()
    report.set_content(f"{said}\n")
    report.make_mixed(boundary=f"=_{told}")
    report.attach(_complaint(fate) if fate.action == "complaint" else _delivery(fate))
    kind = "feedback-report" if fate.action == "complaint" else "delivery-status"
    report.replace_header("Content-Type", f'multipart/report; report-type={kind}; boundary="=_{told}"')
    return report.as_bytes()


def _delivery(fate: _Fate) -> EmailMessage:
    about, of = EmailMessage(), EmailMessage()
    about["Reporting-MTA"] = f"dns; {fate.provider}.invalid"
    of["Final-Recipient"] = f"rfc822; {fate.recipient}"
    of["Action"] = fate.action
    of["Status"] = _STATUS[fate.action]
    of["Diagnostic-Code"] = f"x-{fate.provider}; {fate.words}"
    return _part("message/delivery-status", [about, of])


def _complaint(fate: _Fate) -> EmailMessage:
    of = EmailMessage()
    of["Feedback-Type"] = "abuse"
    of["User-Agent"] = fate.provider
    of["Version"] = "1"
    of["Original-Rcpt-To"] = fate.recipient
    return _part("message/feedback-report", [of])


def _part(kind: str, blocks: list[Message | str]) -> EmailMessage:
    part = EmailMessage()
    part["Content-Type"] = kind
    part.set_payload(blocks)
    return part


def _answer(event: Any) -> bytes:
    """Return an answer's message, with the address in front that it came by: the token may stand only there."""
    raw: bytes = event.message.as_bytes()
    recipient = str(event.message.envelope_recipient or "")
    return f"Delivered-To: {recipient}\r\n".encode() + raw if _ADDRESS.fullmatch(recipient) else raw
