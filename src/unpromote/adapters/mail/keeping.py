"""What goes along with a letter, and what stays of it: attachments as they were chosen, the message as it was sent."""

from __future__ import annotations

from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path

import structlog

from unpromote.adapters.mail.mailbox import Mailbox
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.letters import Attachment, Letter, SentMail

log = structlog.get_logger(__name__)


def contents_of(letter: Letter, files: Path) -> list[bytes]:
    """Return the letter's attachments, whose relative paths start from `files`.

    Raises:
        OutsideFailed: one cannot be read, or is not the file that was chosen.
    """
    return [_content(attachment, files) for attachment in letter.attachments]


def sent_mail(message_id: str, kept: Path) -> SentMail:
    """Return the record of a message that went; `sent_at` is what the Date header of the kept bytes says."""
    raw = kept.read_bytes()
    written_at = parsedate_to_datetime(BytesHeaderParser().parsebytes(raw)["Date"])
    return SentMail(message_id, written_at, str(kept), sha256(raw).hexdigest())


def file_copy(mailbox: Mailbox | None, message_id: str, kept: Path) -> None:
    """File a letter that went in the mailbox's Sent folder, where the server does not do so itself."""
    if mailbox is None or mailbox.files_itself:
        return
    try:
        with mailbox.open() as opened:
            if opened.sent_copy(message_id) is None:
                opened.file_sent(kept.read_bytes())
    except OutsideFailed as failure:  # the letter went all the same
        log.warning("no copy in the Sent folder", message_id=message_id, problem=str(failure))


def _content(attachment: Attachment, files: Path) -> bytes:
    try:
        content = (files / attachment.path).read_bytes()
    except OSError as error:
        raise OutsideFailed(f"the attachment {attachment.name} cannot be read: {error}", permanent=True) from None
    if sha256(content).hexdigest() != attachment.sha256:
        raise OutsideFailed(f"the attachment {attachment.name} is not the file that was chosen", permanent=True)
    return content
