"""Letters as plain values: what we write, how it travels, what was really sent, and what came back.

A letter is its words and its recipient alone; the envelope adds what makes the message findable again: a Message-ID
made from the command's key, and the conversation's token. Both are the same however often the command is repeated, so a
mail server can be asked whether the letter went. A reply is matched by In-Reply-To, then References, then the token in
the subject, then the token in the address.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from unpromote.domain.errors import BadInput

SUBJECT_LIMIT = 240
_ADDRESS_LIMIT = 254  # RFC 5321 4.5.3.1.3, less the angle brackets
_ADDRESS = re.compile(r"""[^\s@<>"(),:;\\\[\]]{1,64}@[^\s@<>"(),:;\\\[\]]+""")
_MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_TOKEN = re.compile(r"UP-[2-7A-Z]{8}")
_UNWRITABLE = re.compile(r"[\r\0\ud800-\udfff]")
_TOKEN_SOUGHT = re.compile(r"(?<![0-9A-Z])UP-[2-7A-Z]{8}(?![0-9A-Z])", re.IGNORECASE)


@dataclass(frozen=True)
class Attachment:
    """A file that goes along: where it lies, and the hash that it must still have when it is sent."""

    name: str
    media_type: str
    path: str
    sha256: str

    def __post_init__(self) -> None:
        _refuse_lines(self.name, "attachment.name")
        if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", self.media_type):
            mend = "write it like application/pdf"
            raise BadInput(f"{self.media_type!r} is no media type", place="attachment.media_type", mend=mend)


@dataclass(frozen=True)
class Letter:
    """What one recipient is told, word for word. `automatic` marks a letter that a timer sent (RFC 3834)."""

    to_name: str
    to_address: str
    subject: str
    body: str
    language: str
    attachments: tuple[Attachment, ...] = ()
    automatic: bool = False

    def __post_init__(self) -> None:
        _refuse_lines(self.to_name, "letter.to_name")
        _refuse_lines(self.subject, "letter.subject")
        if len(self.subject) > SUBJECT_LIMIT:
            raise BadInput(f"the subject is longer than {SUBJECT_LIMIT} characters", place="letter.subject")
        if _UNWRITABLE.search(self.body):
            mend = "end lines with a line feed and keep to Unicode text"
            raise BadInput("the body holds a character that mail cannot carry", place="letter.body", mend=mend)
        address(self.to_address, place="letter.to_address")


@dataclass(frozen=True)
class Envelope:
    """What makes a letter findable again. `at` is the instant its Date header states."""

    message_id: str
    token: str
    at: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for found in (self.message_id, *filter(None, (self.in_reply_to,)), *self.references):
            if not _MESSAGE_ID.fullmatch(found):
                raise BadInput(f"{found!r} is no Message-ID", place="envelope", mend="write it like <left@right>")
        if not _TOKEN.fullmatch(self.token):
            raise BadInput(f"{self.token!r} is no token", place="envelope.token", mend="write it like UP-3F7K2Q5A")
        if self.at.tzinfo is None:
            raise BadInput("the time has no zone", place="envelope.at")


@dataclass(frozen=True)
class SentMail:
    """A message as it was really sent: the file that holds its exact bytes, and their hash."""

    message_id: str
    sent_at: datetime
    path: str
    sha256: str


@dataclass(frozen=True)
class Incoming:
    """A message that arrived, read as far as it can be read. Everything in it is somebody else's word.

    `token` stands in the subject, `address_token` in the address it was sent to; both are "" where there is none.
    `automatic` covers auto-replies, bounces and delay notices; `bounce` says that our letter was not delivered.
    `path` is the file that holds it, once it is marked as read.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    token: str
    sender: str
    subject: str
    body: str
    sent_at: datetime | None
    automatic: bool
    bounce: bool
    sha256: str
    address_token: str = ""
    path: str = ""


def message_id_for(key: str, domain: str) -> str:
    """Return the Message-ID of the letter that the command with this key sends; always the same."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def token_for(conversation: str) -> str:
    """Return the token of a conversation: "UP-" and eight characters that survive case changes and being read aloud."""
    return "UP-" + b32encode(sha256(conversation.encode()).digest()).decode()[:8]


def token_in(text: str) -> str:
    """Return the first token that the text holds, in capitals, or ""."""
    found = _TOKEN_SOUGHT.search(text)
    return found.group().upper() if found else ""


def match_order(incoming: Incoming) -> tuple[str, ...]:
    """Return what may name the conversation, most certain first: Message-IDs of ours, then tokens; none twice."""
    newest_first = tuple(reversed(incoming.references))
    candidates = (incoming.in_reply_to, *newest_first, incoming.token, incoming.address_token)
    return tuple(dict.fromkeys(filter(None, candidates)))


def address(text: str, *, place: str = "address") -> str:
    """Return a mail address that is safe to write into a header; refuse what is none."""
    fits = len(text) <= _ADDRESS_LIMIT and _ADDRESS.fullmatch(text) and not _has_control(text)
    if not fits or not _has_wire_form(text.rpartition("@")[2]):
        raise BadInput(f"{text[:80]!r} is no mail address", place=place, mend="write it like cleo@creators.example")
    return text


def _has_wire_form(domain: str) -> bool:
    try:
        return bool(domain.encode("idna"))
    except UnicodeError:
        return False


def _refuse_lines(text: str, place: str) -> None:
    if _has_control(text):
        raise BadInput(f"{text[:80]!r} holds a line break or a control character", place=place, mend="write one line")


def _has_control(text: str) -> bool:
    return any(unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") for letter in text)
