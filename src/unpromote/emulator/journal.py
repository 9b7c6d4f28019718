"""Every call the emulator got, what it answered, and what really changed: the truth that a test counts by."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

MOST_ENTRIES = 100_000


@dataclass(frozen=True)
class Entry:
    """One call.

    Attributes:
        ids: the object ids that the call named
        code: the code of the answer, also where the answer was lost; None for a plain HTTP error
        changed: the ids whose state really changed
        trouble: the faults that hit the call
    """

    at: datetime
    method: str
    path: str
    advertiser: str
    ids: tuple[str, ...]
    code: int | None
    request_id: str
    log_id: str
    changed: tuple[str, ...]
    trouble: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the entry as the log shows it."""
        return {
            "at": self.at.isoformat(),
            "method": self.method,
            "path": self.path,
            "advertiser": self.advertiser,
            "ids": list(self.ids),
            "code": self.code,
            "request_id": self.request_id,
            "log_id": self.log_id,
            "changed": list(self.changed),
            "trouble": list(self.trouble),
        }


@dataclass
class Journal:
    """The latest calls, oldest first; an emulator that runs for weeks forgets the first ones."""

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=MOST_ENTRIES))

    def note(self, entry: Entry) -> None:
        """Add a call."""
        self.entries.append(entry)
