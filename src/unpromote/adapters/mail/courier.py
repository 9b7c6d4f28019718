"""Brings what arrived in a mailbox into the mail folder, each message once, and loses none when it is killed.

A message is on disk before the mark moves past it, so a kill in between brings it again, and its content tells that it
is here already. The mark is the server's own numbering; when the server forgets that, the last days are looked through
again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from unpromote.adapters.mail.folder import MailFolder
from unpromote.adapters.mail.incoming import FolderInbox
from unpromote.adapters.mail.mailbox import Mailbox, OpenMailbox
from unpromote.domain.letters import Incoming

FIRST_LOOK = timedelta(days=14)  # how far back a mailbox is read that was never read before
_MARK = "mailbox.json"


@dataclass(frozen=True)
class Mark:
    """Up to which message a mailbox was read: its place, the validity of the numbers, and the last number."""

    place: str
    validity: int
    last: int


class MailboxInbox(FolderInbox):
    """Fills the `Inbox` port from a mailbox, by way of the mail folder."""

    def __init__(self, mailbox: Mailbox, folder: MailFolder, now: Callable[[], datetime], *, domain: str = "") -> None:
        super().__init__(folder, domain=domain)
        self._mailbox, self._folder, self._now = mailbox, folder, now

    def unread(self) -> tuple[Incoming, ...]:
        """Bring what is new, then return all that was not taken up.

        Raises:
            OutsideFailed: the mailbox cannot be read; what was brought before stays in the folder.
        """
        with self._mailbox.open() as mailbox:
            self._bring(mailbox)
        return super().unread()

    def _bring(self, mailbox: OpenMailbox) -> None:
        validity = mailbox.validity()
        mark = self._mark()
        if mark is not None and (mark.place, mark.validity) == (self._place, validity):
            last, numbers = mark.last, mailbox.numbers_after(mark.last)
        else:
            last, numbers = 0, mailbox.numbers_since((self._now() - FIRST_LOOK).date())
        for number in numbers:
            raw = mailbox.content(number)
            if raw and not self._folder.arrived_before(raw):
                self._folder.deliver(raw)
            self._remember(Mark(self._place, validity, max(last, number)))

    @property
    def _place(self) -> str:
        server = self._mailbox.server
        return f"{server.user}@{server.host}:{server.port}/{self._mailbox.inbox}"

    def _mark(self) -> Mark | None:
        kept = self._folder.note(_MARK)
        return Mark(**json.loads(kept)) if kept else None

    def _remember(self, mark: Mark) -> None:
        self._folder.take_note(_MARK, json.dumps(asdict(mark)).encode())
