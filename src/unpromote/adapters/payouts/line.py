"""One line of the payment file: a value, and its form as a row of cells.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and loses exactly that one when it is
read back. The last cell is a checksum over the others: a row cut short by a crash, or changed by hand, is told from a
whole one.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from moneyed import Money

from unpromote.domain.codec import amount_text, decode
from unpromote.domain.errors import BadInput

COLUMNS = (
    "key",
    "creator_id",
    "name",
    "direction",
    "amount",
    "currency",
    "due_by",
    "reference",
    "written_at",
    "checksum",
)
_FORMULA_STARTS = "[=+\\-@\t\uff1d\uff0b\uff0d\uff20]"  # the wide forms count in East Asian spreadsheets
_RISKY = re.compile(f"'*{_FORMULA_STARTS}")
_GUARDED = re.compile(f"'+{_FORMULA_STARTS}")


class Direction(StrEnum):
    """Which way the money moves, as the client sees it."""

    PAY = "pay"
    CLAWBACK = "clawback"
    CREDIT = "credit"


@dataclass(frozen=True, kw_only=True)
class PayoutLine:
    """Money that has to move: `key` is unique for ever, `amount` is positive, `direction` says which way."""

    key: str
    creator_id: str
    name: str
    direction: Direction
    amount: Money
    reference: str
    written_at: datetime
    due_by_on: date | None = None

    def __post_init__(self) -> None:
        place = f"payout {self.key}"
        if not self.key or self.key != _one_line(self.key):
            raise BadInput("the key must be one line of text", place=place)
        if self.amount.amount <= 0:
            mend = "give the amount without a sign; the direction says which way it goes"
            raise BadInput(f"{self.amount} is no amount to move", place=place, mend=mend)
        decode(Money, f"{self.amount.amount:f} {self.amount.currency.code}", place=place)
        if self.written_at.tzinfo is None:
            raise BadInput("the time of writing has no zone", place=place)

    def orders_same(self, other: PayoutLine) -> bool:
        """Return whether both order the same payment, whenever they were written."""
        return row_of(replace(self, written_at=other.written_at)) == row_of(other)


def header_row() -> bytes:
    """Return the first row of the file, without its line end."""
    return _row(COLUMNS)


def row_of(line: PayoutLine) -> bytes:
    """Return the line as a row of the file, without its line end."""
    due_by = line.due_by_on.isoformat() if line.due_by_on else ""
    amount = (amount_text(line.amount), line.amount.currency.code)
    plain = (line.key, line.creator_id, line.name, line.direction, *amount, due_by, line.reference)
    cells = [_one_line(text) for text in (*plain, line.written_at.isoformat())]
    return _row(_guarded(text) for text in (*cells, _checksum(cells)))


def line_of(row: bytes) -> PayoutLine | None:
    """Return the line that a row holds; None where the row is cut short or was changed."""
    try:
        (guarded,) = csv.reader([row.decode()], strict=True)
    except (ValueError, csv.Error):
        return None
    *cells, checksum = [_unguarded(text) for text in guarded] or [""]
    if len(cells) + 1 != len(COLUMNS) or checksum != _checksum(cells):
        return None
    key, creator_id, name, direction, amount, currency, due_by, reference, written_at = cells
    return PayoutLine(
        key=key,
        creator_id=creator_id,
        name=name,
        direction=Direction(direction),
        amount=decode(Money, amount, currency=currency, place=f"payout {key}"),
        reference=reference,
        written_at=datetime.fromisoformat(written_at),
        due_by_on=date.fromisoformat(due_by) if due_by else None,
    )


def _row(texts: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(texts)
    return out.getvalue().encode()


def _checksum(cells: Iterable[str]) -> str:
    return sha256("\x1f".join(cells).encode()).hexdigest()[:12]


def _guarded(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _one_line(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text).split())
