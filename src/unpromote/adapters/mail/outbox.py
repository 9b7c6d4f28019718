"""Sends letters over SMTP and can say whether one went: yes, no, or "it cannot be known".

A server has nothing until it has read the dot that ends a letter, so a line that breaks before it proves that nothing
went. A mark is put on disk right before the dot and is taken away when the letter's fate is certain: the server's word
that it took or refused it. So after a crash
    in sent/, in outgoing/ of our own server,
    or in the mailbox's Sent folder                 it went
    no mark                                         it never set out, or was refused
    a mark, and a server that files what it accepts
    shows nothing after some minutes                it did not go
    a mark alone                                    nobody can know: plain SMTP cannot close that window
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from smtplib import SMTP, SMTPException, SMTPNotSupportedError, SMTPResponseException

from unpromote.adapters.mail.compose import Desk, message_bytes, needs_utf8, wire_address
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.keeping import contents_of, file_copy, sent_mail
from unpromote.adapters.mail.mailbox import Mailbox
from unpromote.adapters.mail.relay import Relay
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.letters import Envelope, Letter, SentMail

FILED_WITHIN = timedelta(minutes=5)  # by then a server that files what it accepts has done so
_ACCEPTED = 250
_WILL_FORWARD = 251
_GO_AHEAD = 354
_REFUSALS = range(400, 600)
_PERMANENT = 500
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpOutbox:
    """Fills the `Outbox` port.

    `delivered` is the mail room's folder, where the server is our own mail room and can be looked at. `mailbox` is the
    desk's, where letters that went are filed and can be looked for. `files` is the folder that relative paths of
    attachments start from.
    """

    def __init__(
        self,
        relay: Relay,
        *,
        desk: Desk,
        folder: MailFolder,
        delivered: MailFolder | None = None,
        mailbox: Mailbox | None = None,
        files: Path = Path(),
    ) -> None:
        self._relay, self._desk, self._folder = relay, desk, folder
        self._delivered, self._mailbox, self._files = delivered, mailbox, files

    def was_sent(self, message_id: str) -> bool | None:
        """Return whether the letter with this Message-ID went; None where nobody can know.

        Raises:
            OutsideFailed: the mailbox cannot be asked just now, or may not show the letter yet.
        """
        if self._kept(message_id):
            return True
        if self._delivered is not None or not self._folder.is_sending(message_id):
            return False
        if self._mailbox is None or not self._mailbox.files_itself:
            return None
        if self._folder.sending_for(message_id) < FILED_WITHIN:
            raise OutsideFailed("the Sent folder may not show the letter yet", reference=message_id)
        return False

    def send(self, letter: Letter, envelope: Envelope) -> SentMail:
        """Send the letter and keep its exact bytes; one that went already is not sent again.

        `sent_at` is what the Date header of the kept bytes says.

        Raises:
            OutsideFailed: the server refused (permanent where it said 5xx), or went silent.
        """
        kept = self._kept(envelope.message_id)
        if kept is None:
            kept = self._hand_over(letter, envelope.message_id, self.preview(letter, envelope))
        self._folder.unmark_sending(envelope.message_id)
        file_copy(self._mailbox, envelope.message_id, kept)
        return sent_mail(envelope.message_id, kept)

    def preview(self, letter: Letter, envelope: Envelope) -> bytes:
        """Return the very bytes that `send` hands to the server."""
        return message_bytes(letter, envelope, self._desk, contents=contents_of(letter, self._files))

    def _kept(self, message_id: str) -> Path | None:
        """Return the file of a letter that went; one that only a server has filed is filed here first."""
        kept = self._folder.find(message_id, Box.SENT)
        if kept is None and (theirs := self._filed_elsewhere(message_id)) is not None:
            kept = self._folder.deliver(theirs, Box.SENT)
        return kept

    def _filed_elsewhere(self, message_id: str) -> bytes | None:
        if self._delivered is not None:
            accepted = self._delivered.find(message_id, Box.OUTGOING)
            return accepted.read_bytes() if accepted else None
        if self._mailbox is None or not self._folder.is_sending(message_id):
            return None
        with self._mailbox.open() as mailbox:
            return mailbox.sent_copy(message_id)

    def _hand_over(self, letter: Letter, message_id: str, raw: bytes) -> Path:
        certain = True
        try:
            with self._relay.conversation(self._desk.domain) as smtp:
                _address(smtp, self._desk.address, letter, size=len(raw))
                _say(smtp, raw)
                self._folder.mark_sending(message_id)
                certain = False
                code, reply = self._relay.end_of(smtp)
                if code in _REFUSALS:
                    self._folder.unmark_sending(message_id)
                    certain = True
                if code != _ACCEPTED:
                    raise SMTPResponseException(code, reply)
                return self._folder.deliver(raw, Box.SENT)
        except (SMTPException, OSError) as error:
            failure = _failure(error)
            if certain:
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
    """Say the letter, all but the dot that ends it (RFC 5321 4.1.1.4)."""
    code, reply = smtp.docmd("DATA")
    if code != _GO_AHEAD:
        raise SMTPResponseException(code, reply)
    smtp.send(_LEADING_DOT.sub(b"..", raw))
    if not raw.endswith(b"\r\n"):
        smtp.send(b"\r\n")


def _failure(error: SMTPException | OSError) -> OutsideFailed:
    if isinstance(error, SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        permanent = error.smtp_code >= _PERMANENT
        return OutsideFailed(f"the mail server said {error.smtp_code} {words}", permanent=permanent)
    if isinstance(error, SMTPNotSupportedError):
        return OutsideFailed(f"the mail server lacks what the letter needs: {error}", permanent=True)
    return OutsideFailed(f"the letter could not be handed over: {error or type(error).__name__}")
