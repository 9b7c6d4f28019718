"""Hears from a mailbox as soon as something arrives, where its server tells; losing the line costs only time.

The regular look for mail goes on besides: this only makes it come at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from unpromote.adapters.mail.mailbox import Mailbox, OpenMailbox
from unpromote.domain.errors import OutsideFailed

log = structlog.get_logger(__name__)

LISTEN_SECONDS = 5.0  # after so long without news we look whether to stop
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0


class MailboxWatch(threading.Thread):
    """Calls `on_news` when the server tells of mail, and each time the line is there again. `stop` ends it."""

    def __init__(self, mailbox: Mailbox, on_news: Callable[[], None]) -> None:
        super().__init__(name="mailbox", daemon=True)
        self._mailbox, self._on_news = mailbox, on_news
        self._over = threading.Event()

    def stop(self) -> None:
        """End the watch within a few seconds."""
        self._over.set()

    def run(self) -> None:
        """Listen until `stop`, or until the server turns out not to tell of mail."""
        pause = FIRST_PAUSE
        while not self._over.is_set():
            try:
                with self._mailbox.open() as mailbox:
                    if not mailbox.pushes:
                        return
                    pause = FIRST_PAUSE
                    self._listen(mailbox)
            except OutsideFailed as failure:
                log.warning("the line to the mailbox is lost", problem=str(failure), pause=pause)
                self._over.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _listen(self, mailbox: OpenMailbox) -> None:
        known = None  # something may have come while nobody listened, also between two waits
        while not self._over.is_set():
            if (number := mailbox.next_number()) != known:
                known = number
                self._on_news()
            mailbox.wait_for_push(LISTEN_SECONDS)
