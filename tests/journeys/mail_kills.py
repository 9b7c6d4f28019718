"""Sends letters, or takes mail up, in processes that are killed at seeded instants, until each has ended by itself.

Arguments: a JSON object {what, smtp, imap, provider, root, seed, runs}; prints what became of each run. A program of
its own, so that forking meets a process with one thread.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.mail_desk import DESK, SENT_AT, TOKEN, letter
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
PATIENCE = 40
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
        account = account_at(asked["provider"], "key", domain=DESK.domain, patience=5)
        quick = replace(account.provider, shows_after=outbox.FILED_WITHIN)
        return ProviderOutbox(replace(account, provider=quick), desk=DESK, folder=folder)
    mailbox = mailbox_at(asked["imap"], patience=5)
    return SmtpOutbox(relay_at(asked["smtp"], patience=5), desk=DESK, folder=folder, mailbox=mailbox)


def take(asked: dict, *, n: int, again: bool) -> int:
    """Take up what arrived: note each message, then mark it."""
    box = MailboxInbox(
        mailbox_at(asked["imap"], patience=5), MailFolder(Path(asked["root"])), lambda: datetime.now(UTC)
    )
    for mail in box.unread():
        with Path(asked["root"], "taken").open("a") as file:
            file.write(mail.message_id + "\n")
        box.mark_read(mail)
    return DONE


def arrive(asked: dict, n: int) -> None:
    """Have this run's messages arrive."""
    with mailbox_at(asked["imap"]).open() as mailbox:
        for nth in range(3):
            mailbox.box.append(f"Message-ID: <{n}-{nth}@cleo.example>\r\n\r\nAgreed.\r\n".encode(), "INBOX")


def in_child(work: Callable[[], int], kill_after: float | None) -> int | None:
    """Return the exit code of a child that does this; None where it was killed."""
    pid = os.fork()
    if pid == 0:
        try:
            code = work()
        except OutsideFailed:
            code = LATER
        os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else None


@dataclass
class Runs:
    """Runs of one kind of work; `usual` is how long an undisturbed try last took."""

    asked: dict
    draw: random.Random
    usual: float = 0.05

    def until_over(self, n: int) -> dict:
        """Kill the first try, perhaps the second, and let the others end; tell how it went."""
        kills = 0
        if self.asked["what"] == "take":
            arrive(self.asked, n)
        for attempt in range(PATIENCE):
            disturbed = attempt == 0 or (attempt == 1 and self.draw.random() < 0.5)
            code = self._try(n, attempt, self.draw.uniform(0, self.usual) if disturbed else None)
            kills += code is None
            if code in (DONE, UNKNOWN):
                return {"n": n, "kills": kills, "unknown": code == UNKNOWN}
            time.sleep(0.05 if code == LATER else 0)
        raise SystemExit(f"run {n} never ended")

    def _try(self, n: int, attempt: int, killed: float | None) -> int | None:
        work = {"send": send, "take": take}[self.asked["what"]]
        started = time.monotonic()
        code = in_child(lambda: work(self.asked, again=attempt > 0, n=n), killed)
        if code == DONE:
            self.usual = time.monotonic() - started
        return code


def main(asked: dict) -> None:
    runs = Runs(asked, random.Random(asked["seed"]))  # noqa: S311 - a seeded test, no secret
    sys.stdout.write(json.dumps([runs.until_over(n) for n in range(asked["runs"])]))


main(json.loads(sys.argv[1]))
