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
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from unpromote.domain.errors import BadInput

Place = tuple[str, str]

SUBJECT_LIMIT = 240
_ADDRESS_LIMIT = 254  # RFC 5321 4.5.3.1.3, less the angle brackets
_ADDRESS = re.compile(r"""[^\s@<>"(),:;\\\[\]]{1,64}@[^\s@<>"(),:;\\\[\]]+""")
_MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_TOKEN = re.compile(r"UP-[2-7A-Z]{8}")
_UNWRITABLE = re.compile(r"[\r\0\ud800-\udfff]")
_TOKEN_SOUGHT = re.compile(r"(?<![0-9A-Z])UP-[2-7A-Z]{8}(?![0-9A-Z])", re.IGNORECASE | re.ASCII)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")  # what programs make of one


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
    """What one recipient is told, word for word. `automatic` marks a letter that a timer sent (RFC 3834).

    `template` names the text it was written from, with its version; "" where a person wrote it freely.
    """

    to_name: str
    to_address: str
    subject: str
    body: str
    language: str
    attachments: tuple[Attachment, ...] = ()
    automatic: bool = False
    template: str = ""

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
class Enclosure:
    """A file inside a message that arrived, as its sender calls it; name and content are somebody else's word."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Incoming:
    """A message that arrived, read as far as it can be read. Everything in it is somebody else's word.

    `token` stands in the subject, `address_token` in the address it was sent to; both are "" where there is none.
    `automatic` covers auto-replies, bounces and delay notices; `bounce` says that our letter was not delivered.
    `tokens` and `address_tokens` are all of them, where there is more than one. `enclosures` are the files in it.
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
    tokens: tuple[str, ...] = ()
    address_tokens: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


def message_id_for(key: str, domain: str) -> str:
    """Return the Message-ID of the letter that the command with this key sends; always the same."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def token_for(conversation: str) -> str:
    """Return the token of a conversation: "UP-" and eight characters that survive case changes and being read aloud."""
    return "UP-" + b32encode(sha256(conversation.encode()).digest()).decode()[:8]


def token_in(text: str) -> str:
    """Return the first token that the text holds, in capitals, or ""."""
    return next(iter(tokens_in(text)), "")


def tokens_in(text: str) -> tuple[str, ...]:
    """Return every token that the text holds, in capitals, each once."""
    return tuple(dict.fromkeys(found.upper() for found in _TOKEN_SOUGHT.findall(text.translate(_DASHES))))


def match_order(incoming: Incoming) -> tuple[str, ...]:
    """Return what may name the conversation, most certain first: Message-IDs of ours, then tokens; none twice."""
    candidates = (*_ids(incoming), *_subject_tokens(incoming), *_address_tokens(incoming))
    return tuple(dict.fromkeys(filter(None, candidates)))


def matched(incoming: Incoming, known: Mapping[str, Place]) -> Place | None:
    """Return the conversation (case id, conversation id) that a message belongs to, None where nothing says which.

    Tokens of two conversations in one subject say nothing; then the address decides.
    """
    for message_id in _ids(incoming):
        if message_id in known:
            return known[message_id]
    for tokens in (_subject_tokens(incoming), _address_tokens(incoming)):
        places = {known[token] for token in tokens if token in known}
        if len(places) == 1:
            return places.pop()
    return None


def _ids(incoming: Incoming) -> tuple[str, ...]:
    """Return the Message-IDs that it answers, the nearest first; some gateways write them in small letters."""
    found = tuple(filter(None, (incoming.in_reply_to, *reversed(incoming.references))))
    return (*found, *(one.lower() for one in found if one != one.lower()))


def _subject_tokens(incoming: Incoming) -> tuple[str, ...]:
    return (incoming.token, *incoming.tokens)


def _address_tokens(incoming: Incoming) -> tuple[str, ...]:
    return (incoming.address_token, *incoming.address_tokens)


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
