"""A mail server of our own on loopback, for when none is configured: every letter still goes through real SMTP.

Mail to our own domain is filed as arrived; mail from our own domain, and mail to any other, as outgoing. Nothing leaves
this machine. No duplicates are dropped, so that whoever counts the files counts what was really sent.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from unpromote.adapters.mail.folder import Box, MailFolder

_SIZE_LIMIT = 25 * 1024 * 1024


class LoopbackController(Controller):
    """A controller that learns which port the system gave it; the library's own cannot start on port 0."""

    def _trigger_server(self) -> None:
        assert self.server is not None  # noqa: S101 - the thread that calls this has just started the server
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class _Filing:
    """Files what the server accepts, before the server says so."""

    def __init__(self, folder: MailFolder, domain: str) -> None:
        self.accepted = 0
        self._folder, self._domain = folder, domain.lower()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            path = self._file(raw, envelope)
        except OSError as error:
            return f"451 4.3.0 cannot be kept just now: {error.strerror}"
        self.accepted += 1
        return f"250 2.0.0 kept as {path.name}"

    def _file(self, raw: bytes, envelope: Envelope) -> Path:
        sender = (envelope.mail_from or "").strip("<>")  # the server hands over a bounce's empty sender as "<>"
        ours = [to for to in envelope.rcpt_tos if self._is_ours(to)]
        paths = []
        if self._is_ours(sender) or len(ours) < len(envelope.rcpt_tos):
            paths.append(self._folder.deliver(raw, Box.OUTGOING))
        if ours:  # final delivery adds its trace: RFC 5321 4.4, RFC 9228
            trace = "".join(f"Delivered-To: {to}\r\n" for to in ours)
            paths.append(self._folder.deliver(f"Return-Path: <{sender}>\r\n{trace}".encode() + raw, Box.NEW))
        return paths[0]

    def _is_ours(self, address: str) -> bool:
        return address.rpartition("@")[2].lower() == self._domain


class MailRoom:
    """The server, from `start` to `stop`; `url` is what a relay is made from."""

    def __init__(self, folder: MailFolder, *, domain: str, host: str = "127.0.0.1", port: int = 0) -> None:
        self._filing = _Filing(folder, domain)
        self._server = LoopbackController(
            self._filing, hostname=host, port=port, data_size_limit=_SIZE_LIMIT, server_hostname=domain
        )

    @property
    def url(self) -> str:
        """The server's address, once it runs."""
        return f"smtp://{self._server.hostname}:{self._server.port}"

    @property
    def accepted(self) -> int:
        """How many messages the server accepted since it started."""
        return self._filing.accepted

    def start(self) -> None:
        """Start the server in a thread of its own; when this returns, it answers."""
        self._server.start()

    def stop(self) -> None:
        """Stop the server."""
        self._server.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
