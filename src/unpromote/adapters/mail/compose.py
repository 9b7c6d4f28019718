"""A letter and its envelope to the exact message: the same bytes every time, so that a preview is what gets sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import parseaddr
from hashlib import sha256

from unpromote.domain.errors import BadInput
from unpromote.domain.letters import Attachment, Envelope, Letter, address

_REFERENCES_KEPT = 20  # RFC 5322 3.6.4 asks for no limit; mail servers do


@dataclass(frozen=True)
class Desk:
    """Who writes, as a mail header says it: "Cancellation desk <desk@example.org>". Answers come back there."""

    sender: str

    def __post_init__(self) -> None:
        if not self.sender.isprintable():
            raise BadInput("the sender holds a control character, so it is no mail address", place="sender")
        address(self.address, place="sender")

    @property
    def name(self) -> str:
        """The name in front of the address, "" where there is none."""
        return parseaddr(self.sender)[0]

    @property
    def address(self) -> str:
        """The address alone."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """The desk's own mail domain."""
        return self.address.rpartition("@")[2]

    def address_for(self, token: str) -> str:
        """Return the address that carries the token: desk+up-3f7k2q5a@example.org."""
        local, _, domain = self.address.rpartition("@")
        return f"{local}+{token.lower()}@{domain}"


class _MessageIds(UnstructuredHeader, BaseHeader):
    """Message-IDs in a header. The library's own folding writes a long ID as an encoded word, which nobody matches."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {(policy.linesep + ' ').join(self.split())}{policy.linesep}"


def _policy(*, utf8: bool) -> Policy[EmailMessage]:
    registry = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references"):
        registry.map_to_type(name, _MessageIds)
    return SMTP.clone(header_factory=registry, utf8=utf8)


def compose_message(letter: Letter, envelope: Envelope, desk: Desk, *, contents: Sequence[bytes] = ()) -> EmailMessage:
    """Return the message; `contents` are the bytes of the letter's attachments, in their order."""
    message = EmailMessage(policy=_policy(utf8=needs_utf8(letter)))
    message["From"] = _mailbox(desk.name, desk.address)
    message["To"] = _mailbox(letter.to_name, letter.to_address)
    message["Reply-To"] = _mailbox(desk.name, desk.address_for(envelope.token))
    message["Subject"] = letter.subject
    message["Date"] = envelope.at
    _thread(message, envelope)
    if letter.automatic:
        message["Auto-Submitted"] = "auto-generated"
        message["Precedence"] = "bulk"  # for responders older than Auto-Submitted
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(letter.body, cte="quoted-printable")
    message["Content-Language"] = letter.language
    for attachment, content in zip(letter.attachments, contents, strict=True):
        _attach(message, attachment, content)
    if message.is_multipart():
        message.set_boundary(f"=_{sha256(envelope.message_id.encode()).hexdigest()[:32]}")
    return message


def message_bytes(letter: Letter, envelope: Envelope, desk: Desk, *, contents: Sequence[bytes] = ()) -> bytes:
    """Return the bytes of the message, as they are previewed and as they go to the server."""
    return compose_message(letter, envelope, desk, contents=contents).as_bytes()


def message_of(letter: Letter, envelope: Envelope, sender: str) -> bytes:
    """Fill the `LetterMessage` port."""
    return message_bytes(letter, envelope, Desk(sender))


def needs_utf8(letter: Letter) -> bool:
    """Return whether the address can only be written with SMTPUTF8 (RFC 6531)."""
    return not letter.to_address.rpartition("@")[0].isascii()


def wire_address(plain: str) -> str:
    """Return the address as it travels: its domain in ASCII."""
    local, _, domain = plain.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _mailbox(name: str, plain: str) -> Address:
    local, _, domain = wire_address(plain).rpartition("@")
    return Address(name, local, domain)


def _thread(message: EmailMessage, envelope: Envelope) -> None:
    message["Message-ID"] = envelope.message_id
    if envelope.in_reply_to:
        message["In-Reply-To"] = envelope.in_reply_to
    references = envelope.references
    if len(references) > _REFERENCES_KEPT:
        references = (references[0], *references[1 - _REFERENCES_KEPT :])
    if references:
        message["References"] = " ".join(references)


def _attach(message: EmailMessage, attachment: Attachment, content: bytes) -> None:
    kind, _, subtype = attachment.media_type.partition("/")
    if kind in ("message", "multipart"):  # these may not be base64 (RFC 2045 6.4), and a kept mail must not change
        kind, subtype = "application", "octet-stream"
    message.add_attachment(content, maintype=kind, subtype=subtype, filename=attachment.name)
