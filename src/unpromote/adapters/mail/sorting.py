"""Did a person write it: told by headers and structure (RFC 3834, RFC 3464, RFC 8098, RFC 5965), never by the words.

One clear sign is enough. A subject that programs are known to write ("Automatic reply: ...") counts only beside a faint
sign, since anybody may write "out of office". A mailing list's header makes nothing automatic: people answer through
lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import cast

from unpromote.adapters.mail.headers import Headers, mailbox, tried
from unpromote.adapters.mail.subjects import DELAYED, FAILED, PROGRAM_WROTE, RECEIPT
from unpromote.domain.letters import tokens_in

_PARTS_READ = 200
_AUTOREPLY_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoresponse",
    "x-auto-reply",
    "x-auto-reply-from",
    "x-autoreply-from",
    "x-autoreply-domain",
    "x-mail-autoreply",
    "x-mailer-autoreply",
    "x-vacation",
    "x-ms-exchange-generated-message-source",
    "x-otrs-loop",
    "x-cron-env",
    "x-failed-recipients",
)
_AUTOREPLY_VALUES = (
    ("x-fc-machinegenerated", "true"),
    ("x-post-messageclass", "autoresponder"),
    ("delivered-to", "autoresponder"),
    ("x-delivery-agent", "tmda"),
    ("x-mailer", "vacation"),
    ("x-mailer", "autorespon"),
    ("content-class", "dsn"),
    ("content-class", "mdn"),
)
_AUTOMATIC_PRECEDENCE = ("bulk", "junk", "auto_reply", "auto-reply")
_LIST = ("list-id", "list-post", "mailing-list", "x-mailing-list", "x-google-group-id")
_FAINT = ("x-auto-response-suppress", "x-ms-exchange-inbox-rules-loop", "x-loop", "precedence", "list-unsubscribe")
_THREAD = ("in-reply-to", "references")
_MAIL_SYSTEM = re.compile(
    r"^(mailer-?daemon|mdaemon|mail\.delivery\.system|double-bounce|microsoftexchange[0-9a-f]{8,}"
    r"|complaints@email-abuse|bounce-?daemon)\b",
    re.IGNORECASE,
)
_MAIL_SYSTEM_NAME = re.compile(
    r"^\W*(mail (delivery (sub)?system|system)|microsoft outlook|system administrator|systemadministrator)\W*$",
    re.IGNORECASE,
)
_POSTMASTER = re.compile(r"^postmaster\b", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(no[-_.]?reply|do[-_.]?not[-_.]?reply|auto[-_.]?(reply|responder|confirm)|notifications?)\b", re.IGNORECASE
)
_ITIP_ANSWERS = ("reply", "refresh", "declinecounter")


@dataclass(frozen=True)
class Sort:
    """Whether a program wrote the message, and whether it says that our letter was not delivered."""

    automatic: bool
    bounce: bool


def sorted_out(message: EmailMessage, headers: Headers) -> Sort:
    """Return what sort of message it is."""
    report = is_report(headers)
    bounce = _is_bounce(message, headers)
    automatic = (
        report
        or bounce
        or has_null_sender(headers)
        or _says_automatic(headers)
        or is_mail_system(headers)
        or _is_bulk(headers)
        or _answers_a_meeting(message)
        or (_subject_of_program(headers) and _has_faint_sign(headers))
    )
    return Sort(automatic, bounce)


def is_report(headers: Headers) -> bool:
    """Tell whether it is a report as such: of delivery, of display, of abuse (RFC 6522)."""
    kind = headers.word("content-type")
    return kind in ("multipart/report", "message/delivery-status", "message/disposition-notification")


def has_null_sender(headers: Headers) -> bool:
    """Tell whether it must not be answered because its envelope names no sender (RFC 5321 4.5.5)."""
    path = headers.first("return-path").replace(" ", "").lower() if headers.has("return-path") else ""
    return path == "<>" or path.strip("<>").startswith("mailer-daemon")


def is_mail_system(headers: Headers) -> bool:
    """Tell whether a program that carries mail wrote this; a postmaster is a person, unless it tells a failure."""
    name, address = mailbox(headers.first("from"))
    told = bool(FAILED.search(_own_subject(headers)) or DELAYED.search(_own_subject(headers)))
    unsure = _MAIL_SYSTEM_NAME.search(name) or _POSTMASTER.search(address)
    return bool(_MAIL_SYSTEM.search(address)) or bool(unsure and told)


def _says_automatic(headers: Headers) -> bool:
    if headers.word("auto-submitted") not in ("", "no"):
        return True
    if headers.word("precedence") in _AUTOMATIC_PRECEDENCE and not headers.has(*_LIST):
        return True
    if any(value in headers.first(name).lower() for name, value in _AUTOREPLY_VALUES):
        return True
    return any(headers.word(name) not in ("no", "false", "0") for name in _AUTOREPLY_HEADERS if headers.has(name))


def _is_bulk(headers: Headers) -> bool:
    """Tell whether it is a letter to many that answers nobody, as newsletters are."""
    return headers.has("list-unsubscribe") and not headers.has(*_LIST, *_THREAD)


def _answers_a_meeting(message: EmailMessage) -> bool:
    """Tell whether it is a calendar's answer to an invitation (RFC 5546); an invitation is a person's."""
    kinds = [part for part in _parts(message) if part.get_content_type() == "text/calendar"]
    return any(str(part.get_param("method", "")).lower() in _ITIP_ANSWERS for part in kinds)


def _subject_of_program(headers: Headers) -> bool:
    subject = headers.first("subject")
    return bool(PROGRAM_WROTE.search(subject) or RECEIPT.search(subject))


def _has_faint_sign(headers: Headers) -> bool:
    _, address = mailbox(headers.first("from"))
    if headers.has(*_FAINT) or not headers.has(*_THREAD) or _NOBODY.search(address):
        return True
    prefix = PROGRAM_WROTE.match(headers.first("subject"))
    return bool(prefix and tokens_in(headers.first("subject")[prefix.end() :][:24]))  # it put its word before ours


def _is_bounce(message: EmailMessage, headers: Headers) -> bool:
    found = _delivery_statuses(message)
    if found:
        return any(action == "failed" for action in found)
    if is_report(headers) and "delivery-status" not in headers.first("content-type").lower():
        return headers.word("content-type") == "multipart/report" and _fails(headers)
    if headers.has("x-failed-recipients"):
        return not DELAYED.search(_own_subject(headers))
    if is_mail_system(headers) or is_report(headers):
        return not DELAYED.search(_own_subject(headers))
    return has_null_sender(headers) and _fails(headers)


def _fails(headers: Headers) -> bool:
    subject = _own_subject(headers)
    return bool(FAILED.match(subject)) and not DELAYED.search(subject) and not RECEIPT.search(subject)


def _own_subject(headers: Headers) -> str:
    """Return what stands before the subject of ours that it repeats: that one may speak of delays and failures too."""
    subject = headers.first("subject")
    for token in tokens_in(subject):
        return subject[: subject.upper().find(token)] or subject
    return subject


def _delivery_statuses(message: EmailMessage) -> list[str]:
    """Return what the delivery reports say was done (RFC 3464 2.3.3); where that is lost, what the status code says."""
    actions: list[str] = []
    for part in _parts(message):
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            for block in _blocks(part):
                actions += _action(block)
    return actions


def _action(block: Message) -> list[str]:
    said = str(block.get("action", "")).strip().lower()
    status = str(block.get("status", "")).strip()
    if said or not status:
        return [re.split(r"[\s(;]", said)[0]] if said else []
    return ["failed" if status.startswith("5") else "delayed"]


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return cast("list[Message]", payload) if isinstance(payload, list) else []


def _parts(message: EmailMessage) -> list[Message]:
    """Return the parts of the message itself, not those of a message that it carries."""
    found: list[Message] = []
    waiting: list[Message] = [message]
    while waiting and len(found) < _PARTS_READ:
        part = waiting.pop(0)
        found.append(part)
        if part.get_content_maintype() == "multipart":
            waiting += tried(lambda part=part: _blocks(part), [])  # type: ignore[misc]  # bound at once
    return found
