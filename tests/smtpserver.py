"""A real SMTP server for tests that fails on order: greylisting, a reply for each step, lines that break."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiosmtpd.smtp import SMTP

from unpromote.adapters.mail.room import LoopbackController


@dataclass
class FaultyServer:
    """Answers each step with its reply; `seen` is every letter whose dot it read, `tries` counts conversations.

    Steps are MAIL, RCPT and DATA. `line` says where it breaks: "before the dot", "after the dot", or, as "mute after
    the dot", that it never answers; "garbage" that its verdict is no reply at all. `grey_for` is how long a letter
    from a stranger is put off by, on the `clock`.
    """

    replies: dict[str, str] = field(default_factory=dict)
    line: str = ""
    grey_for: timedelta | None = None
    clock: Callable[[], datetime] | None = None
    seen: list[bytes] = field(default_factory=list)
    accepted: list[bytes] = field(default_factory=list)
    tries: int = 0
    first_seen: dict[str, datetime] = field(default_factory=dict)

    async def handle_MAIL(self, _server, _session, mail, address, options) -> str:  # noqa: N802
        self.tries += 1
        mail.mail_from, mail.mail_options = address, options
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server, _session, mail, address, _options) -> str:  # noqa: N802
        mail.rcpt_tos.append(address)
        if self.grey_for is not None and self.clock is not None:
            since = self.first_seen.setdefault(address, self.clock())
            if self.clock() < since + self.grey_for:
                return "451 4.7.1 Greylisted, please come back later"
        return self.replies.get("RCPT", "250 OK")

    async def handle_DATA(self, server, _session, mail) -> str:  # noqa: N802
        self.seen.append(bytes(mail.content))
        said = self.replies.get("DATA", "250 OK")
        if said.startswith("250"):
            self.accepted.append(bytes(mail.content))
        if self.line == "after the dot":
            server.transport.abort()
        if self.line == "mute after the dot":
            await asyncio.sleep(60)
        return "what?" if self.line == "garbage" else said


class _Breaking(SMTP):
    """Hangs up in the middle of a letter, where the test says so."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if self.event_handler.line != "before the dot":
            await super().smtp_DATA(arg)
            return
        await self.push("354 go on")
        await self._reader.read(200)
        self.transport.abort()


class _Controller(LoopbackController):
    def factory(self) -> SMTP:
        return _Breaking(self.handler, **self.SMTP_kwargs)


@contextmanager
def smtp_server(server: FaultyServer | None = None, **how: Any) -> Iterator[tuple[FaultyServer, str]]:
    """Run the server; `how` goes to aiosmtpd. Give it and its URL."""
    found = server or FaultyServer()
    controller = _Controller(found, hostname="127.0.0.1", port=0, server_hostname="faulty.example", **how)
    controller.start()
    try:
        yield found, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()
