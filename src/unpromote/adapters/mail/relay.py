"""Which mail server takes our letters, and how safely: one URL, read strictly.

    smtp://host:25                            plain, for a server on this machine or in a trusted net
    smtp+starttls://user:password@host:587    encrypted before anything is said
    smtps://user:password@host:465            encrypted from the first byte

A password never travels in the clear to another machine, and it is never shown in an error or a log.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from smtplib import SMTP, SMTP_SSL, SMTPException
from urllib.parse import SplitResult, unquote, urlsplit

from unpromote.domain.errors import BadInput

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_MEND = "write it like smtp+starttls://user:password@mail.example.org:587"
_PLACE = "mail server URL"


@dataclass(frozen=True)
class Relay:
    """A mail server and how to reach it. Times out after `patience` seconds of silence."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    patience: float = 30

    @contextmanager
    def conversation(self, domain: str) -> Iterator[SMTP]:
        """Open an SMTP conversation, greeted as `domain` and signed in; raises what smtplib raises."""
        smtp = self._connect(domain)
        try:
            if self.scheme == "smtp+starttls":
                smtp.starttls(context=self._tls_context())
            if self.user:
                smtp.login(self.user, self.password)
            smtp.ehlo_or_helo_if_needed()
            yield smtp
        finally:
            with suppress(SMTPException, OSError):  # a failed farewell takes nothing back
                smtp.quit()
            smtp.close()

    def _connect(self, domain: str) -> SMTP:
        if self.scheme == "smtps":
            context = self._tls_context()
            return SMTP_SSL(self.host, self.port, domain, timeout=self.patience, context=context)
        return SMTP(self.host, self.port, domain, timeout=self.patience)

    def _tls_context(self) -> ssl.SSLContext:
        return self.tls or ssl.create_default_context()


def relay_at(url: str, *, tls: ssl.SSLContext | None = None, patience: float = 30) -> Relay:
    """Return the relay that the URL names.

    Raises:
        BadInput: it is no such URL, or it would send a password in the clear.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        known = ", ".join(f"{scheme}://" for scheme in _PORTS)
        raise BadInput(f"a mail server is not reached by {parts.scheme!r}", place=_PLACE, mend=f"start with {known}")
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadInput("the URL must name a host and nothing behind it", place=_PLACE, mend=_MEND)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and parts.scheme == "smtp" and not _is_here(parts.hostname):
        raise BadInput("the password would travel in the clear", place=_PLACE, mend="use smtp+starttls:// or smtps://")
    return Relay(parts.scheme, parts.hostname, _port(parts), user, password, tls, patience)


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise BadInput("the port is no number from 1 to 65535", place=_PLACE, mend=_MEND) from None


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
