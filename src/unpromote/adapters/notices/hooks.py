"""Posting to an incoming webhook: over https only, never redirected, never to a private address unless it is allowed.

The host is looked up once and the connection goes to the very address that was checked, so that a name which answers
differently the second time reaches nothing inside. The address is a secret: no error and no log holds more than its
host.
"""

from __future__ import annotations

import socket
import ssl
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx

from unpromote.domain.errors import OutsideFailed

UNKNOWN = "unknown"
_PATIENCE = httpx.Timeout(10.0, connect=5.0)
_TOO_MANY, _SERVER = 429, 500


class Hooks:
    """Fills the `NoticeChannel` port. `private` allows addresses that are not public; `trust` holds certificates."""

    def __init__(self, *, private: bool = False, trust: ssl.SSLContext | None = None) -> None:
        self._private = private
        self._trust = trust or ssl.create_default_context()

    def post(self, url: str, payload: dict[str, Any]) -> None:
        """Post once.

        Raises:
            OutsideFailed: it was refused (permanent where trying again is no use), or nobody can know whether it got
                through (`reference` is then "unknown").
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https" or not host:
            raise OutsideFailed("a channel is reached over https only", permanent=True)
        address = self._address(host, parts.port or 443)
        try:
            with httpx.Client(verify=self._trust, timeout=_PATIENCE, trust_env=False) as client:
                said = client.post(
                    parts._replace(netloc=_netloc(address, parts)).geturl(),
                    json=payload,
                    headers={"Host": parts.netloc.rpartition("@")[2]},
                    extensions={"sni_hostname": host},
                )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise OutsideFailed(f"{host} cannot be reached") from None
        except httpx.HTTPError as error:
            problem = f"{host} did not answer ({type(error).__name__}): whether it got the notice is not known"
            raise OutsideFailed(problem, reference=UNKNOWN) from None
        if not said.is_success:
            passing = said.status_code == _TOO_MANY or said.status_code >= _SERVER
            raise OutsideFailed(f"{host} said {said.status_code}", permanent=not passing)

    def _address(self, host: str, port: int) -> str:
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError:
            raise OutsideFailed(f"{host} has no address") from None
        if not self._private and not all(ip_address(one).is_global for one in found):
            raise OutsideFailed(f"{host} is a private address, and those are not allowed here", permanent=True)
        return found[0]


def _netloc(address: str, parts: SplitResult) -> str:
    bare = f"[{address}]" if ":" in address else address
    return f"{bare}:{parts.port or 443}"
