"""The desk's mail for tests: a letter, its envelope, and mail servers that misbehave on order."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import Envelope as SmtpEnvelope

from unpromote.adapters.mail.compose import Desk
from unpromote.adapters.mail.folder import MailFolder
from unpromote.adapters.mail.outbox import SmtpOutbox
from unpromote.adapters.mail.relay import relay_at
from unpromote.adapters.mail.room import LoopbackController, MailRoom
from unpromote.domain.letters import Envelope, Letter, message_id_for, token_for

DESK = Desk("Cancellation desk <desk@desk.example>")
SENT_AT = datetime(2026, 9, 21, 17, 0, tzinfo=UTC)
TOKEN = token_for("case-1/cleo")
KEY = "case-1/SendMessage/cleo/notice"


def letter(**change: Any) -> Letter:
    body = "Dear Cleo,\n\n.a line that starts with a dot\nFrom here on it ends.\n\nKind regards\nAna\n"
    plain = Letter("Cleo Marsh", "cleo@creators.example", f"[{TOKEN}] The promotion ends", body, "en")
    return replace(plain, **change)


def envelope(**change: Any) -> Envelope:
    return replace(Envelope(message_id_for(KEY, "desk.example"), TOKEN, SENT_AT), **change)


@dataclass
class AwkwardServer:
    """Answers as a test tells it to, a reply for each step; keeps what it was sent."""

    replies: dict[str, str] = field(default_factory=dict)
    kills: int = 0
    seen: list[bytes] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802
        self, _server: object, _session: object, mail: SmtpEnvelope, address: str, options: list[str]
    ) -> str:
        mail.mail_from = address
        mail.mail_options = options
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: object, _session: object, mail: SmtpEnvelope, address: str, _options: list[str]
    ) -> str:
        mail.rcpt_tos.append(address)
        return self.replies.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, _session: object, mail: SmtpEnvelope) -> str:  # noqa: N802
        self.seen.append(bytes(mail.content or b""))
        if self.kills:
            os.kill(self.kills, signal.SIGKILL)
        if "hang up" in self.replies:
            server.transport.abort()
        return self.replies.get("DATA", "250 OK")

    async def handle_QUIT(self, server: Any, _session: object, _mail: SmtpEnvelope) -> str:  # noqa: N802
        if "rude" in self.replies:
            server.transport.abort()
        return "221 Bye"


@contextmanager
def awkward(**replies: str) -> Iterator[tuple[AwkwardServer, str]]:
    """Run a server with these replies; give it and its URL."""
    server = AwkwardServer(replies)
    controller = LoopbackController(server, hostname="127.0.0.1", port=0, server_hostname="awkward.example")
    controller.start()
    try:
        yield server, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@contextmanager
def working_room(root: Path) -> Iterator[tuple[SmtpOutbox, MailRoom, MailFolder]]:
    """Run a mail room on a folder; give the outbox that sends through it."""
    folder = MailFolder(root)
    with MailRoom(folder, domain="desk.example") as room:
        yield SmtpOutbox(relay_at(room.url), desk=DESK, folder=folder, delivered=folder), room, folder


def outbox_to(url: str, root: Path, **how: Any) -> SmtpOutbox:
    """An outbox to a server that cannot be looked at."""
    return SmtpOutbox(relay_at(url, patience=2), desk=DESK, folder=MailFolder(root), **how)
