"""The WSGI door: a request in, bytes out, and the connection cut where a fault wants it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

import httpx
from waitress.channel import ClientDisconnected  # type: ignore[import-untyped]

from unpromote.emulator import status_feed
from unpromote.emulator.controls import PREFIX as CONTROL_PREFIX
from unpromote.emulator.controls import answer_control
from unpromote.emulator.emulator import Emulator, Reply, Request
from unpromote.emulator.shop_gate import ShopRequest, answer_shop
from unpromote.emulator.shop_routes import PREFIXES as SHOP_PREFIXES


class ConnectionCut(ClientDisconnected, httpx.RemoteProtocolError):  # type: ignore[misc]  # waitress has no types
    """The connection ends without an answer: waitress closes it silently, and without a socket httpx sees the same."""


class EmulatorApp:
    """The emulator as a WSGI application."""

    def __init__(self, emulator: Emulator, *, pause: Callable[[float], None] = time.sleep) -> None:
        self.emulator = emulator
        self._pause = pause

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        if path.startswith(CONTROL_PREFIX):
            status, document = answer_control(self.emulator, method, path, body)
            return _send(start_response, status, document, {})
        if path == status_feed.PATH:
            return _send(start_response, 200, status_feed.feed(self.emulator.world), {}, "application/rss+xml")
        reply = self._reply(environ, body)
        if reply.delay_ms:
            self._pause(reply.delay_ms / 1000)
        if reply.lost:
            raise ConnectionCut(path)
        headers = {"X-TT-LOGID": reply.log_id} if reply.log_id else {}
        content = reply.text if reply.document is None else reply.document
        return _send(start_response, reply.status, content, headers, reply.kind)

    def _reply(self, environ: WSGIEnvironment, body: bytes) -> Reply:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        if path.startswith(SHOP_PREFIXES):
            token = environ.get("HTTP_X_TTS_ACCESS_TOKEN", "")
            multipart = environ.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data")
            return answer_shop(self.emulator, ShopRequest(method, path, token, query, body, multipart))
        token = environ.get("HTTP_ACCESS_TOKEN", "")
        return self.emulator.answer(Request(method, path, token, dict(query), body))


def _send(
    start_response: StartResponse,
    status: int,
    document: Mapping[str, Any] | str,
    headers: Mapping[str, str],
    plain: str = "text/plain; charset=utf-8",
) -> Iterable[bytes]:
    written = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    kind = plain if isinstance(document, str) else "application/json; charset=utf-8"
    payload = written.encode()
    own = [("Content-Type", kind), ("Content-Length", str(len(payload)))]
    start_response(f"{status} {HTTPStatus(status).phrase}", [*own, *headers.items()])
    return [payload]
