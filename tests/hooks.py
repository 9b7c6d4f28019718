"""An incoming webhook on loopback with a certificate of its own: it answers as a test tells it to."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class HookServer:
    """What was posted, and the answers to give: a status each, the last one for ever; 0 hangs up."""

    answers: list[int]
    url: str = ""
    trust: ssl.SSLContext | None = None
    seen: list[Any] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def next_answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _handler(server: HookServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            server.hosts.append(self.headers["Host"])
            status = server.next_answer()
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "https://elsewhere.example/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler


@contextmanager
def hook_server(folder: Path, *answers: int) -> Iterator[HookServer]:
    """Run a webhook that gives these answers."""
    found = HookServer(list(answers) or [200])
    certificate = _certificate(folder)
    here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    here.load_cert_chain(certificate)
    found.trust = ssl.create_default_context(cafile=str(certificate))
    web = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    web.socket = here.wrap_socket(web.socket, server_side=True)
    found.url = f"https://localhost:{web.server_port}/services/T000/B000/secret-part"
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        web.shutdown()
        web.server_close()
        thread.join()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "hook.pem"
    path.write_bytes(text + made.public_bytes(serialization.Encoding.PEM))
    return path
