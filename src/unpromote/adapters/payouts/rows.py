"""Lines of the payment file as rows of cells, and back.

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
from datetime import date, datetime
from hashlib import sha256

from moneyed import Money

from unpromote.domain.codec import amount_text, decode
from unpromote.domain.errors import BadInput
from unpromote.services.ports import PayoutLine

DIRECTIONS = ("pay", "clawback", "credit")
_COLUMNS = (
    *("key", "creator_id", "name", "direction", "amount", "currency"),
    *("due_by", "reference", "written_at", "checksum"),
)
_FORMULA_STARTS = "[=+\\-@\t\uff1d\uff0b\uff0d\uff20]"  # the wide forms count in East Asian spreadsheets
_RISKY = re.compile(f"'*{_FORMULA_STARTS}")
_GUARDED = re.compile(f"'+{_FORMULA_STARTS}")


def header_row() -> bytes:
    """Return the first row of the file, without its line end."""
    return _row(_COLUMNS)


def row_of(line: PayoutLine) -> bytes:
    """Return the line as a row of the file, without its line end; refuse what orders no payment."""
    _check(line)
    due_by = line.due_by.isoformat() if line.due_by else ""
    amount = (amount_text(line.amount), line.amount.currency.code)
    plain = (line.key, line.creator_id, line.name, line.direction, *amount, due_by, line.reference)
    cells = [_one_line(text) for text in (*plain, line.written_at.isoformat())]
    return _row(guarded(text) for text in (*cells, _checksum(cells)))


def line_of(row: bytes) -> PayoutLine | None:
    """Return the line that a row holds; None where the row is cut short or was changed."""
    try:
        (cut,) = csv.reader([row.decode()], strict=True)
    except (ValueError, csv.Error):
        return None
    *cells, checksum = [_unguarded(text) for text in cut] or [""]
    if len(cells) + 1 != len(_COLUMNS) or checksum != _checksum(cells):
        return None
    key, creator_id, name, direction, amount, currency, due_by, reference, written_at = cells
    return PayoutLine(
        key=key,
        creator_id=creator_id,
        name=name,
        direction=direction,
        amount=decode(Money, amount, currency=currency, place=f"payout {key}"),
        due_by=date.fromisoformat(due_by) if due_by else None,
        reference=reference,
        written_at=datetime.fromisoformat(written_at),
    )


def _check(line: PayoutLine) -> None:
    place = f"payout {line.key}"
    if not line.key or line.key != _one_line(line.key):
        raise BadInput("the key must be one line of text", place=place)
    if line.direction not in DIRECTIONS:
        raise BadInput(f"{line.direction!r} moves no money", place=place, mend=f"known here: {', '.join(DIRECTIONS)}")
    if line.amount.amount <= 0:
        mend = "give the amount without a sign; the direction says which way it goes"
        raise BadInput(f"{line.amount} is no amount to move", place=place, mend=mend)
    decode(Money, f"{line.amount.amount:f} {line.amount.currency.code}", place=place)
    if line.written_at.tzinfo is None:
        raise BadInput("the time of writing has no zone", place=place)


def _row(texts: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(texts)
    return out.getvalue().encode()


def _checksum(cells: Iterable[str]) -> str:
    return sha256("\x1f".join(cells).encode()).hexdigest()[:12]


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def _one_line(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text).split())
