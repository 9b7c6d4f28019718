"""What arrived, read without trusting it: broken headers, charsets and nesting give an emptier value, never a crash."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import EmailPolicy, Policy
from email.utils import parsedate_to_datetime
from hashlib import sha256
from itertools import islice
from typing import cast

from unpromote.adapters.mail.enclosures import enclosures_of
from unpromote.adapters.mail.folder import MailFolder, has_content
from unpromote.adapters.mail.headers import VALUE_LIMIT, Headers, mailbox, tried
from unpromote.adapters.mail.sorting import has_null_sender, is_mail_system, is_report, sorted_out
from unpromote.adapters.mail.wording import one_line, own_words, words_of_html
from unpromote.domain.letters import Incoming, tokens_in

_WHOLE_LIMIT = 25 * 1024 * 1024
_HEADERS_LIMIT = 262_144
_PARTS_LIMIT = 1_000
_IDS_READ = 50
_PARTS_READ = 200
_HIDING = ("base64", "quoted-printable")
_SUBJECT_LIMIT = 300
_RETURNED_READ = 1024 * 1024
_RETURNED_ID = re.compile(
    rb"^[> \t]*(?:x-)?(?:original-)?message-id:\s*(<[^<>\s@]{1,400}@[^<>\s@]{1,200}>)", re.IGNORECASE | re.MULTILINE
)
_RETURNED_TRACE = re.compile(rb"^[> \t]*(?:subject|reply-to|to|from):[^\n]{0,400}", re.IGNORECASE | re.MULTILINE)
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_RECEIVED_FOR = re.compile(r"\bfor\s+<?([^\s<>;]+@[^\s<>;]+)", re.IGNORECASE)
_ANY_ADDRESS = re.compile(r"(?<![^\s<>@,;:\"()\[\]])[^\s<>@,;:\"()\[\]]{1,400}@[^\s<>@,;:\"()\[\]]{1,200}")
_ADDRESSED = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-forwarded-to",
    "x-rcpt-to",
    "resent-to",
    "to",
    "cc",
)


class _ShortHeaders(EmailPolicy):
    """Cuts every header, those of parts too: the library's header parser takes a time that grows with the square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:VALUE_LIMIT]


@dataclass(frozen=True)
class _Returned:
    """What a program's message brings back of ours: Message-IDs and tokens."""

    ids: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()


def read_incoming(raw: bytes, *, domain: str = "") -> Incoming:
    """Return what the message says, as far as it can be read.

    With the desk's own mail domain, a token in an address counts at that domain alone.
    """
    message = _message(raw)
    headers = Headers.of(message)
    returned = _returned(raw, message) if _may_bring_back(headers) else _Returned()
    sort = sorted_out(message, headers)
    _, sender = mailbox(headers.first("from"))
    tokens, address_tokens = tokens_in(headers.first("subject")), tokens_in(_addressed(headers, domain))
    return Incoming(
        message_id=next(iter(headers.ids("message-id")), ""),
        in_reply_to=next(iter(headers.ids("in-reply-to")), ""),
        references=(*headers.ids("references"), *headers.ids("in-reply-to")[1:], *returned.ids),
        token=next(iter(tokens), ""),
        address_token=next(iter(address_tokens), ""),
        sender=one_line(sender, VALUE_LIMIT),
        subject=one_line(headers.first("subject"), _SUBJECT_LIMIT),
        body=tried(lambda: own_words(_text(message)), ""),
        sent_at=tried(lambda: _instant(headers.first("date")), None),
        automatic=sort.automatic,
        bounce=sort.bounce,
        sha256=sha256(raw).hexdigest(),
        tokens=tokens[1:],
        address_tokens=(*address_tokens[1:], *returned.tokens),
        enclosures=tried(lambda: enclosures_of(message), ()),
    )


class FolderInbox:
    """Fills the `Inbox` port from a mail folder; a message delivered twice is handed over once."""

    def __init__(self, folder: MailFolder, *, domain: str = "") -> None:
        self._folder, self._domain = folder, domain

    def unread(self) -> tuple[Incoming, ...]:
        """Return what arrived, oldest first. `path` is where the file lies once it is marked as read."""
        self._folder.take_dropped()
        found: dict[str, Incoming] = {}
        for path in self._folder.new_messages():
            incoming = read_incoming(path.read_bytes(), domain=self._domain)
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
    return tried(lambda: parser.parsebytes(raw), only_head)


def _addressed(headers: Headers, domain: str) -> str:
    """Return every address by which it came, as headers and the trace tell."""
    named = [value for name in _ADDRESSED for value in headers.all(name)]
    traced = [address for trace in headers.all("received") for address in _RECEIVED_FOR.findall(trace)]
    found = [address for value in (*named, *traced) for address in _ANY_ADDRESS.findall(value)]
    return " ".join(one for one in found if not domain or one.rpartition("@")[2].lower() == domain.lower())


def _instant(value: str) -> datetime | None:
    if not value:
        return None
    found = parsedate_to_datetime(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)  # "-0000" is UTC of an unknown place (RFC 5322 3.3)


def _text(message: EmailMessage) -> str:
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    words = _content(plain) if plain is not None else ""
    if not words.strip() and page is not None:
        return words_of_html(_content(page))
    return words


def _content(part: MIMEPart) -> str:
    return tried(lambda: str(part.get_content()), "") or _undecoded(part)


def _undecoded(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _may_bring_back(headers: Headers) -> bool:
    return (
        is_report(headers) or has_null_sender(headers) or is_mail_system(headers) or headers.has("x-failed-recipients")
    )


def _returned(raw: bytes, message: EmailMessage) -> _Returned:
    """Return what stands below the message's own headers, also where a part's encoding hides it.

    A relay may have given our letter another Message-ID.
    """
    hidden = tried(lambda: _hidden(message), b"")
    below = b"\n".join((*_HEADERS_END.split(raw[:_WHOLE_LIMIT], maxsplit=1)[1:], hidden))
    found = dict.fromkeys(_RETURNED_ID.findall(below))
    ids = tuple(value.decode("utf-8", "replace") for value in tuple(found)[:_IDS_READ])
    traces = b" ".join(_RETURNED_TRACE.findall(below[:_RETURNED_READ]))
    return _Returned(ids, tokens_in(traces.decode("utf-8", "replace"))[:_IDS_READ])


def _hidden(message: EmailMessage) -> bytes:
    """Return the texts that travel encoded."""
    texts = (part for part in islice(message.walk(), _PARTS_READ) if part.get_content_maintype() == "text")
    coded = (part for part in texts if str(part.get("content-transfer-encoding", "")).strip().lower() in _HIDING)
    return b"\n".join(cast("bytes", part.get_payload(decode=True)) for part in coded)
