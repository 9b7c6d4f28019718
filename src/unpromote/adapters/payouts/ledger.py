"""The payment file: each settlement's line exactly once, whatever is killed in the middle, however often it is asked.

Writers queue at a lock. A row that a crash cut short is taken out before the next one is written, since the command
that wanted it runs again. A whole row that was changed by hand stops everything, since nobody can say then what was
paid.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from unpromote.adapters.payouts.rows import header_row, line_of, row_of
from unpromote.domain.errors import NotAllowed, OutsideFailed
from unpromote.services.ports import PayoutLine

_LINE_END = b"\r\n"


@dataclass
class _Found:
    """What was read of the file so far."""

    rows: int = 0
    lines: list[PayoutLine] = field(default_factory=list)
    by_key: dict[str, PayoutLine] = field(default_factory=dict)

    def take(self, fresh: list[PayoutLine], rows: int) -> None:
        self.rows += rows
        self.lines += fresh
        for line in fresh:
            self.by_key.setdefault(line.key, line)


class PayoutFile:
    """Fills the `PayoutLedger` port with `payouts.csv` in a folder, and its lock beside it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "payouts.csv"
        self._lock = folder / "payouts.lock"
        self._read, self._found = b"", _Found()

    def written(self, key: str) -> PayoutLine | None:
        """Return the line with this key; None where it certainly was not written.

        Raises:
            OutsideFailed: a row was changed, so nobody can say.
        """
        with self._locked():
            return self._lines(self._content()).by_key.get(key)

    def write(self, line: PayoutLine) -> PayoutLine:
        """Write the line and return it as it stands in the file; one that stands there already is not written again.

        Raises:
            BadInput: the line orders no payment.
            NotAllowed: the key stands there with another payment.
            OutsideFailed: a row was changed, or the file cannot be written.
        """
        row = row_of(line)
        with self._locked():
            content = self._content()
            known = self._lines(content).by_key.get(line.key)
            if known is None:
                self._append(content, row)
                return self._lines(self._content()).lines[-1]
        if row_of(replace(line, written_at=known.written_at)) != row_of(known):
            raise NotAllowed(f"the payout {line.key} was written before with another payment")
        return known

    def lines(self) -> tuple[PayoutLine, ...]:
        """Return every line, oldest first."""
        with self._locked():
            return tuple(self._lines(self._content()).lines)

    def _lines(self, content: bytes) -> _Found:
        """Return what the content says; of a file that only grew, the new rows alone are read."""
        whole = _whole(content)
        if not whole.startswith(self._read):
            self._read, self._found = b"", _Found()
        rows = [row.rstrip(b"\r") for row in whole[len(self._read) :].split(b"\n")[:-1]]
        fresh = []
        for number, row in enumerate(rows, start=self._found.rows + 1):
            line = line_of(row) if number > 1 else None
            self._refuse_unless(line is not None or not row if number > 1 else row == header_row(), number)
            fresh += [line] if line else []
        self._read = whole
        self._found.take(fresh, len(rows))
        return self._found

    def _refuse_unless(self, as_written: bool, number: int) -> None:  # noqa: FBT001 - reads as a sentence where it is called
        if not as_written:
            problem = f"{self.path.name}, line {number}: changed after it was written; restore the line as it was"
            raise OutsideFailed(problem, permanent=True, reference=str(self.path))

    def _content(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""

    def _append(self, content: bytes, row: bytes) -> None:
        whole = _whole(content)
        kept = len(whole) if content.startswith(whole) else len(content.rstrip(b"\r"))
        rest = whole[kept:] if whole else header_row() + _LINE_END
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.ftruncate(handle, kept)
            os.lseek(handle, kept, os.SEEK_SET)
            _write_all(handle, rest + row + _LINE_END)
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with self._lock.open("wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            problem = f"{self.path.name} cannot be read or written: {error.strerror}"
            raise OutsideFailed(problem, reference=str(self.path)) from error


def _whole(content: bytes) -> bytes:
    """Return the content without a last row that was cut short; its last row ends with a line end."""
    start = content.rfind(b"\n") + 1
    tail = content[start:].rstrip(b"\r")
    if tail == header_row() or line_of(tail):
        return content[:start] + tail + _LINE_END
    return content[:start]


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]
