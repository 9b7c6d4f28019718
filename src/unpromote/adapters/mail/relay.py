"""The mail server that takes our letters.

smtp://host:25                            plain, for a server on this machine or in a trusted net
smtp+starttls://user:password@host:587    encrypted before anything is said
smtps://user:password@host:465            encrypted from the first byte
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from smtplib import SMTP, SMTP_SSL, SMTPException

from unpromote.adapters.mail.servers import PATIENCE_SECONDS, Schemes, Server
from unpromote.domain.errors import BadInput

SCHEMES = Schemes(
    place="mail server URL",
    ports={"smtp": 25, "smtp+starttls": 587, "smtps": 465},
    plain="smtp",
    example="smtp+starttls://user:password@mail.example.org:587",
)

_OVER_A_VERDICT = 10


@dataclass(frozen=True)
class Relay:
    """A mail server that takes letters. Times out after `patience` seconds; over a verdict, after ten times that."""

    server: Server
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    patience: float = PATIENCE_SECONDS

    @contextmanager
    def conversation(self, domain: str) -> Iterator[SMTP]:
        """Open an SMTP conversation, greeted as `domain` and signed in; raises what smtplib raises."""
        smtp = self._connect(domain)
        try:
            if smtp.sock:  # a letter and its dot are two writes: the second must not wait for the first's receipt
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.server.scheme == "smtp+starttls":
                smtp.starttls(context=self._tls_context())
            if self.server.user:
                smtp.login(self.server.user, self.server.password)
            smtp.ehlo_or_helo_if_needed()
            yield smtp
        finally:
            with suppress(SMTPException, OSError):  # a failed farewell takes nothing back
                smtp.quit()
            smtp.close()

    def end_of(self, smtp: SMTP) -> tuple[int, bytes]:
        """Say the dot that ends a letter, and return the server's verdict; it may look into the letter for long.

        RFC 5321 4.5.3.2.6 asks for ten minutes; whoever gives up earlier does not know whether the letter went.
        """
        if smtp.sock:
            smtp.sock.settimeout(self.patience * _OVER_A_VERDICT)
        smtp.send(b".\r\n")
        return smtp.getreply()

    def _connect(self, domain: str) -> SMTP:
        host, port = self.server.host, self.server.port
        if self.server.scheme == "smtps":
            return SMTP_SSL(host, port, domain, timeout=self.patience, context=self._tls_context())
        return SMTP(host, port, domain, timeout=self.patience)

    def _tls_context(self) -> ssl.SSLContext:
        return self.tls or ssl.create_default_context()


def relay_at(url: str, *, tls: ssl.SSLContext | None = None, patience: float = PATIENCE_SECONDS) -> Relay:
    """Return the relay that the URL names.

    Raises:
        BadInput: it is no such URL, or it would send a password in the clear.
    """
    server = SCHEMES.server(url)
    if server.path or server.query:
        mend = f"write it like {SCHEMES.example}"
        raise BadInput("the URL must name a host and nothing behind it", place=SCHEMES.place, mend=mend)
    return Relay(server, tls, patience)
