"""A real IMAP server for tests: Dovecot as an instance of its own on loopback, in a folder of the test's.

`kill` and `start` again make an outage; the mail stays.
"""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

USER, PASSWORD = "desk", "a-password"
CONFIG = """
base_dir = {run}
state_dir = {run}
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{root}/mail/%u
mail_uid = {mail}
mail_gid = {mail_group}
first_valid_uid = 0
imap_capability = {capability}
namespace inbox {{
  inbox = yes
  mailbox {sent} {{
    auto = create
    {special}
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail} gid={mail_group} home={root}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """The server in its folder."""

    root: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self.process = subprocess.Popen([program, "-F", "-c", self.root / "dovecot.conf"], start_new_session=True)
        give_up = time.monotonic() + 20
        while not self._answers():
            assert time.monotonic() < give_up, (self.root / "dovecot.log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """File a message as a delivery agent would."""
        with self.signed_in() as imap:
            assert imap.append(folder, "", "", raw)[0] == "OK"

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        with self.signed_in() as imap:
            imap.select(folder, readonly=True)
            _, found = imap.search(None, "ALL")
            return [imap.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in found[0].split()]

    def unseen(self) -> int:
        with self.signed_in() as imap:
            imap.select("INBOX", readonly=True)
            return len(imap.search(None, "UNSEEN")[1][0].split())

    def forget_numbers(self) -> None:
        """Have the server number its messages anew, as after a restore from a backup."""
        for path in (self.root / "mail" / USER).glob("dovecot-uid*"):
            path.unlink()
        for path in (self.root / "mail" / USER).glob("dovecot.index*"):
            path.unlink()

    @contextmanager
    def signed_in(self) -> Iterator[IMAP4]:
        with IMAP4("127.0.0.1", self.port) as imap:
            imap.login(USER, PASSWORD)
            yield imap

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as talk:
                return talk.recv(4) == b"* OK"
        except OSError:
            return False


@contextmanager
def dovecot(*, sent: str = "Sent", marked: bool = True, capability: str = "") -> Iterator[Dovecot]:
    """Run a server whose folder of sent letters has that name, and is marked as such or not."""
    if not (shutil.which("dovecot") or Path("/usr/sbin/dovecot").exists()):
        pytest.skip("Dovecot is not installed")
    with TemporaryDirectory(prefix="dovecot-") as folder:
        server = Dovecot(Path(folder), _free_port())
        _write_config(server, sent, "special_use = \\Sent" if marked else "", capability)
        server.start()
        try:
            yield server
        finally:
            if server.process is not None:
                server.kill()


def _write_config(server: Dovecot, sent: str, special: str, capability: str) -> None:
    us = getpass.getuser()
    people = {"internal": us, "login": us, "group": us, "mail": us, "mail_group": us}
    if os.geteuid() == 0:  # mail does not belong to root, and the server's own users exist
        nogroup = "nogroup"
        people = {
            "internal": "dovecot",
            "login": "dovenull",
            "group": "dovecot",
            "mail": "nobody",
            "mail_group": nogroup,
        }
        server.root.chmod(0o755)
    mail = server.root / "mail"
    mail.mkdir(mode=0o777)
    mail.chmod(0o777)
    config = CONFIG.format(
        root=server.root,
        run=server.root / "run",
        port=server.port,
        password=PASSWORD,
        sent=sent,
        special=special,
        capability=capability,
        **people,
    )
    (server.root / "dovecot.conf").write_text(config)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
