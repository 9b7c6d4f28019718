"""One signed call to TikTok Shop: sign, send, read the envelope, blame.

The signature is the HMAC-SHA256, with the app's secret, of secret + path + every query parameter in the order of their
names + body + secret, as small hex digits. Reads are repeated a few times where that may help. Writes are sent once:
whether a lost one happened is for the caller to look. Errors carry TikTok's request id, and never secret or token.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from unpromote.adapters.calling import (
    PAUSES_BEFORE_REPEAT,
    SERVER_FAULT,
    Pace,
    Refusal,
    Unpaced,
    at_pace,
    is_final,
    patience,
)
from unpromote.adapters.endpoints import policy_of, read_from, written_to
from unpromote.adapters.shop.codes import TOO_MANY_CALLS, decide
from unpromote.domain.errors import OutsideFailed


@dataclass(frozen=True)
class Key:
    """What a partner app is known by."""

    app_key: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)


@dataclass(frozen=True)
class Where:
    """An endpoint of a shop: `path` has a place in braces for the `id`; no cipher where no shop is meant."""

    method: str
    path: str
    id: str = ""
    cipher: str = ""

    @property
    def endpoint(self) -> str:
        """The endpoint's name, apart from those of TikTok's other API."""
        return f"shop{self.path}"

    @property
    def full_path(self) -> str:
        """The path with the id in its place."""
        return self.path.format(id=self.id)


@dataclass(frozen=True)
class Reply:
    """A successful answer."""

    data: Mapping[str, Any]
    request_id: str


class Caller:
    """Sends calls to one base address for one app. May be shared by threads."""

    def __init__(
        self,
        http: httpx.Client,
        key: Key,
        *,
        pace: Pace | None = None,
        wait: Callable[[float], None] = time.sleep,
        stamp: Callable[[], float] = time.time,
    ) -> None:
        self._http, self._key = http, key
        self._pace, self._wait, self._stamp = pace or Unpaced(), wait, stamp

    def read(
        self, where: Where, query: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> Reply:
        """Send a call that changes nothing, again where that may help; raise OutsideFailed."""
        read_from(where.endpoint)
        for pause in PAUSES_BEFORE_REPEAT:
            try:
                return self._send(where, query or {}, body)
            except OutsideFailed as failure:
                if is_final(failure, (TOO_MANY_CALLS,)):
                    raise
                self._wait(pause)
        return self._send(where, query or {}, body)

    def write(self, where: Where, body: Mapping[str, Any] | None = None) -> Reply:
        """Send a call that changes something until it is taken in, so once; raise OutsideFailed.

        After that it may have been done, unless the shop refused it.
        """
        written_to(where.endpoint)
        return self._send(where, {}, body)

    def _send(self, where: Where, query: Mapping[str, str], body: Mapping[str, Any] | None) -> Reply:
        def call() -> Reply:
            try:
                response = self._http.send(self._signed(where, query, body))
            except httpx.RequestError as problem:
                raise OutsideFailed(f"TikTok Shop did not answer {where.path}: {type(problem).__name__}") from problem
            return _opened(where.path, response)

        return at_pace(self._pace, (where.endpoint, where.cipher), call, too_fast=(TOO_MANY_CALLS,))

    def _signed(self, where: Where, query: Mapping[str, str], body: Mapping[str, Any] | None) -> httpx.Request:
        asked = {**query, "app_key": self._key.app_key, "timestamp": str(int(self._stamp()))}
        if where.cipher:
            asked["shop_cipher"] = where.cipher
        content = b"" if body is None else json.dumps(dict(body)).encode()
        asked["sign"] = signature(self._key.app_secret, where.full_path, asked, content)
        headers = {"x-tts-access-token": self._key.token, "Content-Type": "application/json"}
        timeout = patience(self._http, policy_of(where.endpoint).seconds)
        return self._http.build_request(
            where.method, where.full_path, params=asked, content=content, headers=headers, timeout=timeout
        )


def signature(secret: str, path: str, query: Mapping[str, str], body: bytes) -> str:
    """Return the signature of a call."""
    text = secret + path + "".join(name + query[name] for name in sorted(query))
    return hmac.new(secret.encode(), text.encode() + body + secret.encode(), hashlib.sha256).hexdigest()


def _opened(path: str, response: httpx.Response) -> Reply:
    document = _document(response)
    if document is None:
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            problem, (decision, _) = f"TikTok Shop refused {path}: too many calls", decide(TOO_MANY_CALLS)
            raise Refusal(problem, code=TOO_MANY_CALLS, decision=decision, request_id="")
        permanent = response.status_code != httpx.codes.OK and response.status_code < SERVER_FAULT
        raise OutsideFailed(
            f"TikTok Shop answered {path} with HTTP {response.status_code} and no envelope", permanent=permanent
        )
    code, request_id = document["code"], str(document.get("request_id", ""))
    if code != 0:
        decision, meaning = decide(code)
        problem = f"TikTok Shop refused {path} with {code}, {meaning}: {document.get('message', '')}"
        raise Refusal(problem, code=code, decision=decision, request_id=request_id)
    data = document.get("data")
    return Reply(data if isinstance(data, dict) else {}, request_id)


def _document(response: httpx.Response) -> dict[str, Any] | None:
    try:
        found = response.json()
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("code"), int) else None
