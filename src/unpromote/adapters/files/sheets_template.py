"""The empty table that people fill in where no export is at hand: columns that need no question, ids kept as text."""

from __future__ import annotations

import csv
import io
from typing import cast

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from unpromote.domain.orders import OrderStage
from unpromote.services.policies import stop_routes

COLUMNS = {
    "kind": f"one of: {', '.join(stop_routes())}",
    "advertiser_id": "the ad account's id, as text, all its digits",
    "campaign_id": "the promotion's id, as text, all its digits",
    "name": "what people call it",
    "status": "as the platform says it; may be blank",
    "budget": "digits and a point, such as 1200.00; blank: no limit, or not known",
    "budget_type": "daily where the budget is for each day; blank: it is for the whole time",
    "spent": "what was spent so far, in the same way",
    "currency": "its code, such as EUR",
    "start": "the first day on which it runs, as 2026-09-01",
    "end": "the first day on which it runs no longer; may be blank",
    "spent_through": "the last day fully in spent; may be blank",
    "prepaid": "what was paid in advance; may be blank",
    "stage": f"of a tiktok_one order: {', '.join(stage.value for stage in OrderStage)}",
    "submitted_on": "of a tiktok_one order: the day on which its content was handed in",
    "creator": "of a tiktok_one order: whose work it is; may be blank",
}
ROWS = 1000  # rows whose ids are formatted as text
_WIDTH = 22


def promotion_template(ending: str) -> bytes:
    """Return the template as "csv" or "xlsx"; the workbook explains its columns on a second sheet."""
    return _workbook() if ending == "xlsx" else _csv()


def _csv() -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(COLUMNS)
    return text.getvalue().encode("utf-8-sig")  # by the mark spreadsheet programs know that it is UTF-8


def _workbook() -> bytes:
    book = Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = "promotions"
    sheet.append(list(COLUMNS))
    for at, name in enumerate(COLUMNS, start=1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTH
        if name.endswith("_id"):
            for row in range(2, ROWS + 2):
                sheet.cell(row, at).number_format = "@"  # text: a number of 19 digits would lose the last four
    sheet.freeze_panes = "A2"
    told = book.create_sheet("how to fill it in")
    for line in COLUMNS.items():
        told.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
