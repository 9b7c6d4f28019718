"""Sends letters through a mail provider's own interface, and can say whether one went: yes, no, or "nobody can know".

A provider takes a letter apart and writes a message of its own from the parts, so what is kept in sent/ is the message
as it was handed over: the same sender, recipient, subject, words, files and headers as arrive, not the same bytes.

A mark with that message is put on disk before the provider hears of the letter, and taken away once all is certain:

    the provider took it                          it went
    it refused (4xx), or was never reached        it did not go
    no answer, or one that says nothing certain   the provider is asked where it can be; else nobody can know
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from ssl import SSLCertVerificationError
from typing import Any, cast

from anymail.exceptions import AnymailAPIError, AnymailError  # type: ignore[import-untyped]  # anymail ships no types
from anymail.message import AnymailMessage  # type: ignore[import-untyped]
from requests import ConnectTimeout, Response
from urllib3.exceptions import MaxRetryError, NewConnectionError, SSLError

from unpromote.adapters.mail.compose import Desk, message_bytes
from unpromote.adapters.mail.folder import Box, MailFolder
from unpromote.adapters.mail.keeping import contents_of, file_copy, sent_mail
from unpromote.adapters.mail.mailbox import Mailbox
from unpromote.adapters.mail.providers import MARK, Account, account_at, letter_key
from unpromote.adapters.mail.wording import one_line
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.letters import Envelope, Letter, SentMail

_OWN_FIELDS = frozenset({"from", "to", "subject", "reply-to"})  # handed over as fields of their own
_THEIRS = frozenset({"date", "mime-version", "content-type", "content-transfer-encoding"})  # the provider writes them
_REFUSED = range(400, 500)
_TIMED_OUT = 408  # a gateway says so too, and what lies behind it may have the letter
_TOO_MANY = 429
_WORDS_LIMIT = 400
_A_MINUTE = timedelta(minutes=1)


def provider_outbox(
    said: str, key: str, *, desk: Desk, folder: MailFolder, mailbox: Mailbox | None, files: Path
) -> ProviderOutbox:
    """Return the outbox on the provider's account that the settings name; see `ProviderOutbox`.

    Raises:
        BadInput: no such provider or option, no key, or the key would travel in the clear.
    """
    account = account_at(said, key, domain=desk.domain)
    return ProviderOutbox(account, desk=desk, folder=folder, mailbox=mailbox, files=files)


class ProviderOutbox:
    """Fills the `Outbox` port.

    `mailbox` is the desk's, where letters that went are filed. `files` is the folder that relative paths of attachments
    start from.
    """

    def __init__(
        self,
        account: Account,
        *,
        desk: Desk,
        folder: MailFolder,
        mailbox: Mailbox | None = None,
        files: Path = Path(),
    ) -> None:
        self._account, self._desk, self._folder = account, desk, folder
        self._mailbox, self._files = mailbox, files

    def was_sent(self, message_id: str) -> bool | None:
        """Return whether the letter with this Message-ID went; None where nobody can know.

        Raises:
            OutsideFailed: the provider cannot be asked just now, or may not show the letter yet.
        """
        if self._folder.find(message_id, Box.SENT):
            return True
        if not self._folder.is_sending(message_id):
            return False
        return self._account.went(message_id, self._folder.sending_for(message_id))

    def send(self, letter: Letter, envelope: Envelope) -> SentMail:
        """Hand the letter over and keep its message; one that went already is not sent again.

        Raises:
            OutsideFailed: the provider refused, asked to wait, went silent, or cannot say whether it has the letter.
        """
        message_id = envelope.message_id
        kept = self._folder.find(message_id, Box.SENT)
        if kept is None:
            if self.was_sent(message_id):
                raw = self._folder.sending_copy(message_id)
            else:
                raw = self.preview(letter, envelope)
                self._hand_over(raw, message_id)
            kept = self._folder.deliver(raw, Box.SENT)
        self._folder.unmark_sending(message_id)
        file_copy(self._mailbox, message_id, kept)
        return sent_mail(message_id, kept)

    def preview(self, letter: Letter, envelope: Envelope) -> bytes:
        """Return the message whose parts `send` hands over."""
        return message_bytes(letter, envelope, self._desk, contents=contents_of(letter, self._files))

    def _hand_over(self, raw: bytes, message_id: str) -> None:
        message = parts_of(message_from_bytes(raw, policy=default), self._account)
        backend = self._account.backend()
        self._folder.mark_sending(message_id, raw)
        try:
            backend.send_messages([message])
        except AnymailError as error:
            failure = _failure(error, self._account.provider.name, message_id)
            if not failure.reference:
                self._folder.unmark_sending(message_id)
            raise failure from error


def parts_of(message: EmailMessage, account: Account) -> AnymailMessage:
    """Return the message taken apart as the provider wants it: nothing added but whose letter it is."""
    body = cast("EmailMessage", message.get_body(("plain",)))
    written = {name: str(value) for name, value in (*body.items(), *message.items())}
    headers = {name: value for name, value in written.items() if name.lower() not in _OWN_FIELDS | _THEIRS}
    parts = AnymailMessage(
        subject=str(message["Subject"]),
        body=body.get_content(),
        from_email=str(message["From"]),
        to=[str(message["To"])],
        reply_to=[str(message["Reply-To"])],
        attachments=[_file(part) for part in message.iter_attachments()],
        headers=headers | dict(account.provider.headers),
        metadata={MARK: letter_key(str(message["Message-ID"]))},
    )
    if account.provider.untracked:
        parts.track_clicks = parts.track_opens = False
    return parts


def _file(part: Message) -> tuple[str | None, Any, str]:
    return part.get_filename(), part.get_payload(decode=True), part.get_content_type()


def _failure(error: AnymailError, name: str, message_id: str) -> OutsideFailed:
    """Return what happened; it has a reference where nobody knows whether the letter went."""
    response: Response | None = getattr(error, "response", None)
    if response is None:
        return _unanswered(error, name, message_id)
    said = f"{name} said {response.status_code} {_words(response)}".rstrip()
    if response.status_code == _TOO_MANY:
        return OutsideFailed(said, wait=_named_wait(response.headers))
    refused = response.status_code in _REFUSED and response.status_code != _TIMED_OUT
    if refused or not isinstance(error, AnymailAPIError):  # what is no error of the interface is an address refused
        return OutsideFailed(said, permanent=True)
    return OutsideFailed(f"{said}; whether the letter went is not known", reference=message_id)


def _unanswered(error: AnymailError, name: str, message_id: str) -> OutsideFailed:
    cause = error.__cause__
    if not isinstance(error, AnymailAPIError):
        return OutsideFailed(f"{name} cannot take the letter: {one_line(str(error), _WORDS_LIMIT)}", permanent=True)
    if _never_reached(cause):
        return OutsideFailed(f"{name} cannot be reached ({type(cause).__name__})")
    problem = f"{name} did not answer ({type(cause).__name__}); whether the letter went is not known"
    return OutsideFailed(problem, reference=message_id)


def _never_reached(cause: BaseException | None) -> bool:
    """Return whether the connection itself failed, so that not a word of the letter was said."""
    wrapped = cause.args[0] if cause and cause.args else None
    reason = wrapped.reason if isinstance(wrapped, MaxRetryError) else None
    distrusted = isinstance(reason, SSLError) and isinstance(reason.args[0], SSLCertVerificationError)
    return isinstance(cause, ConnectTimeout) or isinstance(reason, NewConnectionError) or distrusted


def _words(response: Response) -> str:
    """Return what the provider says, in its own words."""
    try:
        said = response.json()
    except ValueError:
        said = response.text
    if isinstance(said, dict):
        said = said.get("message") or said.get("Message") or said
    return one_line(str(said), _WORDS_LIMIT)


def _named_wait(headers: Mapping[str, str]) -> timedelta:
    """Return how long the provider asks to wait (RFC 9110 10.2.3): seconds or a date; where it names none, a minute."""
    named = headers.get("Retry-After", headers.get("x-sib-ratelimit-reset", ""))
    if named.isascii() and named.isdecimal():
        return timedelta(seconds=min(int(named), 10**6))
    try:
        return max(parsedate_to_datetime(named) - datetime.now(UTC), timedelta())
    except (TypeError, ValueError):
        return _A_MINUTE
