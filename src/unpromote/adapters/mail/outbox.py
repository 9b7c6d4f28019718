"""Sends letters over SMTP and can say whether one went: yes, no, or "it cannot be known".

A mark is put on disk before the server hears of the letter and is taken away when its fate is certain. So after a crash
    in sent/, or found where the server delivers   it went
    no mark                                         it never set out, or was refused
    a mark alone                                    nobody can know: plain SMTP cannot close that window
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from smtplib import SMTP, SMTPException, SMTPNotSupportedError, SMTPResponseException

from unpromote.adapters.mail.compose import Desk, compose_message, needs_utf8, wire_address
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.relay import Relay
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.letters import Attachment, Envelope, Letter, SentMail

_ACCEPTED = 250
_WILL_FORWARD = 251
_PERMANENT = 500


class SmtpOutbox:
    """Fills the `Outbox` port.

    `delivered` is the folder into which the server files what it accepts, where there is one that can be searched: the
    mail room's own. `files` is the folder that relative paths of attachments start from.
    """

    def __init__(
        self, relay: Relay, *, desk: Desk, folder: MailFolder, delivered: MailFolder | None = None, files: Path = Path()
    ) -> None:
        self._relay, self._desk, self._folder = relay, desk, folder
        self._delivered, self._files = delivered, files

    def was_sent(self, message_id: str) -> bool | None:
        """Return whether the letter with this Message-ID went; None where nobody can know."""
        if self._folder.find(message_id, Box.SENT):
            return True
        if self._delivered is not None:
            return any(self._delivered.find(message_id, box) for box in (Box.OUTGOING, Box.NEW, Box.SEEN))
        return None if self._folder.is_sending(message_id) else False

    def send(self, letter: Letter, envelope: Envelope) -> SentMail:
        """Send the letter and keep its exact bytes; a letter that is in sent/ already is not sent again.

        Raises:
            OutsideFailed: the server refused (permanent where it said 5xx), or went silent.
        """
        kept = self._folder.find(envelope.message_id, Box.SENT)
        if kept is None:
            raw = self.preview(letter, envelope)
            self._folder.mark_sending(envelope.message_id)
            kept = self._hand_over(letter, envelope.message_id, raw)
            self._folder.unmark_sending(envelope.message_id)
        digest = sha256(kept.read_bytes()).hexdigest()
        return SentMail(envelope.message_id, envelope.at, str(kept), digest)

    def preview(self, letter: Letter, envelope: Envelope) -> bytes:
        """Return the very bytes that `send` hands to the server."""
        contents = [self._content(attachment) for attachment in letter.attachments]
        return compose_message(letter, envelope, self._desk, contents=contents).as_bytes()

    def _content(self, attachment: Attachment) -> bytes:
        try:
            content = (self._files / attachment.path).read_bytes()
        except OSError as error:
            raise OutsideFailed(f"the attachment {attachment.name} cannot be read: {error}", permanent=True) from None
        if sha256(content).hexdigest() != attachment.sha256:
            raise OutsideFailed(f"the attachment {attachment.name} is not the file that was chosen", permanent=True)
        return content

    def _hand_over(self, letter: Letter, message_id: str, raw: bytes) -> Path:
        certain = True
        try:
            with self._relay.conversation(self._desk.domain) as smtp:
                _address(smtp, self._desk.address, letter, size=len(raw))
                certain = False
                _say(smtp, raw)
                return self._folder.deliver(raw, Box.SENT)
        except (SMTPException, OSError) as error:
            failure = _failure(error)
            if certain or isinstance(error, SMTPResponseException):
                self._folder.unmark_sending(message_id)
                raise failure from error
            raise OutsideFailed(f"{failure}; whether the letter went is not known", reference=message_id) from error


def _address(smtp: SMTP, sender: str, letter: Letter, *, size: int) -> None:
    options = [f"size={size}"] if smtp.has_extn("size") else []
    if needs_utf8(letter):
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    recipient = wire_address(letter.to_address)
    code, reply = smtp.mail(wire_address(sender), options)
    if code != _ACCEPTED:
        raise SMTPResponseException(code, reply)
    code, reply = smtp.rcpt(recipient)
    if code not in (_ACCEPTED, _WILL_FORWARD):
        raise SMTPResponseException(code, reply)


def _say(smtp: SMTP, raw: bytes) -> None:
    code, reply = smtp.data(raw)
    if code != _ACCEPTED:
        raise SMTPResponseException(code, reply)


def _failure(error: SMTPException | OSError) -> OutsideFailed:
    if isinstance(error, SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        permanent = error.smtp_code >= _PERMANENT
        return OutsideFailed(f"the mail server said {error.smtp_code} {words}", permanent=permanent)
    if isinstance(error, SMTPNotSupportedError):
        return OutsideFailed(f"the mail server lacks what the letter needs: {error}", permanent=True)
    return OutsideFailed(f"the letter could not be handed over: {error or type(error).__name__}")
