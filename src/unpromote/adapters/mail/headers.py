"""A message's own headers as they stand, by name: read without trusting them, and only as far as is reasonable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from itertools import islice
from typing import TypeVar

from unpromote.adapters.mail.wording import one_line

T = TypeVar("T")

VALUE_LIMIT = 4_000
_HEADERS_READ = 500
_IDS_READ = 50
_MESSAGE_ID = re.compile(r"<\s*([^<>@]{1,400}@[^<>@]{1,200})>")
_BARE_ID = re.compile(r"[^\s<>@,;\"()]{1,400}@[^\s<>@,;\"()]{1,200}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Headers:
    """Names in small letters, values as they were sent, in their order."""

    values: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, message: EmailMessage) -> Headers:
        """Return the headers of a message, the first 500 of them."""
        pairs = islice(message.raw_items(), _HEADERS_READ)
        return cls(tuple((name.lower(), _readable(str(value))) for name, value in pairs))

    def has(self, *names: str) -> bool:
        """Tell whether any of these headers stands there, be it empty."""
        return any(key in names for key, _ in self.values)

    def all(self, name: str) -> tuple[str, ...]:
        """Return the header's values as people read them."""
        return tuple(_value(name, raw) for key, raw in self.values if key == name)

    def first(self, name: str) -> str:
        """Return the header's first value as people read it, or ""."""
        return next(iter(self.all(name)), "")

    def word(self, name: str) -> str:
        """Return the first word of a header in small letters, without what follows ";", "(" or a space."""
        return re.split(r"[;(\s]", self.first(name).strip().lower())[0]

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the Message-IDs in the header, also where brackets are lost or a line break split one."""
        raw = " ".join(value for key, value in self.values if key == name)
        for text in (raw, " ".join(self.all(name))):  # some programs write an ID as an encoded word
            found = [f"<{_SPACE.sub('', one)}>" for one in _MESSAGE_ID.findall(text)]
            if found:
                return tuple(found[-_IDS_READ:])
        return tuple(f"<{one}>" for one in _BARE_ID.findall(raw))[-_IDS_READ:] if "<" not in raw else ()


def tried(read: Callable[[], T], otherwise: T) -> T:
    """Return what reading gives, or the other value where foreign input breaks the reader."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - the library's readers fail in ways it does not list; a message must not stop the desk
        return otherwise


def mailbox(value: str) -> tuple[str, str]:
    """Return the name and the address of the first mailbox in a header's value."""
    return tried(lambda: getaddresses([value])[0], ("", value))


def _readable(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _value(name: str, raw: str) -> str:
    return one_line(tried(lambda: str(default.header_fetch_parse(name, raw)), raw), VALUE_LIMIT)
