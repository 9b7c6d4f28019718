"""Sends letters, or takes mail up, in processes that are killed at seeded steps, until each has ended by itself.

Arguments: a JSON object {what, smtp, imap, provider, root, seed, runs}, `runs` being the numbers of the runs to
do; prints what became of each. A program of its own, so that forking meets a process with one thread.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.mail_desk import DESK, SENT_AT, TOKEN, letter
from journeys.killing import Ended, in_child
from unpromote.adapters.mail import outbox
from unpromote.adapters.mail.courier import MailboxInbox
from unpromote.adapters.mail.folder import MailFolder
from unpromote.adapters.mail.mailbox import mailbox_at
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.provider_outbox import ProviderOutbox
from unpromote.adapters.mail.providers import account_at
from unpromote.adapters.mail.relay import relay_at
from unpromote.domain.errors import OutsideFailed
from unpromote.domain.letters import Envelope, message_id_for
from unpromote.services.ports import Outbox

DONE, LATER, UNKNOWN = 0, 75, 3
PATIENCE = 60
outbox.FILED_WITHIN = timedelta(seconds=0.4)  # the test's server files before it answers


def send(asked: dict, *, n: int, again: bool) -> int:
    """Do what the desk's hand does with one letter."""
    post = outbox_of(asked)
    envelope = Envelope(message_id_for(f"{asked['seed']}/{n}", "desk.example"), TOKEN, SENT_AT)
    if again and post.was_sent(envelope.message_id) is None:
        return UNKNOWN
    post.send(letter(), envelope)
    return DONE


def outbox_of(asked: dict) -> Outbox:
    folder = MailFolder(Path(asked["root"]))
    if "provider" in asked:
        account = account_at(asked["provider"], "key", domain=DESK.domain, patience=10)
        quick = replace(account.provider, shows_after=outbox.FILED_WITHIN)
        return ProviderOutbox(replace(account, provider=quick), desk=DESK, folder=folder)
    mailbox = mailbox_at(asked["imap"], patience=10)
    return SmtpOutbox(relay_at(asked["smtp"], patience=10), desk=DESK, folder=folder, mailbox=mailbox)


def take(asked: dict, *, n: int, again: bool) -> int:
    """Take up what arrived: note each message that is not noted, as the database does, then mark it."""
    folder, noted = MailFolder(Path(asked["root"])), Path(asked["root"], "taken")
    for mail in (
        box := MailboxInbox(mailbox_at(asked["imap"], patience=10), folder, lambda: datetime.now(UTC))
    ).unread():
        known = noted.read_text().split() if noted.exists() else []
        if mail.message_id not in known:
            with noted.open("a") as file:
                file.write(mail.message_id + "\n")
        box.mark_read(mail)
    return DONE


def arrive(asked: dict, n: int) -> None:
    """Have this run's messages arrive."""
    with mailbox_at(asked["imap"]).open() as mailbox:
        for nth in range(3):
            mailbox.box.append(f"Message-ID: <{n}-{nth}@cleo.example>\r\n\r\nAgreed.\r\n".encode(), "INBOX")


WORKS = {"send": send, "take": take}


@dataclass
class Runs:
    """Runs of one kind of work; `usual` is how many steps an undisturbed try takes."""

    asked: dict
    usual: int = 0

    def until_over(self, n: int) -> dict:
        """Kill the first try, perhaps the second, and let the others end; tell how it went."""
        draw = random.Random(f"{self.asked['seed']}/{n}")  # noqa: S311 - a seeded test, no secret
        points = [draw.random(), draw.random() if draw.random() < 0.5 else None]
        killed: list[int] = []
        if self.asked["what"] == "take":
            arrive(self.asked, n)
        for attempt in range(PATIENCE):
            share = points[attempt] if attempt < len(points) else None
            step = None if share is None else 1 + int(share * self.usual)
            ended = self._try(n, attempt, step)
            if ended.code is None and step is not None:
                killed.append(step)
            if ended.code in (DONE, UNKNOWN):
                return {"n": n, "killed_at": killed, "unknown": ended.code == UNKNOWN}
            time.sleep(0.05 if ended.code == LATER else 0)
        raise SystemExit(f"run {n} never ended")

    def measure(self) -> None:
        """Find out how many steps an undisturbed try takes; it is run -1, and counts as any other."""
        if self.asked["what"] == "take":
            arrive(self.asked, -1)
        ended = self._try(-1, 0, None)
        if ended.code != DONE:
            raise SystemExit("an undisturbed try failed")
        self.usual = ended.steps

    def _try(self, n: int, attempt: int, kill_at: int | None) -> Ended:
        def work() -> int:
            try:
                return WORKS[self.asked["what"]](self.asked, n=n, again=attempt > 0)
            except OutsideFailed:
                return LATER

        return in_child(work, kill_at)


def main(asked: dict) -> None:
    runs = Runs(asked)
    runs.measure()
    sys.stdout.write(json.dumps({"steps": runs.usual, "runs": [runs.until_over(n) for n in asked["runs"]]}))


main(json.loads(sys.argv[1]))
