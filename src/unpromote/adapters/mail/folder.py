"""Messages as files in a folder tree: nothing half written is ever seen, and a Message-ID is found by file name.

    tmp/          being written
    sending/      one mark for each letter that is on its way to a mail server
    sent/         what a mail server accepted from us, byte for byte
    outgoing/     what our own mail room accepted for others
    inbox/new/    what arrived;  inbox/seen/ what was taken up
    dropped/      what programs handed in, until it is taken to inbox/new
    places/       where in sent/ and outgoing/ the letter with a Message-ID lies
    mailbox.json  up to which message a mailbox elsewhere was read

A file is named by arrival, Message-ID and content, both as hashes, so foreign text never becomes a path.
"""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import count
from pathlib import Path

from unpromote.adapters.mail.places import Places, sync_folder

_HEADERS_READ = 65_536
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_HASH_LENGTH = 16
_ticks = count()


class Box(StrEnum):
    """Where a message lies."""

    SENT = "sent"
    OUTGOING = "outgoing"
    NEW = "inbox/new"
    SEEN = "inbox/seen"


class MailFolder:
    """A tree of .eml files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("tmp", "sending", "dropped", *Box):
            (root / name).mkdir(parents=True, exist_ok=True)
        self._places = Places(root, (Box.SENT, Box.OUTGOING))

    def deliver(self, raw: bytes, box: Box = Box.NEW) -> Path:
        """Keep the message; when this returns, it is on disk. Return its file."""
        arrival = f"{time.time_ns():020d}-{os.getpid()}-{next(_ticks)}"
        hashed = _hashed(message_id_of(raw).encode())
        name = f"{arrival}.{hashed}.{_hashed(raw)}.eml"
        if self._places.knows(box):
            self._places.note(box, hashed, name)
        return self._write(raw, self.root / box / name)

    def find(self, message_id: str, box: Box) -> Path | None:
        """Return the oldest message with this Message-ID in the box."""
        hashed = _hashed(message_id.encode())
        if self._places.knows(box):
            name = self._places.name(box, hashed)
            if name is None or (self.root / box / name).exists():
                return None if name is None else self.root / box / name
        found = sorted((self.root / box).glob(f"*.{hashed}.*.eml"))
        return found[0] if found else None

    def messages(self, box: Box) -> tuple[Path, ...]:
        """Return the messages of the box, oldest first."""
        return tuple(sorted((self.root / box).glob("*.eml")))

    def new_messages(self) -> tuple[Path, ...]:
        """Return what arrived and was not taken up, oldest first."""
        return self.messages(Box.NEW)

    def seen_path(self, path: Path) -> Path:
        """Return where a new message will lie once it is marked as seen."""
        return self.root / Box.SEEN / path.name

    def mark_seen(self, path: Path) -> Path:
        """Move a new message to the seen ones; twice is the same as once."""
        target = self.seen_path(path)
        if path.exists():
            path.replace(target)
            sync_folder(target.parent)
        return target

    def take_dropped(self) -> None:
        """Deliver what programs handed in; a kill in between delivers it again, and its content tells."""
        for path in sorted((self.root / "dropped").glob("*.eml")):
            raw = path.read_bytes()
            if not self.arrived_before(raw):
                self.deliver(raw)
            path.unlink()

    def arrived_before(self, raw: bytes) -> bool:
        """Return whether a message with the same content lies among what arrived, taken up or not."""
        name = f"*.{_hashed(raw)}.eml"
        return any(next((self.root / box).glob(name), None) for box in (Box.NEW, Box.SEEN))

    def note(self, name: str) -> bytes:
        """Return what was noted under that name, b"" if nothing was."""
        path = self.root / name
        return path.read_bytes() if path.exists() else b""

    def take_note(self, name: str, content: bytes) -> None:
        """Note something under a name, in place of what stood there."""
        self._write(content, self.root / name)

    def mark_sending(self, message_id: str, raw: bytes = b"") -> None:
        """Note, before a mail server hears of it, that this letter is on its way; `raw` is its message, to keep."""
        self._write(raw or message_id.encode(), self._mark(message_id))

    def sending_copy(self, message_id: str) -> bytes:
        """Return the message that was kept with the note of a letter on its way."""
        return self._mark(message_id).read_bytes()

    def unmark_sending(self, message_id: str) -> None:
        """Take the note away: the letter certainly went, or certainly did not."""
        self._mark(message_id).unlink(missing_ok=True)

    def is_sending(self, message_id: str) -> bool:
        """Return whether a letter set out whose fate was never learned."""
        return self._mark(message_id).exists()

    def sending_for(self, message_id: str) -> timedelta:
        """Return how long ago that letter set out, by this machine's clock."""
        return timedelta(seconds=time.time() - self._mark(message_id).stat().st_mtime)

    def _mark(self, message_id: str) -> Path:
        return self.root / "sending" / _hashed(message_id.encode())

    def _write(self, raw: bytes, target: Path) -> Path:
        draft = self.root / "tmp" / f"{target.name}.{os.getpid()}-{next(_ticks)}"
        with draft.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
        return target


def message_id_of(raw: bytes) -> str:
    """Return the Message-ID in the message's own headers, or ""."""
    headers = re.split(rb"(?:\A|\n)\r?\n", raw[:_HEADERS_READ], maxsplit=1)[0]
    found = _MESSAGE_ID.search(headers)
    return found[1].decode("utf-8", "replace") if found else ""


def has_content(path: Path, digest: str) -> bool:
    """Return whether the file's name says that its content has this SHA-256."""
    return path.name.endswith(f".{digest[:_HASH_LENGTH]}.eml")


def _hashed(content: bytes) -> str:
    return sha256(content).hexdigest()[:_HASH_LENGTH]
