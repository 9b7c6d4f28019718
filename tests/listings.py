"""Files of promotions as tests need them: written in one line, opened, looked through and read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from unpromote.adapters.files.sheets_listing import open_listing
from unpromote.domain.imports import FileRow, Survey

ONE, TWO = "1801230000000000101", "1801230000000000102"
ACCOUNT = "7200000000000000011"
HEADER = "campaign_id,name,advertiser_id,kind,budget,spent,currency,start,end"
ROW = f"{ONE},Arena,{ACCOUNT},campaign,1200.00,300.00,USD,2026-09-01,2026-10-01"


def csv_file(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def workbook(folder: Path, *rows: list[Any], merge: str = "", more: dict[str, list[list[Any]]] | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    for title, others in (more or {}).items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(row)
    path = folder / "export.xlsx"
    book.save(path)
    return path


def looked(path: Path, **answers: str) -> Survey:
    with open_listing(path) as opened:
        return opened.survey(answers)


def read(path: Path, **answers: str) -> tuple[FileRow, ...]:
    with open_listing(path) as opened:
        return tuple(opened.rows(opened.survey(answers).plan))


def asked(path: Path, **answers: str) -> list[str]:
    return [question.key for question in looked(path, **answers).questions]


def told(row: FileRow) -> str:
    return "; ".join(f"{finding.column}: {finding.problem} ({finding.mend})" for finding in row.findings)
