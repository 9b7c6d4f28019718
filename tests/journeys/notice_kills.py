"""Tells the desk's people, by mail and by webhook, in processes that are killed at seeded steps, until each has ended.

Arguments: a JSON object {smtp, imap, certificate, root, seed, runs, now}; the database is named by the environment.
Prints how often a process was killed. A program of its own, so that forking meets a process with one thread.
"""

from __future__ import annotations

import json
import random
import ssl
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.db import connections

from adapters.mail_desk import DESK
from fakes import FakeInbox, FakeLedger, FakePacks, fake_reader
from journeys.killing import in_child
from unpromote.adapters.mail import outbox
from unpromote.adapters.mail.folder import MailFolder
from unpromote.adapters.mail.mailbox import mailbox_at
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.adapters.notices.hooks import Hooks
from unpromote.domain.codec import encode
from unpromote.domain.commands import SendNotice
from unpromote.domain.notices import Channel
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.services import notices as telling
from unpromote.store import notices, work
from unpromote.store.models import CommandRow

PATIENCE = 40
outbox.FILED_WITHIN = timedelta(seconds=0.4)  # the test's server files before it answers


def order(n: int, now: datetime) -> None:
    """Order the two notices of a run: a mail to Ana and a word in the client's channel."""
    for channel, recipient in ((Channel.MAIL, "ana"), (Channel.SLACK, "northwind")):
        key = f"alarm/{channel.value}-{n}"
        words = f"Alarm in UP-ABCDEFGH\nrun {n} of {channel.value}"
        notices.add(notices.Notice(key, "alarm", channel, recipient, "case_1", words, now, notices.WAITING), now)
        command = SendNotice(case_id="", due=now, notice=key)
        work.order([work.Order(command.key, None, "SendNotice", encode(command), command.partition, command.due)])


def tell(asked: dict, now: datetime) -> int:
    """Do what one worker does at that instant: look what is to be told, and tell it."""
    post = SmtpOutbox(
        relay_at(asked["smtp"], patience=10),
        desk=DESK,
        folder=MailFolder(Path(asked["root"])),
        mailbox=mailbox_at(asked["imap"], patience=10),
    )
    hooks = Hooks(private=True, trust=ssl.create_default_context(cafile=asked["certificate"]))
    rest = {"reader": fake_reader({}), "inbox": FakeInbox(), "payouts": FakeLedger(), "packs": FakePacks()}
    telling.watch(now)
    tools = Tools(clock=lambda: now, platform=None, outbox=post, hooks=hooks, mail_domain="desk.example", **rest)
    Embedded(worker(tools)).work_off()
    return 0


def steps_of(asked: dict, now: datetime, kill_at: int | None) -> tuple[bool, int]:
    """Let one worker work; return whether it was killed, and its steps."""
    connections.close_all()
    ended = in_child(lambda: tell(asked, now), kill_at)
    return ended.code is None, ended.steps


def main(asked: dict) -> None:
    draw = random.Random(asked["seed"])  # noqa: S311 - a seeded test, no secret
    now = datetime.fromisoformat(asked["now"])
    usual = kills = 0
    for n in (-2, -1):  # the first look is longer than any later one
        order(n, now)
        _, usual = steps_of(asked, now, None)
    for n in range(asked["runs"]):
        order(n, now)
        for attempt in range(PATIENCE):
            now += timedelta(hours=1)
            killed, _ = steps_of(asked, now, 1 + draw.randrange(usual) if attempt < 2 else None)
            kills += killed
            if not CommandRow.objects.filter(kind="SendNotice").exclude(status="done").exists():
                break
            time.sleep(0.1)
    sys.stdout.write(json.dumps({"kills": kills, "steps": usual}))


main(json.loads(sys.argv[1]))
