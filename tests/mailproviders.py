"""Mail providers on loopback: a real HTTP server that speaks each one's interface, keeps letters and fails on order."""

from __future__ import annotations

import json
import os
import signal
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from email.utils import formataddr
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from anymail.utils import parse_single_address

KEY = "a secret key"


@dataclass(frozen=True)
class Arrived:
    """A letter as a provider understood it; addresses as mail headers write them, `files` as (name, type, content)."""

    key: str
    sender: str
    to: str
    reply_to: str
    subject: str
    text: str
    headers: dict[str, str]
    metadata: dict[str, str]
    tracks: tuple[Any, ...]
    html: str = ""
    files: tuple[tuple[str, str, bytes], ...] = ()


@dataclass
class FakeProvider:
    """What arrived, and how to answer: `faults` one for each letter, then all goes well. `shows` what can be looked up.

    A fault: a status with headers and body; "lost" takes the letter and hangs up; "silent" takes it and says nothing;
    "garbled" takes it and answers nonsense.
    """

    name: str
    url: str = ""
    seen: list[Arrived] = field(default_factory=list)
    faults: list[tuple[int, dict[str, str], str] | str] = field(default_factory=list)
    shows: bool = True
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    ask_status: int = 200
    kills: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def option(self) -> str:
        """The setting that leads here."""
        return f"{self.name}?api_url={self.url}"


def _postmark(_path: str, headers: Any, body: bytes) -> Arrived:
    said = json.loads(body)
    files = tuple((one["Name"], one["ContentType"], b64decode(one["Content"])) for one in said.get("Attachments", ()))
    written = {one["Name"]: one["Value"] for one in said["Headers"]}
    tracks = (said["TrackLinks"], said["TrackOpens"])
    return Arrived(
        headers["X-Postmark-Server-Token"], said["From"], said["To"], said["ReplyTo"], said["Subject"],
        said["TextBody"], written, said["Metadata"], tracks, said.get("HtmlBody", ""), files,
    )  # fmt: skip


def _mailgun(path: str, headers: Any, body: bytes) -> Arrived:
    assert path == "/v3/desk.example/messages"
    if headers["Content-Type"].startswith("multipart/"):
        whole = b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body
        parts = [(one, one.get_param("name", header="content-disposition"))
                 for one in message_from_bytes(whole, policy=HTTP).iter_parts()]  # fmt: skip
        said = {name: one.get_payload(decode=True).decode() for one, name in parts if name != "attachment"}
        files = tuple(
            (one.get_filename(), one.get_content_type(), one.get_payload(decode=True))
            for one, name in parts
            if name == "attachment"
        )
    else:
        said, files = {name: values[-1] for name, values in parse_qs(body.decode()).items()}, ()
    written = {name[2:]: value for name, value in said.items() if name.startswith("h:")}
    metadata = {name[2:]: value for name, value in said.items() if name.startswith("v:")}
    key = b64decode(headers["Authorization"].removeprefix("Basic ")).decode().removeprefix("api:")
    tracks = (said["o:tracking-clicks"], said["o:tracking-opens"])
    return Arrived(
        key, said["from"], said["to"], written.pop("Reply-To"), said["subject"], said["text"], written, metadata,
        tracks, said.get("html", ""), files,
    )  # fmt: skip


def _brevo(path: str, headers: Any, body: bytes) -> Arrived:
    assert path == "/v3/smtp/email"
    said = json.loads(body)
    written = said["headers"]
    metadata = json.loads(written.pop("X-Mailin-custom"))
    files = tuple((one["name"], "", b64decode(one["content"])) for one in said.get("attachment", ()))
    return Arrived(
        headers["api-key"], _named(said["sender"]), _named(said["to"][0]), _named(said["replyTo"]), said["subject"],
        said["textContent"], written, metadata, (), said.get("htmlContent", ""), files,
    )  # fmt: skip


def _named(said: dict[str, str]) -> str:
    return formataddr((said.get("name", ""), said["email"]))


READERS = {"postmark": _postmark, "mailgun": _mailgun, "brevo": _brevo}


def _accepted(name: str, arrived: Arrived) -> Any:
    address = parse_single_address(arrived.to).addr_spec
    return {
        "postmark": {"To": address, "MessageID": "pm-1", "ErrorCode": 0, "Message": "OK"},
        "mailgun": {"id": arrived.headers.get("Message-Id"), "message": "Queued. Thank you."},
        "brevo": {"messageId": "<1@relay.brevo.example>"},
    }[name]


def _found(provider: FakeProvider, query: dict[str, list[str]]) -> Any:
    shown = provider.seen if provider.shows else []
    if provider.name == "postmark":
        kept = [one for one in shown if [one.metadata["unpromote"]] == query["metadata_unpromote"]]
        return {"TotalCount": len(kept) if query["status"] == ["sent"] else 0, "Messages": []}
    kept = [one for one in shown if [one.headers["Message-Id"].strip("<>")] == query["message-id"]]
    return {"items": [{"event": "accepted"} for _ in kept]}


def _reply(provider: FakeProvider, path: str, headers: Any, body: bytes) -> tuple[int, dict[str, str], str] | None:
    """Take the letter as ordered, and return the answer; None hangs up."""
    fault = provider.faults.pop(0) if provider.faults else ""
    if isinstance(fault, tuple):
        return fault
    arrived = READERS[provider.name](path, headers, body)
    provider.seen.append(arrived)
    if provider.kills:
        os.kill(provider.kills, signal.SIGKILL)
    if fault == "silent":
        provider.over.wait(20)
    if fault in ("silent", "lost"):
        return None
    return 200, {}, "queued" if fault == "garbled" else json.dumps(_accepted(provider.name, arrived))


def _handler(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            body = self.rfile.read(size)
            if len(body) < size:  # whoever sent it was killed over it
                return
            answer = _reply(provider, self.path, self.headers, body)
            if answer:
                self._answer(*answer)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            provider.asked.append((parts.path, query))
            self._answer(provider.ask_status, {}, json.dumps(_found(provider, query)))

        def _answer(self, status: int, headers: dict[str, str], text: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler


@contextmanager
def provider_server(name: str, *faults: tuple[int, dict[str, str], str] | str) -> Iterator[FakeProvider]:
    """Run a provider that fails in this order."""
    provider = FakeProvider(name, faults=list(faults))
    web = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    web.daemon_threads = True
    version = "" if name == "postmark" else "/v3"
    provider.url = f"http://127.0.0.1:{web.server_port}{version}"
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.over.set()
        web.shutdown()
        web.server_close()
        thread.join()
