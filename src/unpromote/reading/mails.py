"""Mails saved as files (.eml): their own words as text, and what they enclose as documents of the same agreement.

Of a mail that comes as plain text and as a web page the plain text counts. A mail within a mail is one of the enclosed.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import PurePosixPath

from unpromote.domain.errors import BadInput
from unpromote.reading.hypertext import read_html
from unpromote.reading.values import Text

SUFFIX = ".eml"

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_MOST = 50  # enclosed files; more is no agreement
_LONGEST_NAME = 80
_DEEPEST = 2  # how deep mails may stand in mails


def read_mail(data: bytes) -> Text:
    """Return the head that a person sees and the mail's own words, without what it encloses."""
    mail = _parsed(data)
    head = "\n".join(f"{name}: {' '.join(str(mail[name]).split())}" for name in _SHOWN if mail[name])
    return Text(f"{head}\n\n{_body(mail)}".strip())


def enclosed_in(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Return name and content of each file that the mail encloses, pictures of its signature left out.

    Raises:
        BadInput: it is no mail, or encloses more than anybody sends.
    """
    found: dict[str, bytes] = {}
    for name, content in _enclosed(_parsed(data), depth=0):
        if len(found) == _MOST:
            raise BadInput(f"the mail encloses more than {_MOST} files", mend="hand over those that were agreed")
        found[_free(name, found)] = content
    return tuple(found.items())


def _parsed(data: bytes) -> EmailMessage:
    try:
        mail = message_from_bytes(data, policy=policy.default)
    except (MessageError, RecursionError, ValueError, LookupError):
        raise _no_mail() from None
    if not any(mail[name] for name in ("From", "Date", "Subject")):
        raise _no_mail()
    return mail


def _no_mail() -> BadInput:
    return BadInput("the file is no mail", mend="save the mail from the mail program as .eml")


def _body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain", "html"))
    if not isinstance(part, EmailMessage):
        return ""
    words = _words(part)
    return read_html(words) if part.get_content_subtype() == "html" else words.replace("\r\n", "\n")


def _words(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except LookupError:  # a character set that nobody knows
        content = part.get_payload(decode=True)
        return content.decode("latin-1") if isinstance(content, bytes) else ""


def _enclosed(mail: EmailMessage, depth: int) -> Iterator[tuple[str, bytes]]:
    for part in mail.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            yield _named(str(inner["Subject"] or "mail"), SUFFIX), bytes(inner)
            yield from _enclosed(inner, depth + 1) if depth < _DEEPEST else ()
            continue
        content = part.get_payload(decode=True)
        is_shown_within = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if isinstance(content, bytes) and content and not is_shown_within:
            yield _named(part.get_filename() or "enclosed", ""), content


def _named(name: str, suffix: str) -> str:
    """Return a name that every disk takes; the end is kept, because it says what the file is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in last + suffix)
    return plain[-_LONGEST_NAME:].lstrip(". ") or "enclosed"


def _free(name: str, taken: dict[str, bytes]) -> str:
    plain = PurePosixPath(name)
    numbered = (f"{plain.stem}-{nth}{plain.suffix}" for nth in range(2, _MOST + 2))
    return name if name not in taken else next(one for one in numbered if one not in taken)
