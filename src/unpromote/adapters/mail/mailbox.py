"""A mailbox on a server of somebody else's: what arrived there, and whether a letter of ours lies in its Sent folder.

    imap://host:143/INBOX                             plain, for a server on this machine
    imap+starttls://user:password@host:143/INBOX      encrypted before anything is said
    imaps://user:password@host:993/INBOX?sent=Sent    encrypted from the first byte

`sent` names the folder of sent letters where the server does not mark it. `copies=server` says that the server itself
files every letter that it accepts (as Gmail and Exchange do); otherwise we file them. Nothing is ever deleted or
flagged: a person may use the same mailbox.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from imaplib import IMAP4
from urllib.parse import parse_qs

from imap_tools import AND, BaseMailBox, H, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from unpromote.adapters.mail.servers import PATIENCE_SECONDS, Schemes, Server
from unpromote.domain.errors import BadInput, OutsideFailed

SCHEMES = Schemes(
    place="mailbox URL",
    ports={"imap": 143, "imap+starttls": 143, "imaps": 993},
    plain="imap",
    example="imaps://user:password@mail.example.org/INBOX?sent=Sent",
)
_SENT_MARK = "\\Sent"
_USUAL_SENT = ("Sent", "Sent Items", "Sent Messages", "INBOX.Sent", "[Gmail]/Sent Mail")
_COPIES = {"server": True, "ours": False}


@dataclass(frozen=True)
class Mailbox:
    """A mailbox, its folders, and who files the letters that were sent.

    Everything that goes wrong on the way is an OutsideFailed; a refused sign-in is permanent.
    """

    server: Server
    inbox: str = "INBOX"
    sent: str = ""
    files_itself: bool = False
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    patience: float = PATIENCE_SECONDS

    @contextmanager
    def open(self) -> Iterator[OpenMailbox]:
        """Connect and sign in; the connection ends with the block."""
        try:
            box = self._connect()
            try:
                _sign_in(box, self.server)
                yield OpenMailbox(box, self)
            finally:
                _leave(box)
        except (IMAP4.error, ImapToolsError, OSError, EOFError) as error:
            raise OutsideFailed(f"the mailbox at {self.server.host} failed: {_said(error)}") from error

    def _connect(self) -> BaseMailBox:
        host, port = self.server.host, self.server.port
        if self.server.scheme == "imap":
            return MailBoxUnencrypted(host, port, timeout=self.patience)
        context = self.tls or ssl.create_default_context()
        kind = MailBox if self.server.scheme == "imaps" else MailBoxStartTls
        return kind(host, port, timeout=self.patience, ssl_context=context)


@dataclass(frozen=True)
class OpenMailbox:
    """A signed-in conversation with the server."""

    box: BaseMailBox
    place: Mailbox

    @property
    def pushes(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177)."""
        return "IDLE" in self.box.client.capabilities

    def validity(self) -> int:
        """Return the number that changes when the server forgets its message numbers (RFC 3501 2.3.1.1)."""
        self.box.folder.set(self.place.inbox, readonly=True)
        return self.box.folder.status(self.place.inbox, ["UIDVALIDITY"])["UIDVALIDITY"]

    def numbers_after(self, last: int) -> list[int]:
        """Return the numbers of the messages that arrived later than that one, oldest first."""
        # "n:*" also names the newest message when it is older than n
        return [number for number in self._search(AND(uid=f"{last + 1}:*")) if number > last]

    def numbers_since(self, day: date) -> list[int]:
        """Return the numbers of the messages that arrived on that day or later, oldest first."""
        return self._search(AND(date_gte=day))

    def content(self, number: int) -> bytes:
        """Return the exact bytes of a message, without marking it as read; b"" if it is gone."""
        _, parts = self.box.client.uid("FETCH", str(number), "(BODY.PEEK[])")
        return next((part[1] for part in parts if isinstance(part, tuple)), b"")

    def sent_copy(self, message_id: str) -> bytes | None:
        """Return our letter with this Message-ID as it lies in the Sent folder."""
        self.box.folder.set(self._sent_folder(), readonly=True)
        found = self._search(AND(header=H("Message-ID", message_id)))
        return self.content(found[0]) if found else None

    def file_sent(self, raw: bytes) -> None:
        """Put a letter that went into the Sent folder."""
        self.box.append(raw, self._sent_folder(), flag_set=["\\Seen"])

    def next_number(self) -> int:
        """Return the number that the next message to arrive will have."""
        return self.box.folder.status(self.place.inbox, ["UIDNEXT"])["UIDNEXT"]

    def wait_for_push(self, seconds: float) -> None:
        """Wait until the server tells of a change in the inbox, that long at most."""
        self.box.folder.set(self.place.inbox, readonly=True)
        self.box.idle.wait(timeout=seconds)

    def _search(self, criteria: AND) -> list[int]:
        return sorted(int(number) for number in self.box.uids(criteria, charset=None))

    def _sent_folder(self) -> str:
        if self.place.sent:
            return self.place.sent
        folders = self.box.folder.list()
        marked = [folder.name for folder in folders if _SENT_MARK in folder.flags]
        names = {folder.name for folder in folders}
        for name in (*marked, *(usual for usual in _USUAL_SENT if usual in names)):
            return name
        mend = "name it in UNPROMOTE_IMAP_URL, as in ?sent=Sent"
        raise OutsideFailed(f"the mailbox has no folder for sent letters: {mend}", permanent=True)


def mailbox_at(url: str, *, tls: ssl.SSLContext | None = None, patience: float = PATIENCE_SECONDS) -> Mailbox:
    """Return the mailbox that the URL names.

    Raises:
        BadInput: it is no such URL, or it would send a password in the clear.
    """
    server = SCHEMES.server(url)
    asked = {name: values[-1] for name, values in parse_qs(server.query).items()}
    copies = asked.pop("copies", "ours")
    sent = asked.pop("sent", "")
    if asked or copies not in _COPIES:
        mend = "only sent=FOLDER, and copies=server or copies=ours, may stand behind the ?"
        raise BadInput("the URL asks for something unknown", place=SCHEMES.place, mend=mend)
    if not server.user:
        raise BadInput("the URL names no user", place=SCHEMES.place, mend=f"write it like {SCHEMES.example}")
    return Mailbox(server, server.path or "INBOX", sent, _COPIES[copies], tls, patience)


def _sign_in(box: BaseMailBox, server: Server) -> None:
    try:
        box.login(server.user, server.password, initial_folder=None)
    except (IMAP4.abort, OSError):
        raise
    except (IMAP4.error, ImapToolsError) as error:
        problem = f"the mailbox at {server.host} refuses the user {server.user}"
        raise OutsideFailed(problem, permanent=True) from error


def _leave(box: BaseMailBox) -> None:
    """Say farewell, or close the line where nobody listens any more; a failed farewell takes nothing back."""
    try:
        box.logout()
    except (IMAP4.error, ImapToolsError, OSError):
        with suppress(OSError):
            box.client.shutdown()


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
