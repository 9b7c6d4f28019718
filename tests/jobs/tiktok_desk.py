"""The jobs' tools on an emulated TikTok, with what has no part in a stop faked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta

import builders as b
from emulator.desk import TOKEN, Desk
from fakes import FakeInbox, FakeLedger, FakeOutbox, FakePacks, fake_reader
from unpromote.adapters.tiktok import TikTokClient, TikTokDelivery
from unpromote.adapters.tiktok.posts import TikTokPosts
from unpromote.domain.delivery import Target
from unpromote.jobs.embedded import Embedded
from unpromote.jobs.tools import Tools
from unpromote.jobs.wiring import worker
from unpromote.store import cases, work


@contextmanager
def tools_at(desk: Desk) -> Iterator[Tools]:
    now = desk.running.emulator.now
    with TikTokClient(desk.running.url, TOKEN, wait=lambda _: None) as client:
        yield Tools(
            clock=now,
            platform=TikTokDelivery(client, now),
            posts=TikTokPosts(client, now),
            reader=fake_reader({"pages": 1, "findings": [], "terms": b.TERMS, "proposals": [], "problems": []}),
            outbox=FakeOutbox(),
            inbox=FakeInbox(),
            payouts=FakeLedger(),
            packs=FakePacks(),
            mail_every=timedelta(days=2),
        )


def work_off(tools: Tools) -> list[Target]:
    """Do what is due; return the targets as the case then has them."""
    Embedded(worker(tools)).work_off()
    return list(cases.load("case_1").targets)


def work_until(desk: Desk, tools: Tools, hours: float) -> list[Target]:
    """Do what falls due within so many hours, at its time."""
    end = desk.running.emulator.now() + timedelta(hours=hours)
    found = work_off(tools)
    while (due := work.next_due()) is not None and due <= end:
        desk.control("clock", {"now": max(due, desk.running.emulator.now()).astimezone(UTC).isoformat()})
        found = work_off(tools)
    return found
