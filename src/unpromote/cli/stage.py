"""The stage of the demonstration: an emulator, a mail server, a fresh installation, and the other side's people.

Everything runs on loopback and in one folder. The desk's own verbs are the real command, each a process of its own.
"""

from __future__ import annotations

import os
import shutil
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from unpromote.domain.errors import BadInput, OutsideFailed
from unpromote.emulator.clock import Clock
from unpromote.emulator.server import start_emulator
from unpromote.jobs.wiring import mail_room

STARTS_AT = datetime.fromisoformat("2026-09-21T10:00:00-07:00")
DOMAIN = "desk.invalid"
MARK = ".unpromote-demo"


@dataclass(frozen=True)
class Stage:
    """Where the demonstration takes place. `folder` holds the papers, `data` the installation."""

    folder: Path
    emulator_url: str
    smtp_url: str

    @property
    def data(self) -> Path:
        """The installation's folder."""
        return self.folder / "data"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one verb of the real command in the folder, with the stage as its world."""
        env = os.environ | {
            "UNPROMOTE_DATA": str(self.data),
            "UNPROMOTE_DATABASE": "",
            "UNPROMOTE_TIKTOK_URL": self.emulator_url,
            "UNPROMOTE_TIKTOK_TOKEN": "demo-token",
            "UNPROMOTE_SMTP_URL": self.smtp_url,
            "UNPROMOTE_MAIL_PROVIDER": "",
            "UNPROMOTE_MAIL_DOMAIN": DOMAIN,
            "UNPROMOTE_CLOCK_URL": f"{self.emulator_url}/__emulator__/clock",
            "UNPROMOTE_USER": "ana",
        }
        command = [sys.executable, "-m", "unpromote", *words]
        return subprocess.run(command, env=env, cwd=self.folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own command, our own words

    def accounts(self) -> list[dict[str, Any]]:
        """Return what really is on the emulated platform: accounts with their campaigns."""
        found: list[dict[str, Any]] = httpx.get(f"{self.emulator_url}/__emulator__/state").json()["accounts"]
        return found

    def now(self) -> datetime:
        """Return the instant that the stage's clock shows."""
        found = httpx.get(f"{self.emulator_url}/__emulator__/clock").json()["now"]
        return datetime.fromisoformat(found).astimezone(UTC)

    def pass_time(self, by: timedelta) -> datetime:
        """Let time pass, and return the new instant."""
        answer = httpx.post(f"{self.emulator_url}/__emulator__/clock", json={"advance_seconds": by.total_seconds()})
        answer.raise_for_status()
        return self.now()

    def letters_to(self, address: str) -> list[EmailMessage]:
        """Return the letters that the mail server took for somebody, oldest first."""
        found = sorted((self.data / "mail" / "outgoing").glob("*.eml"))
        letters = [BytesParser(policy=default).parsebytes(path.read_bytes()) for path in found]
        return [letter for letter in letters if address in str(letter["To"])]

    def answer(self, address: str, text: str) -> None:
        """Answer the last letter to somebody as they would: from their own mail program, over SMTP.

        Raises:
            OutsideFailed: they got no letter.
        """
        letters = self.letters_to(address)
        if not letters:
            raise OutsideFailed(f"no letter to {address} went out", permanent=True)
        got = letters[-1]
        reply = EmailMessage()
        reply["From"], reply["To"] = address, got["Reply-To"] or got["From"]
        reply["Subject"] = f"Re: {got['Subject']}"
        reply["Message-ID"] = f"<{len(letters)}.{address}>"
        reply["In-Reply-To"] = got["Message-ID"]
        quoted = "\n".join(f"> {line}" for line in got.get_content().splitlines()[:6])
        reply.set_content(f"{text}\n\n{quoted}\n")
        server = urlsplit(self.smtp_url)
        with smtplib.SMTP(server.hostname or "", server.port or 0) as smtp:
            smtp.send_message(reply)


@contextmanager
def set_up(folder: Path) -> Iterator[Stage]:
    """Set the stage in a folder, for as long as the block lasts; what an earlier demonstration left there goes.

    Raises:
        BadInput: the folder holds something else.
    """
    _clear(folder)
    with as_file(files("unpromote") / "samples") as samples:
        for path in samples.iterdir():
            if path.is_file():
                shutil.copy(path, folder / path.name)
    clock = Clock(STARTS_AT)
    with start_emulator(clock=clock) as emulator, mail_room(folder / "data" / "mail", DOMAIN) as post:
        yield Stage(folder, emulator.url, post.url)


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        mend = "name another folder with --folder"
        raise BadInput("the folder is not empty and no demonstration's", place=str(folder), mend=mend)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).touch()
