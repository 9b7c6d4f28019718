"""A counterparty's claim from the disk: JSON as it is, or a table (CSV or XLSX) as numbered rows of text."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from unpromote.adapters.files.sheets_cells import day_of, text_of
from unpromote.adapters.files.sheets_table import open_table
from unpromote.adapters.files.sheets_values import Cell
from unpromote.domain.errors import BadInput

_SHEET = "claim"


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in the file; raise BadInput naming the file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as problem:
        mend = "hand over a claim as JSON, CSV or XLSX"
        raise BadInput(f"cannot be read: {problem}", place=str(path), mend=mend) from None
    if not isinstance(found, dict):
        mend = 'write {"received_on": "2026-11-23", "lines": [{"wording": "Exit fee", "amount": "3900.00"}]}'
        raise BadInput("holds no object with a claim", place=str(path), mend=mend)
    return found


def read_rows(path: Path) -> tuple[tuple[int, dict[str, str]], ...]:
    """Return the numbered rows of the table, blank cells left out; raise BadInput naming the file."""
    table = open_table(path, _SHEET)
    try:
        return tuple((row.number, {column: _text(cell) for column, cell in row.cells.items()}) for row in table.rows)
    except BadInput as refusal:
        raise refusal.within(str(path)) from None


def _text(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return day_of(cell).isoformat()
    # A number is taken at the digits that the spreadsheet program shows, not at those of its binary form.
    return str(Decimal(repr(cell))) if isinstance(cell, float) else text_of(cell)
