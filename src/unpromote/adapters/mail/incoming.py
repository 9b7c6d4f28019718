"""What arrived, read without trusting it: broken headers, charsets and nesting give an emptier value, never a crash.

A message is automatic by its headers alone (RFC 3834, RFC 3464), never by its words, since "out of office" may stand in
anybody's letter. A mailing list's header does not make a message automatic: people answer through lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import EmailPolicy, Policy, default
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from itertools import islice
from typing import TypeVar, cast

from unpromote.adapters.mail.folder import MailFolder, has_content
from unpromote.adapters.mail.wording import one_line, own_words, words_of_html
from unpromote.domain.letters import Incoming, token_in

T = TypeVar("T")

_WHOLE_LIMIT = 25 * 1024 * 1024
_HEADERS_LIMIT = 262_144
_HEADERS_READ = 500
_PARTS_LIMIT = 1_000
_VALUE_LIMIT = 4_000
_IDS_READ = 50
_SUBJECT_LIMIT = 300
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,400}@[^<>\s@]{1,200}>")
_RETURNED_ID = re.compile(rb"^message-id:\s*(<[^<>\s@]{1,400}@[^<>\s@]{1,200}>)", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^action:\s*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_MAIL_SYSTEM = re.compile(r"\b(mailer-daemon|mdaemon|mail\.delivery\.system)@", re.IGNORECASE)
_POSTMASTER = re.compile(r"\bpostmaster@", re.IGNORECASE)
_FAILURE = re.compile(r"undeliver|not deliver|fail|returned mail|non-delivery", re.IGNORECASE)
_DELAY = re.compile(r"delay|retried|warning|not yet", re.IGNORECASE)
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_AUTOREPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
_AUTOMATIC_PRECEDENCE = ("bulk", "junk", "auto_reply", "auto-reply")
_ADDRESSED = ("delivered-to", "x-original-to", "to", "cc")


class _ShortHeaders(EmailPolicy):
    """Cuts every header, those of parts too: the library's header parser takes a time that grows with the square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_VALUE_LIMIT]


@dataclass(frozen=True)
class _Headers:
    """A message's headers as they stand, by name."""

    values: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(_value(name, raw) for key, raw in self.values if key == name)

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def ids(self, name: str) -> tuple[str, ...]:
        raw = " ".join(value for key, value in self.values if key == name)
        return tuple(_MESSAGE_ID.findall(raw))[-_IDS_READ:]


def read_incoming(raw: bytes) -> Incoming:
    """Return what the message says, as far as it can be read."""
    message = _message(raw)
    headers = _headers(message)
    report = _is_report(headers)
    returned = _returned_ids(raw) if report or _null_sender(headers) or _is_mail_system(headers) else ()
    return Incoming(
        message_id=next(iter(headers.ids("message-id")), ""),
        in_reply_to=next(iter(headers.ids("in-reply-to")), ""),
        references=(*headers.ids("references"), *returned),
        token=token_in(headers.first("subject")),
        address_token=token_in(" ".join(value for name in _ADDRESSED for value in headers.all(name))),
        sender=_tried(lambda: _sender(headers.first("from")), ""),
        subject=one_line(headers.first("subject"), _SUBJECT_LIMIT),
        body=_tried(lambda: own_words(_text(message)), ""),
        sent_at=_tried(lambda: _instant(headers.first("date")), None),
        automatic=report or _null_sender(headers) or _says_automatic(headers) or _is_mail_system(headers),
        bounce=_is_bounce(headers, raw, report=report),
        sha256=sha256(raw).hexdigest(),
    )


class FolderInbox:
    """Fills the `Inbox` port from a mail folder; a message delivered twice is handed over once."""

    def __init__(self, folder: MailFolder) -> None:
        self._folder = folder

    def unread(self) -> tuple[Incoming, ...]:
        """Return what arrived, oldest first. `path` is where the file lies once it is marked as read."""
        found: dict[str, Incoming] = {}
        for path in self._folder.new_messages():
            incoming = read_incoming(path.read_bytes())
            found.setdefault(incoming.sha256, replace(incoming, path=str(self._folder.seen_path(path))))
        return tuple(found.values())

    def mark_read(self, incoming: Incoming) -> None:
        """Take the message out of what is new; twice is the same as once."""
        for path in self._folder.new_messages():
            if has_content(path, incoming.sha256):
                self._folder.mark_seen(path)


def _message(raw: bytes) -> EmailMessage:
    parser = BytesParser(policy=cast("Policy[EmailMessage]", _ShortHeaders()))
    head = _HEADERS_END.split(raw[:_HEADERS_LIMIT], maxsplit=1)[0] + b"\n\n"
    only_head = parser.parsebytes(head, headersonly=True)
    if len(raw) > _WHOLE_LIMIT or raw.count(b"\n--") > _PARTS_LIMIT:
        return only_head
    return _tried(lambda: parser.parsebytes(raw), only_head)


def _headers(message: EmailMessage) -> _Headers:
    pairs = islice(message.raw_items(), _HEADERS_READ)
    return _Headers(tuple((name.lower(), _readable(str(value))) for name, value in pairs))


def _readable(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _value(name: str, raw: str) -> str:
    return one_line(_tried(lambda: str(default.header_fetch_parse(name, raw)), raw), _VALUE_LIMIT)


def _sender(value: str) -> str:
    return one_line(getaddresses([value])[0][1], _VALUE_LIMIT)


def _instant(value: str) -> datetime | None:
    if not value:
        return None
    found = parsedate_to_datetime(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)  # "-0000" is UTC of an unknown place (RFC 5322 3.3)


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    content = _tried(lambda: str(part.get_content()), "") or _undecoded(part)
    return words_of_html(content) if part.get_content_subtype() == "html" else content


def _undecoded(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _is_report(headers: _Headers) -> bool:
    return headers.first("content-type").lower().startswith("multipart/report")


def _null_sender(headers: _Headers) -> bool:
    return headers.first("return-path").replace(" ", "") == "<>"


def _says_automatic(headers: _Headers) -> bool:
    submitted = re.split(r"[;(\s]", headers.first("auto-submitted").strip().lower())[0]
    if submitted not in ("", "no"):
        return True
    if headers.first("precedence").strip().lower() in _AUTOMATIC_PRECEDENCE:
        return True
    return any(headers.all(name) for name in _AUTOREPLY_HEADERS)


def _is_mail_system(headers: _Headers) -> bool:
    """Return whether a program that carries mail wrote this; a postmaster is a person, unless it tells a failure."""
    sender, subject = headers.first("from"), headers.first("subject")
    return bool(_MAIL_SYSTEM.search(sender) or (_POSTMASTER.search(sender) and _FAILURE.search(subject)))


def _is_bounce(headers: _Headers, raw: bytes, *, report: bool) -> bool:
    actions = [action.lower() for action in _ACTION.findall(raw)] if report else []
    if actions or headers.all("x-failed-recipients"):
        return not actions or b"failed" in actions
    return _is_mail_system(headers) and not _DELAY.search(headers.first("subject"))


def _returned_ids(raw: bytes) -> tuple[str, ...]:
    """Return the Message-IDs of what a bounce brings back; they stand below the message's own headers."""
    below = _HEADERS_END.split(raw[:_WHOLE_LIMIT], maxsplit=1)[1:]
    found = _RETURNED_ID.findall(below[0]) if below else []
    return tuple(value.decode("utf-8", "replace") for value in found[:_IDS_READ])


def _tried(read: Callable[[], T], otherwise: T) -> T:
    """Return what reading gives, or the other value where foreign input breaks the reader."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - the library's readers fail in ways it does not list; a message must not stop the desk
        return otherwise
