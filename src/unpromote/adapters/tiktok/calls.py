"""One HTTP call to TikTok: encode, send, read the envelope, blame.

Reads are repeated a few times where that may help. Writes are sent once: whether a lost write happened is for the
caller to read back. Lists and objects in a query are JSON text inside one value, booleans are true and false, ids
stay text. Errors carry TikTok's request id and log id, which its support asks for, and never the token.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from unpromote.adapters.calling import (
    PACED_TRIES,
    PAUSES_BEFORE_REPEAT,
    SERVER_FAULT,
    Decision,
    Pace,
    Refusal,
    Unpaced,
    at_pace,
    is_final,
    patience,
    reference,
)
from unpromote.adapters.endpoints import policy_of, read_from, written_to
from unpromote.adapters.tiktok.codes import OF_AN_ACCOUNT, TOO_FAST, decide
from unpromote.domain.errors import OutsideFailed

PREFIX = "/open_api/v1.3/"


@dataclass(frozen=True)
class Reply:
    """A successful answer: its data, and the ids that TikTok's support asks for."""

    data: Mapping[str, Any]
    request_id: str
    log_id: str

    @property
    def reference(self) -> str:
        """Both ids as errors and receipts name them."""
        return f"request_id={self.request_id} log_id={self.log_id}"


class Caller:
    """Sends calls to one base address with one token. May be shared by threads."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        pace: Pace | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http, self._pace, self._wait = http, pace or Unpaced(), wait

    def read(
        self, endpoint: str, advertiser_id: str, params: Mapping[str, Any], check: Callable[[Reply], None] | None = None
    ) -> Reply:
        """Send a GET, again where that may help or where the check is not content; raise OutsideFailed."""
        read_from(endpoint)
        query = {name: encode(value) for name, value in params.items()}
        for pause in (*PAUSES_BEFORE_REPEAT, None):
            try:
                reply = self._send("GET", endpoint, advertiser_id, params=query)
                if check:
                    check(reply)
            except OutsideFailed as failure:
                if pause is None or is_final(failure, TOO_FAST):
                    raise
                self._wait(pause)
            else:
                return reply
        raise AssertionError("the last try returns or raises")  # pragma: no cover

    def write(self, endpoint: str, advertiser_id: str, body: Mapping[str, Any]) -> Reply:
        """Send a POST until TikTok takes it in, so once; raise OutsideFailed, after which it may have been done.

        A refusal for its pace, or for a conflict with another write, did nothing: those alone are sent again, unless
        the endpoint is one of which every try is the caller's own.
        """
        pauses = () if written_to(endpoint).once else PAUSES_BEFORE_REPEAT
        for pause in (*pauses, None):
            try:
                return self._send("POST", endpoint, advertiser_id, json=body)
            except Refusal as refusal:
                if refusal.decision is not Decision.RETRY or refusal.code in TOO_FAST or pause is None:
                    raise
                self._wait(pause)
        raise AssertionError("the last try returns or raises")  # pragma: no cover

    def _send(self, method: str, endpoint: str, advertiser_id: str, **content: Any) -> Reply:
        policy = policy_of(endpoint)
        timeout, tries = patience(self._http, policy.seconds), 1 if policy.once else PACED_TRIES

        def call() -> Reply:
            try:
                response = self._http.request(method, f"{PREFIX}{endpoint}/", timeout=timeout, **content)
            except httpx.RequestError as problem:
                raise OutsideFailed(f"TikTok did not answer {endpoint}: {type(problem).__name__}") from problem
            return _opened(endpoint, response)

        where = (endpoint, advertiser_id)
        return at_pace(self._pace, where, call, too_fast=TOO_FAST, of_an_account=OF_AN_ACCOUNT, tries=tries)


def encode(value: Any) -> str:
    """Return a query value as TikTok reads it: text as it stands, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def _opened(endpoint: str, response: httpx.Response) -> Reply:
    log_id = response.headers.get("X-TT-LOGID", "")
    document = _document(response)
    if response.status_code != httpx.codes.OK or document is None:
        permanent = response.status_code < SERVER_FAULT and response.status_code != httpx.codes.OK
        problem = f"TikTok answered {endpoint} with HTTP {response.status_code} and no envelope"
        raise OutsideFailed(problem, permanent=permanent, reference=reference("", log_id))
    code, request_id = document["code"], str(document.get("request_id", ""))
    if code != 0:
        decision, meaning = decide(code)
        problem = f"TikTok refused {endpoint} with {code}, {meaning}: {document.get('message', '')}"
        raise Refusal(problem, code=code, decision=decision, request_id=request_id, log_id=log_id)
    data = document.get("data")
    return Reply(data if isinstance(data, dict) else {}, request_id, log_id)


def _document(response: httpx.Response) -> dict[str, Any] | None:
    try:
        found = json.loads(response.text, parse_float=Decimal)
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("code"), int) else None
