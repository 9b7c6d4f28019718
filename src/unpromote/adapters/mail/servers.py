"""Which mail server, and how safely: one URL, read strictly.

A password never travels in the clear to another machine, and it is never shown in an error or a log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from unpromote.domain.errors import BadInput

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A mail server, how to reach it, and as whom; `path` and `query` are what stands behind the host."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    path: str = ""
    query: str = ""


@dataclass(frozen=True)
class Schemes:
    """The ways to one kind of server with their usual ports; the plain one must not carry a password far."""

    place: str
    ports: Mapping[str, int]
    plain: str
    example: str

    def server(self, url: str) -> Server:
        """Return the server that the URL names.

        Raises:
            BadInput: it is no such URL, or it would send a password in the clear.
        """
        parts = urlsplit(url)
        if parts.scheme not in self.ports:
            known = ", ".join(f"{scheme}://" for scheme in self.ports)
            raise BadInput(
                f"a mail server is not reached by {parts.scheme!r}", place=self.place, mend=f"start with {known}"
            )
        if not parts.hostname or parts.fragment:
            raise BadInput("the URL must name a host", place=self.place, mend=self._mend)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if password and parts.scheme == self.plain and not is_here(parts.hostname):
            safe = " or ".join(f"{scheme}://" for scheme in self.ports if scheme != self.plain)
            raise BadInput("the password would travel in the clear", place=self.place, mend=f"use {safe}")
        path = unquote(parts.path.strip("/"))
        return Server(parts.scheme, parts.hostname, self._port(parts), user, password, path, parts.query)

    @property
    def _mend(self) -> str:
        return f"write it like {self.example}"

    def _port(self, parts: SplitResult) -> int:
        try:
            return parts.port or self.ports[parts.scheme]
        except ValueError:
            raise BadInput("the port is no number from 1 to 65535", place=self.place, mend=self._mend) from None


def is_here(host: str) -> bool:
    """Return whether the host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
