"""Reading reports back: the pages' text, and what the template is given."""

from __future__ import annotations

from typing import Any

import pypdfium2

from unpromote.adapters.files.report import render_report
from unpromote.adapters.files.report_view import report_data
from unpromote.domain.audit import CaseFile

KEY = "ab" * 32


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def text(case_file: CaseFile) -> str:
    """All of the report's text on one line, without the places where a long word may break."""
    read = "\n".join(pages(render_report(case_file, key=KEY)))
    return " ".join(read.replace("\ufffe", "-").replace("\u200b", "").split())


def view(case_file: CaseFile) -> dict[str, Any]:
    return report_data(case_file, key=KEY)
